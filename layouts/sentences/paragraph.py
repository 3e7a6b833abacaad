"""The paragraph of a view: which sentences it is made of, and in which order they are said."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from data_access.messages import text
from data_access.rankings.announced import Announced
from data_access.rankings.score_file import Score
from data_access.rankings.scored import DECIMALS, Scored
from data_access.sentences.field import Field
from data_access.sentences.ranked import Ranked
from data_access.sentences.views import Sentence
from layouts.numbers import decimal
from layouts.sentences.field import below_sentence, moves_sentence, own_sentence
from layouts.sentences.footer import written
from layouts.sentences.ranked import announced_sentence, climbs_sentence, places_sentence, score_sentence
from layouts.sentences.written import clauses, day, sentences

LINED: Final = "POVERTY_INCIDENCE"
"""The indicator that is held against the line under which a county leaves poverty."""


def of_view(
    field: Field | None, told: Sequence[Sentence], lang: str, *, exit_line: float, as_of: date, is_demo: bool
) -> str:
    """The indicator of the map, best and worst, what moved, and what the view is about; `field` None = no indicator."""
    said: list[str] = []
    if field is not None:
        line = exit_line if field.indicator.code == LINED else None
        said = [own_sentence(field, lang), below_sentence(field, lang, line), moves_sentence(field, lang)]
    return _spoken([*said, *(clauses(one, lang) for one in told)], lang, as_of=as_of, is_demo=is_demo)


def by_indicator(field: Field, ranked: Ranked, lang: str, *, as_of: date, is_demo: bool) -> str:
    """The ranking by the indicator of the map."""
    places = places_sentence(ranked, lambda value: written(field.indicator, value, lang), lang)
    said = [own_sentence(field, lang), places, climbs_sentence(ranked, lang), moves_sentence(field, lang)]
    return _spoken(said, lang, as_of=as_of, is_demo=is_demo)


def by_score(ranked: Ranked, score: Score, found: Scored, lang: str, *, as_of: date, is_demo: bool) -> str:
    """The ranking by a weighted score."""
    places = places_sentence(ranked, lambda value: decimal(value, DECIMALS), lang)
    said = [score_sentence(ranked, score, found, lang), places, _climbs(ranked, lang)]
    return _spoken(said, lang, as_of=as_of, is_demo=is_demo)


def as_announced(ranked: Ranked, found: Announced, lang: str, *, as_of: date, is_demo: bool) -> str:
    """The ranking as it was announced."""
    places = places_sentence(ranked, lambda value: decimal(value, DECIMALS), lang)
    said = [announced_sentence(ranked, found, lang), places, _climbs(ranked, lang)]
    return _spoken(said, lang, as_of=as_of, is_demo=is_demo)


def _climbs(ranked: Ranked, lang: str) -> str:
    return climbs_sentence(ranked, lang) or text("paragraph.no_moves", lang)


def _spoken(said: Sequence[str], lang: str, *, as_of: date, is_demo: bool) -> str:
    """The sentences, the first of them with the day of the data, and that they are demo data."""
    since = text("paragraph.by_demo_data" if is_demo else "paragraph.by_data", lang, date=day(as_of, lang))
    told = [one for one in said if one]
    return sentences([since + told[0], *told[1:]] if told else [], lang)
