"""Charts of slides as charts: their figures stand in a sheet behind them and can be changed."""

from typing import Any, Final

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.oxml.ns import qn
from pptx.util import Pt

from layouts.papers.ink import Box
from layouts.papers.sheet import Chart
from layouts.papers.slide_deck import Slide, clean, rgb_of
from layouts.theme import ink_on

_TYPES: Final = {
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "stacked": XL_CHART_TYPE.COLUMN_STACKED,
    "line": XL_CHART_TYPE.LINE_MARKERS,
}
_SIZE: Final = 12
_MOST_LABELS: Final = 40


def add_chart(slide: Slide, box: Box, chart: Chart) -> None:
    """Put a chart into `box`; a figure that is missing leaves a gap."""
    data: Any = CategoryChartData(number_format=number_format(chart.decimals))  # type: ignore[no-untyped-call]
    data.categories = [clean(name) for name in chart.categories]
    for series in chart.series:
        lacking = (None,) * len(chart.categories)
        data.add_series(clean(series.name or chart.title), (*series.values, *lacking)[: len(chart.categories)])
    shape = slide.shapes.add_chart(_TYPES[chart.kind], Pt(box.x), Pt(box.y), Pt(box.width), Pt(box.height), data)
    shape.name = "Chart"
    shape._element.nvGraphicFramePr.cNvPr.set("descr", clean(chart.title))
    made = shape.chart
    made.font.size, made.font.color.rgb = Pt(_SIZE), rgb_of("text")
    made.has_title = True
    title = " · ".join(part for part in (chart.title, chart.unit) if part)
    made.chart_title.text_frame.text = clean(title)
    run = made.chart_title.text_frame.paragraphs[0].runs
    if run:
        run[0].font.size, run[0].font.bold, run[0].font.color.rgb = Pt(14), True, rgb_of("text")
    made.has_legend = len(chart.series) > 1
    if made.has_legend and made.legend is not None:
        made.legend.position, made.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    _gaps(made)
    _axes(made, chart)
    _colours(made, chart)
    _labels(made, chart)


def _over(token: str) -> str:
    return ink_on(f"#{rgb_of(token)}", "light")


def number_format(decimals: int) -> str:
    """As spreadsheets write it: thousands apart, so many decimals."""
    return "#,##0" + ("." + "0" * decimals if decimals > 0 else "")


def _gaps(made: Any) -> None:
    """Nothing is drawn where a figure is missing, and the bars have no more room between them than they need."""
    for blanks in made._chartSpace.iter(qn("c:dispBlanksAs")):
        blanks.set("val", "gap")
    for plot in made.plots:
        if hasattr(plot, "gap_width"):
            plot.gap_width = 55
        if hasattr(plot, "overlap"):
            plot.overlap = 100 if plot._element.find(qn("c:grouping")).get("val") == "stacked" else 0


def _axes(made: Any, chart: Chart) -> None:
    category, value = made.category_axis, made.value_axis
    category.tick_labels.font.size = value.tick_labels.font.size = Pt(_SIZE)
    category.has_major_gridlines = False
    category.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    category.format.line.color.rgb = rgb_of("line")
    value.format.line.fill.background()
    value.major_gridlines.format.line.color.rgb = rgb_of("surface-2")
    value.tick_labels.number_format, value.tick_labels.number_format_is_linked = number_format(0), False
    high = max((abs(one) for series in chart.series for one in series.values if one is not None), default=0.0)
    if high < 10 and chart.decimals:
        value.tick_labels.number_format = number_format(1 if high >= 1 else chart.decimals)
    if chart.kind == "bar":
        category.reverse_order = True
        value.visible = False
        value.has_major_gridlines = False


def _colours(made: Any, chart: Chart) -> None:
    for drawn, series in zip(made.plots[0].series, chart.series, strict=False):
        if chart.kind == "line":
            drawn.smooth = False
            drawn.format.line.color.rgb, drawn.format.line.width = rgb_of(series.colour_token), Pt(2.25)
            drawn.marker.style, drawn.marker.size = XL_MARKER_STYLE.CIRCLE, 7
            drawn.marker.format.fill.solid()
            drawn.marker.format.fill.fore_color.rgb = rgb_of(series.colour_token)
            drawn.marker.format.line.color.rgb = rgb_of("surface")
        else:
            drawn.format.fill.solid()
            drawn.format.fill.fore_color.rgb = rgb_of(series.colour_token)
            drawn.invert_if_negative = False


def _labels(made: Any, chart: Chart) -> None:
    """Figures at the bars and points, while these are not too many to be read."""
    if len(chart.categories) * len(chart.series) > _MOST_LABELS or (chart.kind == "line" and len(chart.series) > 1):
        return
    plot = made.plots[0]
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.show_value, labels.font.size = True, Pt(_SIZE)
    labels.number_format, labels.number_format_is_linked = number_format(chart.decimals), False
    if chart.kind == "line":
        labels.position = XL_LABEL_POSITION.ABOVE
    elif chart.kind == "stacked":
        labels.position = XL_LABEL_POSITION.CENTER
        for drawn, series in zip(plot.series, chart.series, strict=False):
            drawn.data_labels.show_value = True
            drawn.data_labels.font.size = Pt(_SIZE)
            drawn.data_labels.font.color.rgb = rgb_of(_over(series.colour_token))
            drawn.data_labels.number_format = number_format(chart.decimals)
            drawn.data_labels.number_format_is_linked = False
            drawn.data_labels.position = XL_LABEL_POSITION.CENTER
    else:
        labels.position = XL_LABEL_POSITION.OUTSIDE_END
