"""The tables of the store `doors`; they hold opaque tokens, region codes, users and times, nothing about a person."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import BigInteger, Column, Connection, Index, Integer, MetaData, String, Table

from data_access.own_stores import Migration

metadata: Final = MetaData()

door: Final = Table(
    "door",
    metadata,
    Column("household", String(40), primary_key=True, comment="the household's opaque token"),
    Column("village", String(20), nullable=False, comment="where it lived when the code was made"),
    Column("version", Integer, nullable=False, comment="1 more at each revocation"),
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("made_at", BigInteger, nullable=False, comment="milliseconds since 1970"),
    Column("ends_at", BigInteger, nullable=False),
)

uncovering: Final = Table(
    "uncovering",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("user", String(120), nullable=False),
    Column("at", BigInteger, nullable=False, comment="milliseconds since 1970"),
    Index("ix_uncovering_user", "user", "at"),
)


def _first(connection: Connection) -> None:
    metadata.create_all(connection)


MIGRATIONS: Final[Sequence[Migration]] = (_first,)
