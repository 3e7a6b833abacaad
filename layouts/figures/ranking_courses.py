"""Places through the periods as lines that cross, and one region's values as a small line on the scale of all."""

import math
from collections.abc import Callable, Sequence

from data_access.rankings.courses import Course, Courses
from layouts.figures.pictures import address
from layouts.figures.style import Picture, picture, quiet_axis
from layouts.theme import colour

FIRST = 3
"""So many of the first and of the last are told apart from all others."""

MOST_LINES = 40

Said = Callable[[Course, int], str]


def bump_chart(found: Courses, figure: str | None, said: Said, rem: float, theme: str) -> Picture:
    """A line a region over the periods, the first place on top; first and last ones in colour, all others pale.

    `figure` is what the points of coloured lines open, None = nothing; `said` names a point. A period without a place
    is a gap.
    """
    rows = drawn(found)
    highlighted = {row.code for row in (*first_of(found), *last_of(found))}
    lines = [_line(found, row, row.code in highlighted, figure, said, rem, theme) for row in rows]
    lines.sort(key=lambda line: "customdata" in line or line["opacity"] == 1.0)
    worst = max((rank for row in found.rows for _, rank in row.steps if rank is not None), default=1)
    return picture(
        lines,
        rem,
        theme,
        (1.0, 1.0, 0.6, 1.7),
        xaxis=quiet_axis(
            showticklabels=True, type="category", tickfont={"color": colour("text-muted", theme), "size": rem}
        ),
        yaxis=quiet_axis(range=[worst + 0.6, 0.4]),
    )


def drawn(found: Courses) -> Sequence[Course]:
    """The regions that have a line: all, or of very many the first and the last."""
    rows = [row for row in found.rows if any(rank is not None for _, rank in row.steps)]
    return rows if len(rows) <= MOST_LINES else [*rows[: MOST_LINES // 2], *rows[-MOST_LINES // 2 :]]


def first_of(found: Courses) -> Sequence[Course]:
    """The first regions of the last period."""
    placed = [row for row in found.rows if row.rank is not None]
    return placed[: min(FIRST, (len(placed) + 1) // 2)]


def last_of(found: Courses) -> Sequence[Course]:
    """The last regions of the last period, none of them among the first."""
    placed = [row for row in found.rows if row.rank is not None]
    return placed[max(len(first_of(found)), len(placed) - FIRST) :]


def _line(
    found: Courses, row: Course, is_told: bool, figure: str | None, said: Said, rem: float, theme: str
) -> Picture:
    tone = "good" if row in first_of(found) else "bad" if is_told else "missing-line"
    line: Picture = {
        "type": "scatter",
        "x": list(found.labels),
        "y": [rank for _, rank in row.steps],
        "mode": "lines+markers",
        "connectgaps": False,
        "cliponaxis": False,
        "opacity": 1.0 if is_told else 0.55,
        "line": {"color": colour(tone, theme), "width": rem * (0.16 if is_told else 0.07)},
        "marker": {"color": colour(tone, theme), "size": rem * (0.5 if is_told else 0.25)},
    }
    if is_told and figure is not None and found.periods:
        line["customdata"] = [f"{figure}..{row.code}..{period}" for period in found.periods]
        line["hovertext"] = [said(row, i) if rank is not None else "" for i, (_, rank) in enumerate(row.steps)]
    return line


def small_course(values: Sequence[float], low: float, high: float, theme: str) -> str | None:
    """The values as a line on a scale from `low` to `high`, the last one marked; None where none is known."""
    width = high - low or 1.0
    points = [
        (round(4 + 92 * i / max(1, len(values) - 1)), round(4 + 24 * (1 - (value - low) / width)))
        for i, value in enumerate(values)
        if not math.isnan(value)
    ]
    if not points:
        return None
    line = " ".join(f"{x},{y}" for x, y in points)
    dot = ""
    if not math.isnan(values[-1]):
        x, y = points[-1]
        dot = (
            f'<path d="M{x} {y}h0.01" stroke="{colour("accent", theme)}" stroke-width="7" stroke-linecap="round" '
            'vector-effect="non-scaling-stroke"/>'
        )
    return address(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 32" preserveAspectRatio="none">'
        f'<path d="M0 30H100" stroke="{colour("line", theme)}" stroke-width="1"/>'
        f'<polyline points="{line}" fill="none" stroke="{colour("primary", theme)}" stroke-width="2.5" '
        f'vector-effect="non-scaling-stroke"/>{dot}</svg>'
    )
