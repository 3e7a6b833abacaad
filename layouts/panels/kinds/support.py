"""Resettlement, jobs, insurance and pairing: the rate with its parts, the other figures, and by whom or how."""

import math

from dash.development.base_component import Component

from data_access.industry.support import BY_ITEM, Support
from layouts.numbers import share, whole
from layouts.panels.kinds.figures import entry_figure
from layouts.panels.kinds.parts import Frame, bars, block, rate, tile, tiles


def support_parts(found: Support, frame: Frame) -> list[Component]:
    """The particulars of one entry, most important first."""
    made = {name: found.figures[name] for name in (found.numerator, found.denominator)}
    formula = "" if math.isnan(found.percent) else f"{whole(made[found.numerator])} / {whole(made[found.denominator])}"
    label = frame.text(f"rate.{found.entry.lower()}")
    head = [
        tile(label, rate(found.percent), f"{found.numerator}@{found.denominator}", frame, note=formula),
        *_figures(found, list(made), frame),
    ]
    others = [name for name in found.figures if name not in made and not math.isnan(found.figures[name])]
    parts: list[Component] = [tiles(*head)]
    if others:
        parts.append(block(frame.text("figures"), tiles(*_figures(found, others, frame))))
    if found.items:
        total = math.fsum(found.items.values())
        base = BY_ITEM[found.entry][0]
        rows = [
            (found.item_names[item], entry_figure(base, value, frame), share(value, total), f"{base}.{item}")
            for item, value in found.items.items()
        ]
        parts.append(block(frame.text(f"items.{found.entry.lower()}"), bars(rows, frame)))
    return parts


def _figures(found: Support, names: list[str], frame: Frame) -> list[Component]:
    return [
        tile(
            frame.text(f"figure.{name.partition('.')[0]}"), entry_figure(name, found.figures[name], frame), name, frame
        )
        for name in names
    ]
