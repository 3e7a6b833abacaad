"""No word stands on the screen that is neither in the catalogue of messages nor a name from the data."""

from __future__ import annotations

import csv
import re
import sqlite3
import tomllib
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest

from data_access.messages import text
from tests.e2e.conftest import OpenWall
from tests.e2e.screen import Screen
from tests.e2e.serving import ROOT, Server

CATALOGUE = ROOT / "data_access" / "catalogue"
MADE = ("kind", "kind_numerator", "kind_definition")
LETTER = re.compile(r"[A-Za-z\u3400-\u9fff]")
MASKED = re.compile(r"[\u3400-\u9fff]{1,2}[*某]+[\u3400-\u9fff]?")  # the name of a person
PLAIN = re.compile(
    r"""\d{8}T\d{6}-[0-9a-f]+   # id of a release
      | [A-Z][A-Z0-9_]{3,}       # code of an indicator
    """,
    re.VERBOSE,
)

WALK = r"""() => {
  const found = [];
  const place = node => {
    const parts = [];
    for (let n = node; n && n.nodeType === 1 && parts.length < 4; n = n.parentElement)
      parts.unshift(n.tagName.toLowerCase() + (n.id ? '#' + n.id : '') +
        (n.getAttribute('class') ? '.' + n.getAttribute('class').trim().split(/\s+/)[0] : ''));
    return parts.join(' > ');
  };
  const take = (node, kind, text) => { if (text && text.trim()) found.push([place(node), kind, text.trim()]); };
  const words = ['title', 'aria-label', 'placeholder', 'alt', 'aria-description', 'aria-valuetext'];
  const visit = node => {
    if (['SCRIPT', 'STYLE', 'NOSCRIPT', 'IFRAME'].includes(node.tagName)) return;
    words.forEach(name => take(node, name, node.getAttribute(name)));
    if (node.tagName === 'OPTGROUP' || node.tagName === 'OPTION') take(node, 'label', node.getAttribute('label'));
    if (node.tagName === 'INPUT' && ['button', 'submit', 'reset'].includes(node.type)) take(node, 'value', node.value);
    ['::before', '::after'].forEach(pseudo => {
      const said = getComputedStyle(node, pseudo).content;
      const strings = (said || '').match(/"(?:[^"\\]|\\.)*"/g);
      if (strings) take(node, pseudo, strings.map(one => one.slice(1, -1)).join(' '));
    });
    if (node.tagName === 'text') return take(node, 'text', node.textContent);  // of a chart, its lines together
    const own = [...node.childNodes].filter(child => child.nodeType === 3).map(child => child.data);
    const isBroken = own.some(part => part.split('⟦').length !== part.split('⟧').length);  // figures stand within
    if (isBroken) take(node, 'text', node.textContent);
    node.childNodes.forEach(child => {
      if (child.nodeType === 3) take(node, 'text', isBroken ? '' : child.data);
      else if (child.nodeType === 1) visit(child);
    });
    if (node.shadowRoot) node.shadowRoot.querySelectorAll('*').forEach(visit);
  };
  visit(document.documentElement);
  return found;
}"""


