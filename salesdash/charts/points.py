"""Members as points between two ratios; the size of a point is the size of the member."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from salesdash.charts.bars import short_name
from salesdash.charts.style import Figure, Palette, axis, layout, round_ticks
from salesdash.locale import formats

#: points further out stand at the edge: one outlier must not press the others together
REACH = 2.0
_SMALLEST, _LARGEST = 7.0, 34.0
_ROOM = 0.14


@dataclass(frozen=True)
class Point:
    """One member: ratios across and up, how large it is, what hovering says."""

    name: str
    across: float
    up: float
    size: float
    words: str


def points(
    members: Sequence[Point], colours: Palette, *, title: str, across: str, up: str, height: int, changes: bool = False,
) -> Figure:  # fmt: skip
    """``members``: largest first. The largest, the highest and the lowest have their name beside. ``changes``: the
    ratio across is a change too, with a zero line of its own. Points that fell, those below the line, are warm."""
    most = max((point.size for point in members), default=0) or 1
    x = [_within(point.across) if changes else point.across for point in members]
    y = [_within(point.up) for point in members]
    named = {0, max(range(len(y)), key=y.__getitem__), min(range(len(y)), key=y.__getitem__)} if members else set()
    marks: dict[str, Any] = {
        "type": "scatter", "mode": "markers+text", "x": x, "y": y,
        "text": [escape(short_name(p.name)).strip() if at in named else "" for at, p in enumerate(members)],
        "textposition": "top center", "textfont": {"size": 12, "color": colours.text}, "cliponaxis": False,
        "hovertext": [f"<b>{escape(p.name)}</b><br>{escape(p.words).replace(chr(10), '<br>')}" for p in members],
        "hoverinfo": "text",
        "marker": {
            "size": [max(_SMALLEST, _LARGEST * (max(point.size, 0) / most) ** 0.5) for point in members],
            "color": [colours.warm if point.up < 0 else colours.accent for point in members],
            "opacity": 0.75, "line": {"width": 1, "color": colours.background},
        },
    }  # fmt: skip
    return {
        "data": [marks],
        "layout": layout(
            colours, title, height,
            xaxis=_ratio_axis(colours, x, across, zero=changes), yaxis=_ratio_axis(colours, y, up, zero=True),
            hovermode="closest",
        ),
    }  # fmt: skip


def _within(ratio: float) -> float:
    return min(max(ratio, -REACH), REACH)


def _ratio_axis(colours: Palette, values: Sequence[float], name: str, *, zero: bool) -> dict[str, Any]:
    low, high = min(0.0, *values, 0.0), max(0.0, *values, 0.0)
    ticks = round_ticks(low, high) if high > low else [0.0]
    room = (max(high, ticks[-1]) - min(low, ticks[0]) or 1.0) * _ROOM
    digits = 0 if all(round(tick * 100, 6).is_integer() for tick in ticks) else 1
    return axis(
        colours, tickvals=ticks, ticktext=[formats.percent(tick, digits, signed=zero) for tick in ticks],
        range=[min(low, ticks[0]) - room, max(high, ticks[-1]) + room], showgrid=True, gridcolor=colours.grid,
        zeroline=zero, zerolinecolor=colours.compare,
        title={"text": name, "font": {"size": 12, "color": colours.muted}},
    )  # fmt: skip
