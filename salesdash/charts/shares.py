"""A grid of ratios: the stronger the colour, the larger; the figure stands in every cell that has one."""

from collections.abc import Sequence
from html import escape

from salesdash.charts.bars import short_name
from salesdash.charts.style import Figure, Palette, axis, layout, mixed

#: how much of the accent the strongest cell has: the figure in it stays readable
_STRENGTH = 0.6
_ROW, _AROUND = 24, 76


def share_grid(
    rows: Sequence[str], columns: Sequence[str], values: Sequence[Sequence[float | None]],
    texts: Sequence[Sequence[str]], words: Sequence[Sequence[str]], *, colours: Palette, title: str, low: float = 0.0,
) -> Figure:  # fmt: skip
    """``values``: per row and column, None is a blank; ``texts`` stand in the cells, ``words`` are said on hovering;
    ``low`` is the value without colour."""
    known = [value for row in values for value in row if value is not None]
    high = max([*known, low + 1e-9])
    cells = [(column, row) for row in range(len(rows)) for column in range(len(columns))]
    height = _AROUND + _ROW * max(len(rows), 1)
    return {
        "data": [
            {
                "type": "heatmap", "z": [list(row) for row in values], "x": list(range(len(columns))),
                "y": list(range(len(rows))), "zmin": low, "zmax": high, "showscale": False, "xgap": 2, "ygap": 2,
                "hovertext": [[escape(w).replace("\n", "<br>") for w in row] for row in words], "hoverinfo": "text",
                "hoverongaps": False,
                "colorscale": [
                    [0, mixed(colours.grid, colours.background, 0.6)],
                    [1, mixed(colours.accent, colours.background, _STRENGTH)],
                ],
            },
            {
                "type": "scatter", "mode": "text", "x": [column for column, _row in cells],
                "y": [row for _column, row in cells], "text": [escape(texts[row][column]) for column, row in cells],
                "hoverinfo": "skip", "textfont": {"size": 11, "color": colours.text},
            },
        ],
        "layout": layout(
            colours, title, height,
            xaxis=axis(
                colours, tickvals=list(range(len(columns))), ticktext=[escape(c) for c in columns], tickangle=0,
                range=[-0.5, max(len(columns), 1) - 0.5], ticks="",
            ),
            yaxis=axis(
                colours, tickvals=list(range(len(rows))), ticktext=[escape(short_name(r)) for r in rows],
                range=[max(len(rows), 1) - 0.5, -0.5], ticks="", tickfont={"color": colours.text, "size": 12},
            ),
        ),
    }  # fmt: skip
