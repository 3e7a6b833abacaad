"""The leader's questions by address: their page, their answers, and the list that the command box finds things in."""

from functools import partial
from typing import Any, Final

from flask import Flask, Response, jsonify, request

from callbacks.outlines_of_time import seen
from callbacks.packing import frozen
from callbacks.pages import page, page_language
from callbacks.services import Services
from data_access.messages import Tongue, text
from data_access.questions.answers import answer_of
from data_access.questions.catalogue import ANSWERED, THEMES, questions
from data_access.release import Release
from data_access.tree import WHOLE
from data_access.vocabulary import AUTO, era_of, spoken_era
from layouts.panels.answers import answer_told
from layouts.view_state import LANGUAGES

WORDS: Final = (
    "title", "placeholder", "none", "found", "keys", "close", "households", "region_note", "sort_question", "sort_view",
    "sort_indicator", "sort_kind",
)  # fmt: skip


def register(server: Flask, services: Services) -> None:
    """Serve `/questions`, `/wall/answers/...` and `/wall/commands/...`; aggregates and names of places only."""

    @server.get("/questions")
    def questions_page() -> Response:
        release, _reason = services.releases.current_or_reason()
        period = release.latest_period if release else 0
        lang = Tongue(page_language(services), era_of(period))
        return page(services, "questions", themes=_by_theme(lang, period))

    @server.get("/wall/answers/<release_id>/<int:number>/<region>/<int:period>/<lang>")
    def wall_answer(release_id: str, number: int, region: str, period: int, lang: str) -> Response:
        release = services.releases.current()
        if number not in ANSWERED or region not in release.known_codes or period not in release.periods:
            return jsonify(unknown=True)
        stand = seen(services, release, region, period)
        tongue = _tongue(lang, period)
        key = f"{release.id}|answer|{number}|{region}|{period}|{tongue}|{tongue.era}"
        make = partial(_told, services, stand.release, number, stand.code, period, tongue)
        return frozen(services, key, release.id == release_id, make)

    @server.get("/wall/commands/<release_id>/<lang>")
    def wall_commands(release_id: str, lang: str) -> Response:
        release = services.releases.current()
        tongue = _tongue(lang, release.latest_period)
        key = f"{release.id}|commands|{tongue}|{tongue.era}"
        return frozen(services, key, release.id == release_id, partial(commands, release, tongue))


def _tongue(lang: str, period: int) -> Tongue:
    return Tongue(lang if lang in LANGUAGES else "zh", spoken_era(request.args.get("era", AUTO), period))


def _told(services: Services, release: Release, number: int, code: str, period: int, lang: str) -> dict[str, Any]:
    answer = answer_of(services.database, release, number, code, period, lang)
    return answer_told(answer, number, release.region(code).name(lang), period, release.as_of.isoformat(), lang)


def _by_theme(lang: str, period: int) -> list[tuple[str, list[tuple[int, str, str]]]]:
    """Name of each theme -> number, words and address of its questions."""
    return [
        (
            text(f"questions.theme.{theme}", lang),
            [(q.number, text(f"questions.q.{q.number}", lang), q.way(period)) for q in questions() if q.theme == theme],
        )
        for theme in THEMES
    ]


def commands(release: Release, lang: str) -> dict[str, Any]:
    """Questions, kinds of industry and places by name: columns for the browser, which finds by them as one types.

    questions   number, words, theme, address, address from 2021 on, other words to be found by
    places      codes, names, Chinese names where these are others, and where each one's parent stands (-1 none)
    """
    tree = release.tree
    kept = [i for i, region in enumerate(tree.regions) if (tree.stands[i] or tree.is_group[i]) and region.code != WHOLE]
    place = {position: at for at, position in enumerate(kept)}
    regions = [tree.regions[i] for i in kept]
    name = "name_en" if lang == "en" else "name_zh"
    kinds = release.industry_kinds
    return {
        "themes": [[theme, text(f"questions.theme.{theme}", lang)] for theme in THEMES],
        "questions": [
            [q.number, text(f"questions.q.{q.number}", lang), q.theme, q.search, q.later, list(q.words)]
            for q in questions()
        ],
        "kinds": [[str(code), str(said)] for code, said in zip(kinds["kind"], kinds[name], strict=True)
                  if code in release.kinds_told],
        "places": {
            "codes": [region.code for region in regions],
            "names": [region.name(lang) for region in regions],
            "chinese": [region.name_zh for region in regions] if lang == "en" else [],
            "parents": [place.get(int(tree.parent[i]), -1) for i in kept],
        },
        "words": {word: text(f"questions.{word}", lang, count="{count}") for word in WORDS},
    }  # fmt: skip
