"""What is published: the manifest and the files it names, as the server hands them out."""

from __future__ import annotations

import json
import logging
import re
from datetime import date
from pathlib import Path
from typing import Any, NotRequired, TypedDict

from geo.errors import GeoError, UnpublishedError

MANIFEST = "manifest.json"
EDITIONS_KEPT = 2
CONTENT_TYPE = "application/geo+json"
_log = logging.getLogger(__name__)
_QUALITY = re.compile(r"q=([0-9.]+)")


class RegionEntry(TypedDict):
    """One drawn region: label point [lon, lat], bbox [west, south, east, north], area in km2."""

    label: list[float]
    bbox: list[float]
    area_km2: float


class LevelEntry(TypedDict):
    """Regions of one level under a parent: how many are drawn, and the names of their files ("coarse", "fine")."""

    count: int
    files: dict[str, str]


class ParentEntry(TypedDict):
    """One parent: the box of its drawn children, their codes, those without outline, file names by tolerance.

    levels: level ("3" county, "4" township, "5" village) -> all regions of it under the parent in one file; an edition
    published before there were such files has none.
    """

    bbox: list[float]
    children: list[str]
    missing: list[str]
    files: dict[str, str]
    lines: str | None
    levels: NotRequired[dict[str, LevelEntry]]


class DatedOutlines(TypedDict):
    """The outlines of a day of the past: the ISO date, and what a manifest says of today's."""

    valid_on: str
    map_approval_no: str | None
    source: str | None
    regions: dict[str, RegionEntry]
    parents: dict[str, ParentEntry]
    findings: list[dict[str, Any]]


class TodaysOutlines(TypedDict):
    """What every manifest says."""

    edition: str
    created_at: str
    map_approval_no: str | None
    source: str | None
    regions: dict[str, RegionEntry]
    parents: dict[str, ParentEntry]
    roots: list[str]
    findings: list[dict[str, Any]]


class Manifest(TodaysOutlines, total=False):
    """One edition of the published boundaries. `parents` has "" for the roots, and no parent without drawn children.

    dated: outlines of other days than today's, by day; not there where there are none.
    """

    dated: list[DatedOutlines]


def outlines_on(manifest: Manifest, valid_on: date | None) -> Manifest | DatedOutlines:
    """What an import of one day published: today's outlines, or those of `valid_on`, which must be there."""
    if valid_on is None:
        return manifest
    return next(one for one in manifest.get("dated", []) if one["valid_on"] == valid_on.isoformat())


def file_names(manifest: Manifest) -> set[str]:
    """The names of all files of an edition, without those of their compressed twins."""
    sheets: list[Manifest | DatedOutlines] = [manifest, *manifest.get("dated", [])]
    parents = [parent for sheet in sheets for parent in sheet["parents"].values()]
    entries = [*parents, *(one for parent in parents for one in parent.get("levels", {}).values())]
    names = {name for entry in entries for name in entry["files"].values()}
    return names | {parent["lines"] for parent in parents if parent["lines"] is not None}


def read_manifest(path: Path) -> Manifest:
    """One manifest from its file. Raises GeoError `damaged_manifest`, FileNotFoundError."""
    try:
        manifest: Manifest = json.loads(path.read_bytes())
        _ = [manifest[key] for key in Manifest.__required_keys__]  # type: ignore[literal-required]
        file_names(manifest)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise GeoError("damaged_manifest", file=path.name) from error
    return manifest


def edition_manifests(folder: Path) -> list[Manifest]:
    """All editions still kept in a folder, newest first; one that is damaged is passed over, its files left alone."""
    found = []
    for path in folder.glob("edition-*.json"):
        try:
            found.append(read_manifest(path))
        except (GeoError, OSError):
            continue
    return sorted(found, key=lambda manifest: manifest["created_at"], reverse=True)


class PublishedBoundaries:
    """The published boundaries in one folder; notices a new edition by itself. Safe for several threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._seen: tuple[tuple[int, int, int], Manifest | None, frozenset[str]] | None = None

    @property
    def manifest(self) -> Manifest | None:
        """The current edition; None where there is none.

        Where its manifest is damaged, the last good one that was read, else the newest edition that is whole.
        """
        return self._current()[0]

    def open(self, name: str, accept_encoding: str = "") -> tuple[bytes, str, str | None, str]:
        """A published file: its bytes, content type, content encoding ("br", "gzip", None) and ETag.

        Only names of the kept editions are served, whatever else lies in the folder. Raises UnpublishedError.
        """
        if name not in self._current()[1]:
            raise UnpublishedError("not_published", name=name[:80])
        accepted = _accepted(accept_encoding)
        for encoding, suffix in (("br", ".br"), ("gzip", ".gz"), (None, "")):
            path = self.folder / f"{name}{suffix}"
            if (encoding is None or encoding in accepted) and path.is_file():
                tag = name.removesuffix(".json").rsplit("-", 1)[-1]
                return path.read_bytes(), CONTENT_TYPE, encoding, f'"{tag}{suffix}"'
        raise UnpublishedError("not_published", name=name[:80])

    def _current(self) -> tuple[Manifest | None, frozenset[str]]:
        path = self.folder / MANIFEST
        try:
            state = path.stat()
        except FileNotFoundError:
            return None, frozenset()
        stamp = (state.st_mtime_ns, state.st_size, state.st_ino)
        seen = self._seen
        if seen is None or seen[0] != stamp:
            kept = edition_manifests(self.folder)
            manifest: Manifest | None
            try:
                manifest = read_manifest(path)
            except (GeoError, OSError) as error:
                manifest = seen[1] if seen is not None and seen[1] is not None else next(iter(kept), None)
                _log.error("%s; shown: edition %s", error, None if manifest is None else manifest["edition"])
            named = [file_names(one) for one in (manifest, *kept) if one is not None]
            seen = self._seen = (stamp, manifest, frozenset().union(*named))
        return seen[1], seen[2]


def _accepted(header: str) -> set[str]:
    """The encodings that an Accept-Encoding header allows."""
    allowed: set[str] = set()
    refused: set[str] = set()
    for part in header.lower().split(","):
        coding, _, parameters = part.strip().partition(";")
        quality = _QUALITY.search(parameters)
        try:
            wanted = quality is None or float(quality.group(1)) > 0
        except ValueError:
            wanted = False
        (allowed if wanted else refused).add(coding.strip())
    return allowed | ({"br", "gzip"} - refused if "*" in allowed else set())
