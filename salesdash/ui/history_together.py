"""Charts of what is bought together and of what comes back. Knows no Streamlit."""

from salesdash.charts.lines import Line, lines, month_ticks
from salesdash.charts.pairs import pair_bars
from salesdash.charts.shares import share_grid
from salesdash.charts.style import Figure, Palette, plain, title_with
from salesdash.dimensions import dimension_name
from salesdash.history import Baskets, Returns
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY
from salesdash.ui.history_goods import bars
from salesdash.ui.history_times import HEIGHT, RATIO, unit

#: pairs in one chart, and members in the grid of all pairs
_PAIRS, _TIED = 7, 10
#: pairs whose members the grid is made of
_STRONGEST = 60


def of_baskets(answer: Baskets, currency: str, colours: Palette) -> dict[str, Figure]:
    """pairs, grid. The currency is not needed."""
    if answer.rows.empty:
        return {}
    shown = answer.rows.head(_PAIRS)[["a_name", "b_name", "lift", "support"]]
    return {
        "pairs": pair_bars(
            [(str(a), str(b), float(lift), float(support)) for a, b, lift, support in shown.itertuples(index=False)],
            colours, title=title_with(_("Bought together: lift"), _("grey: chance; right: share of orders")),
            height=HEIGHT + 40,
        ),
        "grid": _grid(answer, colours),
    }  # fmt: skip


def _grid(answer: Baskets, colours: Palette) -> Figure:
    """The lift of every two of the members that are tied most, both ways round."""
    rows = answer.rows
    names = dict(zip(answer.items["code"], answer.items["name"], strict=True))
    pairs = zip(rows["a"].head(_STRONGEST), rows["b"].head(_STRONGEST), strict=True)
    tied = list(dict.fromkeys(code for pair in pairs for code in pair))[:_TIED]
    order = [code for code in answer.items["code"] if code in tied]
    cells = rows[["a", "b", "lift"]].itertuples(index=False)
    known = {frozenset((a, b)): float(lift) for a, b, lift in cells}
    grid = [[known.get(frozenset((one, other))) for other in order] for one in order]
    digits = 1 if max(known.values()) < 9.95 else 0
    figure = share_grid(
        [names[code] for code in order], [str(at + 1) for at in range(len(order))], grid,
        [[formats.number(round(lift, digits), digits) if lift else "" for lift in row] for row in grid],
        [
            [f"{names[one]} + {names[other]}\n{_('Lift')}: {formats.number(round(lift, 2), 2)}" if lift else ""
             for other, lift in zip(order, row, strict=True)]
            for one, row in zip(order, grid, strict=True)
        ],
        colours=colours, low=0.8, title=title_with(_("Lift of every two"), _("columns as rows")),
    )  # fmt: skip
    labels = figure["layout"]["yaxis"]
    labels["ticktext"] = [f"{at + 1}. {text}" for at, text in enumerate(labels["ticktext"])]
    return figure


def of_returns(answer: Returns, currency: str, colours: Palette) -> dict[str, Figure]:
    """products, months."""
    if not answer.returned:
        return {}
    metric = REGISTRY[answer.measure]
    title = _("Returned: {metric} by {dimension}").format(
        metric=_(metric.name).lower(), dimension=dimension_name(answer.by).lower()
    )
    months = answer.months
    words = [
        f"{formats.month(start)}\n{formats.percent(rate)}\n{metric.show(returned, currency)}"
        for start, rate, returned in zip(months["start"], plain(months["rate"]), plain(months["returned"]), strict=True)
    ]
    line = Line(
        _("Return rate"), plain(months["rate"]), words, colours.accent, hollow=months["partial"].astype(bool).tolist()
    )
    return {
        "products": bars(
            answer.rows, metric, currency, colours, title=title + unit(metric, currency), value="returned"
        ),
        "months": lines(
            month_ticks(months["start"].tolist()),
            [line],
            RATIO,
            colours,
            title=_("Return rate by month"),
            height=HEIGHT,
        ),
    }
