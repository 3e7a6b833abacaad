"""The files of one index: columns of numbers, mapped into memory when they are read; no name and no number in clear."""

import base64
import binascii
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import shake_256
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from data_access.errors import ReleaseError
from data_access.secret_key import derived_key

FORMAT: Final = 1
"""The files that this program writes and reads; an index of another format is built anew."""

META: Final = "meta.json"
REGIONS: Final = "regions.json"
LETTERS: Final = 6
"""So many characters of a name are searched."""

Column = NDArray[Any]
Columns = Mapping[str, Column]


@dataclass(frozen=True, slots=True)
class IndexMeta:
    """What an index says of itself.

    release_id  the release after which it was built, whose regions it has
    as_of       the day of the data; visits_on the day that the visits reach
    facets      connected facet -> its values, in order; a code column holds their places, a bit column their bits
    syllables   the syllables that `readings` counts
    nonce       what seals the keys, anew in each index; check: whether the secret is still the same
    """

    release_id: str
    as_of: date
    visits_on: date
    themes: dict[str, bool]
    facets: dict[str, tuple[str, ...]]
    syllables: tuple[str, ...]
    nonce: str
    check: str
    households: int
    persons: int
    built_in_seconds: float
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class PlacedRegions:
    """The tree of today as the index needs it.

    codes         in the order of the tree; parents are places in it, -1 for the highest
    initials      first letters of the Chinese names as they are read
    first, end    each region's part of a walk through the tree
    rows, rows_end   each region's part of the households
    moved         code of another time -> code of today under which its households stand
    """

    codes: tuple[str, ...]
    names_zh: tuple[str, ...]
    names_en: tuple[str, ...]
    initials: tuple[str, ...]
    parents: tuple[int, ...]
    levels: tuple[int, ...]
    first: tuple[int, ...]
    end: tuple[int, ...]
    rows: tuple[int, ...]
    rows_end: tuple[int, ...]
    moved: dict[str, str]


class KeySeal:
    """Seals the keys of households: nobody reads them from the files without the secret of the installation."""

    def __init__(self, secret: bytes, nonce: str) -> None:
        self._key = derived_key(secret, f"household index: {nonce}")

    @property
    def check(self) -> str:
        """What an index that was sealed with the same secret says."""
        return shake_256(self._key + b"check").hexdigest(8)

    def turned(self, row: int, content: bytes) -> bytes:
        """Sealed content opened, or open content sealed, in the place `row`."""
        stream = shake_256(self._key + row.to_bytes(8, "big")).digest(len(content))
        size = len(content)
        return (int.from_bytes(content, "big") ^ int.from_bytes(stream, "big")).to_bytes(size, "big")


def mark_of(token: str) -> int:
    """The first bytes of a token as a number; -1 for what cannot be one."""
    try:
        return int.from_bytes(base64.urlsafe_b64decode(token.encode("ascii"))[:8], "big")
    except (ValueError, binascii.Error):
        return -1


def write_index(folder: Path, meta: IndexMeta, regions: PlacedRegions, columns: Columns) -> None:
    """Write all files into `folder`, for this user's eyes only; raises OSError."""
    for name, column in columns.items():
        with _private(folder / f"{name}.npy") as file:
            np.save(file, np.ascontiguousarray(column), allow_pickle=False)
    for name, content in ((REGIONS, asdict(regions)), (META, asdict(meta))):
        with _private(folder / name) as file:
            file.write(json.dumps(content, ensure_ascii=False, default=lambda day: day.isoformat()).encode())


def read_index(folder: Path) -> tuple[IndexMeta, PlacedRegions, dict[str, Column]]:
    """The description, regions and columns in `folder`; ReleaseError where they are damaged or of another format."""
    try:
        raw = json.loads((folder / META).read_text(encoding="utf-8"))
        if raw.get("format") != FORMAT:
            raise ReleaseError("households.index_format")
        days = {name: date.fromisoformat(raw[name]) for name in ("as_of", "visits_on")}
        facets = {name: tuple(values) for name, values in raw["facets"].items()}
        meta = IndexMeta(**{**raw, **days, "facets": facets, "syllables": tuple(raw["syllables"])})
        said: dict[str, Any] = json.loads((folder / REGIONS).read_text(encoding="utf-8"))
        told: dict[str, Any] = {k: v if isinstance(v, dict) else tuple(v) for k, v in said.items()}
        regions = PlacedRegions(**told)
        columns = {path.stem: np.load(path, mmap_mode="r", allow_pickle=False) for path in sorted(folder.glob("*.npy"))}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ReleaseError("households.index_damaged", kind=type(error).__name__) from None
    if len(columns.get("region", ())) != meta.households or len(columns.get("person_row", ())) != meta.persons:
        raise ReleaseError("households.index_damaged", kind="length")
    return meta, regions, columns


def _private(path: Path) -> Any:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
