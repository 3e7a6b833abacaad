"""Walls by name: their screens, the view each shows, the code that pairs a remote, and commands on their way.

Everything stands in one small SQLite file, or in the database that machines share, so several workers and the command
line see the same. Tokens are stored
as hashes; no row says anything about a person.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import delete, func, insert, select, update

from data_access.store import tables
from data_access.store.pairing import Pairings
from data_access.store.transactions import hashed

SCREEN_SECONDS: Final = 30.0
"""A screen counts as connected for so long after its worker last said so."""
COMMAND_SECONDS: Final = 60.0
MOST_WALLS: Final = 500
"""Names beyond which the walls that were longest not moved are forgotten."""


Kind = Literal["scene", "card"]


@dataclass(frozen=True, slots=True)
class ConnectedWall:
    """A wall that is connected now, and on how many screens."""

    name: str
    screens: int


@dataclass(frozen=True, slots=True)
class ShownView:
    """What a wall shows.

    serial   counts the moves of this wall
    search   the query string of the view
    by       who moved it: "hand", "remote", "scene", "live"
    origin   the page that moved it, in its own word for itself
    card     what the wall says of its households: {"tiles": how many stand there, "open": which has its card open}
    """

    serial: int
    search: str
    by: str
    origin: str
    card: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Command:
    """One command for a wall, that is no view: `body` is a small JSON object."""

    id: int
    name: str
    kind: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """All that a watcher compares with what it saw before; codes as (digits, seconds left)."""

    views: Mapping[str, ShownView]
    codes: Mapping[str, tuple[str, float]]
    commands: tuple[Command, ...]


class WallStore(Pairings):
    """The walls of one installation; every method is one short transaction. Raises StoreError when the file fails."""

    # screens

    def enter(self, worker: str, name: str) -> str:
        """A screen of the wall `name` has come to `worker`; returns the token with which it may say what it shows."""
        token = secrets.token_urlsafe(32)
        with self._writing() as connection:
            row = {"token_hash": hashed(token), "worker": worker, "name": name, "until": self._clock() + SCREEN_SECONDS}
            connection.execute(insert(tables.screen), [row])
        return token

    def leave(self, token: str) -> None:
        """The screen has gone."""
        with self._writing() as connection:
            connection.execute(delete(tables.screen).where(tables.screen.c.token_hash == hashed(token)))

    def renew(self, worker: str) -> int:
        """The screens of `worker` are still there, returns how many; those of workers that are gone are forgotten."""
        now = self._clock()
        screen = tables.screen
        with self._writing() as connection:
            own = update(screen).where(screen.c.worker == worker).values(until=now + SCREEN_SECONDS)
            renewed = connection.execute(own).rowcount
            connection.execute(delete(screen).where(screen.c.until < now))
            connection.execute(delete(tables.pairing).where(tables.pairing.c.until < now))
            connection.execute(delete(tables.command).where(tables.command.c.at < now - COMMAND_SECONDS))
            return int(renewed)

    def walls(self) -> list[ConnectedWall]:
        """The walls connected now, by name."""
        screen = tables.screen
        found = (
            select(screen.c.name, func.count())
            .where(screen.c.until >= self._clock())
            .group_by(screen.c.name)
            .order_by(screen.c.name)
        )
        with self._reading() as connection:
            return [ConnectedWall(name, count) for name, count in connection.execute(found)]

    # what a wall shows, and what it is told to do

    def move(self, name: str, search: str, by: str, origin: str, card: Mapping[str, int] | None = None) -> int:
        """The wall shows `search` now; returns the serial of this move."""
        wall = tables.wall
        with self._writing() as connection:
            before = connection.execute(select(wall.c.serial, wall.c.card).where(wall.c.name == name)).first()
            serial = 1 if before is None else before.serial + 1
            told = json.dumps(dict(card)) if card is not None else "{}" if before is None else before.card
            connection.execute(delete(wall).where(wall.c.name == name))
            row = {"name": name, "serial": serial, "search": search, "moved_by": by, "origin": origin}
            connection.execute(insert(wall), [row | {"card": told, "moved_at": self._clock()}])
            kept = select(wall.c.name).order_by(wall.c.moved_at.desc()).limit(MOST_WALLS)
            if serial == 1:
                connection.execute(delete(wall).where(wall.c.name.not_in(kept)))
            return serial

    def note(self, name: str, card: Mapping[str, int]) -> int | None:
        """The wall says of its households what changed without a move; None when nobody has said what it shows."""
        wall = tables.wall
        with self._writing() as connection:
            serial = connection.execute(select(wall.c.serial).where(wall.c.name == name)).scalar()
            if serial is None:
                return None
            values = {"serial": serial + 1, "card": json.dumps(dict(card))}
            connection.execute(update(wall).where(wall.c.name == name).values(**values))
            return int(serial) + 1

    def shown(self, name: str) -> ShownView | None:
        """What the wall shows; None when nobody has said."""
        wall = tables.wall
        with self._reading() as connection:
            row = connection.execute(select(wall).where(wall.c.name == name)).mappings().first()
        return None if row is None else _view(row)

    def tell(self, name: str, kind: Kind, body: Mapping[str, Any]) -> None:
        """Send a command to every screen of the wall."""
        with self._writing() as connection:
            row = {"name": name, "kind": kind, "body": json.dumps(dict(body)), "at": self._clock()}
            connection.execute(insert(tables.command), [row])

    # watching

    def last_command(self) -> int:
        """The id of the newest command; 0 before the first."""
        with self._reading() as connection:
            return int(connection.execute(select(func.max(tables.command.c.id))).scalar() or 0)

    def look(self, after: int) -> Seen:
        """Everything as it stands now, with the commands newer than `after`."""
        now = self._clock()
        code, command = tables.code, tables.command
        with self._reading() as connection:
            views = {row["name"]: _view(row) for row in connection.execute(select(tables.wall)).mappings()}
            live = select(code.c.name, code.c.digits, code.c.until).where(
                code.c.digits.is_not(None), code.c.until > now
            )
            codes = {name: (digits, until - now) for name, digits, until in connection.execute(live)}
            fresh = select(command).where(command.c.id > after).order_by(command.c.id)
            commands = tuple(
                Command(row["id"], row["name"], row["kind"], json.loads(row["body"]))
                for row in connection.execute(fresh).mappings()
            )
        return Seen(views, codes, commands)


def _view(row: Mapping[Any, Any]) -> ShownView:
    return ShownView(row["serial"], row["search"], row["moved_by"], row["origin"], json.loads(row["card"]))
