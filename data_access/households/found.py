"""A search: what the index thinks of, held against the database before anything of it is told."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Engine, String, bindparam, select

from data_access.database import database_errors, read_frame
from data_access.household_index.letters import Letters, identity_tail, plain_name, segments, sounds_like, tail_of
from data_access.household_index.reading import HouseholdIndex
from data_access.household_index.records import ListedHousehold
from data_access.household_index.scoped_regions import Place
from data_access.household_index.searching import Way, candidates
from data_access.households.listed import MOST_ROWS, listed_households
from data_access.households.village import Row, day_of, rows_of
from data_access.privacy import MINOR_AGE, age_on
from data_access.schema import core
from data_access.scope import Scope
from data_access.tokens import HouseholdTokens

_PEOPLE: Final = select(
    core.person.c.household_id,
    core.person.c.name_zh,
    core.person.c.born_on,
    core.person.c.identity_no,
).where(core.person.c.household_id.in_(bindparam("household_ids", expanding=True, type_=String)),
        core.person.c.is_valid == 1)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FoundHousehold:
    """One household and by what it was found; its line is masked as in the list."""

    way: Way
    line: ListedHousehold


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What one box found: regions, households, and how many households there may be in all."""

    places: tuple[Place, ...]
    households: tuple[FoundHousehold, ...]
    total: int


def found_households(
    engine: Engine, scope: Scope, index: HouseholdIndex, words: str, tokens: HouseholdTokens, *, limit: int = 20
) -> SearchResult:
    """What the words of one box mean within the scope, at most `limit` households.

    A household is told of only when the database still says what it was found by; whose name, number or ID it was is
    never told. Raises ForbiddenError for a role that lists no households, the DatabaseError family.
    """
    thought = candidates(index, scope, words, Letters(tokens.secret), limit)
    ways = {row: way for way, rows in reversed(thought.rows.items()) for row in rows}
    rows = [row for part in thought.rows.values() for row in part]
    asked = list(dict.fromkeys(rows))[:MOST_ROWS]
    to_verify = [row for row in asked if ways[row] is not Way.NUMBER]
    with database_errors(), engine.connect() as connection:
        kept = _verified(connection, index, to_verify, ways, thought.word)
    sure = [row for row in asked if ways[row] is Way.NUMBER or row in kept][:limit]
    lines = listed_households(engine, scope, index, sure, tokens)
    households = tuple(
        FoundHousehold(ways[row], line) for row, line in zip(sure, lines, strict=True) if not line.is_gone
    )
    total = len(households) if len(sure) < limit else max(thought.total, len(households))
    return SearchResult(thought.places, households, total)


def _verified(
    connection: Connection, index: HouseholdIndex, rows: list[int], ways: dict[int, Way], word: str
) -> set[int]:
    """Those of the rows in which somebody grown-up is called so, or has an ID that ends so, now."""
    if not rows:
        return set()
    keys = {index.key(row): row for row in rows}
    syllables = frozenset(index.meta.syllables)
    spelled = segments(word, syllables) if word.isascii() else []
    kept: set[int] = set()
    for person in rows_of(read_frame(connection, _PEOPLE, household_ids=list(keys))):
        row = keys[str(person["household_id"])]
        age = age_on(day_of(person["born_on"]), index.meta.as_of)
        if (age is None or age >= MINOR_AGE) and _is_meant(person, ways[row], word, spelled):
            kept.add(row)
    return kept


def _is_meant(person: Row, way: Way, word: str, spelled: list[tuple[str, ...]]) -> bool:
    if way is Way.IDENTITY:
        return identity_tail(person["identity_no"]) == tail_of(word)
    name = plain_name(person["name_zh"])
    return word in name if way is Way.NAME else any(sounds_like(name, one) for one in spelled)
