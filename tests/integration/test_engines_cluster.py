"""The contract on a cluster: what is sent to it, and that each node can answer it from its own rows."""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from sqlalchemy import Engine, case, event, exists, func, select
from sqlalchemy.sql import visitors

from app import create_app
from bench.server import questions
from data_access.check import check_database
from data_access.database import open_database
from data_access.doors import open_doors
from data_access.household_index import Filters, IndexStore, Order
from data_access.households import household_card, household_tiles
from data_access.households.behind import counted_by, households_counted
from data_access.households.door_cards import door_card, door_cards
from data_access.households.dossier import household_dossier
from data_access.households.found import found_households
from data_access.households.industry import households_by_industry
from data_access.households.listed import listed_households
from data_access.households.monitored import _keys
from data_access.households.tile_tones import TileBy, choices, dwellings, tile_tones
from data_access.households.uncovered import uncover
from data_access.households.whereabouts import village_of
from data_access.indicators import read_catalogue
from data_access.rankings.announced import announced
from data_access.regions import read_tree
from data_access.release import Release, ReleaseStore, build_release
from data_access.schema import THEMES as SCHEMA_THEMES
from data_access.schema import VIEW_DDL, core, livelihood, metadata, responsibility
from data_access.scope import WALL, Role, Scope
from data_access.server_scripts import CITUS, ROLE, citus_script, role_script
from data_access.settings import Settings
from data_access.tokens import household_tokens
from layouts import ids
from tests.cluster_shapes import DISTRIBUTED_VIEWS, faults, touched
from tests.signing_in import signed_in

ROOT = Path(__file__).resolve().parents[2]
DISTRIBUTED = frozenset(name for name, table in metadata.tables.items() if "household_id" in table.primary_key.columns)
NAMES = DISTRIBUTED | DISTRIBUTED_VIEWS

THEMES = {theme.name: True for theme in SCHEMA_THEMES}
OFFICER = Scope(Role.COUNTY, None, "officer")
Sent = dict[str, tuple[Any, set[str]]]


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory, scenario_settings: Callable[[str], Settings]) -> Iterator[Sent]:
    """Every statement about the contract's tables that the product sends, with the modules that made it.

    All themes are taken for connected, filled or not: what is asked of them is asked all the same.
    """
    found: Sent = {}

    def note(_c: object, statement: Any, *_: object) -> None:
        if not hasattr(statement, "get_children"):
            return
        key = str(statement)
        if key in found:
            found[key][1].update(_askers())
        elif any(getattr(each, "name", "") in metadata.tables for each in visitors.iterate(statement)):
            found[key] = (statement, set(_askers()))

    settings = replace(scenario_settings("qilian"), home=tmp_path_factory.mktemp("cluster"), is_demo=False)
    event.listen(Engine, "before_execute", note)
    try:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("data_access.release.build.themes_found", lambda _: THEMES)
            build_release(settings)
        _ask_everything(settings)
        yield found
    finally:
        event.remove(Engine, "before_execute", note)


def _ask_everything(settings: Settings) -> None:
    release, store, tokens = (
        ReleaseStore(settings.releases).current(),
        IndexStore(settings),
        household_tokens(settings.home),
    )
    store.build(release)
    index, engine, as_of = store.current(), open_database(settings.database_url), release.as_of
    told: dict[str, Any] = {"tokens": tokens, "themes": THEMES}
    rows = index.page(OFFICER, Filters(), Order(), 0, 9).rows
    listed_households(engine, OFFICER, index, rows, tokens)
    for words in ("李", "0001", "zhang"):
        found_households(engine, OFFICER, index, words, tokens)
    code = max((each.code for each in release.villages(release.root.code)), key=lambda each: _size(release, str(each)))
    for figure in _one_of_each(release, code):
        households_counted(engine, WALL, release, figure, code, as_of.year, tokens=tokens)
    for kind in (None, *map(str, release.industry_kinds["kind"])):
        for takes_part in (False, True):
            households_by_industry(engine, WALL, release, code, tokens=tokens, kind=kind, takes_part=takes_part)
    for village in [code, *(str(each.code) for each in release.villages(release.root.code)[:2])]:
        for tile in household_tiles(engine, WALL, village, as_of=as_of, **told).tiles[:1]:
            household_card(engine, WALL, village, tile.token, as_of, **told)
            household_dossier(engine, OFFICER, village, tile.token, as_of, **told)
            door_card(engine, village, tile.token, as_of, **told)
            uncover(engine, OFFICER, village, tile.token, as_of, field="phone_no", member="", reason="pay", words="",
                    doors=open_doors(settings.home), record=lambda *_: None, **told)  # fmt: skip
            village_of(engine, OFFICER, tile.token, tokens=tokens, as_of=as_of, has_changes=True)
        door_cards(engine, OFFICER, village, as_of, **told)
        dwellings(engine, OFFICER, village, as_of, **told)
        for by in choices(OFFICER, THEMES):
            if by is not TileBy.STATUS:
                tile_tones(engine, OFFICER, village, by, as_of, **told)
    check_database(engine, date(2019, 12, 31))
    read_tree(engine)
    announced(engine, release, release.root.code, as_of.year, None, "zh")
    with engine.connect() as connection:
        for of in ("open", "late", "unhelped", "undeveloped", "1"):  # of a county that has none nobody is asked for
            connection.execute(_keys(of, as_of, as_of, as_of), {"codes": [code]})
    engine.dispose()
    _click_everything(settings, release, code)


