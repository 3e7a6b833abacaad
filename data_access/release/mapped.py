"""What is large of a release as files that are mapped into memory: workers share their pages, and the system takes back
those that nobody looks at. Each is made from its Parquet file when that is first read; it may be deleted."""

import logging
import mmap
import os
import threading
from collections.abc import Callable, Iterator
from functools import partial
from io import FileIO
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

KEYS: Final = ("region_code", "period")
LEAST_BYTES: Final = 16 << 20
"""What is smaller is held as it is: a county's figures are ten megabytes."""

PIECE: Final = 64 << 10
"""Bytes written at once. Linux may keep what is written at once in one piece, and map the whole piece where one byte of
it is looked at: measured on 6.18, two megabytes for eight bytes of a column written whole."""

ROWS: Final = 4096
"""Rows that are turned at once where the figures of a row are to lie together."""

Floats = NDArray[np.float64]

_log = logging.getLogger(__name__)


class InPieces(FileIO):
    """A file that is written in pieces, each of which begins where a multiple of `PIECE` bytes ends."""

    def write(self, data: Any, /) -> int:
        """Write all of it; raises OSError."""
        left = memoryview(data).cast("B")
        size, at = len(left), self.tell()
        while left:
            written = super().write(left[: PIECE - at % PIECE]) or 0
            left, at = left[written:], at + written
        return size


def columns_of(path: Path, shape: tuple[int, int], digest: str, *, by_row: bool = False) -> dict[str, Floats]:
    """Every column but the keys, as an array of `shape` that cannot be written to; `digest` is the file's own hash.

    What is mapped lies column by column, for those who look at one column of many regions; `by_row` has all columns of
    a region and period together, for those who look at all columns of a few.
    """
    mapped = map_columns(path, shape, digest, by_row=by_row)
    if mapped is not None:
        return mapped
    table = read_parquet(path)
    found: dict[str, Floats] = {}
    for name in table.column_names:
        if name in KEYS:
            continue
        array = table.column(name).to_numpy().reshape(shape)
        array.flags.writeable = False
        found[name] = array
    return found


def map_columns(path: Path, shape: tuple[int, int], digest: str, *, by_row: bool = False) -> dict[str, Floats] | None:
    """As `columns_of`, of a file that is large enough to be mapped, and can be; None of any other."""
    names = [name for name in pq.read_schema(path).names if name not in KEYS]
    if 8 * len(names) * shape[0] * shape[1] < LEAST_BYTES:
        return None
    try:
        return _mapped(path, names, shape, digest, by_row=by_row)
    except OSError as error:
        _say_unmapped(path, error)
        return None


def _mapped(path: Path, names: list[str], shape: tuple[int, int], digest: str, *, by_row: bool) -> dict[str, Floats]:
    place = path.with_name(f".{path.stem}-{digest[:16]}.npy")
    wanted = (*shape, len(names)) if by_row else (len(names), *shape)
    make = partial(_make, path, place, wanted, partial(_by_row if by_row else _by_column, names=names))
    if not place.is_file():
        make()
    numbers = np.load(place, mmap_mode="r", allow_pickle=False)
    if numbers.shape != wanted or numbers.dtype != np.float64:
        place.unlink()
        make()
        numbers = np.load(place, mmap_mode="r", allow_pickle=False)
    whole = numbers.view(np.ndarray)
    return {name: whole[..., i] if by_row else whole[i] for i, name in enumerate(names)}


