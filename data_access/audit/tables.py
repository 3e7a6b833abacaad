"""The tables of the store `audit`; the engine itself refuses to change or delete a record, besides the chain."""

from typing import Final

from sqlalchemy import BigInteger, Column, Connection, Index, Integer, MetaData, String, Table, Text

from data_access.audit.guards import set_guards
from data_access.own_stores import Migration

metadata: Final = MetaData()

_MILLISECONDS: Final = Integer().with_variant(BigInteger(), "postgresql")

record: Final = Table(
    "record",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", _MILLISECONDS, nullable=False, index=True),
    Column("user", String(120), nullable=False),
    Column("role", String(20), nullable=False),
    Column("session", String(20), nullable=False),
    Column("address", String(60), nullable=False),
    Column("event", String(40), nullable=False),
    Column("object", String(120), nullable=False),
    Column("detail", Text, nullable=False),
    Column("result", String(40), nullable=False),
    Column("key_id", String(16), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index("ix_record_user", "user", "seq"),
    Index("ix_record_event", "event", "seq"),
    Index("ix_record_object", "object", "seq"),
)

head: Final = Table(
    "head",
    metadata,
    Column("one", Integer, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("since", Integer, nullable=False),
    Column("key_id", String(16), nullable=False),
    Column("seal", String(64), nullable=False),
)
"""One row: the last record, and the first one that was made under the present key."""

checkpoint: Final = Table(
    "checkpoint",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("hash", String(64), nullable=False),
    Column("at", _MILLISECONDS, nullable=False),
    Column("key_id", String(16), nullable=False),
    Column("seal", String(64), nullable=False),
)
"""Where old records were cut off: the last one that is gone."""


def _first(connection: Connection) -> None:
    metadata.create_all(connection)
    set_guards(connection)


MIGRATIONS: Final[tuple[Migration, ...]] = (_first,)
