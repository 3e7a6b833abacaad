"""Writes a programme into a file of scenes; what people wrote around the scenes, and above each, stays."""

import tomllib
from collections.abc import Iterable, Mapping
from typing import Any, Final

import tomlkit
from tomlkit.items import Item, Table

from data_access.messages import text
from data_access.scenes.blocks import Block, Blocks
from data_access.scenes.records import DWELL_SECONDS, IDLE_SECONDS, Scene

KEYS: Final = (
    "name", "name_en", "view", "kind", "solar", "deck", "region", "indicator", "period", "layers", "compare", "breaks",
    "depth", "spotlight", "dwell", "hours", "off",
)  # fmt: skip
USUAL: Final[Mapping[str, Any]] = {
    "name": "", "name_en": "", "view": "overview", "kind": "ALL", "solar": "with", "deck": "gaps", "compare": "auto",
    "breaks": "policy", "depth": "below", "spotlight": "none", "dwell": DWELL_SECONDS, "off": False,
}  # fmt: skip
"""Values that need not be written."""


def write_scenes(
    source: str | None,
    rows: Iterable[Mapping[str, Any]],
    *,
    idle_seconds: Any = IDLE_SECONDS,
    night: Mapping[str, Any] | None = None,
    lang: str = "zh",
) -> str:
    """The text of the file with `rows` as its scenes, in their order.

    A row holds keys of a scene as they are written in TOML, None = not written; its `origin` is the number (from 1) of
    the scene of `source` whose text it takes over with its comments, None = new. Nothing is checked: what is read from
    the result says what is wrong. `source` None or no TOML = a new file.
    """
    old = _blocks(source)
    if old is None:
        old = Blocks.of(text("scenes.file_head", lang))
    head = _set(old.blocks[0].source, None, {"idle_seconds": _plain(idle_seconds)}, {"idle_seconds": IDLE_SECONDS})
    nights = [block for block in old.blocks if block.kind == "night"][:1]
    parts = [head, *_night(nights, night), *(_scene(old, row) for row in rows)]
    return "\n\n".join(part.strip("\n") for part in parts if part.strip()) + "\n"


def written_row(scene: Scene) -> dict[str, Any]:
    """The scene as a row of `write_scenes`, without what need not be written."""
    told = {key: getattr(scene, key) for key in KEYS if key not in ("layers", "hours", "off")}
    told["layers"] = None if scene.layers is None else list(scene.layers)
    told["hours"] = None if scene.hours is None else str(scene.hours)
    told["off"] = scene.is_off
    return {
        key: value for key, value in told.items() if value is not None and not (key in USUAL and USUAL[key] == value)
    }


def _blocks(source: str | None) -> Blocks | None:
    """The blocks of `source` when they hold all of it: scenes written as one inline list have no block of their own."""
    if source is None:
        return None
    try:
        said = tomllib.loads(source)
        blocks = Blocks.of(source)
        for block in blocks.blocks:
            tomllib.loads(block.source)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None
    scenes = said.get("scene", [])
    return blocks if isinstance(scenes, list) and len(scenes) == len(blocks.scenes) else None


def _night(blocks: list[Block], night: Mapping[str, Any] | None) -> list[str]:
    if night is None:
        return []
    source = blocks[0].source if blocks else "[night]"
    return [_set(source, "night", {key: _plain(night.get(key)) for key in ("from", "to", "dim")}, {})]


def _scene(old: Blocks, row: Mapping[str, Any]) -> str:
    origin = row.get("origin")
    taken = isinstance(origin, int) and not isinstance(origin, bool) and 0 < origin <= len(old.scenes)
    source = old.scenes[origin - 1].source if isinstance(origin, int) and taken else "[[scene]]"
    return _set(source, "scene", {key: _plain(row.get(key)) for key in KEYS}, USUAL)


def _plain(value: Any) -> Any:
    """A value that TOML can hold; what it cannot becomes text, which the reader then refuses."""
    if isinstance(value, list):
        return [one if isinstance(one, str | int | float) else str(one) for one in value]
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _set(source: str, table: str | None, wanted: Mapping[str, Any], usual: Mapping[str, Any]) -> str:
    """The TOML of one table with the values `wanted`; a line whose value stays is not touched."""
    document = tomlkit.parse(source + "\n")
    found: Any = document if table is None else document[table]
    place: Table = found[0] if table == "scene" else found
    for key, value in wanted.items():
        if key in place and _same(place[key], value):
            continue
        if value is None or (key in usual and _same(usual[key], value)):
            place.pop(key, None)
        else:
            place[key] = value
    return tomlkit.dumps(document)


def _same(item: Any, value: Any) -> bool:
    """Whether an item of a document, or a plain value, is this value and of its kind: 1 is not true."""
    written = item.unwrap() if isinstance(item, Item) else item
    return type(written) is type(value) and bool(written == value)
