"""Build the index of the households after a release: whole or not at all, beside the releases, mode 0600."""

import os
import secrets
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from data_access.adoption.attached import prepare_counting
from data_access.adoption.opening import open_shared
from data_access.database import database_errors
from data_access.errors import ReleaseError, system_reason
from data_access.household_index.files import IndexMeta, KeySeal, PlacedRegions, mark_of, write_index
from data_access.household_index.gather import Draft, gather_households, gather_themes
from data_access.household_index.gather_people import gather_people, number_tails
from data_access.household_index.letters import Letters
from data_access.household_index.placed import places_of
from data_access.release import Release
from data_access.settings import Settings
from data_access.tokens import HouseholdTokens

BUILDING: Final = ".building-"
STAGES: Final = ("places", "households", "themes", "people", "write")
Told = Callable[[str, int, int], None]
_LISTS: Final = ("HOUSEHOLD_ATTRIBUTE", "CAUSE", "ASSURANCE", "MONITORING_OBJECT", "AGE_BAND", "INDUSTRY_KIND")


def build_index(
    settings: Settings, folder: Path, release: Release, tokens: HouseholdTokens, told: Told | None = None
) -> Path:
    """Read the shared database into a new index in `folder`, for the regions of `release`; returns where it stands.

    `told` is called with the key of a message, the steps done and their number. On failure nothing of it stays.
    Raises the DatabaseError family, ReleaseError. Source: the tables of people of the contract.
    """
    began = time.perf_counter()

    def say(stage: str) -> None:
        if told is not None:
            told(f"households.stage.{stage}", STAGES.index(stage), len(STAGES))

    items = {name: release.items(name) for name in _LISTS}
    items["INDUSTRY_KIND"] = tuple(str(kind) for kind in release.industry_kinds["kind"])
    visits_on = release.meta.table_days.get("household_visit", release.as_of)
    letters, nonce = Letters(tokens.secret), secrets.token_hex(16)
    engine = open_shared(settings, for_build=True)
    try:
        with database_errors(), engine.connect() as connection, connection.begin():
            prepare_counting(connection)
            say("places")
            places = places_of(connection, release.themes, release.tree)
            say("households")
            draft = gather_households(connection, places, items)
            say("themes")
            gather_themes(
                connection, draft, places, items, themes=release.themes, as_of=release.as_of, visits_on=visits_on
            )
            say("people")
            people = gather_people(connection, draft, letters, items, release.as_of)
    finally:
        engine.dispose()
    say("write")
    readings, syllables = letters.readings()
    columns = {
        "region": draft.region, **draft.columns, **people, "readings": readings,
        "number_tail": number_tails(draft, letters), **_keys(draft, tokens, nonce),
    }  # fmt: skip
    meta = IndexMeta(
        release_id=release.id, as_of=release.as_of, visits_on=visits_on, themes=release.themes, facets=draft.facets,
        syllables=syllables, nonce=nonce,
        check=KeySeal(tokens.secret, nonce).check, households=len(draft.keys), persons=len(people["person_row"]),
        built_in_seconds=round(time.perf_counter() - began, 3),
    )  # fmt: skip
    try:
        path = _placed(folder, meta, places.placed(draft.region), columns)
    except OSError as error:
        raise ReleaseError("release.write", path=str(folder), reason=system_reason(error)) from error
    if told is not None:
        told("households.stage.write", len(STAGES), len(STAGES))
    return path


def _keys(draft: Draft, tokens: HouseholdTokens, nonce: str) -> dict[str, NDArray[Any]]:
    """The sealed keys one after another, where each begins, and the tokens' first bytes in order with their rows."""
    seal = KeySeal(tokens.secret, nonce)
    sealed = [seal.turned(row, key.encode()) for row, key in enumerate(draft.keys)]
    starts = np.concatenate([[0], np.cumsum([len(one) for one in sealed], dtype=np.int64)]).astype(np.int64)
    marks = np.array([mark_of(tokens.token(key)) for key in draft.keys], dtype=np.uint64)
    order = np.argsort(marks, kind="stable")
    return {
        "keys": np.frombuffer(b"".join(sealed), dtype=np.uint8),
        "key_starts": starts,
        "marks": marks[order],
        "mark_rows": order.astype(np.uint32),
    }


def _placed(folder: Path, meta: IndexMeta, regions: PlacedRegions, columns: dict[str, NDArray[Any]]) -> Path:
    """Write beside, then give it its name in one step; what killed builds left behind is removed."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    for left in folder.glob(f"{BUILDING}*"):
        if time.time() - left.stat().st_mtime > 3600:
            shutil.rmtree(left, ignore_errors=True)
    draft = folder / f"{BUILDING}{os.getpid()}-{time.monotonic_ns()}"
    draft.mkdir(mode=0o700)
    try:
        write_index(draft, meta, regions, columns)
        path = folder / f"{meta.release_id}-{meta.nonce[:8]}"
        draft.replace(path)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return path