def _click_everything(settings: Settings, release: Release, village: str) -> None:
    """All that a wall asks of a county, a township and a village: panels, answers to questions, an official's card."""
    client = signed_in(create_app(settings))
    for region in (release.root.code, release.region(village).parent_code, village):
        for what, ask in questions(client, str(region)):
            if not what.startswith("/api"):  # asks for an indicator that the county does not have
                ask()
        for number in range(1, 26):
            address = f"/wall/answers/{release.id}/{number}/{region}/{release.as_of.year}/zh"
            assert client.get(address).status_code in (200, 404)
    chain = {"id": ids.DUTY_CHAIN, "property": "children"}
    scope = {"region": release.root.code, "period": release.as_of.year, "lang": "zh"}
    given = [{"id": ids.DUTY_SCOPE, "property": "data", "value": scope}]
    asked = {"output": f"{ids.DUTY_CHAIN}.children", "outputs": chain, "inputs": given, "changedPropIds": []}
    told = client.post("/_dash-update-component", json=asked).get_data(as_text=True)
    (token, *_) = re.findall(r"/official/([\w-]+)", told)
    assert client.get(f"/official/{token}").status_code == 200
    assert client.post(f"/official/{token}/phone", data={"reason": "visit"}).status_code == 200


def _size(release: Release, code: str) -> float:
    return release.quantity("registered_household_count", code, release.as_of.year)


def _one_of_each(release: Release, code: str) -> list[str]:
    """Figures behind which households stand: of those that differ by an item alone the same is asked, so one."""
    counted = {name: counted_by(release, name, code, release.as_of.year) for name in _figures(release)}
    of_each = {(by.partition(".")[0], by.partition("@")[2]): name for name, by in counted.items() if by is not None}
    return list(of_each.values())


def _figures(release: Release) -> list[str]:
    names = [*release.quantity_names, *(indicator.code for indicator in read_catalogue())]
    return [*names, *(f"industry_household_count.*@{part}" for part in ("join-POST-WORK", "reach-NONE"))]


