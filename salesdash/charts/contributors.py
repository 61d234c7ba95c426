"""How much each member moved a deviation: bars to both sides that sum to the whole, which stands below them."""

from collections.abc import Sequence
from html import escape

from salesdash.charts.bars import figures_at, short_name
from salesdash.charts.style import Figure, Palette, axis, layout

#: room for at least so many bars, so that few do not grow fat
_FEWEST = 4


def contributor_bars(
    names: Sequence[str], deviations: Sequence[float], words: Sequence[str], whole: tuple[str, float, str],
    colours: Palette, *, title: str, codes: Sequence[str] = (),
) -> Figure:  # fmt: skip
    """One bar per member, in the order given; ``words``: what stands beside it. ``whole``: the name, size and words of
    their sum, a grey bar at the end. What is below is warm, what is above accent; the sign in the words says it too."""
    all_names, values, texts = [*names, whole[0]], [*deviations, whole[1]], [*words, whole[2]]
    places = [*range(len(names)), len(names) + 0.3]
    shades = [colours.warm if value < 0 else colours.accent for value in deviations]
    low, high = min(0.0, *values), max(0.0, *values)
    room = (high - low or 1.0) * 0.45
    data = [
        {
            "type": "bar", "orientation": "h", "x": values, "y": places, "width": 0.62,
            "customdata": [*(codes or names), None],
            "marker": {"color": [*shades, colours.compare]},
            "hovertext": [f"<b>{escape(n)}</b><br>{escape(t)}" for n, t in zip(all_names, texts, strict=True)],
            "hoverinfo": "text", "selected": {"marker": {"opacity": 1}}, "unselected": {"marker": {"opacity": 1}},
        },
        figures_at(places, texts, high + room, [colours.text] * len(places)),  # type: ignore[arg-type]
    ]  # fmt: skip
    rows = max(len(all_names), _FEWEST)
    return {
        "data": data,
        "layout": layout(
            colours, title, 56 + 30 * rows,
            xaxis=axis(
                colours, showticklabels=False, range=[low, high + room], zeroline=True, zerolinecolor=colours.compare
            ),
            yaxis=axis(
                colours, tickvals=places, ticktext=[escape(short_name(name)) for name in all_names],
                range=[rows - 0.3, -0.6], tickfont={"color": colours.text, "size": 12},
            ),
        ),
    }  # fmt: skip
