"""Each thing that geo says has its Chinese and English text in the catalogue, with the same values put in."""

import re
import tomllib
from pathlib import Path

import pytest

from geo.errors import TEXTS

CATALOGUE = Path(__file__).resolve().parents[3] / "data_access" / "catalogue" / "messages" / "geo.toml"


def _values(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_every_code_has_both_texts_and_no_other_is_there() -> None:
    entries = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))["geo"]
    assert set(entries) == set(TEXTS)
    for code, entry in entries.items():
        assert entry["en"] == TEXTS[code]
        assert re.search(r"[\u4e00-\u9fff]", entry["zh"]), code
        assert _values(entry["zh"]) == _values(entry["en"]), code


SOURCES = sorted((Path(__file__).resolve().parents[3] / "geo").glob("*.py"))


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_every_code_that_the_sources_use_has_a_text(source: Path) -> None:
    text = source.read_text(encoding="utf-8")
    used = re.findall(r"(?:Finding|[A-Z]\w+Error)\(\s*\"(\w+)\"", text)
    assert set(used) <= set(TEXTS)
