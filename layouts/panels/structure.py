"""Who: age and labour of the registered persons."""

from collections.abc import Sequence

from dash import dcc, html

from data_access.messages import messages, text
from data_access.profile import Part
from layouts.figures.structure import share_strip
from layouts.figures.style import CONFIG
from layouts.numbers import whole
from layouts.panels.frame import nothing, panel
from layouts.panels.traced import traced

AGE, LABOUR = (f"{name}_person_count.{{}}@registered_person_count" for name in ("age", "labour"))
"""The figures of the parts, by their code."""


def structure_panel(
    ages: Sequence[Part] | None, labour: Sequence[Part] | None, lang: str, rem: float, theme: str, *, connected: bool
) -> html.Section:
    """Two strips of shares; 未接入 when neither is known."""
    title = text("panel.structure", lang)
    if ages is None and labour is None:
        return panel(title, "", nothing(lang, connected=connected), name="structure", lang=lang)
    rows = [
        (
            text(key, lang),
            [(_short(key, part, lang), part.share, part.is_known, of.format(part.code)) for part in parts],
        )
        for key, of, parts in (("panel.age", AGE, ages), ("panel.labour", LABOUR, labour))
        if parts
    ]
    total = sum(part.count for part in ages or labour or ())
    unit = f"{whole(total)} {text('unit.persons', lang)}"
    return panel(
        title,
        traced(unit, "registered_person_count", lang),
        dcc.Graph(figure=share_strip(rows, rem, theme), config=CONFIG, className="chart"),
        name="structure",
        lang=lang,
    )


def _short(key: str, part: Part, lang: str) -> str:
    """The short word of a class of labour ability; ages keep their names."""
    short = f"structure.LABOUR_{part.code}"
    return text(short, lang) if key == "panel.labour" and short in messages() else part.name
