"""What a map of some year is drawn with: its regions and outlines, or today's where those of the time are not known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from callbacks.services import Sources
from data_access.history import Sheet
from data_access.messages import text
from data_access.region_changes import reached
from data_access.release import Release
from data_access.standing import Standing, estimated_text, standing
from data_access.tree import Region
from geo.published import DatedOutlines, Manifest, ParentEntry


@dataclass(frozen=True, slots=True)
class Drawn:
    """What one map shows: the release with its regions, the region asked for, its outlines, and what to say of them.

    outlines  None where none are published
    said      a sentence about regions or outlines that are not those of the period; "" where there is nothing to say
    """

    release: Release
    code: str
    outlines: dict[str, Any] | None
    said: str = ""


def drawn_in(services: Sources, stand: Standing, period: int, on: int, lang: str) -> Drawn:
    """What the map of a region in `period` shows, when it is drawn on the tree of `on`: mostly the same year."""
    release, code = stand.release, stand.code
    manifest = services.boundaries.manifest
    carried = on != period and release.of(period) is not release.of(on)
    said = text("history.carried", lang, period=period, on=on) if carried else ""
    if release.is_today:
        if release.of(on) is not release:
            said = text("history.carried_today", lang, period=period)
        said = said or estimated_text(release, code, lang)
        return Drawn(release, code, todays_outlines(manifest, release, regions_drawn(release, code)[0].code), said)
    if manifest is None:
        return Drawn(release, code, None, said or text("history.of_its_time", lang, period=on))
    if release.group(code) is not None:
        return Drawn(release, code, todays_outlines(manifest, release.today, code), said)
    found = drawn_with_time(manifest, release, regions_drawn(release, code)[0].code, on)
    if found is not None:
        key = "history.of_its_time" if found.is_exact else "history.todays_outlines"
        return Drawn(release, code, found.outlines, said or text(key, lang, period=on))
    kin = _of_today(stand)
    around = regions_drawn(kin.release, kin.code)[0].code
    outlines = todays_outlines(manifest, kin.release, around)
    return Drawn(kin.release, kin.code, outlines, text("history.todays_regions", lang, period=period))


def seen(services: Sources, release: Release, code: str, period: int) -> Standing:
    """The region that `code` means in `period` where panels stand beside the map: on the tree that the map shows."""
    stand = standing(release, code, period)
    manifest = services.boundaries.manifest
    if stand.release.is_today or manifest is None or stand.release.group(stand.code) is not None:
        return stand
    around = regions_drawn(stand.release, stand.code)[0].code
    return stand if drawn_with_time(manifest, stand.release, around, period) is not None else _of_today(stand)


def _of_today(stand: Standing) -> Standing:
    """The same region as it stands today."""
    return standing(stand.release.today, stand.code, stand.release.latest_period)


def by_today(release: Release, period: int, lang: str) -> str:
    """What to say of a map of `period` that is drawn with today's regions; "" where these are those of the year."""
    return "" if release.of(period) is release else text("history.by_today", lang, period=period)


def regions_drawn(release: Release, code: str) -> tuple[Region, tuple[Region, ...]]:
    """The region whose outlines are drawn for `code`, and the regions drawn: those below it, else its sisters."""
    region = release.region(code)
    below = release.children(code)
    around = region if below or region.parent_code is None else release.region(region.parent_code)
    return around, below or release.children(around.code) or (region,)


def todays_outlines(manifest: Manifest | None, release: Release, code: str) -> dict[str, Any] | None:
    """The box of what is drawn under a region today, and the files with the outlines and the borders inside.

    Of a group there is a file for each parent of its members, and no borders: these would be of others, too.
    """
    if manifest is None:
        return None
    if release.group(code) is None:
        entry = manifest["parents"].get(code)
        return None if entry is None else {"bbox": entry["bbox"], "files": [entry["files"]], "lines": entry["lines"]}
    drawn = [member for member in release.children(code) if member.code in manifest["regions"]]
    above = sorted({member.parent_code or "" for member in drawn} & manifest["parents"].keys())
    if not above:
        return None
    west, south, east, north = zip(*(manifest["regions"][member.code]["bbox"] for member in drawn), strict=True)
    return {
        "bbox": [min(west), min(south), max(east), max(north)],
        "files": [manifest["parents"][parent]["files"] for parent in above],
        "lines": None,
    }


