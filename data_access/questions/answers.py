"""Which answer belongs to which question, for those that no panel of a view answers; none tells of one household."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Final

from sqlalchemy import Engine

from data_access.questions.activities import micro_factories, tourism_modes
from data_access.questions.answer import Answer
from data_access.questions.people import causes_beside, falling, how_many, made_of
from data_access.questions.places import hollow_villages, resettlement, solar_money
from data_access.questions.sources import how_old
from data_access.release import Release

_OF_RELEASE: Final[Mapping[int, Callable[[Release, str, int, str], Answer]]] = MappingProxyType(
    {1: how_many, 5: causes_beside, 13: solar_money, 15: tourism_modes, 18: falling, 19: made_of}
)
_OF_DATABASE: Final[Mapping[int, Callable[[Engine, Release, str, int, str], Answer]]] = MappingProxyType(
    {16: micro_factories, 20: hollow_villages, 21: resettlement, 25: how_old}
)


def answer_of(engine: Callable[[], Engine], release: Release, number: int, code: str, period: int, lang: str) -> Answer:
    """The answer to question `number` for the region `code` in `period`; `engine` is asked for where it is needed.

    Raises KeyError (not one of `catalogue.ANSWERED`), UnknownRegionError, UnknownPeriodError, the DatabaseError family.
    """
    if number in _OF_RELEASE:
        return _OF_RELEASE[number](release, code, period, lang)
    return partial(_OF_DATABASE[number], engine())(release, code, period, lang)
