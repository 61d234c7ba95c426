"""Lines over months or other steps: one that counts, others that it is compared with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from salesdash.charts.style import Figure, Palette, axis, layout, value_axis
from salesdash.locale import formats
from salesdash.metrics import Metric

#: labels that fit below a chart on a phone
_MOST_TICKS = 7


@dataclass(frozen=True)
class Line:
    """One line: values in units (None is a gap), what hovering over each says, colour. ``named``: its name stands at
    its end; ``dotted``: a mark at every point; ``hollow``: points that are told in part only, drawn hollow and led to
    by dots; ``marked``: points that ask to be looked at."""

    name: str
    values: Sequence[float | None]
    words: Sequence[str]
    colour: str
    width: float = 2.5
    dash: str = "solid"
    named: bool = False
    dotted: bool = True
    hollow: Sequence[bool] = ()
    marked: Sequence[bool] = ()


def lines(
    ticks: Sequence[str], drawn: Sequence[Line], metric: Metric, colours: Palette, *, title: str, height: int
) -> Figure:
    """Lines over the steps named by ``ticks`` ("" is no label)."""
    data = [trace for line in drawn for trace in _traces(line, colours)]
    named = [line for line in drawn if line.named]
    data += [_name(line) for line in named if any(v is not None for v in line.values)]
    room = 0.09 * len(ticks) if named else 0
    known = [value for line in drawn for value in line.values]
    places = [at for at, tick in enumerate(ticks) if tick]
    return {
        "data": data,
        "layout": layout(
            colours, title, height,
            xaxis=axis(
                colours, tickvals=places, ticktext=[ticks[at] for at in places], tickangle=0,
                range=[-0.4, len(ticks) - 0.6 + room], ticklabelstandoff=4,
            ),
            yaxis=value_axis(colours, metric, known),
            hovermode="closest",
        ),
    }  # fmt: skip


def _traces(line: Line, colours: Palette) -> list[dict[str, Any]]:
    hollow = list(line.hollow) or [False] * len(line.values)
    marked = list(line.marked) or [False] * len(line.values)
    solid = [None if part else value for value, part in zip(line.values, hollow, strict=True)]
    stroke = {"color": line.colour, "width": line.width}
    found: list[dict[str, Any]] = [
        {
            "type": "scatter", "mode": "lines", "x": list(range(len(solid))), "y": solid, "name": line.name,
            "line": stroke | {"dash": line.dash}, "hoverinfo": "skip",
        },
        {
            "type": "scatter", "mode": "markers", "x": list(range(len(solid))), "y": list(line.values),
            "text": [escape(words).replace("\n", "<br>") for words in line.words], "hoverinfo": "text",
            "cliponaxis": False, "opacity": 1 if line.dotted else 0,
            "marker": {
                "size": [8 if part or mark else 5 for part, mark in zip(hollow, marked, strict=True)],
                "color": [
                    colours.background if part else colours.warm if mark else line.colour
                    for part, mark in zip(hollow, marked, strict=True)
                ],
                "line": {"color": [colours.warm if mark else line.colour for mark in marked], "width": 1.5},
            },
        },
    ]  # fmt: skip
    found += [_dots(line, at) for at, part in enumerate(hollow) if part]
    return found


def _dots(line: Line, at: int) -> dict[str, Any]:
    """What leads to a point that is told in part only, and from it."""
    x = [place for place in (at - 1, at, at + 1) if 0 <= place < len(line.values)]
    return {
        "type": "scatter", "mode": "lines", "x": x, "y": [line.values[place] for place in x], "hoverinfo": "skip",
        "line": {"color": line.colour, "width": line.width * 0.8, "dash": "dot"},
    }  # fmt: skip


def _name(line: Line) -> dict[str, Any]:
    last = max(at for at, value in enumerate(line.values) if value is not None)
    return {
        "type": "scatter", "mode": "text", "x": [last], "y": [line.values[last]], "text": [" " + escape(line.name)],
        "textposition": "middle right", "textfont": {"size": 12, "color": line.colour}, "hoverinfo": "skip",
        "cliponaxis": False,
    }  # fmt: skip


def month_ticks(starts: Sequence[date]) -> list[str]:
    """Labels of months in a row, few enough to stand upright on a phone; the year below the first and where it
    changes."""
    step = next((s for s in (1, 2, 3, 6, 12, 24) if len(starts) <= _MOST_TICKS * s), 36)
    ticks, year = [], None
    for at, start in enumerate(starts):
        if (len(starts) - 1 - at) % step:
            ticks.append("")
            continue
        ticks.append(formats.month(start, short=True) + (f"<br>{start.year}" if start.year != year else ""))
        year = start.year
    return ticks
