"""What is told of one chosen kind of industry, of one entry beside industry, or of all kinds together."""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from data_access.industries import coverage_by_kind
from data_access.industry.doubts import Doubt, doubts
from data_access.industry.kinds import KindEntry, kind_entries
from data_access.industry.other_kinds import KindView, view_of_kind
from data_access.industry.solar import Solar, solar
from data_access.industry.support import Support, support
from data_access.industry.tourism import Tourism, tourism
from data_access.industry.workshops import Workshops, workshops
from data_access.release import Release

ALL: Final = "ALL"
CONNECTED: Final = "connected"

Told = Solar | Tourism | Workshops | KindView | Support | pd.DataFrame


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice, what there is to choose from, and what is told of it.

    kind      code of a kind, of an entry of `support`, or `ALL`; what no catalogue has is taken for `ALL`
    entries   kinds that count as coverage, in the order of the catalogue
    beside    resettlement, jobs, insurance, pairing
    told      the particulars; of all kinds a table as `coverage_by_kind`; None where the choice is not connected
    doubts    rows left out that are of this kind, or of any
    """

    kind: str
    entries: tuple[KindEntry, ...]
    beside: tuple[Support, ...]
    told: Told | None
    doubts: tuple[Doubt, ...]

    @property
    def entry(self) -> KindEntry | None:
        """The kind that was chosen; None for an entry beside industry, and for all."""
        return next((entry for entry in self.entries if entry.code == self.kind), None)


def chosen(release: Release, code: str, period: int, kind: str, lang: str = "zh") -> Chosen:
    """All that the panel of kinds shows of the region `code`; raises UnknownRegionError, UnknownPeriodError."""
    every = kind_entries(release, period, lang)
    beside = support(release, code, period, lang)
    entry = next((entry for entry in every if entry.code == kind), None)
    aside = next((found for found in beside if found.entry == kind), None)
    told: Told | None = None
    if aside is not None:
        told = aside if aside.state == CONNECTED else None
    elif entry is not None:
        told = _told(release, code, period, entry, lang) if entry.state == CONNECTED else None
    else:
        told = coverage_by_kind(release, code, period, lang)
    return Chosen(
        kind=kind if entry is not None or aside is not None else ALL,
        entries=tuple(found for found in every if found.is_covering or found is entry),
        beside=beside,
        told=told,
        doubts=doubts(release, code, lang, kind=None if entry is None else kind) if aside is None else (),
    )


def _told(release: Release, code: str, period: int, entry: KindEntry, lang: str) -> Told | None:
    if entry.code == "SOLAR":
        return solar(release, code, period, lang)
    if entry.code == "TOURISM":
        return tourism(release, code, period, lang)
    if entry.code == "WORKSHOP":
        return workshops(release, code, period, lang)
    return view_of_kind(release, code, period, entry, lang)
