"""How the figures of a paragraph are written, and names and clauses put one after the other."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from data_access.indicators import Indicator
from data_access.messages import text
from data_access.sentences.clauses import Clause, Figure, Filling, Kind
from data_access.sentences.field import Holders
from layouts.numbers import decimal, money, whole
from layouts.sentences.footer import written

NAMED: Final = 3
"""So many names stand in a row; of more the first ones, and how many there are."""

_POINTS: Final = {"%": "points", "‰": "permille_points"}


def day(on: date, lang: str) -> str:
    """A day as it is read aloud."""
    return text("paragraph.date", lang, year=on.year, month=on.month, day=on.day)


def names(of: Sequence[str], lang: str) -> str:
    """The names, or the first three and how many there are."""
    said = text("paragraph.and", lang).join(of[:NAMED])
    return said if len(of) <= NAMED else text("paragraph.and_more", lang, names=said, count=len(of))


def holders(of: Holders, value: str, lang: str, aside: str = "") -> str:
    """Who holds a value, with the value and an aside behind them."""
    key = "holder" if len(of.names) == 1 else "holders"
    return text(f"paragraph.{key}", lang, names=names(of.names, lang), value=value, aside=aside)


def difference(indicator: Indicator, amount: float, lang: str) -> str:
    """A difference without its sign: in points of a rate, in the unit of an amount."""
    key = _POINTS.get(indicator.unit)
    if key is None:
        return written(indicator, abs(amount), lang)
    return text(f"paragraph.{key}", lang, number=decimal(abs(amount), indicator.decimals))


def is_rate(indicator: Indicator) -> bool:
    """Whether its differences are points."""
    return indicator.unit in _POINTS


def clauses(of: Iterable[Clause], lang: str, between: str = "paragraph.semicolon") -> str:
    """Clauses in words, one after the other."""
    return text(between, lang).join(
        text(f"paragraph.{one.key}", lang, **{name: _filled(value, lang) for name, value in one.filling}) for one in of
    )


def sentences(of: Iterable[str], lang: str) -> str:
    """Sentences one after the other, each with its full stop; empty ones are left out."""
    stop = text("paragraph.full_stop", lang)
    return "".join(f"{one[:1].upper()}{one[1:]}{stop}" for one in of if one).strip()


def _filled(value: Filling, lang: str) -> str:
    if isinstance(value, tuple):
        return clauses(value, lang, "paragraph.and")
    return _figure(value, lang)


def _figure(figure: Figure, lang: str) -> str:
    if isinstance(figure.value, str):
        return figure.value
    if figure.kind is Kind.YUAN:
        return str(money(figure.value, lang))
    return decimal(figure.value, figure.decimals) if figure.kind is Kind.SHARE else whole(figure.value)
