"""The type that ships: every character that the product says, within the bytes it may weigh, from no other place."""

import csv
import re
from functools import cache
from pathlib import Path

import brotli
import pytest

ROOT = Path(__file__).resolve().parents[3]
FONTS = ROOT / "assets" / "fonts"
SHEET = (ROOT / "assets" / "01-fonts.css").read_text("utf-8")
MOST_BYTES = 6_000_000
RULE = re.compile(r"@font-face\{(?P<body>[^}]*)\}")
BY_HEAD = dict(enumerate(["cmap", "head", "hhea", "hmtx", "maxp", "name", "OS/2", "post"]))
FORMAT_4, FORMAT_12 = 4, 12


def whole(data: bytes, at: int, size: int) -> int:
    """A big-endian number."""
    return int.from_bytes(data[at : at + size], "big")


def variable(data: bytes, at: int) -> tuple[int, int]:
    """A number of variable length (UIntBase128) and where it ends."""
    number = 0
    while True:
        number = number << 7 | data[at] & 0x7F
        at += 1
        if not data[at - 1] & 0x80:
            return number, at


@cache
def characters(path: Path) -> frozenset[int]:
    """What a WOFF2 file can write, read from the file itself as the standard says it is laid out."""
    data = path.read_bytes()
    assert data[:4] == b"wOF2"
    at, start, where = 48, 0, None
    for _ in range(whole(data, 12, 2)):
        known = data[at] & 0x3F
        tag = BY_HEAD.get(known, "other")
        transformed = data[at] >> 6
        at += 1
        if known == 0x3F:
            tag = data[at : at + 4].decode("latin-1")
            at += 4
        length, at = variable(data, at)
        if tag in ("glyf", "loca") or transformed not in (0, 3):
            length, at = variable(data, at)
        if tag == "cmap":
            where = (start, length)
        start += length
    assert where is not None
    tables = brotli.decompress(data[at : at + whole(data, 20, 4)])
    return frozenset(written(tables[where[0] : where[0] + where[1]]))


def written(cmap: bytes) -> set[int]:
    """The code points of a `cmap` table that have a glyph."""
    found: set[int] = set()
    for number in range(whole(cmap, 2, 2)):
        table = cmap[whole(cmap, 4 + 8 * number + 4, 4) :]
        kind = whole(table, 0, 2)
        if kind == FORMAT_12:
            for group in range(whole(table, 12, 4)):
                low, high = (whole(table, 16 + 12 * group + step, 4) for step in (0, 4))
                found |= set(range(low, high + 1))
        elif kind == FORMAT_4:
            count = whole(table, 6, 2) // 2
            for part in range(count):
                high, low = whole(table, 14 + 2 * part, 2), whole(table, 16 + 2 * count + 2 * part, 2)
                found |= set(range(low, high + 1)) - {0xFFFF}
    return found


def faces() -> list[tuple[int, list[tuple[int, int]], Path, str]]:
    """Weight, ranges, file and hash of each rule, in the order of the sheet."""
    found = []
    for rule in RULE.finditer(SHEET):
        told = dict(part.split(":", 1) for part in rule["body"].split(";"))
        name, version = re.findall(r'url\("fonts/([^?"]+)\?v=([0-9a-f]{8})"\)', told["src"])[0]
        ranges = []
        for span in told["unicode-range"].split(","):
            low, _, high = span.removeprefix("U+").partition("-")
            ranges.append((int(low, 16), int(high or low, 16)))
        found.append((int(told["font-weight"]), ranges, FONTS / name, version))
    return found


def fetched(weight: int) -> dict[int, list[Path]]:
    """For each character with a rule: the files that a browser goes through until one has it, last rule first."""
    way: dict[int, list[Path]] = {}
    have: set[int] = set()
    for told, ranges, path, _ in reversed(faces()):
        if told == weight:
            for point in {p for low, high in ranges for p in range(low, high + 1)} - have:
                way.setdefault(point, []).append(path)
            have |= {point for point in characters(path) if any(low <= point <= high for low, high in ranges)}
    return {point: files for point, files in way.items() if point in have}


