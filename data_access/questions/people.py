"""Answers about households as sums: how many are still poor or watched, why, whose income falls, what it is made of."""

import math
from typing import Final

import numpy as np

from data_access.questions.answer import (
    MOST_ROWS,
    NOT_CONNECTED,
    Answer,
    Column,
    Fact,
    Row,
    Sort,
    plain,
    quantity_fact,
    village_row,
    villages_with,
)
from data_access.release import Release
from data_access.tree import TOWNSHIP_LEVEL

PARTS: Final = ("wage_income_yuan", "business_income_yuan", "property_income_yuan", "transfer_income_yuan")
CAUSES: Final = ("cause_household_count", "cause_person_count")
REGISTERED: Final = "registered_person_count"


def how_many(release: Release, code: str, period: int, lang: str) -> Answer:
    """Households and persons still poor, registered, and under monitoring: of the region, and of each below it."""
    names = {"still_poor": "core", "registered": "core", "monitoring_open": "monitoring"}
    told = [name for name, theme in names.items() if release.themes[theme]]
    every = [f"{name}_{of}_count" for name in told for of in ("household", "person")]
    facts = tuple(quantity_fact(release, name, code, period, name.split("_")[-2]) for name in every)
    rows = [
        Row(r.code, r.name(lang), "", tuple(release.quantity(name, r.code, period) for name in every))
        for r in release.children(code)
    ]
    rows.sort(key=lambda row: tuple(-plain(float(cell or 0)) for cell in row.cells[1:2]))
    columns = tuple(Column(name, figure=name) for name in every)
    return Answer(facts, columns, tuple(rows[:MOST_ROWS]), len(rows))


def causes_beside(release: Release, code: str, period: int, lang: str) -> Answer:
    """The main causes of poverty here, and their shares beside those of the county, or of what lies above."""
    if not release.themes["assurance"]:
        return NOT_CONNECTED
    path = release.ancestors(code)[:-1]
    above = next((r for r in reversed(path) if r.level < TOWNSHIP_LEVEL), path[-1] if path else None)
    rows: list[Row] = []
    for item in release.items("CAUSE"):
        households, persons = (release.quantity(f"{name}.{item}", code, period) for name in CAUSES)
        if not persons > 0 and not households > 0:
            continue
        shares: list[float | None] = [_share(release, item, code, period)]
        shares += [_share(release, item, above.code, period)] if above else []
        rows.append(Row(None, release.code_name("CAUSE", item, lang), "", (households, persons, *shares), item))
    rows.sort(key=lambda row: (-plain(float(row.cells[1] or 0)), row.key))
    share = f"cause_person_count.{{item}}@{REGISTERED}"
    columns = [Column("households", figure="cause_household_count.{item}")]
    columns += [Column("persons", figure="cause_person_count.{item}"), Column("share_here", Sort.PERCENT, share)]
    columns += [Column("share_above", Sort.PERCENT)] if above else []
    facts = (quantity_fact(release, REGISTERED, code, period, "person"),)
    return Answer(facts, tuple(columns), tuple(rows), len(rows), ("beside_above",) if above else ())


def _share(release: Release, item: str, code: str, period: int) -> float:
    of = release.quantity(REGISTERED, code, period)
    return 100 * release.quantity(f"cause_person_count.{item}", code, period) / of if of > 0 else math.nan


def falling(release: Release, code: str, period: int, lang: str) -> Answer:
    """Households whose income fell against the year before, and those under the line, by village."""
    if not release.themes["income"]:
        return NOT_CONNECTED
    names = ("income_fallen_household_count", "below_line_household_count", "line_household_count")
    facts = tuple(quantity_fact(release, name, code, period, "household") for name in names)
    at, figures = villages_with(release, code, period, names)
    concerned = np.nansum(figures[:, :2], axis=1)
    order = [i for i in np.argsort(-concerned, kind="stable").tolist() if concerned[i] > 0]
    rows = tuple(village_row(release, int(at[i]), figures[i].tolist(), lang) for i in order[:MOST_ROWS])
    notes = ("no_line",) if math.isnan(facts[2].value) else ()
    return Answer(facts, tuple(Column(name, figure=name) for name in names), rows, len(order), notes)


def made_of(release: Release, code: str, period: int, lang: str) -> Answer:
    """What income is made of, and households that live on transfers for more than a half, by village."""
    if not release.themes["income"]:
        return NOT_CONNECTED
    names = ("on_transfers_household_count", *PARTS)
    of = release.quantity("gross_income_yuan", code, period)
    facts: list[Fact] = [quantity_fact(release, names[0], code, period, "household")]
    for name in PARTS:
        amount = release.quantity(name, code, period)
        facts.append(Fact(name, amount, "yuan", Sort.YUAN, name))
        part = 100 * amount / of if of > 0 else math.nan
        facts.append(Fact(f"share_{name}", part, "percent", Sort.PERCENT, f"{name}@gross_income_yuan"))
    at, figures = villages_with(release, code, period, names)
    order = sorted(range(len(at)), key=lambda i: -plain(float(figures[i, 0])))
    order = [i for i in order if not np.isnan(figures[i]).all()]
    rows = tuple(village_row(release, int(at[i]), figures[i].tolist(), lang) for i in order[:MOST_ROWS])
    columns = (Column(names[0], figure=names[0]), *(Column(name, Sort.YUAN, name) for name in PARTS))
    return Answer(tuple(facts), columns, rows, len(order))
