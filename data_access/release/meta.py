"""What a release says of itself: when and from what it was made, and what its files must hash to."""

import json
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

META_FILE: Final = "meta.json"

RELEASE_FORMAT: Final = 7
"""The files that this program writes and reads; a release of another format is passed over, and built anew."""


@dataclass(frozen=True, slots=True)
class SourceDay:
    """One source of the shared database and the day up to which its data reach."""

    source_id: str
    name_zh: str
    kind: str
    as_of: date | None
    loaded_at: datetime | None
    stale_after_days: int | None


@dataclass(frozen=True, slots=True)
class ReleaseMeta:
    """The description of one release.

    id           time of making and a hash of the content
    created_at   local time
    as_of        the day of the data: the newest of the ledger, or where no load names it of all sources
    sources      every source with its own day
    counts       regions, villages, households, persons, quantities, indicators, activities, alerts, and codes
                 of regions that no region of today stands for; None where nothing is known of them
    files        file name -> SHA-256
    themes       theme -> connected
    is_demo      some source is demo data
    table_days   table -> the day that its own loads reach; empty when quality is not connected
    format       `RELEASE_FORMAT` of the program that made it; 1 where it does not say
    database     engine and name of the database, never its address or account
    """

    id: str
    created_at: datetime
    as_of: date
    sources: tuple[SourceDay, ...]
    counts: dict[str, int | None]
    files: dict[str, str]
    contract_version: str
    themes: dict[str, bool]
    periods: tuple[int, ...]
    is_demo: bool
    database: str
    built_in_seconds: float
    table_days: dict[str, date] = field(default_factory=dict)
    format: int = 1

    def write(self, folder: Path) -> None:
        """Write the description into `folder`."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, default=lambda v: v.isoformat())
        (folder / META_FILE).write_text(text + "\n", encoding="utf-8")


def read_meta(folder: Path) -> ReleaseMeta:
    """The description in `folder`; raises OSError, ValueError, KeyError or TypeError when it is none."""
    raw: dict[str, Any] = json.loads((folder / META_FILE).read_text(encoding="utf-8"))
    raw["created_at"] = datetime.fromisoformat(raw["created_at"])
    raw["as_of"] = date.fromisoformat(raw["as_of"])
    raw["periods"] = tuple(raw["periods"])
    raw["table_days"] = {table: date.fromisoformat(day) for table, day in raw.get("table_days", {}).items()}
    raw["sources"] = tuple(
        SourceDay(
            **{
                **source,
                "as_of": date.fromisoformat(source["as_of"]) if source["as_of"] else None,
                "loaded_at": datetime.fromisoformat(source["loaded_at"]) if source["loaded_at"] else None,
            }
        )
        for source in raw["sources"]
    )
    return ReleaseMeta(**raw)
