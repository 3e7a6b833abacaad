"""Opening what people send: zips, shapefiles without index or encoding, files cut short; one clear line for each."""

from __future__ import annotations

import contextlib
import sqlite3
import struct
import tempfile
import warnings
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
from pandas.api.types import is_object_dtype
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS
from pyproj.exceptions import CRSError
from shapely.errors import GEOSException

from geo.archives import copied, once, unpacked
from geo.encodings import as_utf8, sniffed
from geo.errors import Finding, UnreadableFileError, UnusableLayerError, listed
from geo.streaming import STREAMED_FROM, read_in_pieces, size_of

_TEXT_FORMATS = (".geojson", ".json", ".topojson", ".kml", ".gml", ".mif")
_CURVED = ("CIRCULARSTRING", "COMPOUNDCURVE", "CURVEPOLYGON", "MULTICURVE", "MULTISURFACE", "CURVE", "SURFACE")
_TRUNCATION_SIGNS = ("corrupt", "truncat", "malformed", "failed to read", "unexpected end", "too short")


def _silent(_done: int, _total: int) -> None:
    """The listener that nobody reads."""


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
def opened(path: Path, encoding: str | None = None, known: Collection[str] = ()) -> Iterator[list[Source]]:
    """The data sources in one file, folder or zip, valid inside the `with`; nothing is written beside the user's file.

    known: names of regions, which help to tell the encoding. Raises UnreadableFileError: file_missing,
    file_unreadable, file_truncated, bad_encoding, and what `geo.archives.unpacked` raises.
    """
    if not path.exists():
        raise UnreadableFileError("file_missing", file=path.name)
    with tempfile.TemporaryDirectory(prefix="guatu-geo-") as folder:
        files, twins = once(unpacked(path, Path(folder)))
        sources = [_source(item, path.name, Path(folder), encoding, known) for item in files]
        if twins:
            sources[0].findings.append(Finding("twins_left", {"file": path.name, "names": listed(twins)}))
        yield sources


def _source(path: Path, file: str, folder: Path, encoding: str | None, known: Collection[str]) -> Source:
    findings: list[Finding] = []
    shown = file if path.name == file else f"{file}/{path.name}"
    suffix = path.suffix.lower()
    if suffix == ".shp":
        _check_shapefile(path, shown)
        path = _without_bad_system(path, shown, folder, findings)
        path = _with_index(path, shown, folder, findings)
        if encoding is None:
            encoding = sniffed(path, shown, findings, known)
    if suffix == ".gpkg":
        _check_geopackage(path, shown)
    if suffix in _TEXT_FORMATS:
        path = _in_utf8(path, shown, folder, findings)
    if suffix == ".gml" and folder not in path.parents:
        path = copied(path, folder / "gml")  # the reader leaves a .gfs beside every .gml
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an odd layer is judged when it is read
            layers = {str(layer): str(kind or "") for layer, kind in pyogrio.list_layers(path)}
    except (DataSourceError, UnicodeDecodeError) as error:
        raise UnreadableFileError(_blame(error), file=shown, reason=_short(error)) from error
    return Source(path, shown, layers, encoding, _curved_layers(path), findings)


def _in_utf8(path: Path, shown: str, folder: Path, findings: list[Finding]) -> Path:
    """The file itself, or a copy in UTF-8 where it is GBK, which the readers of these formats do not know."""
    target = folder / "utf8"
    target.mkdir(exist_ok=True)
    if not as_utf8(path, target / path.name):
        return path
    findings.append(Finding("text_recoded", {"file": shown}))
    return target / path.name


def read_layer(source: Source, layer: str, tell: Callable[[int, int], None] = _silent) -> gpd.GeoDataFrame:
    """One layer with all its fields, in its own coordinate system; a large file in pieces, told as they are read.

    Raises UnreadableFileError (file_truncated, file_unreadable, bad_encoding), UnusableLayerError unsupported_geometry.
    """
    try:
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            if size_of(source.path) < STREAMED_FROM:
                frame = pyogrio.read_dataframe(source.path, layer=layer, encoding=source.encoding)
            else:
                frame, found = read_in_pieces(source.path, layer, source.encoding, tell, source.shown)
                source.findings.extend(found)
    except GEOSException as error:
        raise UnusableLayerError("unsupported_geometry", file=source.shown, layer=layer) from error
    except (UnicodeDecodeError, LookupError) as error:
        raise UnreadableFileError("bad_encoding", file=source.shown, encoding=source.encoding or "UTF-8") from error
    except (DataSourceError, DataLayerError, ValueError) as error:
        raise UnreadableFileError(_blame(error), file=source.shown, reason=_short(error)) from error
    except (CRSError, UnboundLocalError) as error:  # how pyogrio fails at a system that it cannot write down
        raise UnreadableFileError("crs_unreadable", file=source.shown) from error
    damage = [str(w.message) for w in said if _damaged(str(w.message))]
    if damage:
        raise UnreadableFileError("file_truncated", file=source.shown, reason=damage[0][:120])
    if not isinstance(frame, gpd.GeoDataFrame):
        raise UnusableLayerError("no_outlines", file=source.shown, layer=layer)
    return frame.drop(columns=[column for column in frame.columns if _is_nested(frame[column])])


def _is_nested(values: pd.Series[Any]) -> bool:
    """Whether a field holds lists or objects, as those of web maps do: no code and no name is one."""
    return is_object_dtype(values) and any(isinstance(value, (list, tuple, dict, np.ndarray)) for value in values)


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
    with path.open("rb") as stream:
        head = stream.read(32)
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


def _without_bad_system(path: Path, shown: str, folder: Path, findings: list[Finding]) -> Path:
    """The shapefile itself, or a copy without its .prj where that says nothing that can be read."""
    siblings = list(path.parent.glob(f"{path.stem}.*"))
    stated = next((item for item in siblings if item.suffix.lower() == ".prj"), None)
    if stated is None:
        return path
    try:
        CRS.from_wkt(stated.read_text(encoding="utf-8-sig"))
    except (CRSError, UnicodeDecodeError):
        for item in siblings:
            if item != stated:
                copied(item, folder / "prj")
        findings.append(Finding("prj_unreadable", {"file": shown}))
        return folder / "prj" / path.name
    return path


def _with_index(path: Path, shown: str, folder: Path, findings: list[Finding]) -> Path:
    """The shapefile itself, or a copy whose missing .shx GDAL has rebuilt."""
    siblings = {item.suffix.lower() for item in path.parent.glob(f"{path.stem}.*")}
    if ".shx" in siblings:
        return path
    copies = folder / "shx"
    for item in path.parent.glob(f"{path.stem}.*"):
        copied(item, copies)
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