def let_go(figures: Floats) -> None:
    """Give the pages of the file that `figures` are mapped from back to the system; what is asked again comes again.

    Does nothing for what is held in memory, nor where the system does not know of it.
    """
    held: Any = figures
    while isinstance(held, np.ndarray):
        held = held.base
    if isinstance(held, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        held.madvise(mmap.MADV_DONTNEED)


def frame_of(path: Path, digest: str) -> pd.DataFrame:
    """The table in `path`, whose hash is `digest`; a large one is mapped and cannot be written to."""
    mapped = map_frame(path, digest)
    return read_parquet(path).to_pandas() if mapped is None else mapped


def map_frame(path: Path, digest: str) -> pd.DataFrame | None:
    """As `frame_of`, of a file that is large enough to be mapped, and can be; None of any other."""
    shape = pq.read_metadata(path)
    if 8 * shape.num_rows * shape.num_columns < LEAST_BYTES:
        return None
    try:
        return _mapped_frame(path, path.with_name(f".{path.stem}-{digest[:16]}.arrow"))
    except (OSError, pa.ArrowException) as error:
        _say_unmapped(path, error)
        return None


def read_parquet(path: Path) -> pa.Table:
    """The whole of one small file; `pyarrow.parquet.read_table` makes ready for folders of files, in twice the time."""
    with pq.ParquetFile(path) as file:
        return file.read()


def _say_unmapped(path: Path, error: Exception) -> None:
    """A folder that cannot be written to, a full disk: the wall goes on, with more memory than it should need."""
    _log.warning("%s of release %s is held in memory, not mapped: %s", path.name, path.parent.name, error)


def _mapped_frame(path: Path, place: Path) -> pd.DataFrame:
    if not place.is_file():
        _whole(place, partial(_write_flat, path))
    with pa.memory_map(str(place)) as file:
        table = pa.ipc.open_file(file).read_all()
    return pd.DataFrame({name: _column(table.column(name)) for name in table.column_names}, copy=False)


def _column(told: pa.ChunkedArray) -> Any:
    """A column as pandas has it. Codes are taken as they are: to look whether each is in range would read them all."""
    held = told.chunk(0) if told.num_chunks else told.combine_chunks()  # which copies even a single one
    if not pa.types.is_dictionary(held.type):
        return held.to_pandas()
    return pd.Categorical.from_codes(held.indices.to_numpy(), held.dictionary.to_pandas(), validate=False)


def _write_flat(path: Path, file: FileIO) -> None:
    """One batch in which nothing has to be unpacked: missing numbers as NaN, for a mask would mean a copy."""
    table = pq.read_table(path).combine_chunks()
    for i, field in enumerate(table.schema):
        if pa.types.is_floating(field.type) and table.column(i).null_count:
            numbers = pa.array(table.column(i).to_numpy(), from_pandas=False)
            table = table.set_column(i, field.name, numbers)
    with pa.ipc.new_file(file, table.schema) as sink:
        sink.write_table(table)


def _make(
    path: Path, place: Path, wanted: tuple[int, ...], parts: Callable[[pq.ParquetFile], Iterator[Floats]]
) -> None:
    """The numbers of a file one after the other, behind what says their shape; raises OSError."""

    def write(file: FileIO) -> None:
        np.lib.format.write_array_header_1_0(file, {"descr": "<f8", "fortran_order": False, "shape": wanted})
        for part in parts(pq.ParquetFile(path)):
            file.write(np.ascontiguousarray(part, dtype="<f8").data)

    _whole(place, write)


def _by_column(source: pq.ParquetFile, names: list[str]) -> Iterator[Floats]:
    for name in names:
        yield source.read(columns=[name]).column(0).to_numpy()


def _by_row(source: pq.ParquetFile, names: list[str]) -> Iterator[Floats]:
    for batch in source.iter_batches(batch_size=ROWS, columns=names):
        columns = dict(zip(batch.schema.names, batch.columns, strict=True))
        yield np.column_stack([columns[name].to_numpy(zero_copy_only=False) for name in names])


def _whole(place: Path, write: Callable[[FileIO], None]) -> None:
    """Write a file beside its name until it is whole; raises what `write` raises, and nothing is left of it then.

    Written, not mapped: a full disk then is an error and no end of the process.
    """
    draft = place.with_name(f"{place.name}.{os.getpid()}-{threading.get_ident()}")
    try:
        with InPieces(draft, "wb") as file:
            write(file)
        draft.replace(place)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
