"""The words of the eras, held against the vocabulary's own file."""

import csv
import re
import string
from pathlib import Path

import pytest

from data_access.indicators import read_catalogue
from data_access.messages import LANGUAGES, Tongue, era_in, messages, text, year_in
from data_access.vocabulary import ERAS, era_of, spoken_era, spoken_year, whole_label, word

FILE = Path(__file__).resolve().parents[3] / "data_access" / "catalogue" / "vocab_labels.csv"
COLUMNS = {"2014": "label_2014_2020", "2021": "label_2021_2025", "2026": "label_2026"}


def rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("period", "era"),
    [(2010, "2014"), (2014, "2014"), (2020, "2014"), (2021, "2021"), (2025, "2021"), (2026, "2026"), (2040, "2026")],
)
def test_each_year_speaks_as_its_era(period: int, era: str) -> None:
    assert era_of(period) == era
    assert spoken_era("auto", period) == era
    for told in ERAS:
        assert spoken_era(told, period) == told
        assert spoken_year(told, period) == int(told)
    assert spoken_year("auto", period) == period


def test_a_word_is_the_first_of_its_label_without_asides() -> None:
    for row in rows():
        for era, column in COLUMNS.items():
            said, whole = word(row["key"], era), whole_label(row["key"], era)
            assert row[column].startswith(said)
            assert said in whole
            assert said
            assert not re.search(r"[()()/]", said)
            assert not re.search(r"[()()]", whole)
    assert word("risk_household", "2021") == "监测对象"
    assert whole_label("risk_household", "2014") == "返贫户 / 边缘户"


def test_a_tongue_is_its_language() -> None:
    tongue = Tongue("zh", "2021")
    assert tongue == "zh"
    assert {"zh": 1}[tongue] == 1
    assert (era_in(tongue), era_in("zh")) == ("2021", "2014")
    assert (year_in(tongue, 2019), year_in("zh", 2019), year_in("zh", None)) == (2021, 2019, None)


def test_labels_follow_the_era() -> None:
    by_key = {row["key"]: row for row in rows()}
    for era, column in COLUMNS.items():
        tongue = Tongue("zh", era)
        assert text("panel.causes", tongue) == by_key["cause"][column]
        assert text("layer.solar", tongue) == by_key["solar"][column].split("(")[0]
        assert by_key["title"][column] in text("wall.title", tongue, region="坝上县")
    assert text("panel.causes", "en") != text("panel.causes", Tongue("en", "2021"))
    assert text("wall.close", Tongue("zh", "2026")) == text("wall.close", "zh")


def test_names_of_indicators_follow_the_era_of_the_tongue() -> None:
    named = next(one for one in read_catalogue() if one.name_2026_zh and one.name_2026_zh != one.name_zh)
    assert named.name(2019, Tongue("zh", "2026")) == named.name_2026_zh
    assert named.name(2030, Tongue("zh", "2014")) == named.name_zh
    assert named.name(2030, "zh") == named.name_2026_zh


def test_variants_take_the_same_values() -> None:
    def holes(said: str) -> set[str]:
        names = {name for _, name, _, _ in string.Formatter().parse(said) if name is not None}
        return {name for name in names if not name.startswith(("words[", "labels["))}

    for key, entry in messages().items():
        for lang in LANGUAGES:
            for variant in (name for name in entry if name.startswith(f"{lang}_")):
                assert holes(entry[variant]) == holes(entry[lang]), f"{key}.{variant}"


def test_every_word_in_a_message_is_in_the_vocabulary() -> None:
    known = {row["key"] for row in rows()}
    used = {
        name
        for entry in messages().values()
        for said in entry.values()
        for name in re.findall(r"\{(?:words|labels)\[(\w+)\]\}", said)
    }
    assert used
    assert used <= known
