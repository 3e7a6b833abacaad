"""Every sentence and label that a user sees, in Simplified Chinese with an English twin.

The texts stand in `catalogue/messages/*.toml`, one file an area; keys are unique over all files.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).parent / "catalogue" / "messages"

LANGUAGES: Final = ("zh", "en")


@cache
def messages() -> dict[str, dict[str, str]]:
    """The whole catalogue: key -> {"zh": text, "en": text}; raises ValueError on a key that stands twice."""
    catalogue: dict[str, dict[str, str]] = {}
    for path in sorted(_FOLDER.glob("*.toml")):
        for key, entry in _flatten(tomllib.loads(path.read_text(encoding="utf-8"))).items():
            if key in catalogue:
                raise ValueError(f"message {key} stands twice (again in {path.name})")
            catalogue[key] = entry
    return catalogue


def _flatten(table: dict[str, object], prefix: str = "") -> dict[str, dict[str, str]]:
    """Turn nested TOML tables into dotted keys; a leaf is a table that holds `zh` and `en`."""
    flat: dict[str, dict[str, str]] = {}
    for name, value in table.items():
        key = f"{prefix}{name}"
        if not isinstance(value, dict):
            raise TypeError(f"message {key} is neither a text pair nor a table")
        if set(value) == set(LANGUAGES):
            flat[key] = value
        else:
            flat.update(_flatten(value, f"{key}."))
    return flat


def text(key: str, lang: str = "zh", **values: object) -> str:
    """The sentence named `key` in `lang`, with `values` put in; raises KeyError for an unknown key."""
    entry = messages()[key]
    return entry.get(lang, entry["zh"]).format(**values)
