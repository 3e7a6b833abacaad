"""Every sentence and label that a user sees, in Simplified Chinese with an English twin.

The texts stand in `catalogue/messages/*.toml`, one file an area; keys are unique over all files. Where the words
changed in 2021 or 2026, a text has variants (`zh_2021`, `zh_2026`, `en_2021`, `en_2026`), or takes a word from the
vocabulary of the eras: `{words[solar]}` its first, `{labels[solar]}` all that it offers.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

from data_access.vocabulary import ERAS, Words

_FOLDER: Final = Path(__file__).parent / "catalogue" / "messages"

LANGUAGES: Final = ("zh", "en")
_VARIANTS: Final = {f"{lang}_{era}" for lang in LANGUAGES for era in ERAS[1:]}


class Tongue(str):
    """A language that is spoken in the words of one era. It equals the bare language, so that who asks which language
    it is need not know of eras; `text` and the names of indicators do.
    """

    era: str

    def __new__(cls, lang: str, era: str) -> "Tongue":
        """The language `lang` ("zh" or "en") in the words of `era`, one of `vocabulary.ERAS`."""
        tongue = super().__new__(cls, lang)
        tongue.era = era
        return tongue


def era_in(lang: str) -> str:
    """The era whose words `lang` speaks; a bare language speaks those of the first."""
    return lang.era if isinstance(lang, Tongue) else ERAS[0]


def year_in(lang: str, period: int | None) -> int | None:
    """The year in whose words a name that is kept by years is said: of the era of `lang`, else of `period` itself."""
    return int(lang.era) if isinstance(lang, Tongue) else period


@cache
def messages() -> dict[str, dict[str, str]]:
    """The whole catalogue: key -> {"zh": text, "en": text, variants}; raises ValueError on a key that stands twice."""
    catalogue: dict[str, dict[str, str]] = {}
    for path in sorted(_FOLDER.glob("*.toml")):
        for key, entry in _flatten(tomllib.loads(path.read_text(encoding="utf-8"))).items():
            if key in catalogue:
                raise ValueError(f"message {key} stands twice (again in {path.name})")
            catalogue[key] = entry
    return catalogue


def _flatten(table: dict[str, object], prefix: str = "") -> dict[str, dict[str, str]]:
    """Turn nested TOML tables into dotted keys; a leaf is a table that holds `zh` and `en`, and perhaps variants."""
    flat: dict[str, dict[str, str]] = {}
    for name, value in table.items():
        key = f"{prefix}{name}"
        if not isinstance(value, dict):
            raise TypeError(f"message {key} is neither a text pair nor a table")
        if set(LANGUAGES) <= set(value) <= {*LANGUAGES, *_VARIANTS}:
            flat[key] = value
        else:
            flat.update(_flatten(value, f"{key}."))
    return flat


def as_label(said: str) -> str:
    """`said` as it stands by itself on a label: its first letter large where its script has large ones."""
    return said[:1].upper() + said[1:]


def text(key: str, lang: str = "zh", **values: object) -> str:
    """The sentence named `key` in `lang`, with `values` put in; raises KeyError for an unknown key."""
    entry, era = messages()[key], era_in(lang)
    said = entry.get(lang, entry["zh"])
    for later in ERAS[1 : ERAS.index(era) + 1]:
        said = entry.get(f"{lang}_{later}", said)
    return said.format(words=Words(era), labels=Words(era, whole=True), **values)
