"""Members with what is expected of each: a bar, the range around its end, a tick for what it was before."""

from html import escape
from typing import Any

from pandas import DataFrame

from salesdash.charts.bars import figures_at, short_name
from salesdash.charts.style import Figure, Palette, axis, layout, plain

_ROW, _ABOVE, _BELOW = 30, 44, 8
#: room for at least so many bars, so that few do not grow fat
_FEWEST = 3
#: where the columns of figures end, as multiples of the longest bar
_VALUES_AT, _CHANGES_AT = 1.5, 2.1


def member_ranges(members: DataFrame, colours: Palette, *, title: str) -> Figure:
    """``members``: code, name, mean, lo80, hi80, before (<NA>: none), and in words hover, value, shift (the change), in
    the order in which they are drawn. A click on a bar carries its code."""
    names, places = [str(name) for name in members["name"]], list(range(len(members)))
    means, lows, highs = (plain(members[name]) for name in ("mean", "lo80", "hi80"))
    before = plain(members["before"])
    top = max([0, *highs, *(v for v in before if v is not None)]) or 1
    low = min([0, *lows])
    rows = max(len(names), _FEWEST)
    data: list[dict[str, Any]] = [
        {
            "type": "bar", "orientation": "h", "x": means, "y": places, "customdata": plain(members["code"]),
            "hovertext": list(members["hover"]), "hoverinfo": "text", "width": 0.56,
            "marker": {"color": colours.accent},
            "selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": 1}},
            "error_x": {
                "type": "data", "symmetric": False, "color": colours.text, "thickness": 1.5, "width": 5,
                "array": [high - mean for high, mean in zip(highs, means, strict=True)],
                "arrayminus": [mean - low for low, mean in zip(lows, means, strict=True)],
            },
        },
        {
            "type": "scatter", "mode": "markers", "x": before, "y": places, "hoverinfo": "skip",
            "marker": {"symbol": "line-ns", "size": 18, "line": {"color": colours.compare, "width": 3}},
        },
        figures_at(places, list(members["value"]), low + (top - low) * _VALUES_AT, [colours.text] * len(names)),
        figures_at(places, list(members["shift"]), low + (top - low) * _CHANGES_AT, [colours.muted] * len(names)),
    ]  # fmt: skip
    return {
        "data": data,
        "layout": layout(
            colours, title, _ABOVE + _ROW * rows + _BELOW,
            xaxis=axis(colours, showticklabels=False, range=[low, low + (top - low) * _CHANGES_AT]),
            yaxis=axis(
                colours, tickvals=places, ticktext=[escape(short_name(name)) for name in names],
                range=[rows - 0.5, -0.5], tickfont={"color": colours.text, "size": 12},
            ),
        ),
    }  # fmt: skip
