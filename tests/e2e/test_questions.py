"""The leader's questions on the wall: from its home in at most three clicks, by the command box in one; each answer is
held against the question's own statement."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect
from sqlalchemy import Engine, create_engine

from tests.e2e.facts import COUNTY
from tests.e2e.screen import Screen
from tests.questions import Rows, ask

ANSWER = "dialog.answer[open]"
INPUT = "dialog.commands[open] input[role=combobox]"
TRACED = "dialog.trace[open] .trace-figure strong"
WORDS = (
    "还有多少", "发生率", "无产业", "无产业户", "致贫原因", "风险户", "帮扶未到位", "谁负责", "超期未访",
    "无责任人", "驻村", "三保障", "未到账", "理赔", "旅游带动", "带贫率", "想就业", "下降户",
    "转移性收入", "空心村", "安置区", "红灯任务", "擂台赛", "超期未核", "数据截至",
)  # fmt: skip
"""For each question, by number, a word by which it is the first that is found."""

NOT_CONNECTED = ["未接入"]
ONE_STATEMENT = tuple(str(number) for number in range(1, 25) if number not in (8, 14, 21, 23))


@pytest.fixture(scope="module")
def engine(demo_database: Path) -> Iterator[Engine]:
    made = create_engine("sqlite://", creator=lambda: sqlite3.connect(f"file:{demo_database}?mode=ro", uri=True))
    yield made
    made.dispose()


class Oracle:
    """What stands on the screen after each question, by its own statement: where, and which words in which order."""

    def __init__(self, engine: Engine) -> None:
        with engine.connect() as connection:
            last = connection.exec_driver_sql("SELECT MAX(as_of_on) FROM data_load").scalar()
        self.engine, self.today = engine, date.fromisoformat(str(last))

    def rows(self, name: str) -> Rows:
        return ask(self.engine, name, COUNTY, self.today)

    def expected(self) -> dict[int, tuple[str, list[str]]]:
        """Number -> the place that holds the answer, and what it must say."""
        q = {name: self.rows(name) for name in (*ONE_STATEMENT, "25b")}
        unmet: Counter[str] = Counter()
        for row in q["12"]:
            unmet[row["assurance_code"]] += row["unmet_household_count"]
        item, households = unmet.most_common(1)[0]
        first = q["1"][0]
        worst = q["2"][0]
        late = [said(len(q["22"]))] if q["22"] else NOT_CONNECTED
        sums = [sum(row[name] for row in q["24"]) for name in ("pending_count", "overdue_count")]
        fact = f'{ANSWER} [data-figure="answer.{{}}"]'
        return {
            1: (f"{ANSWER} .answer-facts", [said(first[f"{name}_count"]) for name in (
                "poor_household", "poor_person", "registered_household", "registered_person", "monitored_household",
                "monitored_person")]),
            2: ("#map-table tr[data-region]", [worst["name_zh"], f"{worst['incidence_percent']:.2f}"]),
            3: (".panel-gaps .panel-unit", [said(len(q["3"])), "/"]),
            4: (TRACED, [said(len(q["4"]))]),
            5: (f"{ANSWER} tbody tr", [q["5"][0]["cause_zh"], *(said(q["5"][0][f"{of}_count"]) for of in
                                                             ("household", "person"))]),
            6: (".panel-cases .panel-unit", [said(len({row["household_id"] for row in q["6"]}))]),
            7: (TRACED, [said(len({row["household_id"] for row in q["7"]}))]),
            9: (".panel-silent .panel-unit", [said(len(q["9"]))]),
            10: (".panel-loads [data-trace=no_helper_household_count]", [said(len(q["10"]))]),
            11: (".panel-silent .panel-unit", [said(len(q["11"]))]),
            12: (f'.panel-unmet [data-figure="unmet.{item}"]', [said(households)]),
            13: (f"{ANSWER} .answer-facts", [said(sum(not row["received_yuan"] for row in q["13"])),
                                             said(sum(row["household_count"] or 0 for row in q["13"]))]),
            14: (".panel-insurance", NOT_CONNECTED),
            15: (f"{ANSWER} tbody tr", [q["15"][0]["mode_zh"], *(said(q["15"][0][f"{of}_count"]) for of in (
                "operator", "township", "village", "household"))]),
            16: (f"{ANSWER} .answer-facts", [said(len(q["16"])), said(sum(row["worker_count"] for row in q["16"]))]),
            17: (TRACED, [said(sum(row["person_count"] for row in q["17"]))]),
            18: (fact.format("income_fallen_household_count"), [said(len(q["18"]))]),
            19: (fact.format("on_transfers_household_count"),
                 [said(sum(row["on_transfers_household_count"] for row in q["19"]))]),
            20: (fact.format("hollow_village_count"), [said(len(q["20"]))]),
            21: (ANSWER, NOT_CONNECTED),
            22: (".panel-late", late),
            23: (".panel-standing", self.placed()),
            24: (".panel-warnings .panel-unit", [said(number) for number in sums]),
            25: (fact.format("open_issues"), [said(sum(row["open_count"] for row in q["25b"]))]),
        }  # fmt: skip

    def placed(self) -> list[str]:
        """The regions in the order of their places, as the last quarter's ranking announced them."""
        last = "SELECT MAX(held_on) FROM ranking WHERE ranking_event_code = 'QUARTER_RANK'"
        placed = (
            "SELECT name_zh FROM ranking JOIN region USING (region_code) WHERE ranking_event_code = 'QUARTER_RANK' "
            f"AND held_on = ({last}) ORDER BY place_no, region_code"
        )
        with self.engine.connect() as connection:
            return [str(row[0]) for row in connection.exec_driver_sql(placed)]


