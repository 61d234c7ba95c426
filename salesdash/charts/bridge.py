"""The bridge from one period's revenue to the other's: price, volume, mix, new and gone products."""

from collections.abc import Mapping
from itertools import accumulate

from salesdash.charts.style import Figure, Palette, axis, in_units, layout, short, value_axis
from salesdash.locale import N_, formats
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY

#: part → name
PART_NAMES = {
    "volume": N_("Volume"),
    "mix": N_("Mix"),
    "price": N_("Price"),
    "new": N_("New"),
    "gone": N_("Gone"),
    "other": N_("Other"),
}


def waterfall(parts: Mapping[str, int], currency: str, colours: Palette, *, title: str, height: int) -> Figure:
    """``parts``: volume, mix, price, new, gone, other in 1/10,000; they lead from no change to the whole change.
    Parts that changed nothing take no room. Gains are accent, losses warm, the whole change grey."""
    revenue = REGISTRY["revenue"]
    parts = {part: amount for part, amount in parts.items() if amount}
    names = [*(_(PART_NAMES[part]) for part in parts), _("Change")]
    amounts = [*parts.values(), sum(parts.values())]
    levels = [0, *accumulate(parts.values())]
    data = [
        {
            "type": "waterfall",
            "x": list(range(len(names))),
            "y": in_units(revenue, amounts),
            "measure": [*("relative" for _part in parts), "total"],
            "text": [short(revenue, amount, signed=True) for amount in amounts],
            "textposition": "outside",
            "textfont": {"color": colours.text, "size": 12},
            "constraintext": "none",
            "cliponaxis": False,
            "hovertext": [f"<b>{n}</b><br>{formats.money(a, currency)}" for n, a in zip(names, amounts, strict=True)],
            "hoverinfo": "text",
            "connector": {"line": {"color": colours.grid, "width": 1}},
            "increasing": {"marker": {"color": colours.accent}},
            "decreasing": {"marker": {"color": colours.warm}},
            "totals": {"marker": {"color": colours.compare}},
        }
    ]  # fmt: skip
    room = (max(levels) - min(levels)) * 0.15
    across = value_axis(
        colours, revenue, in_units(revenue, [min(levels) - room * (min(levels) < 0), max(levels) + room])
    )
    return {
        "data": data,
        "layout": layout(
            colours, title, height,
            xaxis=axis(colours, tickvals=list(range(len(names))), ticktext=names, tickangle=0),
            yaxis=across,
            waterfallgap=0.35,
        ),
    }  # fmt: skip
