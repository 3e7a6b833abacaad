"""What lies in a zip that somebody sent: taken out under our own rules, into a folder that is thrown away."""

from __future__ import annotations

import errno
import shutil
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from geo.errors import GeoError, UnreadableFileError

SPATIAL_SUFFIXES = (
    ".gpkg", ".shp", ".geojson", ".json", ".topojson", ".fgb", ".gml", ".kml", ".kmz", ".tab", ".mif", ".dxf",
)  # fmt: skip
"""Kinds of boundary files, in the order in which one is preferred where a zip holds the same layer several times."""
UNZIPPED_MOST = 2_000_000_000
MEMBERS_MOST = 20_000
BOMB_RATIO = 200
BOMB_BYTES = 100_000_000
"""A zip that unpacks to more than this, and to more than BOMB_RATIO times its size, is not data."""
_BESIDE_SHAPES = (".shx", ".dbf", ".prj", ".cpg", ".sbn", ".sbx", ".qpj")
_PIECE = 1 << 20
_OTHER_PACKERS = {b"Rar!": "RAR", b"7z\xbc\xaf": "7z", b"\x1f\x8b": "gzip"}


def unpacked(path: Path, folder: Path) -> list[Path]:
    """The boundary files in a file, folder or zip, sorted; a zip is taken out into `folder`.

    Files of Mac OS's own (__MACOSX, ._x) are passed over; a file geodatabase (a folder x.gdb) is one file. Raises
    UnreadableFileError: file_truncated, file_unreadable, zip_empty, zip_bomb, zip_outside, zip_password, zip_nested,
    packed_otherwise; GeoError disk_full.
    """
    path = _whole_shapefile(path)
    if path.is_dir():
        return [path] if path.suffix.lower() == ".gdb" else _found(path, path, top_only=True)
    if path.suffix.lower() == ".kmz" or not _is_zip(path):
        return [path]
    target = folder / "zip"
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not _is_noise(member)]
            _check(path, members)
            _take_out(archive, members, target, path)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, zlib.error) as error:
        raise UnreadableFileError("file_truncated", file=path.name, reason=type(error).__name__) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise GeoError("disk_full") from error
        raise UnreadableFileError("file_unreadable", file=path.name, reason=type(error).__name__) from error
    return _found(target, path)


def _whole_shapefile(path: Path) -> Path:
    """The .shp where one of the files beside it was named."""
    if path.suffix.lower() not in _BESIDE_SHAPES:
        return path
    return next((item for item in path.parent.glob(f"{path.stem}.*") if item.suffix.lower() == ".shp"), path)


def _is_zip(path: Path) -> bool:
    if path.suffix.lower() == ".zip":
        with path.open("rb") as stream:
            head = stream.read(4)
        packer = next((name for sign, name in _OTHER_PACKERS.items() if head.startswith(sign)), None)
        if packer is not None:
            raise UnreadableFileError("packed_otherwise", file=path.name, packer=packer)
        return True
    if path.suffix.lower() in (".rar", ".7z", ".gz", ".tar", ".tgz"):
        raise UnreadableFileError("packed_otherwise", file=path.name, packer=path.suffix[1:])
    return False


def _is_noise(member: zipfile.ZipInfo) -> bool:
    parts = _parts(member)
    return member.is_dir() or not parts or "__MACOSX" in parts or parts[-1].startswith("._")


def _parts(member: zipfile.ZipInfo) -> tuple[str, ...]:
    """The folders and the name of a member: as GBK where Windows wrote it so, `\\` being a separator there."""
    name = member.filename
    if not member.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("gb18030")
        except UnicodeError:
            name = member.filename
    return PurePosixPath(name.replace("\\", "/")).parts


def _check(path: Path, members: list[zipfile.ZipInfo]) -> None:
    for member in members:
        parts = _parts(member)
        if ".." in parts or parts[0] == "/" or ":" in parts[0] or stat.S_ISLNK(member.external_attr >> 16):
            raise UnreadableFileError("zip_outside", file=path.name, member=member.filename[-60:])
        if member.flag_bits & 0x1:
            raise UnreadableFileError("zip_password", file=path.name)
    stated = sum(member.file_size for member in members)
    packed = max(1, path.stat().st_size)
    bomb = stated > BOMB_BYTES and stated > BOMB_RATIO * packed
    if bomb or stated > UNZIPPED_MOST or len(members) > MEMBERS_MOST:
        raise UnreadableFileError("zip_bomb", file=path.name, size=stated // 1_000_000, count=len(members))


def _take_out(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], target: Path, path: Path) -> None:
    """The members, never more than they state: a zip may lie about how large they are."""
    target.mkdir(parents=True)
    for member in members:
        place = target.joinpath(*_parts(member))
        place.parent.mkdir(parents=True, exist_ok=True)
        left = member.file_size
        with archive.open(member) as source, place.open("wb") as sink:
            while piece := source.read(_PIECE):
                left -= len(piece)
                if left < 0:
                    raise UnreadableFileError("zip_bomb", file=path.name, size=member.file_size // 1_000_000, count=1)
                sink.write(piece)


def _found(folder: Path, path: Path, *, top_only: bool = False) -> list[Path]:
    databases = sorted(item for item in folder.rglob("*.gdb") if item.is_dir())
    inside = [item for item in (folder.glob("*") if top_only else folder.rglob("*")) if item.is_file()]
    inside = [item for item in inside if not any(database in item.parents for database in databases)]
    files = sorted(item for item in inside if item.suffix.lower() in SPATIAL_SUFFIXES)
    if files or databases:
        return [*databases, *files]
    packed = [item.name for item in inside if item.suffix.lower() in (".zip", ".rar", ".7z")]
    if packed:
        raise UnreadableFileError("zip_nested", file=path.name, member=packed[0])
    raise UnreadableFileError("zip_empty", file=path.name)


def once(files: list[Path]) -> tuple[list[Path], list[str]]:
    """Each layer once: of files of one name in several formats the first kind is kept; and the names left out."""
    kept: dict[tuple[Path, str], Path] = {}
    for file in sorted(files, key=_preference):
        kept.setdefault((file.parent, file.stem.lower()), file)
    chosen = [file for file in files if file in kept.values()]
    return chosen, [file.name for file in files if file not in chosen]


def _preference(file: Path) -> int:
    suffix = file.suffix.lower()
    return SPATIAL_SUFFIXES.index(suffix) if suffix in SPATIAL_SUFFIXES else -1


def copied(path: Path, folder: Path) -> Path:
    """A copy of a file in `folder`, writable by us alone."""
    folder.mkdir(exist_ok=True)
    target = folder / path.name
    shutil.copyfile(path, target)
    target.chmod(0o600)
    return target