def said(number: float) -> str:
    return f"{number:,.0f}"


def in_order(words: list[str]) -> re.Pattern[str]:
    """All of the words, no number of them a part of a longer one."""
    whole = (rf"(?<![\d,.]){re.escape(word)}(?![\d,])" if word[0].isdigit() else re.escape(word) for word in words)
    return re.compile(".*?".join(whole), re.DOTALL)


def home(wall: Screen) -> None:
    wall.page.evaluate("() => window.guatu.take('?', 'hand')")


def asked(wall: Screen, number: int) -> Locator:
    """The box opened by its button, with the question in it."""
    wall.page.locator("[data-commands]").click()
    return wall.page.locator(f"dialog.commands[open] [data-question='{number}']")


def test_every_question_is_two_clicks_away(unopened: Screen, engine: Engine) -> None:
    wall, expected = unopened, Oracle(engine).expected()
    wall.go()
    assert sorted([*expected, 8]) == list(range(1, 26))
    for number, (place, words) in expected.items():
        home(wall)
        asked(wall, number).click()
        shown = expect(wall.page.locator(place).first, f"question {number}")
        shown.to_have_text(in_order(words), use_inner_text=True, timeout=15_000)
    wall.shot("answered")


def test_every_question_is_the_first_hit_of_its_word(unopened: Screen) -> None:
    wall = unopened
    wall.go()
    wall.page.keyboard.press("Control+k")
    box = wall.page.locator(INPUT)
    expect(box).to_be_focused()
    assert wall.page.locator("dialog.commands [role=option]").count() == 25
    for number, word in enumerate(WORDS, 1):
        box.fill(word)
        first = wall.page.locator("dialog.commands [role=option]").first
        assert first.get_attribute("data-question") == str(number), word
    box.fill("wcy")
    assert wall.page.locator("dialog.commands [role=option]").first.get_attribute("data-question") == "3"
    box.press("Enter")
    expect(wall.page.locator("dialog.commands")).not_to_be_visible()
    expect(wall.page.locator(".panel-gaps")).to_be_visible()
    assert "spotlight=gaps" in wall.search


def test_places_are_found_by_name_and_sound(unopened: Screen) -> None:
    wall = unopened
    wall.go()
    code = wall.on_map()[0]
    name = wall.page.locator(f'#map-table tr[data-region="{code}"] th').inner_text()
    wall.page.keyboard.press("Control+k")
    box = wall.page.locator(INPUT)
    expect(box).to_be_focused()
    box.fill(name)
    assert wall.page.locator("dialog.commands [role=option]").first.get_attribute("data-place") == code
    box.press("Escape")
    expect(wall.page.locator("dialog.commands")).not_to_be_visible()
    assert wall.search == "", "the wall behind did not hear Escape"
    wall.page.keyboard.press("Control+k")
    wall.page.locator(INPUT).fill("ungou")
    wall.page.locator(INPUT).fill("yungouz")
    found = wall.page.locator("dialog.commands [role=option]").first
    expect(found).to_contain_text("云沟镇")
    region = str(found.get_attribute("data-place"))
    wall.act(lambda: wall.page.locator(INPUT).press("Enter"), region=region)


def test_the_box_opens_again_before_the_next_picture_and_closes_by_its_key(unopened: Screen) -> None:
    """A dialog that was just closed has the focus until the browser draws: its keys must reach the wall by then."""
    wall = unopened
    wall.go()
    wall.page.keyboard.press("Control+k")
    expect(wall.page.locator(INPUT)).to_be_focused()
    wall.page.evaluate("""() => {
      const press = given => document.activeElement.dispatchEvent(
        new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...given }));
      press({ key: "Escape" });
      press({ key: "k", ctrlKey: true });
    }""")
    expect(wall.page.locator(INPUT)).to_be_focused()
    wall.page.keyboard.press("Control+k")
    expect(wall.page.locator("dialog.commands")).not_to_be_visible()


def test_8_who_answers_for_a_household_is_three_clicks_away(unopened: Screen, engine: Engine) -> None:
    wall = unopened
    wall.go()
    wall.open_region(wall.on_map()[0])
    wall.open_region(wall.on_map()[0])
    tile = wall.page.locator("#households [data-household]").first
    tile.click()
    card = wall.page.locator("#card [role=dialog]")
    expect(card).to_be_visible()
    with engine.connect() as connection:
        statement = "SELECT household_id FROM household WHERE region_code = :code AND is_valid = 1"
        code = wall.painted()["region"]
        keys = [str(key) for (key,) in connection.exec_driver_sql(statement.replace(":code", f"'{code}'"))]
    told = card.inner_text()
    days = {str(row["last_visited_at"])[:10] for key in keys[:400]
            for row in ask(engine, "8", COUNTY, Oracle(engine).today, household_id=key)}  # fmt: skip
    assert any(day in told for day in days), "the last visit stands on the card"


def test_the_page_of_questions_leads_to_the_answer(unopened: Screen) -> None:
    wall = unopened
    wall.page.goto(f"{wall.base}/questions")
    assert wall.page.locator("[data-question]").count() == 25
    wall.page.locator("[data-question='20']").click()
    expect(wall.page.locator(f"{ANSWER} h2")).to_contain_text("空心村")
    wall.page.keyboard.press("Escape")
    expect(wall.page.locator(ANSWER)).to_have_count(0)
