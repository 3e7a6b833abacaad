"""The sentence in the footer of the wall: what a leader could say aloud, made from the values and nothing else."""

import math
from collections.abc import Iterable, Sequence
from itertools import takewhile

from data_access.indicators import Indicator
from data_access.messages import text


def sentence(
    indicator: Indicator,
    region: str,
    period: int,
    value: float,
    children: Sequence[tuple[str, float]],
    level: int,
    lang: str = "zh",
    *,
    exit_line: float | None = None,
) -> str:
    """Say the region's own value, its highest and lowest child, and how many are missing or under the exit line.

    `children` are (name, value) pairs, NaN = not reported; `level` is theirs; `exit_line` is a threshold in the
    indicator's unit under which the rest is counted, or None.
    """
    name = indicator.name(period, lang)
    known = sorted((v, n) for n, v in children if not math.isnan(v))
    own = "" if math.isnan(value) else written(indicator, value, lang)
    if not known:
        if not own:
            return text("sentence.none", lang, region=region, period=period, indicator=name)
        return text("sentence.one", lang, region=region, period=period, indicator=name, value=own)
    low, high = known[0], known[-1]
    top, bottom = written(indicator, high[0], lang), written(indicator, low[0], lang)
    if top == bottom and len(known) > 1:
        said = text(
            "sentence.all", lang, region=region, period=period, indicator=name, value=own,
            count=len(known), level=text(f"level.{level}", lang), high=top,
        )  # fmt: skip
    else:
        said = text(
            "sentence.rate", lang, region=region, period=period, indicator=name, value=own, high=top, low=bottom,
            highest=_who(_as_written(reversed(known), indicator, top, lang)[::-1], lang),
            lowest=_who(_as_written(known, indicator, bottom, lang), lang),
        )  # fmt: skip
    if exit_line is not None and high[0] >= exit_line:
        under = sum(v < exit_line for v, _ in known)
        if under:
            said += text("sentence.under", lang, count=under, line=f"{exit_line:g}")
    missing = len(children) - len(known)
    if missing:
        said += text("sentence.missing", lang, count=missing, level=text(f"level.{level}", lang))
    return said


def written(indicator: Indicator, value: float, lang: str) -> str:
    """A value with its unit, as spoken: 2.28%, 4,318元/户."""
    number = f"{value:,.{indicator.decimals}f}"
    gap = "" if lang == "zh" or indicator.unit in ("%", "‰") else " "
    return f"{number}{gap}{indicator.unit_text(lang)}"


def _as_written(known: Iterable[tuple[float, str]], indicator: Indicator, said: str, lang: str) -> list[str]:
    """The names at the head of `known` whose value is written as `said`; what is in order is written in order."""
    return [name for _, name in takewhile(lambda one: written(indicator, one[0], lang) == said, known)]


def _who(names: Sequence[str], lang: str) -> str:
    """The one that holds a place, or one of several and how many share it."""
    return names[-1] if len(names) == 1 else text("sentence.several", lang, name=names[0], count=len(names))
