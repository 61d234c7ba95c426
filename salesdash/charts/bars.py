"""Members of a dimension, ranked, each with what it is compared with."""

from pandas import DataFrame

from salesdash.charts.style import Figure, Palette, axis, in_units, layout, plain, value_axis
from salesdash.locale import gettext as _
from salesdash.metrics import Metric

_LONGEST_NAME = 18


def ranked_bars(
    members: DataFrame, metric: Metric, currency: str, colours: Palette, *,
    title: str, height: int, compared: str | None = None, most: int = 8,
) -> Figure:  # fmt: skip
    """``members``: code, name and the metric's own column, largest first, and where ``compared`` names a comparison
    ``{metric}_{compared}`` and ``{metric}_change_{compared}``. A grey tick marks the figure compared with; bars whose
    change passed the metric's threshold are warm. At most ``most`` bars; a click on one carries its code."""
    shown = members.head(most)
    values = in_units(metric, shown[metric.key])
    codes, names = plain(shown["code"]), [str(n) for n in plain(shown["name"])]
    words = [metric.show(v, currency, short=True) for v in plain(shown[metric.key])]
    whole = [metric.show(v, currency) for v in plain(shown[metric.key])]
    before: list[float | None] = [None] * len(values)
    changes: list[float | None] = [None] * len(values)
    hover = [f"<b>{name}</b><br>{value}" for name, value in zip(names, whole, strict=True)]
    if compared and f"{metric.key}_{compared}" in shown:
        before = in_units(metric, shown[f"{metric.key}_{compared}"])
        changes = plain(shown[f"{metric.key}_change_{compared}"])
        words = [f"{w}  {metric.show_change(c)}" for w, c in zip(words, changes, strict=True)]
        bases = [metric.show(v, currency) for v in plain(shown[f"{metric.key}_{compared}"])]
        hover = [f"{h}<br>{_('Before')}: {b}" for h, b in zip(hover, bases, strict=True)]
    places = list(range(len(values)))
    known = [v for v in values + before if v is not None]
    room = max(known, default=0.0) * 1.5
    data = [
        {
            "type": "bar", "orientation": "h", "x": values, "y": places, "customdata": codes,
            "text": words, "textposition": "outside", "cliponaxis": False, "textfont": {"color": colours.text},
            "hovertext": hover, "hoverinfo": "text", "width": 0.62,
            "marker": {"color": [colours.warm if metric.level(c) == "alert" else colours.accent for c in changes]},
            "selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": 1}},
        },
        {
            "type": "scatter", "mode": "markers", "x": before, "y": places, "hoverinfo": "skip",
            "marker": {"symbol": "line-ns", "size": 16, "line": {"color": colours.compare, "width": 3}},
        },
    ]  # fmt: skip
    across = value_axis(colours, metric, known) | {"range": [min(0.0, *known, 0.0), room or 1.0]}
    return {
        "data": data,
        "layout": layout(
            colours, title, height,
            xaxis=across | {"showticklabels": False, "showgrid": False},
            yaxis=axis(
                colours, tickvals=places, ticktext=[_short(n) for n in names], range=[max(most, 1) - 0.5, -0.5],
                tickfont={"color": colours.text, "size": 13},
            ),
        ),
    }  # fmt: skip


def _short(name: str) -> str:
    wide = sum(1 + (ord(c) > 0x2E7F) for c in name)
    return (name if wide <= _LONGEST_NAME else name[: _LONGEST_NAME * len(name) // wide - 1] + "…") + " "
