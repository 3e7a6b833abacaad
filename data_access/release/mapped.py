"""The columns of a large release as one file of numbers, mapped into memory: workers share its pages, and the system
takes back those that nobody looks at. It is made from the Parquet file when that is first read; it may be deleted."""

import os
import threading
from contextlib import suppress
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

KEYS: Final = ("region_code", "period")
LEAST_BYTES: Final = 16 << 20
"""What is smaller is held as it is: a county's figures are ten megabytes."""

Floats = NDArray[np.float64]


def columns_of(path: Path, shape: tuple[int, int], digest: str) -> dict[str, Floats]:
    """Every column but the keys, as an array of `shape` that cannot be written to; `digest` is the file's own hash."""
    names = [name for name in pq.read_schema(path).names if name not in KEYS]
    if 8 * len(names) * shape[0] * shape[1] >= LEAST_BYTES:
        with suppress(OSError):  # a folder that cannot be written to, or a full disk: then without
            return _mapped(path, names, shape, digest)
    table = pq.read_table(path, columns=names)
    found: dict[str, Floats] = {}
    for name in names:
        array = table.column(name).to_numpy().reshape(shape)
        array.flags.writeable = False
        found[name] = array
    return found


def _mapped(path: Path, names: list[str], shape: tuple[int, int], digest: str) -> dict[str, Floats]:
    place = path.with_name(f".{path.stem}-{digest[:16]}.npy")
    wanted = (len(names), *shape)
    if not place.is_file():
        _make(path, place, names, wanted)
    numbers = np.load(place, mmap_mode="r", allow_pickle=False)
    if numbers.shape != wanted or numbers.dtype != np.float64:
        place.unlink()
        _make(path, place, names, wanted)
        numbers = np.load(place, mmap_mode="r", allow_pickle=False)
    whole = numbers.view(np.ndarray)
    return {name: whole[i] for i, name in enumerate(names)}


def _make(path: Path, place: Path, names: list[str], wanted: tuple[int, ...]) -> None:
    """Column by column, beside its name until it is whole; raises OSError."""
    draft = place.with_name(f"{place.name}.{os.getpid()}-{threading.get_ident()}")
    try:
        source = pq.ParquetFile(path)
        head = {"descr": "<f8", "fortran_order": False, "shape": wanted}
        with draft.open("wb") as file:  # written, not mapped: a full disk then is an error and no end of the process
            np.lib.format.write_array_header_1_0(file, head)
            for name in names:
                column = source.read(columns=[name]).column(0).to_numpy()
                file.write(np.ascontiguousarray(column, dtype="<f8").tobytes())
        draft.replace(place)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
