"""What is owed by how long it is overdue."""

from collections.abc import Mapping
from html import escape

from salesdash.charts.style import Figure, Palette, axis, in_units, layout, short
from salesdash.metrics import RECEIVABLES

#: longer words stand in two lines: in one they would be turned where the chart is narrow
_ONE_LINE = 8
#: room above the tallest bar for its figure
_ABOVE = 1.18


def ageing(
    amounts: Mapping[str, int], names: Mapping[str, str], currency: str, colours: Palette, *, title: str, height: int
) -> Figure:
    """``amounts`` and ``names`` by bucket, the first one being what is not due yet; what is overdue is warm."""
    metric = RECEIVABLES["receivables"]
    values = [value or 0.0 for value in in_units(metric, amounts.values())]
    words = [names[bucket] for bucket in amounts]
    places = list(range(len(values)))
    return {
        "data": [
            {
                "type": "bar", "x": places, "y": values, "width": 0.62,
                "text": [short(metric, value) if value else "" for value in amounts.values()],
                "textposition": "outside", "textfont": {"size": 12, "color": colours.text}, "cliponaxis": False,
                "hovertext": [
                    f"<b>{escape(word)}</b><br>{metric.show(value, currency)}"
                    for word, value in zip(words, amounts.values(), strict=True)
                ],
                "hoverinfo": "text",
                "marker": {"color": [colours.accent if place == 0 else colours.warm for place in places]},
            }
        ],
        "layout": layout(
            colours, title, height,
            xaxis=axis(
                colours, tickvals=places, ticktext=[_wrapped(word) for word in words], tickangle=0,
                tickfont={"color": colours.text, "size": 12},
            ),
            yaxis=axis(colours, showticklabels=False, range=[0, (max(values) or 1.0) * _ABOVE]),
        ),
    }  # fmt: skip


def _wrapped(word: str) -> str:
    return escape(word).replace(" ", "<br>", 1) if len(word) > _ONE_LINE else escape(word)
