"""The history of regions as a release keeps it: one JSON file, which a release without any change does not have."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, Final

from data_access.history import History, Sheet
from data_access.region_changes import Change
from data_access.tree import Region

HISTORY: Final = "history.json"


def told(history: History, row_of: Callable[[Region], dict[str, Any]]) -> str:
    """The history as text; `row_of` makes a row of a region, without what must not be told of it."""
    return json.dumps(
        {
            "past": [row_of(region) for region in history.past],
            "until": history.until,
            "sheets": [
                {**asdict(sheet), "gone": sorted(sheet.gone), "moved": sorted(sheet.moved)} for sheet in history.sheets
            ],
            "changes": [
                {**asdict(change), "on": None if change.on is None else change.on.isoformat()}
                for change in history.changes
            ],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def read_history(path: Path) -> History:
    """The history in a file; raises OSError, ValueError, KeyError, TypeError when it is none."""
    found = json.loads(path.read_text(encoding="utf-8"))
    return History(
        tuple(Region(**row) for row in found["past"]),
        tuple(found["until"]),
        tuple(
            Sheet(**{**row, "gone": frozenset(row["gone"]), "moved": frozenset(row["moved"])})
            for row in found["sheets"]
        ),
        tuple(
            Change(**{**row, "on": None if row["on"] is None else date.fromisoformat(row["on"])})
            for row in found["changes"]
        ),
    )
