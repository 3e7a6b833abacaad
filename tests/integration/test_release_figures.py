"""A database that holds regions and published figures alone: no household, no report, several highest regions."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert

from data_access.commands import _release_lines
from data_access.contract import create_contract
from data_access.industries import coverage_by_kind
from data_access.release import Release, ReleaseStore, build_release
from data_access.schema import metadata
from data_access.settings import read_settings
from data_access.values import class_breaks, value_of, values_by_region


def _region(code: str, parent: str | None, level: str) -> dict[str, object]:
    return {"region_code": code, "parent_code": parent, "region_level_code": level, "name_zh": f"区{code}"}


def _figure(code: str, indicator: str, n: float | None, d: float | None = None, **more: object) -> dict[str, object]:
    row = {
        "region_code": code, "region_indicator_code": indicator, "stat_year": 2021, "stat_month": 0, "numerator": n,
        "denominator": d, "quoted_value": None, "figure_qualifier_code": None, "quote_zh": None,
    }  # fmt: skip
    return row | more


def _indicator(code: str, unit: str) -> dict[str, object]:
    return {
        "region_indicator_code": code, "name_zh": code, "indicator_theme_code": "POPULATION", "unit_zh": unit,
        "good_direction": 0,
    }  # fmt: skip


REGIONS = [
    _region("A", None, "3"), _region("B", None, "3"), _region("A1", "A", "4"), _region("A11", "A1", "5"),
    _region("A12", "A1", "5"), _region("A9", "A", "5"), _region("B1", "B", "4"), _region("B11", "B1", "5"),
]  # fmt: skip
INDICATORS = [
    _indicator("PEOPLE", "人"),
    _indicator("WAGE", "元/人"),
    _indicator("SHARE", "%"),
    _indicator("AIM", "人"),
]
FIGURES = [
    _figure("A11", "PEOPLE", 100), _figure("A12", "PEOPLE", 30), _figure("A9", "PEOPLE", 7),
    _figure("B11", "PEOPLE", None), _figure("B", "PEOPLE", 900),
    _figure("A11", "WAGE", 5000), _figure("A12", "WAGE", 6000),
    _figure("A11", "SHARE", 10, 40), _figure("A12", "SHARE", 1, 60), _figure("A9", "SHARE", 5),
    _figure("A", "AIM", 50, figure_qualifier_code="TARGET", quoted_value=50, quote_zh="目标50"),
]  # fmt: skip


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    folder = tmp_path_factory.mktemp("figures")
    path = folder / "figures.sqlite"
    engine = create_engine(f"sqlite:///{path.as_posix()}")
    create_contract(engine)
    with engine.begin() as connection:
        for table, rows in (("region", REGIONS), ("region_indicator", INDICATORS), ("region_figure", FIGURES)):
            connection.execute(insert(metadata.tables[table]), rows)
    engine.dispose()
    settings = read_settings({"GUATU_HOME": str(folder), "GUATU_DATABASE_URL": f"sqlite:///{Path(path).as_posix()}"})
    build_release(settings, today=date(2021, 6, 30))
    return ReleaseStore(settings.releases).current()


def test_amounts_are_summed_unless_stated(release: Release) -> None:
    rows = values_by_region(release, "PEOPLE", "*", 2021).set_index("code")
    assert rows["value"].to_dict() == {"A": 137, "B": 900}
    assert rows[["reported", "expected"]].to_numpy().tolist() == [[3, 3], [0, 1]], (
        "what a region states itself no village reported"
    )
    assert value_of(release, "PEOPLE", "*", 2021)["value"].tolist() == [1037]
    assert value_of(release, "PEOPLE", "B11", 2021)["state"].tolist() == ["missing"]


def test_a_mean_is_never_summed(release: Release) -> None:
    assert value_of(release, "WAGE", "A1", 2021)["state"].tolist() == ["missing"]
    assert release.value("WAGE", "A11", 2021) == 5000


def test_a_share_comes_from_those_that_state_both(release: Release) -> None:
    row = value_of(release, "SHARE", "A", 2021).iloc[0]
    assert (row["numerator"], row["denominator"], row["value"], row["reported"]) == (11, 100, 11, 2)


def test_a_target_is_quoted_and_never_a_value(release: Release) -> None:
    assert "AIM" not in release.indicators
    quoted = release.quoted("A")
    assert quoted[["indicator", "name_zh", "quoted_value", "qualifier"]].to_numpy().tolist() == [
        ["AIM", "AIM", 50, "TARGET"]
    ]
    assert release.quoted("B").empty


def test_nothing_else_is_connected(release: Release) -> None:
    assert set(release.indicators) == {"PEOPLE", "WAGE", "SHARE"}
    assert [release.meta.counts[name] for name in ("households", "registered_persons", "alerts")] == [None, None, 0]
    assert "households -, registered_households -" in "\n".join(_release_lines(release.meta, "en"))
    assert release.quantity_state("registered_household_count", "A", 2021) == "not_connected"
    assert coverage_by_kind(release, "*", 2021).empty
    assert release.alerts("*").empty
    assert release.activities("A").empty
    assert release.items("CAUSE")[0] == "01"
    assert release.code_name("CAUSE", "01", "en") == "illness"


def test_classes_follow_the_level_for_amounts(release: Release) -> None:
    assert class_breaks(release, "PEOPLE", 5) == release.indicators["PEOPLE"].breaks
    assert class_breaks(release, "PEOPLE", 3) != class_breaks(release, "PEOPLE", 5)
    assert class_breaks(release, "SHARE", 3) == class_breaks(release, "SHARE", 5)