def _askers() -> Iterator[str]:
    """The modules of the data access that are at work."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(ROOT / "data_access"):
            yield path.relative_to(ROOT).as_posix()
        frame = frame.f_back


def test_every_node_answers_from_its_own_rows(sent: Sent) -> None:
    wrong = [f"{sorted(where)}: {fault}" for statement, where in sent.values() for fault in faults(statement, NAMES)]
    assert not wrong, "\n\n".join(wrong)
    assert sum(len(touched(statement, NAMES)) > 1 for statement, _ in sent.values()) > 10


def test_the_shapes_are_told_apart() -> None:
    h, i, v = core.household, livelihood.household_income, responsibility.household_visit
    met = select(h.c.household_id).join(i, i.c.household_id == h.c.household_id)
    last = select(v.c.household_id, func.max(v.c.visited_at).label("at")).group_by(v.c.household_id).subquery()
    by_member_count = select(h.c.household_id).join(i, i.c.member_count == h.c.member_count)
    assert not faults(met, NAMES)
    assert not faults(select(h).join(last, last.c.household_id == h.c.household_id), NAMES)
    assert not faults(select(h).join(core.region, core.region.c.region_code == h.c.region_code), NAMES)
    assert not faults(select(h).where(exists().where(v.c.household_id == h.c.household_id)), NAMES)
    assert faults(by_member_count, NAMES)
    assert faults(select(by_member_count.subquery().c.household_id), NAMES)
    assert faults(select(h, i), NAMES)
    assert faults(select(h).join(last, last.c.at == h.c.updated_at), NAMES)
    assert faults(select(h).where(exists().where(v.c.visited_at == h.c.updated_at)), NAMES)
    named, theirs = h.c.household_id, select(v.c.household_id)
    assert not faults(select(h).where(named.in_(theirs)), NAMES)
    assert not faults(select(h).where(named.not_in(theirs.union(select(i.c.household_id)))), NAMES)
    assert faults(select(h).where(h.c.head_person_id.in_(theirs)), NAMES)
    assert faults(select(h).where(named.not_in(select(v.c.visit_id))), NAMES)
    assert faults(select(case((h.c.head_person_id.in_(theirs), 1), else_=0)).select_from(h), NAMES)
    assert faults(select(h).where((h.c.household_id == i.c.household_id) | (i.c.stat_year == 2019)), NAMES)


def test_the_views_join_by_household() -> None:
    for name in DISTRIBUTED_VIEWS:
        joins = re.findall(r"JOIN (\w+) \w+ ON (\w+\.\w+) = (\w+\.\w+)", VIEW_DDL[name])
        assert joins
        assert all({left.partition(".")[2], right.partition(".")[2]} == {"household_id"} for _, left, right in joins)
    assert not any(re.search(rf"\b{name}\b", VIEW_DDL["region_ancestor"]) for name in DISTRIBUTED)


def test_what_is_distributed() -> None:
    """A table is distributed where its key begins with the household, and has no key that leads past it."""
    script = citus_script()
    for name, table in metadata.tables.items():
        is_distributed = f"create_distributed_table('{name}', 'household_id'" in script
        assert is_distributed != (f"create_reference_table('{name}')" in script)
        assert is_distributed == (next(iter(table.primary_key.columns)).name == "household_id"), name
        for key in table.foreign_key_constraints:
            if key.referred_table.name in DISTRIBUTED:
                assert is_distributed, f"{name} is on every node and points to rows that are not"
                assert "household_id" in key.column_keys


def test_each_table_is_placed_after_what_it_points_to() -> None:
    script = citus_script()
    for name, table in metadata.tables.items():
        made, placed = script.index(f"CREATE TABLE {name} ("), script.index(f"_table('{name}'")
        assert made < placed
        for key in table.foreign_key_constraints:
            if key.referred_table is not table:
                assert script.index(f"_table('{key.referred_table.name}'") < made


@pytest.mark.parametrize(("path", "made"), [(CITUS, citus_script), (ROLE, role_script)])
def test_the_scripts_are_those_of_the_schema(path: Path, made: Any) -> None:
    assert path.read_text(encoding="utf-8") == made(), "run python -m data_access.server_scripts"


def test_no_module_that_asks_is_left_out(sent: Sent) -> None:
    asked = set().union(*(where for _, where in sent.values()))
    silent = set()
    for path in sorted((ROOT / "data_access").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if name.startswith(NOT_READING) or name in asked or name in STATEMENTS_OF_OTHERS:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
        if any(isinstance(call, ast.Name) and call.id == "select" for call in calls):
            silent.add(name)
    assert not silent


NOT_READING = (
    "data_access/accounts/", "data_access/audit/", "data_access/store/", "data_access/doors/", "data_access/demo/",
    "data_access/ledger/", "data_access/saved_filters.py", "data_access/release/archive.py", "data_access/crosswalk.py",
    "data_access/contract.py", "data_access/adoption/", "data_access/briefings/", "data_access/jobs.py",
    "data_access/moving_stores.py", "data_access/shared_files.py",
)  # fmt: skip
"""Modules whose statements are about the product's own stores, write a ledger, or make a database."""

STATEMENTS_OF_OTHERS = frozenset(
    f"data_access/{name}.py"
    for name in (
        "database",
        "households/statements",
        "households/dossier_statements",
        "quantities/survey",
        "duty/official_statements",
        "households/monitored",
    )
)
"""Modules that make statements, which others send: theirs are looked at where they are sent."""
