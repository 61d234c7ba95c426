"""Members against their targets: a bar of what was achieved, a tick where it should be, one at the whole target."""

from html import escape
from typing import Any

from pandas import DataFrame

from salesdash.charts.bars import figures_at, short_name
from salesdash.charts.style import Figure, Palette, axis, in_units, layout, plain, short
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.metrics import Metric

_ROW, _ABOVE, _BELOW = 30, 44, 8
#: room for at least so many bars, so that few do not grow fat
_FEWEST = 3
#: where the columns of figures end, as multiples of the longest bar
_VALUES_AT, _SHARES_AT = 1.4, 1.8


def target_bars(
    members: DataFrame, metric: Metric, currency: str, colours: Palette, *, member: str, title: str
) -> Figure:  # fmt: skip
    """``members``: the code of the ``member``, ``{member}_name``, target, actual, expected_to_date, attainment, pace,
    in the order in which they are drawn. A bar is warm where it is behind what was to be expected; a thin tick marks
    that, a thick one the whole target. A click on a bar carries its code."""
    names = [str(name) for name in plain(members[f"{member}_name"])]
    places = list(range(len(names)))
    values = in_units(metric, members["actual"])
    targets, expected = in_units(metric, members["target"]), in_units(metric, members["expected_to_date"])
    behind = [pace is not None and pace < 1 for pace in plain(members["pace"])]
    high = max([0.0, *(v for v in values + targets if v is not None)]) or 1.0
    low = min([0.0, *(v for v in values if v is not None)])
    words = [short(metric, v) for v in plain(members["actual"])]
    shares = [formats.percent(v, 0) for v in plain(members["attainment"])]
    rows = max(len(names), _FEWEST)
    return {
        "data": [
            {
                "type": "bar", "orientation": "h", "x": values, "y": places, "customdata": plain(members[member]),
                "hovertext": _hover(members, names, metric, currency), "hoverinfo": "text", "width": 0.5,
                "marker": {"color": [colours.warm if late else colours.accent for late in behind]},
                "selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": 1}},
            },
            _ticks(places, expected, colours.text, 1.5, 14),
            _ticks(places, targets, colours.compare, 4, 20),
            figures_at(places, words, low + (high - low) * _VALUES_AT, [colours.text] * len(words)),
            figures_at(
                places, shares, low + (high - low) * _SHARES_AT,
                [colours.warm if late else colours.muted for late in behind],
            ),
        ],
        "layout": layout(
            colours, title, _ABOVE + _ROW * rows + _BELOW,
            xaxis=axis(colours, showticklabels=False, range=[low, low + (high - low) * _SHARES_AT]),
            yaxis=axis(
                colours, tickvals=places, ticktext=[escape(short_name(name)) for name in names],
                range=[rows - 0.5, -0.5], tickfont={"color": colours.text, "size": 12},
            ),
        ),
    }  # fmt: skip


def _ticks(places: list[int], values: list[float | None], colour: str, width: float, size: int) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "markers", "x": values, "y": places, "hoverinfo": "skip", "cliponaxis": False,
        "marker": {"symbol": "line-ns", "size": size, "line": {"color": colour, "width": width}},
    }  # fmt: skip


def _hover(members: DataFrame, names: list[str], metric: Metric, currency: str) -> list[str]:
    columns = [plain(members[name]) for name in ("actual", "target", "expected_to_date", "attainment", "pace")]
    return [
        f"<b>{escape(name)}</b><br>{metric.show(actual, currency)}"
        f"<br>{_('Target')}: {metric.show(target, currency)} ({formats.percent(reached)})"
        f"<br>{_('Expected to date')}: {metric.show(expected, currency)} ({formats.percent(pace)})"
        for name, actual, target, expected, reached, pace in zip(names, *columns, strict=True)
    ]
