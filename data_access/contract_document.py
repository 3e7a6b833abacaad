"""CONTRACT.md, written from the tables themselves: `python -m data_access.contract_document` renews it."""

import sys
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Column, Table

from data_access.schema import CONTRACT_VERSION, THEMES, VIEW_DDL, VIEWS, Theme, code_list_of, theme_tables

DOCUMENT: Final = Path(__file__).parent / "CONTRACT.md"
"""Where the generated document stands."""

_RULES: Final = Path(__file__).parent / "catalogue" / "contract_rules.md"


def contract_document() -> str:
    """The whole of CONTRACT.md: the rules in prose, then each theme, table by table, then the views."""
    rules = _RULES.read_text(encoding="utf-8").format(version=CONTRACT_VERSION, themes=_themes())
    parts = [rules.rstrip()]
    for theme in THEMES:
        parts.append(f"## Theme {theme.name} · {theme.name_zh}" if theme.name != "core" else "## Core · 区划与户、人")
        if theme.needs:
            parts.append(f"Needs the theme {theme.needs}.")
        parts.extend(_table(table) for table in theme_tables(theme.name))
    parts.append("## Views")
    parts.extend(_view(view) for view in VIEWS)
    return "\n\n".join(parts) + "\n"


def write_document(path: Path = DOCUMENT) -> Path:
    """Write CONTRACT.md, and say where."""
    path.write_text(contract_document(), encoding="utf-8", newline="\n")
    return path


def _themes() -> str:
    lines = ["| theme | 主题 | needs | tables | views |", "|---|---|---|---|---|"]
    for theme in THEMES:
        tables = ", ".join(f"[{table.name}](#{table.name})" for table in theme_tables(theme.name))
        views = ", ".join(f"[{view.name}](#{view.name})" for view in VIEWS if view.info["theme"] == theme.name)
        lines.append(f"| {theme.name} | {theme.name_zh} | {_needs(theme)} | {tables} | {views} |")
    return "\n".join(lines)


def _needs(theme: Theme) -> str:
    return "" if theme.name == "core" else theme.needs or "core"


def _table(table: Table) -> str:
    info = table.info
    facts = (
        f"Rows (county | province): {info['size']}. Writer: {info['writer']}. "
        f"Cluster: {'reference table' if info['cluster'] == 'reference' else 'distributed ' + str(info['cluster'])}."
    )
    lines = ["| column | type | null | list | points to | meaning |", "|---|---|---|---|---|---|"]
    lines.extend(_column(column) for column in table.columns)
    notes = [f"Key: {', '.join(column.name for column in table.primary_key.columns)}."]
    for constraint in sorted(table.foreign_key_constraints, key=lambda each: str(each.name)):
        if len(constraint.elements) > 1:
            own = ", ".join(element.parent.name for element in constraint.elements)
            notes.append(f"({own}) points to {constraint.referred_table.name}.")
    for index in sorted(table.indexes, key=lambda each: str(each.name)):
        notes.append(f"Index {index.name} ({', '.join(column.name for column in index.columns)}).")
    return "\n\n".join(
        [f"### {table.name}", " ".join(str(table.comment).split()), facts, "\n".join(lines), " ".join(notes)]
    )


def _column(column: "Column[Any]") -> str:
    kind = str(column.type).replace("NUMERIC", "DECIMAL").replace("DATETIME", "TIMESTAMP")
    if column.server_default is not None:
        default = getattr(column.server_default, "arg", "")
        kind += f" DEFAULT {default}"
    points = ", ".join(sorted(key.target_fullname for key in column.foreign_keys if len(_elements(key)) == 1))
    cells = (
        f"`{column.name}`",
        kind,
        "key" if column.primary_key else "" if column.nullable else "not null",
        code_list_of(column) or "",
        points,
        _cell(column.comment or ""),
    )
    return "| " + " | ".join(cells) + " |"


def _elements(key: Any) -> list[Any]:
    return list(key.constraint.elements)


def _view(view: Table) -> str:
    ddl = VIEW_DDL[view.name].strip()
    return f"### {view.name}\n\n{view.comment} Theme {view.info['theme']}.\n\n```sql\n{ddl};\n```"


def _cell(content: str) -> str:
    return " ".join(content.split()).replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(f"{write_document()}\n")
