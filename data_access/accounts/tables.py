"""The tables of the store `accounts`. A change is a further step at the end of MIGRATIONS, never an edit of an old one.

Passwords stand as argon2id hashes, tokens and codes as SHA-256, secrets of one-time codes encrypted.
"""

from typing import Final

from sqlalchemy import Boolean, Column, Connection, Float, Integer, MetaData, String, Table, UniqueConstraint

from data_access.own_stores import Migration

metadata: Final = MetaData()

user: Final = Table(
    "user",
    metadata,
    Column("name", String(120), primary_key=True),
    Column("provider", String(10), nullable=False),
    Column("subject", String(120), nullable=False),
    Column("shown_name", String(60), nullable=False),
    Column("role", String(20), nullable=False),
    Column("region_code", String(20), nullable=True),
    Column("is_enabled", Boolean, nullable=False),
    Column("password_hash", String(200), nullable=True),
    Column("password_at", Float, nullable=True),
    Column("must_change", Boolean, nullable=False),
    Column("totp", String(300), nullable=True),
    Column("totp_pending", String(300), nullable=True),
    Column("totp_step", Integer, nullable=False),
    Column("made_at", Float, nullable=False),
    Column("last_sign_in", Float, nullable=True),
    UniqueConstraint("provider", "subject"),
)

attempt: Final = Table(
    "attempt",
    metadata,
    Column("name_hash", String(64), primary_key=True),
    Column("tries", Integer, nullable=False),
    Column("until", Float, nullable=False, index=True),
)
"""Failures by the name that was typed, whether there is such an account or not; forgotten at `until`."""

session: Final = Table(
    "session",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("user", String(120), nullable=False, index=True),
    Column("address", String(60), nullable=False),
    Column("started", Float, nullable=False),
    Column("last_seen", Float, nullable=False),
)

kiosk: Final = Table(
    "kiosk",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("region_code", String(20), nullable=True),
    Column("code_hash", String(64), nullable=True, unique=True),
    Column("code_until", Float, nullable=False),
    Column("token_hash", String(64), nullable=True, unique=True),
    Column("device_hash", String(64), nullable=True),
    Column("made_at", Float, nullable=False),
    Column("bound_at", Float, nullable=True),
    Column("last_seen", Float, nullable=True),
)


def _first(connection: Connection) -> None:
    metadata.create_all(connection)


MIGRATIONS: Final[tuple[Migration, ...]] = (_first,)
