"""The briefings of one installation, in a lasting store of the product's own."""

import math
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from data_access.briefings.records import (
    LONGEST_SAID,
    LONGEST_TITLE,
    LONGEST_WHO,
    MOST_BRIEFINGS,
    MOST_NOTED,
    MOST_SCENES,
    Briefing,
    BriefingError,
    BriefingScene,
    Kind,
    Noted,
    State,
    said_words,
    titled,
)
from data_access.briefings.tables import FILE, MIGRATIONS, briefing, noted, scene
from data_access.errors import ForbiddenError, GuatuError, UnknownError
from data_access.own_stores import Place, open_own_store
from data_access.store.transactions import Transactions


class StaleBriefingError(GuatuError):
    """Somebody else has changed the briefing meanwhile."""

    status = 412


class Briefings(Transactions):
    """Every method is one short transaction. Raises StoreError where the file fails, UnknownError for no such one."""

    def all(self) -> tuple[Briefing, ...]:
        """Every briefing without what is in it: those told now first, then the newest."""
        order = (briefing.c.state != State.LIVE, briefing.c.made_at.desc())
        with self._reading() as connection:
            return tuple(_briefing(row) for row in connection.execute(select(briefing).order_by(*order)).mappings())

    def whole(self, id: str) -> Briefing:
        """One briefing with its scenes and what was noted, oldest first."""
        with self._reading() as connection:
            return _whole(connection, id)

    def begin(self, title: str, by: str) -> str:
        """A new briefing without scenes; returns its id. Raises BriefingError, or ForbiddenError for too many."""
        words, id = titled(title), secrets.token_urlsafe(9)
        with self._writing() as connection:
            if connection.execute(select(func.count()).select_from(briefing)).scalar_one() >= MOST_BRIEFINGS:
                raise ForbiddenError("briefings.most", most=MOST_BRIEFINGS)
            row = {"id": id, "title": words, "state": State.DRAFT, "version": 1, "made_by": by}
            own = {"made_at": self._clock(), "release": "", "holds": False}
            connection.execute(insert(briefing), [row | own])
        return id

    def keep(self, id: str, kept: BriefingScene) -> int:
        """Put a scene at the end; returns how many there are. Raises ForbiddenError for more than a hundred."""
        with self._writing() as connection:
            _row(connection, id)
            places = select(func.count(), func.coalesce(func.max(scene.c.place), 0)).where(scene.c.briefing == id)
            count, last = connection.execute(places).one()
            if count >= MOST_SCENES:
                raise ForbiddenError("briefings.most_scenes", most=MOST_SCENES)
            connection.execute(insert(scene), [_scene_row(id, last + 1, kept)])
            _changed(connection, id)
            return int(count) + 1

    def write(self, id: str, title: str, scenes: Sequence[BriefingScene], version: int) -> Briefing:
        """Put title and scenes in the place of what stood there.

        `version` is what the writer saw: raises StaleBriefingError when it is another by now,
        BriefingError, ForbiddenError.
        """
        words = titled(title)
        if len(scenes) > MOST_SCENES:
            raise ForbiddenError("briefings.most_scenes", most=MOST_SCENES)
        with self._writing() as connection:
            if _row(connection, id)["version"] != version:
                raise StaleBriefingError("briefings.stale")
            connection.execute(delete(scene).where(scene.c.briefing == id))
            if scenes:
                connection.execute(insert(scene), [_scene_row(id, place, one) for place, one in enumerate(scenes, 1)])
            _changed(connection, id, title=words)
            return _whole(connection, id)

    def start(self, id: str, release: str, *, holds: bool) -> None:
        """The briefing is told from now on, of `release`; `holds` where that is held because of it."""
        with self._writing() as connection:
            _row(connection, id)
            told = {"state": State.LIVE, "release": release, "holds": holds, "ended_at": None}
            _changed(connection, id, started_at=self._clock(), **told)

    def end(self, id: str) -> bool:
        """The briefing is over; returns whether the release need not be held any longer."""
        with self._writing() as connection:
            row = _row(connection, id)
            if row["state"] != State.LIVE:
                return False
            _changed(connection, id, state=State.ENDED, ended_at=self._clock(), holds=False)
            others = select(briefing.c.id).where(briefing.c.state == State.LIVE).limit(1)
            heir = connection.execute(others).scalar()
            if row["holds"] and heir is not None:
                connection.execute(update(briefing).where(briefing.c.id == heir).values(holds=True))
            return bool(row["holds"]) and heir is None

    def drop(self, id: str) -> None:
        """Forget a briefing with all that was noted; raises ForbiddenError while it is told."""
        with self._writing() as connection:
            if _row(connection, id)["state"] == State.LIVE:
                raise ForbiddenError("briefings.is_live")
            connection.execute(delete(briefing).where(briefing.c.id == id))

    def note(self, id: str, kind: Kind, said: str, *, who: str, until: date | None, scene: str, by: str) -> None:
        """Note a question or a task; raises BriefingError where nothing is said, ForbiddenError for too many."""
        words = said_words(said, LONGEST_SAID)
        if not words:
            raise BriefingError("briefings.nothing_said")
        row = {"briefing": id, "kind": kind, "said": words, "who": said_words(who, LONGEST_WHO), "until": until}
        own = {"scene": said_words(scene, LONGEST_TITLE), "at": self._clock(), "by": by, "is_done": False}
        with self._writing() as connection:
            _row(connection, id)
            count = select(func.count()).where(noted.c.briefing == id)
            if connection.execute(count).scalar_one() >= MOST_NOTED:
                raise ForbiddenError("briefings.most_noted", most=MOST_NOTED)
            connection.execute(insert(noted), [row | own])

    def settle(self, id: str, number: int, *, is_done: bool) -> None:
        """What was noted is settled, or is not after all."""
        with self._writing() as connection:
            of = (noted.c.briefing == id, noted.c.id == number)
            if connection.execute(update(noted).where(*of).values(is_done=is_done)).rowcount == 0:
                raise UnknownError("briefings.unknown")

    def strike(self, id: str, number: int) -> None:
        """What was noted by mistake is forgotten."""
        with self._writing() as connection:
            connection.execute(delete(noted).where(noted.c.briefing == id, noted.c.id == number))


