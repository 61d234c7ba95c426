"""Attainment of members over periods as a heat map: blue above 100 %, orange below, the figure in every cell."""

from collections.abc import Mapping
from html import escape
from typing import Any

from pandas import DataFrame

from salesdash.charts.bars import short_name
from salesdash.charts.style import Figure, Palette, axis, layout, mixed, plain
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.metrics import Metric

#: so far below and above 100 % the colours go; what lies beyond is no darker
_REACH = 0.5
#: how much of the accent the strongest cell has: the figure in it stays readable
_STRENGTH = 0.55
_ROW, _ABOVE, _BELOW = 26, 44, 26


def heat_map(
    cells: DataFrame, metric: Metric, currency: str, colours: Palette, *, member: str, period: str,
    periods: Mapping[str, str], title: str,
) -> Figure:  # fmt: skip
    """``cells``: one row per member and period: the code of the ``member``, ``{member}_name``, the label of the
    ``period``, target, actual, attainment (undefined is a blank). ``periods``: label → words at the axis, in their
    order; other periods are left out. Members stand in their first order; a click on a cell carries the code."""
    known = cells[cells[period].isin(list(periods))]
    codes = list(dict.fromkeys(known[member]))
    names = dict(zip(known[member], known[f"{member}_name"], strict=True))
    place = {label: at for at, label in enumerate(periods)}
    blank: list[Any] = [None] * len(periods)
    shades, texts = [list(blank) for _code in codes], [[""] * len(periods) for _code in codes]
    hover = [[""] * len(periods) for _code in codes]
    row_of = {code: at for at, code in enumerate(codes)}
    columns = (known[name] for name in (member, period, "target", "actual", "attainment"))
    for code, label, target, actual, reached in zip(*map(plain, columns), strict=True):
        row, column = row_of[code], place[label]
        if reached is not None:
            shades[row][column] = min(max(reached - 1, -_REACH), _REACH)
        texts[row][column] = formats.DASH if reached is None else formats.number(round(reached * 100))
        hover[row][column] = (
            f"<b>{escape(str(names[code]))}</b> · {escape(periods[label])}<br>{_word(metric, actual, currency)} / "
            f"{_word(metric, target, currency)}<br>{_('Attainment')}: {formats.percent(reached)}"
        )
    flat = [(column, row) for row in range(len(codes)) for column in range(len(periods))]
    words = [texts[row][column] for column, row in flat]
    height = _ABOVE + _ROW * max(len(codes), 1) + _BELOW
    return {
        "data": [
            {
                "type": "heatmap", "z": shades, "x": list(range(len(periods))), "y": list(range(len(codes))),
                "zmin": -_REACH, "zmax": _REACH, "showscale": False, "xgap": 2, "ygap": 2, "hovertext": hover,
                "hoverinfo": "text", "hoverongaps": False,
                "colorscale": [
                    [0, mixed(colours.warm, colours.background, _STRENGTH)], [0.5, colours.grid],
                    [1, mixed(colours.accent, colours.background, _STRENGTH)],
                ],
            },
            {
                "type": "scatter", "mode": "text", "x": [column for column, _row in flat],
                "y": [row for _column, row in flat], "text": words, "customdata": [codes[row] for _column, row in flat],
                "hoverinfo": "skip", "textfont": {"size": 12, "color": colours.text},
            },
        ],
        "layout": layout(
            colours, title, height,
            xaxis=axis(
                colours, tickvals=list(range(len(periods))), ticktext=[escape(words) for words in periods.values()],
                tickangle=0, range=[-0.5, len(periods) - 0.5],
            ),
            yaxis=axis(
                colours, tickvals=list(range(len(codes))),
                ticktext=[escape(short_name(str(names[code]))) for code in codes],
                range=[max(len(codes), 1) - 0.5, -0.5], tickfont={"color": colours.text, "size": 12},
            ),
        ),
    }  # fmt: skip


def _word(metric: Metric, value: Any, currency: str) -> str:
    return metric.show(value, currency)
