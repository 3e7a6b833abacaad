"""Opening what people send: zips, shapefiles without index or encoding, files cut short; one clear line for each."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import struct
import tempfile
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError
from shapely.errors import GEOSException

from geo.errors import Finding, UnreadableFileError, UnusableLayerError

SPATIAL_SUFFIXES = (".shp", ".gpkg", ".geojson", ".json", ".topojson", ".gml", ".kml", ".fgb")
UNZIPPED_MOST = 2_000_000_000
_CURVED = ("CIRCULARSTRING", "COMPOUNDCURVE", "CURVEPOLYGON", "MULTICURVE", "MULTISURFACE", "CURVE", "SURFACE")
_TRUNCATION_SIGNS = ("corrupt", "truncat", "malformed", "failed to read", "unexpected end", "too short")


@dataclass(frozen=True)
class Source:
    """One file ready to be opened: where it is, the name its user knows it by, the layers and their kinds."""

    path: Path
    shown: str
    layers: dict[str, str]
    encoding: str | None = None
    curved: frozenset[str] = frozenset()
    findings: list[Finding] = field(default_factory=list)


@contextlib.contextmanager
def opened(path: Path, encoding: str | None = None) -> Iterator[list[Source]]:
    """The data sources in one file or zip, valid inside the `with`; nothing is written beside the user's file.

    Raises UnreadableFileError: file_missing, file_unreadable, file_truncated, zip_empty, bad_encoding.
    """
    if not path.exists():
        raise UnreadableFileError("file_missing", file=path.name)
    with tempfile.TemporaryDirectory(prefix="guatu-geo-") as folder:
        yield [_source(item, path.name, Path(folder), encoding) for item in _unpacked(path, Path(folder))]


def _unpacked(path: Path, folder: Path) -> list[Path]:
    if path.suffix.lower() != ".zip":
        return [path]
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if any(".gdb/" in member.filename for member in members):
                return [path]  # a file geodatabase is read in its zip
            if sum(member.file_size for member in members) > UNZIPPED_MOST:
                raise UnreadableFileError("file_unreadable", file=path.name, reason="more than 2 GB when unpacked")
            archive.extractall(folder / "zip")  # extractall keeps members inside the folder
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        raise UnreadableFileError("file_truncated", file=path.name, reason=_short(error)) from error
    except RuntimeError as error:  # a password
        raise UnreadableFileError("file_unreadable", file=path.name, reason=_short(error)) from error
    found = sorted(item for item in (folder / "zip").rglob("*") if item.suffix.lower() in SPATIAL_SUFFIXES)
    if not found:
        raise UnreadableFileError("zip_empty", file=path.name)
    return found


def _source(path: Path, file: str, folder: Path, encoding: str | None) -> Source:
    findings: list[Finding] = []
    shown = file if path.name == file else f"{file}/{path.name}"
    if path.suffix.lower() == ".shp":
        _check_shapefile(path, shown)
        path = _with_index(path, shown, folder, findings)
        if encoding is None:
            encoding = _sniffed_encoding(path, shown, findings)
    if path.suffix.lower() == ".gpkg":
        _check_geopackage(path, shown)
    if path.suffix.lower() == ".gml" and folder not in path.parents:
        path = Path(shutil.copyfile(path, folder / path.name))  # the reader leaves a .gfs beside every .gml
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an odd layer is judged when it is read
            layers = {str(layer): str(kind or "none") for layer, kind in pyogrio.list_layers(path)}
    except DataSourceError as error:
        raise UnreadableFileError(_blame(error), file=shown, reason=_short(error)) from error
    return Source(path, shown, layers, encoding, _curved_layers(path), findings)


def read_layer(source: Source, layer: str) -> gpd.GeoDataFrame:
    """One layer with all its fields, in its own coordinate system.

    Raises UnreadableFileError (file_truncated, file_unreadable, bad_encoding), UnusableLayerError unsupported_geometry.
    """
    try:
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            frame = pyogrio.read_dataframe(source.path, layer=layer, encoding=source.encoding)
    except GEOSException as error:
        raise UnusableLayerError(
            "unsupported_geometry", file=source.shown, layer=layer, kinds="TIN or curves"
        ) from error
    except (UnicodeDecodeError, LookupError) as error:
        raise UnreadableFileError("bad_encoding", file=source.shown, encoding=source.encoding or "UTF-8") from error
    except (DataSourceError, DataLayerError, ValueError) as error:
        raise UnreadableFileError(_blame(error), file=source.shown, reason=_short(error)) from error
    damage = [str(w.message) for w in said if _damaged(str(w.message))]
    if damage:
        raise UnreadableFileError("file_truncated", file=source.shown, reason=damage[0][:120])
    if not isinstance(frame, gpd.GeoDataFrame):
        raise UnusableLayerError("no_polygons", file=source.shown, layer=layer, kinds="a table without outlines")
    return frame


def _damaged(message: str) -> bool:
    return any(sign in message.lower() for sign in _TRUNCATION_SIGNS)


def _blame(error: Exception) -> str:
    return "file_truncated" if _damaged(str(error)) else "file_unreadable"


def _short(error: Exception) -> str:
    """The reason without any path: the first words that GDAL or zipfile says."""
    text = str(error).split(";", maxsplit=1)[0]
    return " ".join(word for word in text.split() if "/" not in word and "\\" not in word)[:120] or type(error).__name__


def _check_shapefile(path: Path, shown: str) -> None:
    """Refuse a .shp shorter than its header says: GDAL would read the rest as rows without an outline."""
    head = path.read_bytes()[:32]
    if len(head) < 32 or struct.unpack(">i", head[:4])[0] != 9994:
        raise UnreadableFileError("file_unreadable", file=shown, reason="not a shapefile")
    stated, found = struct.unpack(">i", head[24:28])[0] * 2, path.stat().st_size
    if found < stated:
        raise UnreadableFileError("file_truncated", file=shown, reason=f"{found} of {stated} bytes")


def _check_geopackage(path: Path, shown: str) -> None:
    with path.open("rb") as stream:
        head = stream.read(32)
    if len(head) < 32 or not head.startswith(b"SQLite format 3"):
        raise UnreadableFileError("file_unreadable", file=shown, reason="not a GeoPackage")
    page = struct.unpack(">H", head[16:18])[0]
    stated, found = (65536 if page == 1 else page) * struct.unpack(">I", head[28:32])[0], path.stat().st_size
    if found < stated:
        raise UnreadableFileError("file_truncated", file=shown, reason=f"{found} of {stated} bytes")


def _with_index(path: Path, shown: str, folder: Path, findings: list[Finding]) -> Path:
    """The shapefile itself, or a copy whose missing .shx GDAL has rebuilt."""
    siblings = {item.suffix.lower() for item in path.parent.glob(f"{path.stem}.*")}
    if ".shx" in siblings:
        return path
    copies = folder / "shx"
    copies.mkdir(exist_ok=True)
    for item in path.parent.glob(f"{path.stem}.*"):
        target = copies / item.name
        shutil.copyfile(item, target)
        target.chmod(0o600)
    # Not a dataset-open option in GDAL: it has to be set for the process, so it is set for this one call only.
    pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": "YES"})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pyogrio.read_info(copies / path.name)
    except DataSourceError as error:
        raise UnreadableFileError(_blame(error), file=shown, reason=_short(error)) from error
    finally:
        pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": None})
    findings.append(Finding("index_restored", {"file": shown}))
    return copies / path.name


def _sniffed_encoding(path: Path, shown: str, findings: list[Finding]) -> str | None:
    """The encoding of a shapefile's names where no .cpg states it; None leaves it to GDAL (all names plain ASCII)."""
    tables = [item for item in path.parent.glob(f"{path.stem}.*") if item.suffix.lower() in (".dbf", ".cpg")]
    table = next((item for item in tables if item.suffix.lower() == ".dbf"), None)
    if table is None or any(item.suffix.lower() == ".cpg" for item in tables):
        return None
    values = [value for value in dbf_texts(table.read_bytes()) if not value.isascii()]
    if not values:
        return None
    for encoding in ("UTF-8", "GB18030", "ISO-8859-1"):
        try:
            sample = [_decoded(value, encoding) for value in values]
        except UnicodeDecodeError:
            continue
        findings.append(Finding("encoding_guessed", {"file": shown, "encoding": encoding, "sample": sample[0]}))
        return encoding
    return None


