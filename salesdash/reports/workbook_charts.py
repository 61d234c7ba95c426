"""Native charts in the workbook: they draw the cells of the table beside them and change with them."""

from typing import Any

from salesdash.downloads import neutral
from salesdash.locale import N_
from salesdash.locale import gettext as _
from salesdash.reports import looks
from salesdash.reports.answers import Chart, Section, Series, Table

#: column of a bridge → name
NAMES = {
    "base": N_("Base"), "more": N_("More"), "less": N_("Less"), "more_before": N_("More"), "less_before": N_("Less"),
    "whole": N_("Change"),
}  # fmt: skip
_FORMATS = {"ratio": "0%"}
#: pixels
_WIDTH, _BAR, _HEIGHT = 760, 20, 360


def insert(book: Any, sheet: Any, section: Section, top: int) -> None:
    """Puts the section's chart beside its table, whose heading stands in row ``top``."""
    chart, table = section.chart, section.table
    if chart is None:
        return
    rows = len(table.rows) if chart.most is None else min(chart.most, len(table.rows))
    if chart.kind == "bridge":
        drawn = _bridge(book, sheet, chart, table, top)
    else:
        drawn = _plain(book, sheet, section, top, rows)
    drawn.set_title({"name": neutral(looks.clean(chart.title)), "name_font": {"size": 13, "color": looks.TEXT}})
    height = _HEIGHT
    if chart.kind == "bars":
        height = max(_HEIGHT, 110 + rows * len(chart.series) * _BAR)
    drawn.set_size({"width": _WIDTH, "height": height})
    drawn.set_legend({"none": True} if len(chart.series) < 2 else {"position": "bottom"})
    said = looks.clean(f"{chart.title}. {section.message}")
    sheet.insert_chart(top, len(table.columns) + 1, drawn, {"description": said})


def _plain(book: Any, sheet: Any, section: Section, top: int, rows: int) -> Any:
    chart, table = section.chart, section.table
    assert chart is not None
    drawn = book.add_chart({"type": "bar" if chart.kind == "bars" else "line"})
    places = [column.key for column in table.columns]

    def cells(key: str) -> list[Any]:
        return [sheet.get_name(), top + 1, places.index(key), top + rows, places.index(key)]

    for series in chart.series:
        look = _bar(series) if chart.kind == "bars" else _line(series)
        drawn.add_series(
            {
                "name": neutral(looks.clean(series.name)), "categories": cells(chart.label),
                "values": cells(series.key), **look,
            }
        )  # fmt: skip
    across, up = ("set_y_axis", "set_x_axis") if chart.kind == "bars" else ("set_x_axis", "set_y_axis")
    # a bar chart draws from below: turned, it reads as the table does
    getattr(drawn, across)({"reverse": chart.kind == "bars", "line": {"color": looks.GRID}})
    getattr(drawn, up)(_axis(chart, table) | ({"label_position": "high"} if chart.kind == "bars" else {}))
    drawn.show_blanks_as("gap")
    return drawn


def _bridge(book: Any, sheet: Any, chart: Chart, table: Table, top: int) -> Any:
    """Stacked columns on an invisible base. What they draw stands right of the chart."""
    amounts = [value or 0.0 for value in chart.values(table, chart.series[0])]
    first = len(table.columns) + 14
    drawn = book.add_chart({"type": "column", "subtype": "stacked"})
    key = [column.key for column in table.columns].index(chart.label)
    for at, (kind, column) in enumerate(looks.stacks(amounts).items(), first):
        name, colour = neutral(_(NAMES[kind])), looks.STACKS.get(kind)
        sheet.write_string(top, at, name)
        sheet.write_column(top + 1, at, column)
        drawn.add_series(
            {
                "name": name,
                "categories": [sheet.get_name(), top + 1, key, top + len(amounts), key],
                "values": [sheet.get_name(), top + 1, at, top + len(amounts), at],
                "fill": {"color": colour} if colour else {"none": True},
                "border": {"none": True},
                "gap": 55,
            }
        )
    drawn.set_x_axis({"label_position": "low", "line": {"color": looks.GRID}})
    drawn.set_y_axis(_axis(chart, table))
    return drawn


def _bar(series: Series) -> dict[str, Any]:
    return {"fill": {"color": looks.COLOURS[series.role]}, "border": {"none": True}, "gap": 45, "overlap": 0}


def _line(series: Series) -> dict[str, Any]:
    bound = series.role.startswith("bound")
    dash = "dash" if series.role in ("target", "expected") else "solid"
    width = 1.0 if bound else 2.25 if series.role in ("now", "expected") else 1.5
    colour = looks.BOUNDS.get(series.role) or looks.COLOURS[series.role]
    line = {"color": colour, "width": width, "dash_type": dash}
    return {"line": line, "marker": {"type": "none"}}


def _axis(chart: Chart, table: Table) -> dict[str, Any]:
    return {
        "num_format": _FORMATS.get(chart.form(table), "#,##0"),
        "major_gridlines": {"visible": True, "line": {"color": looks.GRID}},
        "line": {"none": True},
        "num_font": {"color": looks.MUTED},
    }
