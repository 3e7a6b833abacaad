"""The households of a view on paper: the list that its panel has on the wall, masked, of who may take one with them."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from callbacks.industry_gaps import SOLAR
from callbacks.papers.asked import Asked
from callbacks.tasks_unmet import guarantee_name
from data_access.duty.lapsed import lapsed_households
from data_access.duty.lapses import TEAM
from data_access.duty.tokens import official_tokens
from data_access.households.industry import GAP, households_behind, households_by_industry
from data_access.households.monitored import monitored_households
from data_access.households.records import IndustryHousehold
from data_access.tasks.guarantees import unmet_households
from data_access.tokens import household_tokens
from layouts.numbers import UNKNOWN
from layouts.papers.sheet import Cell, Column, Table

MOST_ROWS: Final = 1000
"""Of one scene; fewer where who asks may take fewer with them."""

Turn = Callable[[int], Any]
"""A page of a list by its number; None where it is not listed here."""


def has_list(asked: Asked) -> bool:
    """Whether the view is one that lists households."""
    return asked.view.view in _LISTS


def people_of(asked: Asked) -> Table | None:
    """The households of the view; None where the wall lists none of it: above the township, or in another year."""
    if not has_list(asked) or not asked.is_within:
        return None
    return _LISTS[asked.view.view](asked)


def _all(turn: Turn, most: int) -> tuple[list[Any], int] | None:
    """The rows of every page, at most `most`, and how many there are."""
    first = turn(0)
    if first is None:
        return None
    rows, page = list(first.rows), 1
    while len(rows) < min(first.total, most) and page * first.page_size < first.total:
        rows += turn(page).rows
        page += 1
    return rows[:most], first.total


def _most(asked: Asked) -> int:
    return min(MOST_ROWS, asked.scope.exported_rows)


def _table(asked: Asked, title: str, found: tuple[list[Any], int] | None, names: Sequence[str],
           row: Callable[[Any], tuple[Cell, ...]]) -> Table | None:  # fmt: skip
    if found is None:
        return None
    heads = tuple(Column(asked.say(name), "count" if name == "cases.list.members" else "text") for name in names)
    rows, total = found
    note = asked.say("papers.list_first", shown=len(rows), count=total)
    named = asked.say("papers.people_of", name=title)
    return Table(named, heads, tuple(map(row, rows)), is_about_people=True, note=note)


_HEADS: Final = ("cases.list.village", "cases.list.head", "cases.list.members", "cases.list.helper")


def _household(asked: Asked, one: IndustryHousehold) -> tuple[Cell, ...]:
    helper = one.helper.name_zh if one.helper else UNKNOWN
    name = one.head_name or asked.say("household.tiles.no_name")
    return one.village_zh, name, None if one.member_count is None else float(one.member_count), helper


def _monitored(asked: Asked) -> Table | None:
    where = asked.sources.database(), asked.scope.on_wall(), asked.release, asked.view.region, "open"
    tokens = household_tokens(asked.sources.settings.home)
    if asked.view.period != asked.release.as_of.year:
        return None
    found = _all(lambda page: monitored_households(*where, tokens=tokens, page=page), _most(asked))
    return _table(asked, asked.say("cases.title"), found, _HEADS, lambda one: _household(asked, one))


def _lapsed(asked: Asked) -> Table | None:
    if asked.view.lapse == TEAM:
        return None
    home = asked.sources.settings.home
    where = asked.sources.database(), asked.scope.on_wall(), asked.release, asked.view.region, asked.view.lapse
    tokens, officials = household_tokens(home), official_tokens(home)
    period = asked.view.period
    found = _all(
        lambda page: lapsed_households(*where, period=period, tokens=tokens, officials=officials, page=page),
        _most(asked),
    )

    def row(one: Any) -> tuple[Cell, ...]:
        nameless = asked.say("duty.monthly") if one.is_monthly else asked.say("household.tiles.no_name")
        last = asked.say("duty.never") if one.visited_on is None else one.visited_on.isoformat()
        name = nameless if one.is_monthly else one.head_name or nameless
        return one.village_zh, name, last, one.helper.name_zh if one.helper else asked.say("duty.nobody")

    names = ("duty.column.village", "duty.column.head", "duty.column.last", "duty.column.helper")
    return _table(asked, asked.say(f"duty.lapse.{asked.view.lapse}"), found, names, row)


def _unmet(asked: Asked) -> Table | None:
    if not asked.release.themes["assurance"] or asked.view.period != asked.release.as_of.year:
        return None
    where = asked.sources.database(), asked.scope.on_wall(), asked.release, asked.view.region
    tokens = household_tokens(asked.sources.settings.home)
    found = _all(lambda page: unmet_households(*where, tokens=tokens, page=page), _most(asked))

    def row(one: tuple[str, IndustryHousehold]) -> tuple[Cell, ...]:
        item, household = one
        return guarantee_name(asked.release, item, asked.lang), *_household(asked, household)

    return _table(asked, asked.say("tasks.unmet"), found, ("tasks.unmet", *_HEADS), row)


def _uncovered(asked: Asked) -> Table | None:
    without = SOLAR if asked.view.solar == "without" else ()
    behind = households_behind(asked.release, GAP + (f"!{without[0]}" if without else ""), *asked.place[1:])
    if behind is None:
        return None
    where = asked.sources.database(), asked.scope.on_wall(), asked.release, asked.view.region
    tokens = household_tokens(asked.sources.settings.home)
    told = behind._asdict()
    found = _all(lambda page: households_by_industry(*where, tokens=tokens, page=page, **told), _most(asked))
    return _table(asked, asked.say("gaps.title"), found, _HEADS, lambda one: _household(asked, one))


_LISTS: Final[Mapping[str, Callable[[Asked], Table | None]]] = MappingProxyType(
    {"monitor": _monitored, "duty": _lapsed, "tasks": _unmet, "industry": _uncovered}
)
