"""One view that is put on paper: where it stands, in whose words, and for whom."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from callbacks.outlines_of_time import seen
from callbacks.services import Sources
from data_access.indicators import Indicator
from data_access.messages import Tongue, text
from data_access.release import Release
from data_access.scope import Scope
from data_access.vocabulary import spoken_era
from layouts.papers.sheet import Chart, Column, ColumnKind, Series, Table
from layouts.view_state import Choices, ViewState


@dataclass(frozen=True, slots=True)
class Asked:
    """A view in the release with the regions of its year; the language speaks in the words of its era.

    scope  what may be seen of people by who asked for the paper; what also stands on the wall is asked with the wall's
    """

    sources: Sources
    scope: Scope
    release: Release
    view: ViewState
    choices: Choices

    @property
    def place(self) -> tuple[Release, str, int]:
        """What most figures are asked by."""
        return self.release, self.view.region, self.view.period

    @property
    def lang(self) -> str:
        """The language of the paper."""
        return self.view.language

    @property
    def is_within(self) -> bool:
        """Whether what is read live may be asked of the region: it lies where who asked works."""
        own = self.scope.region_code
        return own is None or own in {region.code for region in self.release.ancestors(self.view.region)}

    def say(self, key: str, **values: object) -> str:
        """A sentence of the catalogue in the language of the paper."""
        return text(key, self.lang, **values)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a panel is on paper."""

    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()


def asked_of(sources: Sources, scope: Scope, release: Release, view: ViewState, choices: Choices) -> Asked:
    """The view as the panels beside its map mean it."""
    stand = seen(sources, release, view.region, view.period)
    tongue = Tongue(view.language, spoken_era(view.era, view.period))
    return Asked(sources, scope, stand.release, replace(view, region=stand.code, language=tongue), choices)


def known(value: float | None) -> float | None:
    """A figure, None where it is not known."""
    return None if value is None or math.isnan(value) else float(value)


def figure(asked: Asked, value: float | None, absent: str = "wall.missing") -> str | float:
    """A figure for a cell of a table; where there is none the word for it."""
    found = known(value)
    return asked.say(absent) if found is None else found


def with_unit(title: str, unit: str) -> str:
    """A title with its unit behind it."""
    return f"{title} ({unit})" if unit else title


def columns(*names: str) -> tuple[Column, ...]:
    """The first column of words, those after it counts."""
    return tuple(Column(name, "text" if at == 0 else "count") for at, name in enumerate(names))


def column_of(indicator: Indicator, period: int, lang: str) -> Column:
    """The column of the values of an indicator."""
    unit = indicator.unit_text(lang)
    kind: ColumnKind = "rate" if unit in ("%", "‰") else "money" if "yuan" in indicator.numerator else "count"
    return Column(with_unit(indicator.name(period, lang), unit), kind, indicator.decimals)


def bars(
    title: str, unit: str, rows: Iterable[tuple[str, float | None]], name: str = "", tone: str = "primary-strong",
    decimals: int = 0, *, lying: bool = True,
) -> Chart:  # fmt: skip
    """A chart of one series: a bar a row, in their order."""
    found = list(rows)
    series = Series(name or title, tuple(known(value) for _, value in found), tone)
    return Chart("bar" if lying else "column", title, unit, tuple(name for name, _ in found), (series,), decimals)
