"""What the tests of the paragraph of a view have in common: some regions, the paragraph itself, numbers as written."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from callbacks.sentence import sentence_of
from data_access.messages import Tongue
from data_access.release import Release
from data_access.settings import Settings
from data_access.vocabulary import era_of
from layouts.view_state import ViewState

COUNTY = "990101000000"


def shown(value: float, places: int) -> str:
    """A number as the screen writes it, by another way than the product's: exact halves of the double itself."""
    return f"{Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN):,f}"


def plain(number: str) -> float:
    return float(number.replace(",", ""))


def said(release: Release, settings: Settings, code: str, period: int, lang: str = "zh", **parts: Any) -> str:
    indicator = parts.pop("indicator", "POVERTY_INCIDENCE")
    tongue = Tongue(lang, era_of(period))
    view = ViewState(region=code, indicator=indicator, period=period, layers=(), language=tongue, **parts)
    return sentence_of(release.of(period), view, settings)


def some_regions(release: Release) -> list[str]:
    """The county, its smallest and its largest township, and a village whose persons at risk are withheld."""
    towns = sorted(release.children(COUNTY), key=lambda town: len(release.children(town.code)))
    hidden = (r for town in towns for r in release.children(town.code)
              if release.quantity_state("monitoring_open_person_count", r.code, 2019) == "withheld")  # fmt: skip
    return [COUNTY, towns[0].code, towns[-1].code, next(hidden).code]
