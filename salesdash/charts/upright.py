"""Upright bars over months, weekdays or other steps."""

from collections.abc import Sequence
from html import escape

from salesdash.charts.style import Figure, Palette, axis, layout, value_axis
from salesdash.metrics import Metric


def upright_bars(
    ticks: Sequence[str], values: Sequence[float | None], words: Sequence[str], metric: Metric, colours: Palette, *,
    title: str, height: int, texts: Sequence[str] = (), warm: Sequence[bool] = (),
) -> Figure:  # fmt: skip
    """One bar per step: values in units (None: no bar), what hovering says, and where given a text at its end. Bars
    that ask to be looked at are ``warm``."""
    shades = [colours.warm if is_warm else colours.accent for is_warm in warm] or [colours.accent] * len(values)
    places = [at for at, tick in enumerate(ticks) if tick]
    known = [v for v in values if v is not None]
    # room for the texts above the bars
    span = [*known, 1.12 * max(known, default=0), 1.12 * min(0.0, *known, 0.0)] if texts else known
    bars = {
        "type": "bar", "x": list(range(len(values))), "y": list(values), "width": 0.7, "marker": {"color": shades},
        "hovertext": [escape(word).replace("\n", "<br>") for word in words], "hoverinfo": "text",
    }  # fmt: skip
    if texts:
        bars |= {
            "text": [escape(text) for text in texts], "textposition": "outside", "cliponaxis": False,
            "textfont": {"size": 12, "color": colours.text}, "constraintext": "none", "textangle": 0,
        }  # fmt: skip
    return {
        "data": [bars],
        "layout": layout(
            colours, title, height,
            xaxis=axis(
                colours, tickvals=places, ticktext=[ticks[at] for at in places], tickangle=0,
                range=[-0.6, len(values) - 0.4], ticklabelstandoff=4,
            ),
            yaxis=value_axis(colours, metric, span),
        ),
    }  # fmt: skip
