"""`guatu check` finds each defect that is planted, and nothing in a database that is well."""

import shutil
from pathlib import Path

import pytest

from data_access.contract import create_contract
from data_access.database import open_database
from data_access.messages import messages
from tests.well_county import DEFECTS, WELL, Defect, findings, run, without_key


@pytest.fixture(scope="module")
def well(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small county without a fault."""
    made = tmp_path_factory.mktemp("well") / "county.sqlite"
    create_contract(open_database(f"sqlite:///{made}", read_only=False))
    run(made, WELL)
    return made


@pytest.fixture
def path(well: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(well, tmp_path))


def test_a_database_that_is_well_has_no_findings(path: Path) -> None:
    assert findings(path).as_lines("en") == ["no findings: the database keeps the contract"]


@pytest.mark.parametrize("defect", DEFECTS, ids=[f"{defect.rule} {defect.place}" for defect in DEFECTS])
def test_a_planted_defect_is_found(path: Path, defect: Defect) -> None:
    run(path, defect.script)
    hits = [row for row in findings(path) if (row.rule, row.place) == (defect.rule, defect.place)]
    assert [(row.severity, row.count, row.example) for row in hits] == [(defect.severity, defect.count, defect.example)]
    for lang in ("zh", "en"):
        assert "\n" not in hits[0].sentence(lang)
        assert "{" not in hits[0].sentence(lang)


def test_every_rule_has_been_planted() -> None:
    rules = {key.split(".")[1] for key in messages() if key.startswith("check.")}
    not_rules = {"severity", "example", "sum", "none"}
    elsewhere = {"wrong_type", "theme_needs", "mapped"}
    assert rules - not_rules - elsewhere == {defect.rule for defect in DEFECTS}


def test_a_theme_that_stands_on_nothing(path: Path) -> None:
    for table in ("industry_participation", "industry_coverage", "industry_figure", "industry_activity"):
        run(path, f"DROP TABLE {table}")
    run(path, "DROP TABLE industry_metric; DROP TABLE industry_kind")
    found = findings(path)
    assert {row.table for row in found if row.rule == "theme_needs"} == {
        "solar_station",
        "tourism_operator",
        "workshop",
    }


def test_no_person_is_ever_an_example(path: Path) -> None:
    """Whatever is wrong with rows about people, neither their names nor their keys are said."""
    run(
        path,
        without_key("person")
        + without_key("household")
        + "UPDATE person SET gender_code = name_zh, relation_code = name_zh, household_id = '户' || household_id;"
        "UPDATE household SET region_code = household_id, household_type_code = household_id;"
        "INSERT INTO person SELECT * FROM person; INSERT INTO household SELECT * FROM household",
    )
    found = findings(path)
    said = "\n".join([*found.as_lines("zh"), *found.as_lines("en"), found.as_frame().to_csv()])
    assert len(found.errors) > 5
    assert not any(secret in said for secret in ("李某", "户H", "H1", "H2", "P1", "P2"))


def test_an_empty_database_lacks_the_core(tmp_path: Path) -> None:
    path = tmp_path / "empty.sqlite"
    path.touch()
    found = findings(path)
    assert {row.table for row in found.errors} == {
        "code_item", "region", "region_year", "household", "household_year", "person", "region_ancestor"
    }  # fmt: skip


def test_rows_as_a_frame_and_as_a_table(path: Path) -> None:
    run(path, "UPDATE region SET region_kind_code = 'KASTEEL', short_name_zh = ''")
    found = findings(path)
    frame = found.as_frame("en")
    assert list(frame.columns) == ["severity", "table", "column", "rule", "count", "example", "sentence"]
    assert frame["severity"].tolist() == ["error", "warning"]
    lines = found.as_lines("zh")
    assert lines[0].startswith("错误  region.region_kind_code  4  ")
    assert lines[-1] == "共 1 项错误,1 项警告"


def test_the_check_changes_nothing(path: Path) -> None:
    before = path.read_bytes()
    findings(path)
    assert path.read_bytes() == before
