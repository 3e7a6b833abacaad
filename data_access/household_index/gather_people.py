"""Read the people that a search finds: their names as codes, the last four of their numbers as keyed hashes."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from data_access.household_index.facets import UNKNOWN
from data_access.household_index.gather import Draft, batches
from data_access.household_index.letters import Letters, identity_tail, plain_name, tail_of
from data_access.privacy import MINOR_AGE, age_band, age_on
from data_access.schema import core

HEAD: Final = "01"
_GROWN: Final = frozenset({HEAD, "02"})
"""Relations that show a grown-up where no birth date does: the head and the spouse."""


def gather_people(
    connection: Connection, draft: Draft, letters: Letters, items: Mapping[str, tuple[str, ...]], as_of: date
) -> dict[str, NDArray[Any]]:
    """Columns of everybody of 14 and more, by household, heads first; the facet age is put into `draft`.

    Returns person_row (place of the household), is_head, name (codes, a row a place in the name), identity (hashes).
    Nobody under 14 can be searched for, nor who may be.
    """
    p = core.person
    statement = select(
        p.c.household_id, p.c.person_id, p.c.name_zh, p.c.born_on, p.c.relation_code, p.c.identity_no
    ).where(p.c.is_valid == 1)
    bands = (*items.get("AGE_BAND", ("A0", "A1", "A2", "A3")), UNKNOWN)
    place = {band: at for at, band in enumerate(bands)}
    ages = draft.empty(place[UNKNOWN])
    said = np.zeros(len(ages), dtype=np.uint8)  # 2: the head that the household names, 1: one who is said to be it
    found: list[tuple[int, bool, tuple[int, ...], int]] = []
    for part in batches(connection, statement):
        rows = draft.rows_of(part[0])
        for row, person, name, born_on, relation, number in zip(rows, *part[1:], strict=True):
            if row < 0:
                continue
            rank = 2 if person == draft.heads[row] else 1 if relation == HEAD else 0
            age = age_on(born_on, as_of)
            if rank > said[row]:
                band = age_band(born_on, as_of)
                said[row], ages[row] = rank, place.get(band.code if band else UNKNOWN, place[UNKNOWN])
            if age is None and relation not in _GROWN and not rank:
                continue
            if age is not None and age < MINOR_AGE:
                continue
            tail = letters.hashed("identity", identity_tail(number))
            found.append((int(row), rank > 0, letters.row(plain_name(name)), tail))
    draft.put_codes("age", bands, ages)
    found.sort(key=lambda one: (one[0], not one[1]))
    return {
        "person_row": np.array([one[0] for one in found], dtype=np.uint32),
        "person_is_head": np.array([one[1] for one in found], dtype=np.bool_),
        "person_name": np.ascontiguousarray(np.array([one[2] for one in found], dtype=np.uint16).reshape(-1, 6).T),
        "person_identity": np.array([one[3] for one in found], dtype=np.uint32),
    }


def number_tails(draft: Draft, letters: Letters) -> NDArray[np.uint32]:
    """Keyed hash of the last four signs of each household's number."""
    return np.array([letters.hashed("number", tail_of(key)) for key in draft.keys], dtype=np.uint32)
