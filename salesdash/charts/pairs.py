"""Pairs that are bought together: how much more often than by chance, and in what share of orders."""

from collections.abc import Sequence
from html import escape

from salesdash.charts.bars import figures_at, short_name
from salesdash.charts.style import Figure, Palette, axis, layout
from salesdash.locale import formats
from salesdash.locale import gettext as _

#: where the columns of figures end, as multiples of the longest bar
_LIFTS_AT, _SUPPORTS_AT = 1.3, 1.75
#: room for at least so many, so that few bars do not grow fat
_FEWEST = 5


def pair_bars(pairs: Sequence[tuple[str, str, float, float]], colours: Palette, *, title: str, height: int) -> Figure:
    """``pairs``: name, name, lift, support, the highest lift first. The grey line is chance."""
    places = list(range(len(pairs)))
    lifts = [lift for _a, _b, lift, _support in pairs]
    longest = max([*lifts, 1.0])
    words = ["×" + formats.number(round(lift, 2), 2) for lift in lifts]
    shares = [formats.percent(support) for _a, _b, _lift, support in pairs]
    rows = max(len(pairs), _FEWEST)
    data = [
        {
            "type": "bar", "orientation": "h", "x": lifts, "y": places, "width": 0.55,
            "marker": {"color": colours.accent}, "hoverinfo": "text",
            "hovertext": [
                f"<b>{escape(a)} + {escape(b)}</b><br>{_('Lift')}: {lift}<br>{_('Support')}: {share}"
                for (a, b, _lift, _support), lift, share in zip(pairs, words, shares, strict=True)
            ],
        },
        {
            "type": "scatter", "mode": "lines", "x": [1, 1], "y": [-0.5, rows - 0.5], "hoverinfo": "skip",
            "line": {"color": colours.compare, "width": 2},
        },
        figures_at(places, words, longest * _LIFTS_AT, [colours.text] * len(pairs)),
        figures_at(places, shares, longest * _SUPPORTS_AT, [colours.muted] * len(pairs)),
    ]  # fmt: skip
    names = [f"{escape(short_name(a))}<br>+ {escape(short_name(b))}" for a, b, _lift, _support in pairs]
    return {
        "data": data,
        "layout": layout(
            colours, title, height,
            xaxis=axis(colours, showticklabels=False, range=[0, longest * _SUPPORTS_AT]),
            yaxis=axis(
                colours, tickvals=places, ticktext=names, range=[rows - 0.5, -0.5],
                tickfont={"color": colours.text, "size": 11},
            ),
        ),
    }  # fmt: skip
