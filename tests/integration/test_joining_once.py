"""A household that joins a kind in several ways and activities is counted once in each figure that tells of it."""

import sqlite3
from collections.abc import Sequence

import pandas as pd
import pytest

from data_access.quantities import joining, taking_part
from data_access.settings import Settings
from tests.trap_industry import MUSHROOMS, PART, bent

ACTIVITY = (
    "INSERT INTO industry_activity (activity_id, industry_kind_code, industry_subkind_code, name_zh, region_code, "
    "business_entity_code, operating_status_code, valid_from) VALUES "
)
AGAIN = (
    f"{ACTIVITY} ('F3', 'FUNGI', 'FUNGI_COLD', '三号菌棚', 'V5', 'COOPERATIVE', 'RUNNING', '2018-03-01'), "
    "('F4', 'FUNGI', NULL, '四号菌棚', 'V5', NULL, 'WATCHED', '2018-03-01'), "
    "('F5', 'FUNGI', 'FUNGI_COLD', '五号菌棚', 'V5', 'COOPERATIVE', 'STOPPED', '2018-03-01')",
    f"{PART} VALUES ('H7', 2019, 'F3', 'SELF_RUN', 70), ('H7', 2019, 'F3', 'LAND_RENT', NULL), "
    "('H7', 2019, 'F4', 'SELF_RUN', 7), ('H7', 2019, 'F5', 'SELF_RUN', 1000), ('H7', 2019, 'A1', 'SELF_RUN', 30), "
    "('H3', 2019, 'F3', 'POST', 5), ('H3', 2018, 'F3', 'POST', 6), ('H3', 2018, 'F1', 'POST', 4)",
)
ORACLE = """
WITH joined AS (
  SELECT p.stat_year period, a.industry_kind_code kind, p.participation_mode_code mode, p.income_yuan,
    a.industry_subkind_code subkind, a.business_entity_code entity, h.household_id, h.member_count
  FROM industry_participation p JOIN industry_activity a ON a.activity_id = p.activity_id
    JOIN household h ON h.household_id = p.household_id
    JOIN industry_kind k ON k.industry_kind_code = a.industry_kind_code
  WHERE h.is_valid = 1 AND h.household_type_code = '1' AND p.stat_year = 2019 AND k.is_covering = 1
    AND a.operating_status_code IN ('RUNNING', 'WATCHED')
    AND COALESCE(a.valid_from, '') <= :day AND COALESCE(a.valid_to, '9') >= :day
)
SELECT kind, item, COUNT(*) household_count, SUM(member_count) person_count, SUM(income_yuan) income_yuan FROM (
  SELECT {kind} kind, COALESCE({item}, 'UNKNOWN') item, household_id, MAX(member_count) member_count,
    SUM(income_yuan) income_yuan
  FROM joined GROUP BY 1, 2, household_id
) GROUP BY 1, 2
"""


def told(facets: pd.DataFrame, facet: str, measure: str) -> dict[tuple[str, str], float]:
    rows = facets[(facets["facet"] == facet) & (facets["measure"] == measure)]
    return by_kind_and_item(rows.groupby(["kind", "item"], observed=True)[["value"]].sum().reset_index(), "value")


def by_kind_and_item(rows: pd.DataFrame, measure: str) -> dict[tuple[str, str], float]:
    known = rows[rows[measure].notna()]
    return dict(
        zip(zip(known["kind"].astype(str), known["item"].astype(str), strict=True), known[measure], strict=True)
    )


@pytest.mark.parametrize(("few", "bits"), [(0.0, 30), (1.0, 30), (1.0, 2)], ids=["all", "theirs", "many ways"])
def test_each_household_once_by_sub_kind_entity_and_way_of_joining(
    trap_settings: Settings, monkeypatch: pytest.MonkeyPatch, few: float, bits: int
) -> None:
    """Whether all villages are ranked or those alone where a household repeats a kind, and however many ways are."""
    monkeypatch.setattr(joining, "_FEW", few)
    monkeypatch.setattr(taking_part, "_BITS", bits)
    release = bent(trap_settings, *MUSHROOMS, *AGAIN)
    facets = release.industry("industry_facets", "C", 2019)
    database = sqlite3.connect(trap_settings.database_url.removeprefix("sqlite:///"))

    def expected(kind: str, item: str, measures: Sequence[str]) -> list[dict[tuple[str, str], float]]:
        query = ORACLE.format(kind=kind, item=item)
        rows = pd.read_sql_query(query, database, params={"day": release.as_of.isoformat()})
        return [by_kind_and_item(rows, measure) for measure in measures]

    counts, incomes = expected("kind", "subkind", ("household_count", "income_yuan"))
    assert counts["FUNGI", "FUNGI_COLD"] == 2
    assert (told(facets, "subkind", "household_count"), told(facets, "subkind", "income_yuan")) == (counts, incomes)
    counts, persons = expected("kind", "entity", ("household_count", "person_count"))
    assert told(facets, "entity", "household_count") == {key: n for key, n in counts.items() if key[1] != "UNKNOWN"}
    assert told(facets, "entity", "person_count") == {key: n for key, n in persons.items() if key[1] != "UNKNOWN"}
    each = expected("kind", "mode", ("household_count", "income_yuan"))
    every = expected("'*'", "mode", ("household_count", "income_yuan"))
    assert every[0]["*", "SELF_RUN"] == 1, "in four activities of two kinds"
    assert told(facets, "join", "household_count") == each[0] | every[0]
    assert told(facets, "join", "income_yuan") == each[1] | every[1]
    database.close()
