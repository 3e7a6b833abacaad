"""The tables of `state.sqlite`: short-lived state only, so another version of them simply starts anew."""

from typing import Final

from sqlalchemy import Column, Float, Integer, MetaData, String, Table, Text

VERSION: Final = 2
"""Raised when a table changes; a store of another version is emptied."""

metadata: Final = MetaData()

wall: Final = Table(
    "wall",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("serial", Integer, nullable=False),
    Column("search", Text, nullable=False),
    Column("moved_by", String(10), nullable=False),
    Column("origin", String(40), nullable=False),
    Column("card", Text, nullable=False),
    Column("moved_at", Float, nullable=False),
)

screen: Final = Table(
    "screen",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("worker", String(32), nullable=False, index=True),
    Column("name", String(40), nullable=False, index=True),
    Column("until", Float, nullable=False),
)

code: Final = Table(
    "code",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("digits", String(6), nullable=True),
    Column("until", Float, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("not_before", Float, nullable=False),
)

pairing: Final = Table(
    "pairing",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("name", String(40), nullable=False, index=True),
    Column("until", Float, nullable=False),
)

command: Final = Table(
    "command",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("name", String(40), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("body", Text, nullable=False),
    Column("at", Float, nullable=False),
    sqlite_autoincrement=True,
)

lease: Final = Table(
    "lease",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("holder", String(60), nullable=False),
    Column("until", Float, nullable=False),
)

bell: Final = Table(
    "bell",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("rung", Integer, nullable=False),
)
"""How often anything was written, for a database that does not say it by itself."""
