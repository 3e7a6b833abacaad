"""The words of the screen follow the period, or the era that the address names, as the vocabulary's file has them."""

from __future__ import annotations

import csv

import pytest

from tests.e2e.screen import Screen
from tests.e2e.serving import ROOT

COLUMNS = {"2014": "label_2014_2020", "2021": "label_2021_2025", "2026": "label_2026"}


def label(key: str, era: str) -> str:
    """What the vocabulary calls a thing in an era, up to its first aside or alternative."""
    with (ROOT / "data_access" / "catalogue" / "vocab_labels.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["key"]: row for row in csv.DictReader(file)}
    return rows[key][COLUMNS[era]].split("(")[0].split(" / ")[0].strip()


def words(screen: Screen) -> str:
    """All that stands on the wall, spaces left out."""
    return "".join(screen.page.inner_text("#wall").split())


@pytest.mark.parametrize("era", ["2014", "2021", "2026"])
def test_an_era_in_the_address(unopened: Screen, era: str) -> None:
    unopened.go(f"?era={era}")
    said = words(unopened)
    for key in ("title", "cause", "solar", "workshop", "incidence", "risk_household"):
        assert label(key, era) in said, key
    for other in {"2014", "2021", "2026"} - {era}:
        assert label("title", other) not in said


def test_the_period_decides_and_a_change_needs_no_reload(wall: Screen) -> None:
    assert label("title", "2014") in words(wall)
    wall.page.evaluate("() => { window.kept = true; }")
    wall.act(lambda: wall.page.evaluate("() => window.guatu.navigate({ era: '2021' })"))
    wall.page.wait_for_function(
        "label => document.querySelector('#causes').innerText.includes(label)", arg=label("cause", "2021")
    )
    said = words(wall)
    assert label("title", "2021") in said
    assert label("solar", "2021") in said
    assert wall.page.evaluate("() => window.kept") is True
    wall.act(lambda: wall.page.evaluate("() => window.guatu.navigate({ era: 'auto' })"))
    assert label("title", "2014") in words(wall)
    assert "era" not in wall.search
