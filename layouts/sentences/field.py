"""One indicator of a region in words: value and change, the best and the worst below, what moved, what is missing."""

import math

from data_access.changes.baseline import NoBaseline
from data_access.messages import text
from data_access.rankings.places import Margin
from data_access.sentences.field import Below, Field, Holders, Moves
from data_access.values import OK
from layouts.numbers import decimal
from layouts.sentences.footer import written
from layouts.sentences.written import difference, holders, is_rate


def own_sentence(field: Field, lang: str) -> str:
    """The region's own value, and how it changed or why nobody can say."""
    told = {"period": field.period, "region": field.name, "indicator": field.indicator.name(field.period, lang)}
    if not field.is_told:
        return text("paragraph.own_no_year", lang, **told)
    if field.own.state != OK:
        return text(f"paragraph.own_{field.own.state}", lang, **told)
    said = text("paragraph.own", lang, value=written(field.indicator, field.own.value, lang), **told)
    return said + (_not_compared(field, lang) or _change(field, lang))


def below_sentence(field: Field, lang: str, line: float | None = None) -> str:
    """The best and the worst of the regions below and what of them is missing; of a region without any its place."""
    if not field.is_told or field.below is None:
        return _beside(field, lang)
    said = _extremes(field, field.below, lang)
    if line is not None and field.below.under:
        said += text("paragraph.under", lang, count=field.below.under, line=f"{line:g}")
    said += silent(field.below, lang)
    if field.unreported:
        level = text(f"level.{field.unit_level}", lang)
        said += text("paragraph.unreported", lang, count=f"{field.unreported:,}", level=level)
    return said


def moves_sentence(field: Field, lang: str) -> str:
    """How many of the regions below rose and fell since, and which did most; "" where nothing is compared."""
    moves, before = field.moves, field.own.before
    if moves is None or isinstance(before, NoBaseline):
        return ""
    told = {"up": moves.up, "down": moves.down, "same": moves.same, "silent": moves.silent}
    every = sum(told.values())
    counts = [
        text(f"paragraph.moves_{name}{'_all' if count == every else ''}", lang, count=count)
        for name, count in told.items()
        if count
    ]
    said = text("paragraph.moves", lang, since=before.said(lang), counts=text("paragraph.and", lang).join(counts))
    return text("paragraph.semicolon", lang).join([said, *_most(field, moves, lang)])


def silent(below: Below, lang: str) -> str:
    """How many have no value, by reason; "" where all have one, or none."""
    if not below.ranked or not any(below.silent.values()):
        return ""
    level = text(f"level.{below.level}", lang)
    counts = sorted((state, count) for state, count in below.silent.items() if count)
    reasons = [text(f"paragraph.silent_{state}", lang, count=count, level=level) for state, count in counts]
    return text("paragraph.silent", lang, reasons=text("paragraph.and", lang).join(reasons))


def near(margin: Margin | None, which: str, lang: str) -> str:
    """That what separates two neighbours is a handful; "" where it is more."""
    if margin is None:
        return ""
    amount = text(f"paragraph.{'one_of' if margin.count == 1 else 'some_of'}.{margin.unit}", lang, count=margin.count)
    return text(f"paragraph.near_{which}", lang, amount=amount)


def _not_compared(field: Field, lang: str) -> str:
    """Why the value is compared with nothing; "" where it is."""
    own, before = field.own, field.own.before
    if isinstance(before, NoBaseline):
        return text("paragraph.no_before", lang)
    if own.broken is not None:
        return text("paragraph.broken", lang, year=own.broken, since=before.said(lang))
    return text("paragraph.not_then", lang, since=before.said(lang)) if math.isnan(own.then) else ""


def _change(field: Field, lang: str) -> str:
    own, indicator = field.own, field.indicator
    told = {"since": "" if isinstance(own.before, NoBaseline) else own.before.said(lang)}
    changed = round(own.value - own.then, indicator.decimals)
    if not changed:
        return text("paragraph.level", lang, **told)
    told["amount"] = difference(indicator, changed, lang)
    if is_rate(indicator):
        return text(f"paragraph.{'up' if changed > 0 else 'down'}", lang, **told)
    said = text(f"paragraph.{'more' if changed > 0 else 'less'}", lang, **told)
    if own.then <= 0:
        return said
    percent = decimal(abs(100 * changed / own.then), 1)
    return said + text(f"paragraph.{'grown' if changed > 0 else 'shrunk'}", lang, percent=percent)


def _extremes(field: Field, below: Below, lang: str) -> str:
    told = {"count": below.count, "ranked": below.ranked, "level": text(f"level.{below.level}", lang)}
    best, worst = below.best, below.worst
    if best is None:
        reasons = [state for state, count in below.silent.items() if count]
        return text(f"paragraph.none_known_{reasons[0] if len(reasons) == 1 else 'mixed'}", lang, **told)
    first = written(field.indicator, best.value, lang)
    if below.ranked == 1:
        key = "only_child" if below.count == 1 else "only_known"
        return text(f"paragraph.{key}", lang, name=best.names[0], value=first, **told)
    is_whole = below.ranked == below.count
    if worst is None:
        return text(f"paragraph.{'all_equal' if is_whole else 'known_equal'}", lang, value=first, **told)
    is_good = field.indicator.good_direction != 0
    said = text(f"paragraph.{'among_all' if is_whole else 'among_known'}", lang, **told)
    said += text(f"paragraph.{'best' if is_good else 'highest'}", lang, holders=_ahead(best, first, lang))
    behind = _behind(best, worst, below, written(field.indicator, worst.value, lang), lang)
    return said + text(f"paragraph.{'worst' if is_good else 'lowest'}", lang, holders=behind)


def _ahead(best: Holders, value: str, lang: str) -> str:
    return holders(best, value, lang, near(best.near, "next", lang))


def _behind(best: Holders, worst: Holders, below: Below, value: str, lang: str) -> str:
    """The last ones; where nobody stands between them and the first, the gap is one and has been told."""
    is_next = len(best.names) + len(worst.names) == below.ranked
    return holders(worst, value, lang, "" if is_next else near(worst.near, "previous", lang))


def _most(field: Field, moves: Moves, lang: str) -> list[str]:
    """Who rose and who fell the most."""
    both = (("most_up", moves.most_up), ("most_down", moves.most_down))
    return [
        text(f"paragraph.{key}", lang, holders=holders(who, difference(field.indicator, who.value, lang), lang))
        for key, who in both
        if who is not None
    ]


def _beside(field: Field, lang: str) -> str:
    if field.beside is None:
        return ""
    place, count = field.beside
    key = "beside" if field.indicator.good_direction else "beside_high"
    level = text(f"level.{field.level}", lang)
    said = text(f"paragraph.{key}", lang, around=field.around, count=count, level=level, rank=place.rank)
    shared = text("paragraph.beside_shared", lang) if place.is_shared else ""
    return said + shared + near(place.margin, "previous", lang)