def open_briefings(place: Place, clock: Callable[[], float] = time.time) -> Briefings:
    """The store of the installation (settings, or a folder), made where there is none; raises StoreError."""
    return Briefings(open_own_store(place, FILE, MIGRATIONS), clock)


def _row(connection: Connection, id: str) -> Mapping[Any, Any]:
    row = connection.execute(select(briefing).where(briefing.c.id == id)).mappings().first()
    if row is None:
        raise UnknownError("briefings.unknown")
    return row


def _changed(connection: Connection, id: str, **values: Any) -> None:
    counted = {"version": briefing.c.version + 1, **values}
    connection.execute(update(briefing).where(briefing.c.id == id).values(**counted))


def _scene_row(id: str, place: int, kept: BriefingScene) -> dict[str, Any]:
    return {"briefing": id, "place": place, "name": kept.name, "search": kept.search, "notes": kept.notes}


def _whole(connection: Connection, id: str) -> Briefing:
    scenes = select(scene.c.name, scene.c.search, scene.c.notes).where(scene.c.briefing == id).order_by(scene.c.place)
    told = select(noted).where(noted.c.briefing == id).order_by(noted.c.id)
    return _briefing(
        _row(connection, id),
        scenes=tuple(BriefingScene(*row) for row in connection.execute(scenes)),
        noted=tuple(_noted(row) for row in connection.execute(told).mappings()),
    )


def _briefing(
    row: Mapping[Any, Any], scenes: tuple[BriefingScene, ...] = (), noted: tuple[Noted, ...] = ()
) -> Briefing:
    started, ended = (math.nan if row[name] is None else row[name] for name in ("started_at", "ended_at"))
    own = {name: row[name] for name in ("id", "title", "version", "made_by", "made_at", "release")}
    return Briefing(state=State(row["state"]), started_at=started, ended_at=ended, scenes=scenes, noted=noted, **own)


def _noted(row: Mapping[Any, Any]) -> Noted:
    own = {name: row[name] for name in ("id", "said", "who", "until", "scene", "at", "by", "is_done")}
    return Noted(kind=Kind(row["kind"]), **own)
