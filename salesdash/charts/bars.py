"""Members of a dimension, ranked, each with what it is compared with."""

from html import escape
from typing import Any

from pandas import DataFrame

from salesdash.charts.style import Figure, Palette, axis, in_units, layout, plain, short
from salesdash.locale import gettext as _
from salesdash.metrics import Metric

#: counted in Latin letters; a Chinese character is two
_LONGEST_NAME = 24
#: room for at least so many bars, so that few do not grow fat
_FEWEST = 6
#: where the columns of figures end, as multiples of the longest bar
_VALUES_AT, _CHANGES_AT = 1.45, 2.0


def ranked_bars(
    members: DataFrame, metric: Metric, currency: str, colours: Palette, *,
    title: str, height: int, compared: str | None = None, most: int = 8,
) -> Figure:  # fmt: skip
    """``members``: code, name and the metric's own column, largest first, and where ``compared`` names a comparison
    ``{metric}_{compared}`` and ``{metric}_change_{compared}``. A grey tick marks the figure compared with; bars whose
    change passed the metric's threshold are warm. At most ``most`` bars; a click on one carries its code."""
    shown = members.head(most)
    values = in_units(metric, shown[metric.key])
    codes, names = plain(shown["code"]), [str(name) for name in plain(shown["name"])]
    words = [short(metric, v) for v in plain(shown[metric.key])]
    hover = [
        f"<b>{escape(name)}</b><br>{metric.show(value, currency)}"
        for name, value in zip(names, plain(shown[metric.key]), strict=True)
    ]
    before: list[float | None] = [None] * len(values)
    changes: list[float | None] = [None] * len(values)
    if compared and f"{metric.key}_{compared}" in shown:
        before = in_units(metric, shown[f"{metric.key}_{compared}"])
        changes = plain(shown[f"{metric.key}_change_{compared}"])
        bases = [metric.show(v, currency) for v in plain(shown[f"{metric.key}_{compared}"])]
        hover = [f"{h}<br>{_('Before')}: {b}" for h, b in zip(hover, bases, strict=True)]
    places = list(range(len(values)))
    known = [v for v in values + before if v is not None]
    low, high = min(0.0, *known, 0.0), max(0.0, *known, 0.0) or 1.0
    warm = [metric.level(change) == "alert" for change in changes]
    data = [
        {
            "type": "bar", "orientation": "h", "x": values, "y": places, "customdata": codes,
            "hovertext": hover, "hoverinfo": "text", "width": 0.62,
            "marker": {"color": [colours.warm if is_warm else colours.accent for is_warm in warm]},
            "selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": 1}},
        },
        {
            "type": "scatter", "mode": "markers", "x": before, "y": places, "hoverinfo": "skip",
            "marker": {"symbol": "line-ns", "size": 16, "line": {"color": colours.compare, "width": 3}},
        },
        figures_at(places, words, low + (high - low) * _VALUES_AT, [colours.text] * len(words)),
    ]  # fmt: skip
    if any(change is not None for change in changes):
        shades = [colours.warm if is_warm else colours.muted for is_warm in warm]
        texts = [metric.show_change(change) for change in changes]
        data.append(figures_at(places, texts, low + (high - low) * _CHANGES_AT, shades))
    end = _CHANGES_AT if len(data) > 3 else _VALUES_AT
    rows = min(max(len(values), _FEWEST), most)
    return {
        "data": data,
        "layout": layout(
            colours, title, height,
            xaxis=axis(colours, showticklabels=False, range=[low, low + (high - low) * end]),
            yaxis=axis(
                colours, tickvals=places, ticktext=[escape(short_name(name)) for name in names],
                range=[rows - 0.5, -0.5], tickfont={"color": colours.text, "size": 12},
            ),
        ),
    }  # fmt: skip


def figures_at(places: list[int], texts: list[str], at: float, shades: list[str]) -> dict[str, Any]:
    """A column of figures at the right of the bars, aligned at its right end."""
    return {
        "type": "scatter", "mode": "text", "x": [at] * len(places), "y": places, "text": texts, "hoverinfo": "skip",
        "textposition": "middle left", "textfont": {"size": 12, "color": shades}, "cliponaxis": False,
    }  # fmt: skip


def short_name(name: str) -> str:
    """A name as it fits beside a bar."""
    wide = sum(1 + (ord(c) > 0x2E7F) for c in name)
    return (name if wide <= _LONGEST_NAME else name[: _LONGEST_NAME * len(name) // wide - 1] + "…") + " "
