"""The page of a household drawn from bad data: it opens, says what is missing, and escapes whatever the data holds."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from data_access.database import open_database
from data_access.households.dossier import household_dossier
from data_access.messages import Tongue
from data_access.scope import Role, Scope
from data_access.tokens import HouseholdTokens
from layouts.household_page import household_values
from layouts.pages import render
from tests import desk_county as desk
from tests import household_county as county

TOKENS = HouseholdTokens(b"t" * 32)
COUNTY, LEADER = Scope(Role.COUNTY, None, "gao"), Scope(Role.LEADER, None, "ling")
ALL = (county.ORDINARY, county.EMPTY, county.TWO_HEADS, county.NOT_YET_BORN, county.BARE, county.CHILD_HEAD,
       desk.NULLS, desk.MOVED)  # fmt: skip
PAYLOAD = "<img src=x onerror=alert(1)>\"'{{7*7}}"
WHO: dict[str, Any] = {"kept": "", "is_demo": False, "is_signed_in": True, "ways": [], "name": "高", "role": "县",
                       "region": ""}  # fmt: skip


def hostile(contents: list[tuple[Any, county.Rows]]) -> list[tuple[Any, county.Rows]]:
    """The same county with the payload at the end of every text that is no code, key or date."""
    found = []
    for table, rows in contents:
        free = {c.name for c in table.columns if c.name.endswith("_zh") or c.name in ("identity_no", "phone_no")}
        found.append((table, [{k: v + PAYLOAD if k in free and v else v for k, v in row.items()} for row in rows]))
    return found


@pytest.fixture(scope="module", params=["plain", "hostile"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    rows = desk.contents() if request.param == "plain" else hostile(desk.contents())
    path = county.write_county(Path(tmp_path_factory.mktemp("desk")) / "desk.sqlite", rows)
    engine = open_database(f"sqlite:///{path.as_posix()}")
    yield engine
    engine.dispose()


def page(engine: Engine, household_id: str, scope: Scope, lang: str, themes: dict[str, bool]) -> str:
    found = household_dossier(
        engine, scope, county.A1, TOKENS.token(household_id), county.AS_OF, tokens=TOKENS, themes=themes
    )
    tongue = Tongue(lang, "2014")
    return render(
        "household", tongue, **household_values(found, tongue), who=WHO, qr=None, village_address="/village/x",
        reasons=["verify"], is_revoked=False, kept="", user="高", now="2019-09-30 10:00",
    )  # fmt: skip


@pytest.mark.parametrize("household_id", ALL)
@pytest.mark.parametrize("scope", [COUNTY, LEADER])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_opens_and_runs_nothing(engine: Engine, household_id: str, scope: Scope, lang: str) -> None:
    written = page(engine, household_id, scope, lang, desk.THEMES)
    assert "<img src=x" not in written
    assert "49" not in re.findall(r"7\*7\}\}|\b49\b", written)
    assert "None" not in re.sub(r"<script.*?</script>|<style.*?</style>", "", written, flags=re.S)
    assert "<dialog" in written if scope is COUNTY else "<dialog" not in written
    said = unescape(re.sub(r"<[^>]+>", " ", written))
    if household_id in (county.BARE, desk.NULLS):
        assert ("未填报" if lang == "zh" else "not reported") in said


@pytest.mark.parametrize("scope", [COUNTY, LEADER])
def test_a_theme_that_is_absent_is_not_connected(engine: Engine, scope: Scope) -> None:
    written = page(engine, county.ORDINARY, scope, "zh", {"core": True})
    assert written.count("未接入") >= 8
    assert "36,300" not in written


def test_the_notices_are_said(engine: Engine) -> None:
    assert "登记了 2 名户主" in page(engine, county.TWO_HEADS, COUNTY, "zh", desk.THEMES)
    assert "出生日期不可能" in page(engine, county.NOT_YET_BORN, COUNTY, "zh", desk.THEMES)
    assert "没有登记家庭成员" in page(engine, county.EMPTY, COUNTY, "zh", desk.THEMES)
    assert "身份证号位数" in page(engine, county.ORDINARY, COUNTY, "zh", desk.THEMES)