@dataclass(frozen=True, slots=True)
class DrawnWith:
    """What a map is drawn with.

    outlines  box, files, lines, and under "rename" the region that an outline of another code stands for
    is_exact  every region is drawn as it was; False = some within the outline of today
    """

    outlines: dict[str, Any]
    is_exact: bool


def drawn_with_time(manifest: Manifest, release: Release, code: str, period: int) -> DrawnWith | None:
    """The outlines of the regions under `code` in a `release` of another time; None where some are not known at all."""
    children = [region.code for region in release.children(code)]
    for dated in _by_distance(manifest, period):
        entry = dated["parents"].get(code)
        if entry is None or not set(children) <= {*entry["children"], *entry["missing"]}:
            continue
        if _is_same(release, children, dated, period):
            return DrawnWith({"bbox": entry["bbox"], "files": [entry["files"]], "lines": entry["lines"]}, is_exact=True)
    return _with_todays(manifest, release, children)


def _by_distance(manifest: Manifest, period: int) -> Sequence[DatedOutlines]:
    end = date(period, 12, 31)
    return sorted(manifest.get("dated", []), key=lambda one: abs((date.fromisoformat(one["valid_on"]) - end).days))


def _is_same(release: Release, children: Sequence[str], dated: DatedOutlines, period: int) -> bool:
    """Whether the regions were on the day of the outlines what they were in `period`."""
    history, day = release.history, date.fromisoformat(dated["valid_on"])
    later = any(change.on is not None and day < change.on <= date(day.year, 12, 31) for change in history.changes)
    year = day.year - 1 if later else day.year
    mine, its = history.sheet(period), history.sheet(year)
    if mine is its:
        return True

    return all(_outline_of(release, code, mine) == _outline_of(release, code, its) for code in children)


def _outline_of(release: Release, code: str, sheet: Sheet | None) -> int | None:
    """What tells the outline of a region of one time from that of another: None = today's."""
    if sheet is None or (code in release.today.tree.index and code not in sheet.moved):
        return None
    return sheet.own.get(code)


def _with_todays(manifest: Manifest, release: Release, children: Sequence[str]) -> DrawnWith | None:
    """Today's outlines of the same regions, by the codes that they bear today; None where one has none."""
    today = release.today
    sheet = next((sheet for sheet in today.history.sheets if release is today.of(sheet.first)), None)
    ahead, back = today.history.ahead, today.history.back
    drawn: dict[str, str] = {}
    is_exact = True
    for code in children:
        if code in today.tree.index and (sheet is None or code not in sheet.gone):
            drawn[code] = code
            is_exact = is_exact and (sheet is None or code not in sheet.moved)
            continue
        kin = reached(code, ahead, today.tree.index)
        if not kin or any(reached(one, back, release.tree.index) != (code,) for one in kin):
            return None
        drawn.update((one, code) for one in kin)
    there = {one: code for one, code in drawn.items() if one in manifest["regions"]}
    above = sorted({str(today.region(one).parent_code or "") for one in there} & manifest["parents"].keys())
    if not above:
        return None
    boxes = [manifest["regions"][one]["bbox"] for one in there]
    entries = [manifest["parents"][parent] for parent in above]
    outlines: dict[str, Any] = {
        "bbox": [*(min(box[i] for box in boxes) for i in (0, 1)), *(max(box[i] for box in boxes) for i in (2, 3))],
        "files": [entry["files"] for entry in entries],
        "lines": _lines(entries, there),
        "rename": {one: code for one, code in there.items() if one != code},
    }
    return DrawnWith(outlines, is_exact)


def _lines(entries: Sequence[ParentEntry], there: Mapping[str, str]) -> str | None:
    """The borders inside, where these are of just the regions drawn."""
    is_all = len(entries) == 1 and set(entries[0]["children"]) == there.keys() == set(there.values())
    return entries[0]["lines"] if is_all else None
