"""Township by kind of industry, as a small heat table; the browser fills it where the wall has room for it."""

from dash import html

from data_access.messages import text
from layouts import ids
from layouts.attributes import attributes
from layouts.panels.frame import enlarge, panel_head


def matrix_panel(lang: str) -> html.Section:
    """The frame of the table; its figures are asked for by address, so that they are kept like those of the map."""
    title = text("panel.matrix", lang)
    return html.Section(
        [
            panel_head(title, "", enlarge("matrix", lang)),
            html.Div(
                id=ids.MATRIX,
                className="panel-body matrix",
                tabIndex="-1",
                **attributes(
                    data_villages=text("panel.matrix_villages", lang),
                    data_households=text("panel.matrix_households", lang),
                    data_none=text("wall.not_connected", lang),
                    data_region=text("wall.region", lang),
                ),
            ),
        ],
        className="panel panel-matrix slot-matrix",
        **attributes(aria_label=title),
    )
