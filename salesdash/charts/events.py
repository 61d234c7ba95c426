"""Events of the calendar as a strip below a curve over time."""

from html import escape
from typing import Any

from pandas import DataFrame

from salesdash.charts.style import Palette, axis

#: what the strip takes of the chart's height per lane, and the gap to the curve above
_LANE, _GAP = 0.045, 0.03
#: events that overlap stand in lanes below each other, at most so many
_LANES = 3
#: an event of a day is drawn at least so long (in periods), so that it can be seen and hovered over
_SHORTEST = 0.12


def strip(events: DataFrame | None, colours: Palette) -> tuple[float, list[dict[str, Any]], dict[str, Any]]:
    """The share of the height that the strip takes, its traces, and the axis they stand on.

    ``events``: from, until (places on the time axis), hover (words), kind; promotions and closures stand out."""
    if events is None or events.empty:
        return 0.0, [], {}
    ordered = events.sort_values("from", kind="stable")
    ends: list[float] = []
    traces = []
    for begin, end, words, kind in zip(
        ordered["from"], ordered["until"], ordered["hover"], ordered["kind"], strict=True
    ):
        last = max(float(end), float(begin) + _SHORTEST)
        lane = next((at for at, taken in enumerate(ends) if taken < begin), len(ends))
        lane = min(lane, _LANES - 1)
        if lane == len(ends):
            ends.append(last)
        else:
            ends[lane] = max(ends[lane], last)
        colour = {"promotion": colours.accent, "closure": colours.warm}.get(str(kind), colours.compare)
        traces.append(_event(float(begin), last, lane, str(words), colour))
    height = _LANE * len(ends)
    below = axis(
        colours, domain=[0, height], range=[len(ends) - 0.5, -0.5], showticklabels=False, anchor="x", automargin=False
    )
    return height + _GAP, traces, {"yaxis2": below}


def _event(begin: float, end: float, lane: int, words: str, colour: str) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "lines+markers", "x": [begin, (begin + end) / 2, end], "y": [lane] * 3,
        "yaxis": "y2", "name": "", "text": [escape(words).replace("\n", "<br>")] * 3, "hoverinfo": "text",
        "line": {"color": colour, "width": 7}, "marker": {"size": 7, "color": colour, "opacity": [0, 0.01, 0]},
    }  # fmt: skip
