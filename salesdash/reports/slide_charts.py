"""Native charts on slides: PowerPoint draws them, and whoever opens the file can edit their figures."""

from typing import Any

from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Pt

from salesdash.downloads import Form, neutral
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.reports import looks
from salesdash.reports.answers import Chart, Section, Series
from salesdash.reports.slide_shapes import rgb
from salesdash.reports.workbook_charts import NAMES

_KINDS = {"bars": XL_CHART_TYPE.BAR_CLUSTERED, "bridge": XL_CHART_TYPE.COLUMN_STACKED}


def insert(slide: Any, section: Section, place: tuple[Any, Any, Any, Any]) -> None:
    """Puts the section's chart on the slide, with words for who cannot see it."""
    chart = section.chart
    if chart is None:
        return
    data, colours = (_bridge if chart.kind == "bridge" else _plain)(section, chart)
    frame = slide.shapes.add_chart(_KINDS.get(chart.kind, XL_CHART_TYPE.LINE), *place, data)
    frame.name = looks.clean(chart.title)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", looks.clean(f"{chart.title}. {section.message}"))
    drawn = frame.chart
    drawn.font.size, drawn.font.color.rgb = Pt(12), rgb(looks.MUTED)
    drawn.has_title = False
    drawn.has_legend = chart.kind != "bridge" and len(chart.series) > 1
    if drawn.has_legend:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    _axes(drawn, chart, chart.form(section.table))
    for at, series in enumerate(drawn.plots[0].series):
        if chart.kind in ("bars", "bridge"):
            _bar(series, colours[at])
        else:
            _line(series, chart.series[at])
    if chart.kind == "bars":
        _labels(drawn.plots[0].series[0], chart.form(section.table))


def _plain(section: Section, chart: Chart) -> tuple[CategoryChartData, list[str | None]]:
    data = CategoryChartData(number_format=_format(chart.form(section.table)))
    data.categories = [_text(label) for label in chart.labels(section.table)]
    for series in chart.series:
        data.add_series(_text(series.name), chart.values(section.table, series))
    return data, [looks.COLOURS[series.role] for series in chart.series]


def _bridge(section: Section, chart: Chart) -> tuple[CategoryChartData, list[str | None]]:
    """Stacked columns on an invisible base; the names of the parts say their amounts."""
    amounts = [value or 0.0 for value in chart.values(section.table, chart.series[0])]
    data = CategoryChartData(number_format="#,##0")
    data.categories = [
        _text(f"{label}\n{formats.number(round(amount), short=True, signed=True)}")
        for label, amount in zip(chart.labels(section.table), amounts, strict=True)
    ]
    stacks = looks.stacks(amounts)
    for kind, column in stacks.items():
        data.add_series(_text(_(NAMES[kind])), column)
    return data, [looks.STACKS.get(kind) for kind in stacks]


def _axes(drawn: Any, chart: Chart, form: Form) -> None:
    names, values = drawn.category_axis, drawn.value_axis
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.major_tick_mark = values.major_tick_mark = XL_TICK_MARK.NONE
    names.format.line.color.rgb = rgb(looks.GRID)
    names.has_major_gridlines = False
    values.format.line.fill.background()
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = rgb(looks.GRID)
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = _format(form), False
    if chart.kind == "bars":
        _every_name(names)
        names.reverse_order = True  # a bar chart draws from below: turned, it reads as the table does
        values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
        drawn.plots[0].gap_width, drawn.plots[0].overlap = 45, 0
    if chart.kind == "bridge":
        drawn.plots[0].gap_width, drawn.plots[0].overlap = 55, 100


def _every_name(names: Any) -> None:
    """Lets no name be left out where there are many."""
    skip = etree.SubElement(names._element, qn("c:tickLblSkip"), val="1")
    names._element.find(qn("c:noMultiLvlLbl")).addprevious(skip)


def _bar(series: Any, colour: str | None) -> None:
    series.invert_if_negative = False
    if colour is None:
        series.format.fill.background()
        return
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = rgb(colour)


def _line(series: Any, said: Series) -> None:
    line = series.format.line
    line.color.rgb = rgb(looks.BOUNDS.get(said.role) or looks.COLOURS[said.role])
    bound = said.role.startswith("bound")
    line.width = Pt(1.25 if bound else 2.5 if said.role in ("now", "expected") else 1.75)
    if said.role in ("target", "expected"):
        line.dash_style = MSO_LINE.DASH
    series.smooth = False
    series.marker.style = XL_MARKER_STYLE.NONE


def _labels(series: Any, form: Form) -> None:
    labels = series.data_labels
    labels.show_value, labels.number_format, labels.number_format_is_linked = True, _format(form), False
    labels.position = XL_LABEL_POSITION.OUTSIDE_END
    labels.font.size, labels.font.color.rgb = Pt(11), rgb(looks.TEXT)


def _format(form: Form) -> str:
    return "0%" if form == "ratio" else "#,##0"


def _text(text: str) -> str:
    """A name for the chart and for the sheet that PowerPoint opens to edit it."""
    return neutral(looks.clean(text))