def _decoded(value: bytes, encoding: str) -> str:
    """A field's text; a last character that the field's width cut in two is forgiven."""
    for cut in range(4 if encoding != "ISO-8859-1" else 1):
        try:
            return value[: len(value) - cut].decode(encoding)
        except UnicodeDecodeError:
            if cut == 3 or len(value) < 8:
                raise
    raise UnicodeDecodeError(encoding, value, 0, len(value), "not decodable")


def dbf_texts(table: bytes) -> list[bytes]:
    """The raw values of all text fields of a dBASE table, empty ones left out."""
    if len(table) < 33:
        return []
    rows, start, width = struct.unpack("<IHH", table[4:12])
    fields: list[tuple[int, int]] = []
    at, offset = 32, 1
    while at + 32 <= start and table[at] != 0x0D:
        if table[at + 11 : at + 12] == b"C":
            fields.append((offset, table[at + 16]))
        offset += table[at + 16]
        at += 32
    texts = []
    for row in range(rows):
        record = table[start + row * width : start + (row + 1) * width]
        texts += [record[begin : begin + size].strip(b" \0") for begin, size in fields]
    return [value for value in texts if value]


def _curved_layers(path: Path) -> frozenset[str]:
    """Layers of a GeoPackage declared as curves, which the reader turns into short straight lines without a word."""
    if path.suffix.lower() != ".gpkg":
        return frozenset()
    with contextlib.closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        try:
            rows = pd.DataFrame(
                database.execute("SELECT table_name, geometry_type_name FROM gpkg_geometry_columns").fetchall(),
                columns=["layer", "kind"],
            )
        except sqlite3.DatabaseError:
            return frozenset()  # what is wrong with it the reader will say
    return frozenset(rows.loc[rows["kind"].str.upper().isin(_CURVED), "layer"].astype(str))
