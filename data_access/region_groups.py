"""Groups of regions beside the tree, such as an industry belt: counted, drawn and opened as a region is."""

import re
from dataclasses import dataclass
from typing import Final

SIGN: Final = "@"
"""Stands before the code of a group wherever a region's code can stand, so that the two never meet."""

CODE: Final = re.compile(r"[A-Za-z0-9_.*-]{1,40}")
"""Codes that can stand in an address; a group with another is left out, and `guatu check` names it."""


@dataclass(frozen=True, slots=True)
class RegionGroup:
    """One group of regions of today.

    code           `SIGN` and the code of the table region_group
    kind           of the code list REGION_GROUP_KIND: BELT, AREA, ZONE, OTHER
    industry_kind  the industry that a belt is known for, None where it is known for none
    members        codes of regions, ordered; none lies under another
    """

    code: str
    kind: str
    name_zh: str
    name_en: str | None
    industry_kind: str | None
    definition_zh: str | None
    members: tuple[str, ...]

    def name(self, lang: str = "zh") -> str:
        """The group's name in `lang`; the Chinese one where there is no other."""
        return (self.name_en or self.name_zh) if lang == "en" else self.name_zh
