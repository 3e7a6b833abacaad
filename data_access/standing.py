"""Which region a code means in a year: itself, what it became or came of, on the tree of the year or on today's."""

from collections.abc import Container
from dataclasses import dataclass

from data_access.errors import UnknownRegionError
from data_access.messages import text
from data_access.region_changes import reached
from data_access.release.reading import Release


@dataclass(frozen=True, slots=True)
class Standing:
    """A region in a year.

    release  the release with the regions of the year, or with today's where the region asked for is only there
    code     the region in it: the one asked for, or what stands for it
    moved    the code is another than the one asked for
    """

    release: Release
    code: str
    moved: bool


def standing(release: Release, code: str, period: int) -> Standing:
    """The region that `code` means at the end of `period`; raises UnknownRegionError, also where nothing stands for it.

    A region that had ended is followed to what took over most of it; one that was not there yet is traced to the one it
    came of. One that came of several is shown on today's tree, with what they were together.
    """
    today, then = release.today, release.of(period)
    if code in then.tree.index:
        return Standing(then, code, moved=False)
    kin = _successor(today, code, then.tree.index)
    if kin is None:
        before = reached(code, today.history.back, then.tree.index)
        kin = before[0] if len(before) == 1 else None
    if kin is not None:
        return Standing(then, kin, moved=True)
    if code in today.tree.index:
        return Standing(today, code, moved=False)
    kin = _successor(today, code, today.tree.index) or _above(today, code)
    if kin is None:
        raise UnknownRegionError("release.unknown_region", code=code[:40])
    return Standing(today, kin, moved=True)


def moved_text(release: Release, code: str, to: str, period: int, lang: str) -> str:
    """Why `to` is shown where `code` was asked for, in words."""
    history = release.today.history
    said = {"old": region_name(release, code, lang), "new": region_name(release, to, lang), "period": period}
    ways = [change for change in history.followed.get(code, ()) if change.to_code == to]
    for change in ways:
        if change.on is not None:
            return text(f"history.moved.{change.kind}", lang, **said, year=change.on.year)
    return text("history.not_there", lang, **said)


def estimated_text(release: Release, code: str, lang: str) -> str:
    """That the earlier figures of a part of a split region are its share of the whole's, in words; "" of any other."""
    history, here, seen = release.today.history, code, {code}
    while len(before := history.back.get(here, ())) == 1 and before[0] not in seen:
        steps = history.followed[before[0]]
        on = next(change.on for change in steps if change.to_code == here)
        if len(steps) > 1 and on is not None:
            return text("history.estimated", lang, old=region_name(release, before[0], lang), year=on.year)
        here = before[0]
        seen.add(here)
    return ""


def region_name(release: Release, code: str, lang: str) -> str:
    """The name of a region of any time; its code where none is known."""
    today = release.today
    if code in today.tree.index:
        return today.region(code).name(lang)
    past = today.history.names.get(code)
    return code if past is None else past.name(lang)


def _successor(today: Release, code: str, alive: Container[str]) -> str | None:
    """The region `alive` that took over most of `code`, step by step."""
    seen, here = {code}, code
    while here not in alive:
        steps = [change for change in today.history.followed.get(here, ()) if change.to_code not in seen]
        if not steps:
            return None
        here = max(steps, key=lambda change: (change.households or change.persons or 0.0, change.to_code)).to_code
        seen.add(here)
    return here


def _above(today: Release, code: str) -> str | None:
    past = today.history.names.get(code)
    up = None if past is None else past.parent_code
    if up is None or up in today.tree.index:
        return up
    return _successor(today, up, today.tree.index)
