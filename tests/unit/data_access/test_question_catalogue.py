"""The catalogue of questions: each leads to a view that exists, and each has its words."""

from urllib.parse import parse_qs

import pytest

from data_access.indicators import read_catalogue
from data_access.messages import messages
from data_access.quantities.registry import quantity_catalogue
from data_access.questions import answers
from data_access.questions.catalogue import ANSWERED, THEMES, Question, questions
from layouts.view_state import OPTIONS
from tests.questions import statements


def test_there_are_25_in_known_themes_with_words_and_a_statement() -> None:
    assert [question.number for question in questions()] == list(range(1, 26))
    assert {question.theme for question in questions()} == set(THEMES)
    assert {f"questions.theme.{theme}" for theme in THEMES} <= set(messages())
    assert {f"questions.q.{question.number}" for question in questions()} <= set(messages())
    assert {str(question.number) for question in questions()} <= set(statements())


@pytest.mark.parametrize("question", questions(), ids=lambda question: str(question.number))
def test_it_leads_to_what_exists(question: Question) -> None:
    for period in (2019, 2026):
        said = {name: values[-1] for name, values in parse_qs(question.way(period), strict_parsing=True).items()}
        traced, indicator = said.pop("trace", None), said.pop("indicator", None)
        assert all(value in OPTIONS[name] for name, value in said.items()), said
        assert traced is None or traced in quantity_catalogue()
        assert indicator is None or indicator in {one.code for one in read_catalogue()}
    assert len(set(question.words)) == len(question.words) > 1


def test_own_answers_are_those_that_are_asked_for() -> None:
    asked = {int(parse_qs(q.search)["ask"][-1]) for q in questions() if "ask" in parse_qs(q.search)}
    assert asked == set(ANSWERED) == {q.number for q in questions() if q.search == f"ask={q.number}"}
    assert {*answers._OF_RELEASE, *answers._OF_DATABASE} == set(ANSWERED)
