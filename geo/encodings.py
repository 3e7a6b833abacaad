"""In which encoding names are written: what the file states, what its bytes allow, and which reading makes words."""

from __future__ import annotations

import codecs
import re
import struct
from collections.abc import Collection, Iterator
from pathlib import Path

from geo.errors import Finding

TRIED = ("UTF-8", "GB18030", "ISO-8859-1")
WORDS = frozenset("省市区县旗乡镇村庄屯营街道社居委会组队场山河沟州北南东西中新大小上下")
"""Characters of which names of Chinese regions are made; a wrong reading yields hardly any of them."""
_DECLARED = re.compile(r"encoding=[\"'](?:GBK|GB2312|GB18030)[\"']", re.IGNORECASE)
BY_CHANCE = 0.05
"""What it weighs that bytes are good UTF-8, which other encodings hardly ever are by chance."""
_SAMPLE = 4_000
_STATED = {
    "936": "GB18030", "gbk": "GB18030", "cp936": "GB18030", "gb2312": "GB18030", "65001": "UTF-8",
    "88591": "ISO-8859-1",
}  # fmt: skip
_LANGUAGES = {0x4D: "GB18030", 0x7A: "GB18030", 0x03: "CP1252", 0x57: "CP1252"}
"""The language byte of a dBASE table -> what it means; where it is 0 it means nothing."""


def sniffed(path: Path, shown: str, findings: list[Finding], known: Collection[str] = ()) -> str | None:
    """The encoding in which a shapefile's names are words; None leaves it to the reader (all names plain ASCII).

    known: names of regions, which settle a doubt. Findings: encoding_guessed, encoding_contradicts.
    """
    siblings = {item.suffix.lower(): item for item in path.parent.glob(f"{path.stem}.*")}
    table = siblings.get(".dbf")
    if table is None:
        return None
    stated = stated_encoding(siblings.get(".cpg"))
    values = list(_sample(table))
    if not values:
        return None
    said = stated or _LANGUAGES.get(_language(table))
    read = {
        encoding: _words(values, encoding, known) for encoding in dict.fromkeys([*([said] if said else []), *TRIED])
    }
    possible = {encoding: words for encoding, words in read.items() if words is not None}
    # A draw goes to what the file says.
    best = max(possible, key=lambda encoding: possible[encoding][0])
    if stated is not None and stated in possible and possible[stated][0] >= possible[best][0]:
        return None  # the reader follows the file
    first = possible[best][1]
    if stated is None:
        findings.append(Finding("encoding_guessed", {"file": shown, "encoding": best, "sample": first}))
    else:
        params: dict[str, str | int | float] = {"file": shown, "stated": stated, "encoding": best, "sample": first}
        findings.append(Finding("encoding_contradicts", params))
    return best


def stated_encoding(cpg: Path | None) -> str | None:
    """What a .cpg says, as the codec's name; None where there is none or it says nothing known."""
    if cpg is None:
        return None
    word = cpg.read_bytes()[:64].decode("ascii", "ignore").strip().lower()
    word = _STATED.get(word.removeprefix("ansi ").replace("oem ", ""), word)
    try:
        return codecs.lookup(word).name.upper() if word else None
    except (LookupError, ValueError):
        return None


def _language(table: Path) -> int:
    with table.open("rb") as stream:
        head = stream.read(32)
    return head[29] if len(head) > 29 else 0


def _words(values: list[bytes], encoding: str, known: Collection[str]) -> tuple[float, str] | None:
    """How much like names of regions the values read in an encoding, and the first; None where they cannot be read."""
    try:
        texts = [decoded(value, encoding) for value in values]
    except UnicodeDecodeError:
        return None
    strange = "".join(character for text in texts for character in text if not character.isascii())
    score = sum(character in WORDS for character in strange) / max(1, len(strange))
    if encoding == "UTF-8":
        score += BY_CHANCE
    elif encoding == "GB18030":
        score -= sum(not _is_common(character) for character in strange) / max(1, len(strange))
    else:
        score -= sum(not character.isalpha() for character in strange) / max(1, len(strange))
    if known:
        score += sum(text in known for text in texts) / len(texts)
    return round(score, 6), texts[0]


def _is_common(character: str) -> bool:
    try:
        return len(character.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False


def decoded(value: bytes, encoding: str) -> str:
    """A field's text; a last character that the field's width cut in two is forgiven."""
    for cut in range(4 if encoding not in ("ISO-8859-1", "CP1252") else 1):
        try:
            return value[: len(value) - cut].decode(encoding)
        except UnicodeDecodeError:
            if cut == 3 or len(value) < 8:
                raise
    raise UnicodeDecodeError(encoding, value, 0, len(value), "not decodable")


def _sample(table: Path) -> Iterator[bytes]:
    """Values that are not plain ASCII, at most _SAMPLE of them, read a piece of the table at a time."""
    found = 0
    for value in dbf_texts(table):
        if not value.isascii():
            yield value
            found += 1
            if found == _SAMPLE:
                return


def dbf_texts(table: Path) -> Iterator[bytes]:
    """The raw values of all text fields of a dBASE table, empty ones left out; memory does not grow with the table."""
    with table.open("rb") as stream:
        head = stream.read(32)
        if len(head) < 32:
            return
        rows, start, width = struct.unpack("<IHH", head[4:12])
        described = stream.read(max(0, start - 32))
        fields: list[tuple[int, int]] = []
        offset = 1
        for at in range(0, len(described) - 31, 32):
            if described[at] == 0x0D:
                break
            if described[at + 11 : at + 12] == b"C":
                fields.append((offset, described[at + 16]))
            offset += described[at + 16]
        stream.seek(start)
        for _ in range(rows):
            record = stream.read(width)
            if not record:
                return
            for begin, size in fields:
                value = record[begin : begin + size].strip(b" \0")
                if value:
                    yield value


def as_utf8(path: Path, target: Path) -> bool:
    """Write a text file that is GB18030 and not UTF-8 to `target` as UTF-8; False where there was no need to."""
    if not _decodes(path, "utf-8") and _decodes(path, "gb18030"):
        with path.open(encoding="gb18030") as source, target.open("w", encoding="utf-8") as sink:
            while piece := source.read(1 << 20):
                sink.write(_DECLARED.sub('encoding="UTF-8"', piece))
        return True
    return False


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as stream:
            while piece := stream.read(1 << 20):
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