@pytest.fixture(scope="module")
def marked(demo_env: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo county, its texts in brackets."""
    folder = tmp_path_factory.mktemp("marked")
    env = {**demo_env, "GUATU_SCENES": str(folder / "scenes.toml")}
    server = Server.start(env, folder / "serve.log", module="tests.e2e.marked")
    yield server
    assert server.interrupt() == 0


@cache
def names() -> frozenset[str]:
    """Names that come with the data: of indicators and their units, of codes, of kinds of industry."""
    told: set[str] = set()
    for file, columns in (
        ("indicators.csv", ("name_zh", "name_2026_zh", "name_en", "unit", "unit_en", "numerator", "denominator")),
        ("code_lists.csv", ("name_zh", "name_en")),
        ("industry_kinds.csv", ("name_zh", "name_2021_zh", "name_2026_zh", "name_en")),
        ("industry_metrics.csv", ("name_zh", "name_en", "unit_zh", "unit_en")),
    ):
        with (CATALOGUE / file).open(encoding="utf-8-sig", newline="") as rows:
            told |= {row.get(column) or "" for row in csv.DictReader(rows) for column in columns}
    with (CATALOGUE / "indicators.csv").open(encoding="utf-8-sig", newline="") as rows:
        for row in csv.DictReader(rows):
            parts = (row["numerator"], row["denominator"])
            told |= {part.split(" (")[0].replace(">=", "≥") for part in parts}
            told |= {row["definition_zh"], row["definition_en"], row["formula"], row["columns"]}
    with (CATALOGUE / "industry_kinds.csv").open(encoding="utf-8-sig", newline="") as rows:
        for row in csv.DictReader(rows):
            for kind, lang in ((row[column], column[-2:]) for column in row if column.startswith("name_")):
                # made when the release is, which a server without brackets may have done
                told |= {text(f"indicator.{part}", lang, kind=kind) for part in MADE if kind}
    scenes = tomllib.loads((CATALOGUE.parent / "demo" / "bashang_scenes.toml").read_text("utf-8"))["scene"]
    told |= {scene.get(name, "") for scene in scenes for name in ("name", "name_en")}
    told |= {name[:1].upper() + name[1:] for name in told}  # as a label begins
    return frozenset(told - {""})


@pytest.fixture(scope="module")
def data(demo_database: Path) -> frozenset[str]:
    """All names that the screen may show: those of the catalogues, and those of the demo county that are nobody's."""
    told = set(names())
    with closing(sqlite3.connect(f"file:{demo_database}?mode=ro", uri=True)) as database:
        tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in sorted(set(tables) - {"person", "household"}):
            columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
            for column in columns:
                if column.endswith(("_zh", "_en")) and (table, column) != ("official", "name_zh"):
                    query = f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL"
                    told |= {str(row[0]) for row in database.execute(query)}
    return frozenset(told - {""})


def unmarked(said: str) -> str:
    """What of a text stands outside all brackets."""
    while (inner := re.sub(r"⟦[^⟦⟧]*⟧", " ", said)) != said:
        said = inner
    return said


def strangers(screen: Screen, data: frozenset[str]) -> list[str]:
    """Texts of the page, with their places, that hold a letter of neither catalogue nor data."""
    found = []
    for place, kind, said in screen.page.evaluate(WALK):
        rest = unmarked(said)
        if not LETTER.search(rest):
            continue
        for name in sorted((name for name in data if name in rest), key=len, reverse=True):
            if len(name) > 1 or name == rest.strip():  # one sign alone could be any word's
                rest = rest.replace(name, " ")
        rest = MASKED.sub(" ", PLAIN.sub(" ", rest))
        if LETTER.search(rest):
            found.append(f"{place} [{kind}] {said!r}: {rest.strip()!r}")
    return sorted(set(found))


TOWNSHIP = "990101101000"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_wall(marked: Server, open_wall: OpenWall, data: frozenset[str], lang: str) -> None:
    screen = open_wall(marked)
    village = marked.json("/api/v1/regions", parent=TOWNSHIP)["regions"][0]["code"]
    for search in ("", f"region={TOWNSHIP}&period=2016", f"region={village}"):
        screen.go(f"?{search}&lang={lang}")
        assert strangers(screen, data) == []
    token = screen.page.get_attribute("[data-household]", "data-household")
    screen.go(f"?region={village}&household={token}&lang={lang}")
    screen.page.wait_for_selector('#card [role="dialog"]')
    screen.quiet()
    assert strangers(screen, data) == []


def test_what_opens_on_the_wall(marked: Server, open_wall: OpenWall, data: frozenset[str]) -> None:
    screen = open_wall(marked, (5760, 1080))
    screen.go("?rotate=on&compare=2016&wall=abc&indicator=WRONG&layers=solar,tourism,workshop")
    assert strangers(screen, data | {"abc"}) == []  # the wall's own name
    for summary in screen.page.locator("summary").all():
        summary.click()
        screen.quiet()
        assert strangers(screen, data | {"abc"}) == []
    screen.page.keyboard.press("Escape")
    for code in screen.on_map()[:1]:
        x, y = screen.point_in(code)
        screen.page.mouse.move(x, y)
        screen.page.wait_for_timeout(300)
        assert strangers(screen, data | {"abc"}) == []


@pytest.mark.parametrize("search", ["?mode=desk", "?breaks=natural&era=2026&theme=light", "?spotlight=matrix"])
def test_other_dress(marked: Server, open_wall: OpenWall, data: frozenset[str], search: str) -> None:
    screen = open_wall(marked)
    screen.go(search)
    assert strangers(screen, data) == []


@pytest.mark.parametrize("page", ["remote", "scenes", "preview"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_pages_beside_the_wall(
    marked: Server, open_wall: OpenWall, data: frozenset[str], page: str, lang: str
) -> None:
    screen = open_wall(marked)
    screen.page.goto(f"{marked.base}/{page}?lang={lang}")
    screen.page.wait_for_load_state("networkidle")
    screen.quiet()
    if page == "scenes":
        screen.page.locator("[data-field=edit]").first.click()
    assert strangers(screen, data) == []


def test_it_would_find_one(marked: Server, open_wall: OpenWall, data: frozenset[str]) -> None:
    screen = open_wall(marked, injects=True)
    screen.page.goto(f"{marked.base}/preview")
    screen.page.evaluate(
        """() => { document.body.append('漏网 word'); document.body.title = '提示';
             const style = document.createElement('style'); style.textContent = 'h1::after { content: "尾巴" }';
             document.head.append(style); }"""
    )
    found = " ".join(strangers(screen, data))
    assert all(one in found for one in ("漏网 word", "提示", "尾巴"))
