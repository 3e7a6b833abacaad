"""Names of regions as different offices write them: the same village with 村, 村委会 or 社区, or with its township."""

from __future__ import annotations

import re
from functools import lru_cache

_ETHNIC = (
    "回|蒙古|满|藏|苗|彝|壮|布依|侗|瑶|白|土家|哈尼|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|土|达斡尔|羌|撒拉|裕固|各"
)
_ENDINGS: dict[str, re.Pattern[str]] = {
    "village": re.compile(
        r"(?:社区居民委员会|社区居委会|村民委员会|居民委员会|农村社区|村委会|居委会|行政村|社区|嘎查|村)$"
    ),
    "township": re.compile(
        rf"(?:(?:(?:{_ETHNIC})族)+乡|街道办事处|办事处|地区办事处|街道|苏木|民族乡|人民政府|镇|乡)$"
    ),
    "county": re.compile(rf"(?:(?:(?:{_ETHNIC})族)*自治[县旗州]|地区|新区|县|区|市|旗|省)$"),
}
_BLANKS = re.compile(r"[\s\u3000·•,,、/\\>\-—_]+")
_SHORTEST = 1


def plain(name: str) -> str:
    """A name without blanks and separators."""
    return _BLANKS.sub("", name)


@lru_cache(maxsize=100_000)
def stem(name: str) -> tuple[str, str]:
    """A name without the ending that says what kind of region it is, and that kind ("" where it has no such ending).

    张北镇 -> 张北, township; 南关村民委员会 -> 南关, village. One character always stays.
    """
    whole = plain(name)
    for kind, ending in _ENDINGS.items():
        bare = ending.sub("", whole)
        if bare != whole and len(bare) >= _SHORTEST:
            return bare, kind
    return whole, ""


def alike(one: str, other: str) -> bool:
    """Whether two names may be one region's: the same stem, and no two different kinds."""
    (stem_one, kind_one), (stem_other, kind_other) = stem(one), stem(other)
    return stem_one == stem_other and (kind_one == kind_other or not kind_one or not kind_other)
