"""The tables of the store `briefings`; no row says anything about a household."""

from typing import Final

from sqlalchemy import Boolean, Column, Connection, Date, Float, ForeignKey, Integer, MetaData, String, Table, Text

from data_access.briefings.records import LONGEST_SAID, LONGEST_TITLE, LONGEST_WHO
from data_access.own_stores import Migration

FILE: Final = "briefings.sqlite"

metadata: Final = MetaData()

briefing: Final = Table(
    "briefing",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("title", String(LONGEST_TITLE), nullable=False),
    Column("state", String(8), nullable=False),
    Column("version", Integer, nullable=False),
    Column("made_by", String(200), nullable=False),
    Column("made_at", Float, nullable=False),
    Column("started_at", Float),
    Column("ended_at", Float),
    Column("release", String(64), nullable=False),
    Column("holds", Boolean, nullable=False),
)
"""`holds`: the release is held because of this briefing, and is let go when the last such one ends."""

scene: Final = Table(
    "scene",
    metadata,
    Column("briefing", ForeignKey("briefing.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("name", String(LONGEST_TITLE), nullable=False),
    Column("search", Text, nullable=False),
    Column("notes", Text, nullable=False),
)

noted: Final = Table(
    "noted",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("briefing", ForeignKey("briefing.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", String(8), nullable=False),
    Column("said", String(LONGEST_SAID), nullable=False),
    Column("who", String(LONGEST_WHO), nullable=False),
    Column("until", Date),
    Column("scene", String(LONGEST_TITLE), nullable=False),
    Column("at", Float, nullable=False),
    Column("by", String(200), nullable=False),
    Column("is_done", Boolean, nullable=False),
    sqlite_autoincrement=True,
)


def _first(connection: Connection) -> None:
    metadata.create_all(connection)


MIGRATIONS: Final[tuple[Migration, ...]] = (_first,)
