"""CONTRACT.md says what the tables say, and nothing is left out."""

from pathlib import Path

import pytest

from data_access.contract_document import DOCUMENT, contract_document, write_document
from data_access.schema import VIEWS, code_list_of, metadata


def test_the_committed_document_is_the_generated_one() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == contract_document(), "run: python -m data_access.contract_document"


def test_writing_gives_the_same_bytes(tmp_path: Path) -> None:
    written = write_document(tmp_path / "CONTRACT.md")
    assert written.read_bytes() == DOCUMENT.read_bytes()


@pytest.mark.parametrize("name", sorted(metadata.tables))
def test_each_table_is_documented_whole(name: str) -> None:
    table = metadata.tables[name]
    section = contract_document().split(f"\n### {name}\n")[1].split("\n##")[0]
    assert str(table.info["writer"]) in section
    assert str(table.info["size"]) in section
    for column in table.columns:
        line = next(line for line in section.splitlines() if line.startswith(f"| `{column.name}` "))
        assert (code_list_of(column) or "") in line
        assert " ".join((column.comment or "").split()).replace("|", "\\|") in line
        for key in column.foreign_keys:
            if len(key.constraint.elements) == 1:
                assert key.target_fullname in line


def test_views_and_rules_are_there() -> None:
    document = contract_document()
    assert all(f"\n### {view.name}\n" in document for view in VIEWS)
    rules = ("Names", "History", "Values", "Keys", "Portability", "Cluster", "Privacy")
    assert all(f"\n## {rule}\n" in document for rule in rules)
