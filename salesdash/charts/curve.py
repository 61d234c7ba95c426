"""The cumulative curve: what share of the whole the largest members bring."""

from collections.abc import Sequence

from salesdash.charts.style import Figure, Palette, axis, layout
from salesdash.locale import formats
from salesdash.locale import gettext as _

_TICKS = (0, 0.25, 0.5, 0.75, 1)


def cumulative(
    members: Sequence[float], reached: Sequence[float], colours: Palette, *, title: str, across: str, height: int,
    guides: Sequence[tuple[float, str]] = (),
) -> Figure:  # fmt: skip
    """``members``, ``reached``: from 0 to 1, largest first. The grey line is how it would be if all were alike;
    ``guides`` are heights with a name, drawn across."""
    alike = _("If all were alike")
    hover = [
        f"{formats.percent(x)} → {formats.percent(y)}<br>{alike}: {formats.percent(x)}"
        for x, y in zip(members, reached, strict=True)
    ]
    percents = [formats.percent(tick, 0) for tick in _TICKS]
    data = [
        {
            "type": "scatter", "mode": "lines", "x": [0, 1], "y": [0, 1], "hoverinfo": "skip",
            "line": {"color": colours.compare, "width": 1.5},
        },
        {
            "type": "scatter", "mode": "lines", "x": list(members), "y": list(reached), "text": hover,
            "hoverinfo": "text", "line": {"color": colours.accent, "width": 2.5}, "fill": "tonexty",
            "fillcolor": "rgba(125,176,232,0.18)",
        },
    ]  # fmt: skip
    for at, name in guides:
        data.append(
            {
                "type": "scatter", "mode": "lines+text", "x": [0, 1], "y": [at, at], "text": ["", name],
                "textposition": "bottom left", "textfont": {"size": 12, "color": colours.muted}, "hoverinfo": "skip",
                "line": {"color": colours.compare, "width": 1, "dash": "dot"},
            }
        )  # fmt: skip
    return {
        "data": data,
        "layout": layout(
            colours, title, height,
            xaxis=axis(
                colours, tickvals=list(_TICKS), ticktext=percents, range=[0, 1.01], ticklabelstandoff=4,
                title={"text": across, "font": {"size": 12, "color": colours.muted}},
            ),
            yaxis=axis(colours, tickvals=list(_TICKS), ticktext=percents, range=[0, 1.03], showgrid=True,
                       gridcolor=colours.grid),
            hovermode="closest", margin={"l": 4, "r": 28, "t": 38, "b": 4},
        ),
    }  # fmt: skip
