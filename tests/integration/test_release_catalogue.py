"""Names that a release holds are names that the catalogues explain, and every statement speaks every engine's SQL."""

import pytest
from sqlalchemy import Select
from sqlalchemy.dialects import mysql, postgresql

from data_access.indicators import read_catalogue
from data_access.quantities import Survey
from data_access.quantities.registry import quantity_catalogue, quantity_named
from data_access.release import Release, build_release
from data_access.settings import Settings


def test_every_quantity_has_a_meaning(demo_release: Release, trap_release_once: Release) -> None:
    for release in (demo_release, trap_release_once):
        for name in release.quantity_names:
            quantity = quantity_named(name)
            assert quantity.meaning
            known = [p for p in release.periods if release.quantity(name, release.root.code, p) > 0]
            if quantity.period_rule == "as_of":
                assert set(known) <= {release.as_of.year}, name


def test_every_indicator_is_made_of_known_quantities() -> None:
    computed = {"income_per_person_rise", "income_per_person_before"}
    for indicator in read_catalogue():
        for name in (indicator.numerator, indicator.denominator):
            assert name is None or name in computed or quantity_named(name), indicator.code


def test_the_demo_counts_nearly_all_of_the_catalogue(demo_release: Release) -> None:
    found = {name.partition(".")[0] for name in demo_release.quantity_names}
    absent_themes = {theme for theme, there in demo_release.themes.items() if not there}
    missing = {q.name for q in quantity_catalogue().values() if q.theme not in absent_themes} - found
    assert missing <= {"industry_reached_household_count", "watched_general_household_count", "figure_base"}


@pytest.mark.parametrize("dialect", [postgresql.dialect(), mysql.dialect()], ids=["postgresql", "mysql"])
def test_every_statement_compiles_elsewhere(
    trap_settings: Settings, monkeypatch: pytest.MonkeyPatch, dialect: postgresql.dialect
) -> None:
    said: list[str] = []
    ask = Survey.ask

    def listen(self: Survey, statement: Select[tuple[object, ...]]) -> object:
        said.append(str(statement.compile(dialect=dialect)))
        return ask(self, statement)

    monkeypatch.setattr(Survey, "ask", listen)
    build_release(trap_settings)
    assert len(said) > 25
    for sql in said:
        assert "strftime" not in sql.lower()
        assert "julianday" not in sql.lower()
