"""Which kinds of industry meet: sets of kinds as columns, their sizes as bars above, the kinds as rows of dots."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
from dash import html
from dash.development.base_component import Component

from data_access.messages import text
from layouts.attributes import attributes
from layouts.numbers import whole
from layouts.panels.frame import nothing, panel
from layouts.panels.traced import traced, worded

MOST_SETS: Final = 7
"""So many sets have a column; the smaller ones share one."""

UNITS: Final = ("village", "household")


@dataclass(frozen=True, slots=True)
class Meeting:
    """One column: villages or households that just these kinds reach; `merged` > 0 = so many smaller sets together."""

    kinds: tuple[str, ...]
    count: int
    merged: int = 0


def columns_of(rows: pd.DataFrame, most: int = MOST_SETS) -> list[Meeting]:
    """The `most` largest sets of `rows` (as `data_access.industry.coverage.intersections` gives them), the rest merged.

    A rest of one set stands as itself: there is nothing to merge.
    """
    found = [Meeting(tuple(kinds), int(count)) for kinds, count in zip(rows["kinds"], rows["count"], strict=True)]
    if len(found) <= most + 1:
        return found
    rest = found[most:]
    return [*found[:most], Meeting((), sum(meeting.count for meeting in rest), len(rest))]


def totals_of(rows: pd.DataFrame) -> dict[str, int]:
    """Kind -> villages or households that it reaches, with whatever others; most first."""
    totals: dict[str, int] = {}
    for kinds, count in zip(rows["kinds"], rows["count"], strict=True):
        for kind in kinds:
            totals[kind] = totals.get(kind, 0) + int(count)
    return dict(sorted(totals.items(), key=lambda row: (-row[1], row[0])))


def closest_pair(rows: pd.DataFrame, kind: str | None = None) -> tuple[str, str, int, int] | None:
    """The two kinds that meet most often (one of them `kind` where it meets any): both, how often, the first alone.

    Of the two the one with more comes first, `kind` before all; None where no two kinds meet.
    """
    together: dict[tuple[str, str], int] = {}
    alone: dict[str, int] = {}
    for kinds, count in zip(rows["kinds"], rows["count"], strict=True):
        if len(kinds) == 1:
            alone[kinds[0]] = int(count)
        for at, one in enumerate(kinds):
            for other in kinds[at + 1 :]:
                together[one, other] = together.get((one, other), 0) + int(count)
    of_kind = {pair: count for pair, count in together.items() if kind in pair}
    if not together:
        return None
    pair, both = max((of_kind or together).items(), key=lambda row: row[1])
    totals = totals_of(rows)
    one, other = sorted(pair, key=lambda each: (each != kind, -totals[each], each))
    return one, other, both, alone.get(one, 0)


def meets_panel(
    rows: Mapping[str, pd.DataFrame],
    names: Mapping[str, str],
    lang: str,
    *,
    chosen_unit: str,
    kind: str,
    with_solar: bool,
    connected: bool,
) -> html.Section:
    """One face a unit ("village", "household") of `rows`; a narrow panel shows the chosen one, a wide one all.

    `names` are those of the kinds; `kind` is the one that is marked, if it is among them.
    """
    title = text("meets.title", lang)
    told = {unit: rows[unit] for unit in UNITS if unit in rows and len(rows[unit])}
    if not connected or not told:
        return panel(title, "", nothing(lang, connected=connected), name="meets", lang=lang)
    shown = chosen_unit if chosen_unit in told else next(iter(told))
    faces = [
        _face(unit, found, names, lang, kind=kind, with_solar=with_solar, is_chosen=unit == shown)
        for unit, found in told.items()
    ]
    body = [_switch(list(told), shown, lang), html.Div(faces, className="meets-faces")]
    unit = text("meets.unit" if with_solar else "meets.unit_without", lang)
    return panel(title, unit, html.Div(body if len(told) > 1 else body[1:], className="meets"), name="meets", lang=lang)


def _switch(units: Sequence[str], shown: str, lang: str) -> Component:
    buttons = [
        html.Button(
            text(f"meets.{unit}", lang),
            type="button",
            className="face-button",
            **attributes(data_set=f"meet={unit}", aria_pressed=str(unit == shown).lower()),
        )
        for unit in units
    ]
    label = text("meets.switch", lang)
    return html.Div(buttons, className="meets-switch", role="group", **attributes(aria_label=label))


def _face(
    unit: str,
    rows: pd.DataFrame,
    names: Mapping[str, str],
    lang: str,
    *,
    kind: str,
    with_solar: bool,
    is_chosen: bool,
) -> Component:
    meetings, totals = columns_of(rows), totals_of(rows)
    figure = f"industry_{unit}_count"
    suffix = "" if with_solar else "!SOLAR"
    marked = kind if kind in totals else None
    largest = max(meeting.count for meeting in meetings) or 1
    bars = [_bar(meeting, largest, unit, names, lang, figure, suffix) for meeting in meetings]
    most = max(totals.values(), default=1)
    lines: list[Component] = []
    for each, total in totals.items():
        said = text("meets.total", lang, kind=names[each], count=whole(total), unit=text(f"meets.{unit}", lang))
        lines.append(
            html.Div(
                [
                    html.Span(names[each], className="meets-name", title=names[each]),
                    traced(
                        whole(total), f"{figure}.{each}", lang, className="meets-total", **attributes(aria_label=said)
                    ),
                ],
                className="meets-kind" + (" is-marked" if each == marked else ""),
                style={"--share": f"{total / most:.4f}"},
            )
        )
        lines += [_dot(each, meeting, list(totals)) for meeting in meetings]
    grid = html.Div(
        [html.Span(text(f"meets.{unit}", lang), className="meets-corner"), *bars, *lines],
        className="meets-grid",
        style={"--sets": str(len(meetings))},
    )
    return html.Div(
        [grid, html.P(_sentence(rows, unit, names, marked, lang, suffix), className="meets-sentence")],
        className=f"meets-face of-{unit}" + (" is-chosen" if is_chosen else ""),
    )


def _bar(
    meeting: Meeting, largest: int, unit: str, names: Mapping[str, str], lang: str, figure: str, suffix: str
) -> Component:
    """The head of a column: how many, over a bar as high as that; a set that is told opens its trace."""
    said = text(
        "meets.column", lang, kinds=_said(meeting, names, lang), count=whole(meeting.count),
        unit=text(f"meets.{unit}", lang),
    )  # fmt: skip
    of_set = f"smaller-{MOST_SETS}" if meeting.merged else "-".join(meeting.kinds) or "0"
    number = traced(
        whole(meeting.count),
        f"{figure}@{of_set}{suffix}",
        lang,
        **{"className": "meets-number", "title": said, **attributes(aria_label=said)},
    )
    name = "is-none" if not meeting.kinds and not meeting.merged else "is-merged" if meeting.merged else "is-set"
    short = {"is-none": text("meets.none_short", lang), "is-merged": text("meets.others_short", lang)}.get(name)
    return html.Div(
        [
            number,
            html.Span(className="meets-bar", style={"--share": f"{meeting.count / largest:.4f}"}),
            *([html.Span(short, className="meets-short", title=said)] if short else []),
        ],
        className=f"meets-set {name}",
    )


def _said(meeting: Meeting, names: Mapping[str, str], lang: str) -> str:
    if meeting.merged:
        return text("meets.others", lang, count=meeting.merged)
    if not meeting.kinds:
        return text("meets.none", lang)
    kinds = text("meets.and", lang).join(names[kind] for kind in meeting.kinds)
    return text("meets.just" if len(meeting.kinds) == 1 else "meets.exactly", lang, kinds=kinds)


def _dot(kind: str, meeting: Meeting, order: Sequence[str]) -> Component:
    """One place of the matrix: filled where the kind is of the set, on a line from its first kind to its last.

    Columns that are no set of kinds have words there.
    """
    inside = [order.index(each) for each in meeting.kinds]
    at = order.index(kind)
    classes = ["meets-dot"]
    if not inside:
        classes.append("is-apart")
    if at in inside:
        classes.append("is-in")
    if len(inside) > 1 and min(inside) <= at <= max(inside):
        classes.append("is-first" if at == min(inside) else "is-last" if at == max(inside) else "is-between")
    return html.Span(className=" ".join(classes), **attributes(aria_hidden="true"))


def _sentence(
    rows: pd.DataFrame, unit: str, names: Mapping[str, str], kind: str | None, lang: str, suffix: str
) -> list[str | Component]:
    """What a leader can say of the two kinds that meet most; the second half where there is room."""
    pair = closest_pair(rows, kind)
    if pair is None:
        return [text(f"meets.say_no_pair_{unit}", lang)]
    one, other, both, alone = pair
    said: dict[str, Any] = {"one": names[one], "other": names[other]}
    figure = f"industry_{unit}_count"
    together = {"both": (whole(both), f"{figure}@WITH-{one}-{other}{suffix}")}
    by_itself = {"one_only": (whole(alone), f"{figure}@{one}{suffix}")}
    return [
        *worded(f"meets.say_{unit}", lang, together, **said),
        html.Span(worded(f"meets.say_alone_{unit}", lang, by_itself, **said)),
    ]