def said() -> set[int]:
    """Every character of the catalogues and of the demo county's names."""
    found = set()
    rooms = (ROOT / "data_access" / "catalogue", ROOT / "data_access" / "demo")
    for path in [path for room in rooms for path in room.rglob("*") if path.suffix in (".toml", ".csv", ".py")]:
        found |= {ord(c) for c in path.read_text("utf-8")}
    return {point for point in found if point >= 0x20}


@pytest.mark.parametrize("weight", [400, 700])
def test_every_character_of_the_product_is_in_a_slice(weight: int) -> None:
    way = fetched(weight)
    assert not {chr(point) for point in said() if point not in way}


@pytest.mark.parametrize("weight", [400, 700])
def test_what_the_product_says_itself_is_in_the_first_slice(weight: int) -> None:
    first = characters(FONTS / f"guatu-{weight}-first.woff2")
    outside = {chr(point) for point in said() - first}
    assert len(outside) <= 12, f"make the slices anew (assets/fonts/README.md): {''.join(sorted(outside))}"


@pytest.mark.parametrize("weight", [400, 700])
def test_names_of_people_and_villages_can_be_written(weight: int) -> None:
    way = fetched(weight)
    two_bytes = {ord(c) for h in range(0x81, 0xFF) for lo in range(0x40, 0xFF) for c in gbk(h, lo)}
    assert not {chr(point) for point in two_bytes if 0x4E00 <= point <= 0x9FA5 and point not in way}
    assert not {hex(point) for point in range(0x3400, 0x4DB6) if point not in way}
    assert all(ord(c) in way for c in "𠅤𬇕䶮㛃堃祎翀昇喆犇垚𬭚𫖯㙟塬峁圪崾埏")


def gbk(high: int, low: int) -> str:
    """The character of two bytes in GBK, nothing where there is none."""
    decoded = bytes([high, low]).decode("gbk", "ignore")
    return decoded if len(decoded) == 1 else ""


@pytest.mark.parametrize("weight", [400, 700])
def test_a_common_character_costs_one_file_and_a_rare_one_two(weight: int) -> None:
    way = fetched(weight)
    common = {ord(c) for h in range(0xB0, 0xF8) for lo in range(0xA1, 0xFF) for c in gb2312(h, lo)}
    assert {len(way[point]) for point in common} == {1}
    assert max(len(files) for files in way.values()) <= (1 if weight == 400 else 2)


def gb2312(high: int, low: int) -> str:
    """The character of two bytes in GB 2312."""
    return bytes([high, low]).decode("gb2312", "ignore")


def test_no_character_is_shipped_twice_in_a_weight() -> None:
    for weight in (400, 700):
        seen: dict[int, Path] = {}
        for path in sorted(FONTS.glob(f"guatu-{weight}-*.woff2")):
            twice = {chr(point) for point in characters(path) & seen.keys()} - {" "}
            assert not twice, (path.name, twice)
            seen |= dict.fromkeys(characters(path), path)


def test_all_files_together_are_light() -> None:
    files = list(FONTS.glob("*.woff2"))
    assert {path.name for path in files} == {path.name for _, _, path, _ in faces()}
    assert sum(path.stat().st_size for path in files) < MOST_BYTES
    assert all((FONTS / f"guatu-{weight}-first.woff2").stat().st_size < 300_000 for weight in (400, 700))


def test_addresses_of_fonts_change_with_their_content() -> None:
    from hashlib import sha256  # noqa: PLC0415

    for _, _, path, version in faces():
        assert sha256(path.read_bytes()).hexdigest()[:8] == version, path.name


def test_no_font_of_the_system_or_of_another_host_is_asked_for() -> None:
    for sheet in (ROOT / "assets").rglob("*.css"):
        text = sheet.read_text("utf-8")
        assert "local(" not in text, sheet.name
        assert not re.search(r"url\(\s*[\"']?(https?:)?//", text), sheet.name


def test_figures_have_one_width() -> None:
    """The demand for tabular figures stands in the sheets, and the rules of the type are in the slice that has them."""
    sheets = "".join(path.read_text("utf-8") for path in (ROOT / "assets").glob("*.css"))
    assert "tabular-nums" in sheets
    with (ROOT / "data_access" / "demo" / "bashang_regions.csv").open(encoding="utf-8") as lines:
        assert sum(1 for _ in csv.reader(lines)) > 300  # the demo county's names are what `said` reads
