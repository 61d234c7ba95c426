"""Charts of products and of their prices. Knows no Streamlit."""

from pandas import DataFrame, Series

from salesdash.analytics.ranking import CLASSES, curve
from salesdash.charts.bars import ranked_bars
from salesdash.charts.curve import cumulative
from salesdash.charts.lines import Line, lines, month_ticks
from salesdash.charts.points import REACH, Point, points
from salesdash.charts.style import Figure, Palette, in_units, plain, title_with
from salesdash.dimensions import dimension_name
from salesdash.history import Prices, Products
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY, Metric
from salesdash.ui.history_times import HEIGHT, unit

#: members in one chart
_BARS, _POINTS = 8, 60


def of_products(answer: Products, currency: str, colours: Palette) -> dict[str, Figure]:
    """abc, top, growth."""
    rows = answer.rows
    if not (rows["share"] > 0).any():
        return {}
    metric = REGISTRY[answer.measure]
    dimension = dimension_name(answer.by)
    members, reached = curve(rows["value"].to_numpy(dtype="int64"))
    guides = [(end, name) for name, end in CLASSES.items() if end < 1]
    found = {
        "abc": cumulative(
            members, reached, colours, guides=guides, height=HEIGHT,
            title=_("Cumulative share of {metric}").format(metric=_(metric.name).lower()),
            across=_("{dimension}, share of all, largest first").format(dimension=dimension),
        ),
        "top": bars(rows, metric, currency, colours, title=_("{metric} by {dimension}").format(
            metric=_(metric.name), dimension=dimension.lower()
        ) + unit(metric, currency), aside=_("grey: a year before") if answer.base else ""),
    }  # fmt: skip
    known = rows[rows["growth"].notna() & (rows["share"] > 0)].head(_POINTS)
    if len(known):
        found["growth"] = points(
            [
                Point(name, share, growth, value,
                      f"{metric.show(value, currency)}\n{formats.percent(growth, signed=True)}")
                for name, share, growth, value in known[["name", "share", "growth", "value"]].itertuples(index=False)
            ],
            colours, title=title_with(_("Growth against share"), _beyond(known["growth"])), height=HEIGHT,
            across=_("Share of {metric}").format(metric=_(metric.name).lower()), up=_("Change against a year before"),
        )  # fmt: skip
    return found


def _beyond(ratios: Series) -> str:
    if not (ratios.abs() > REACH).any():
        return ""
    return _("beyond {reach} at the edge").format(reach=formats.percent(REACH, 0))


def bars(
    rows: DataFrame, metric: Metric, currency: str, colours: Palette, *, title: str, aside: str = "",
    value: str = "value", base: str = "base", change: str = "growth",
) -> Figure:  # fmt: skip
    """The largest members, each with a year before where it is known."""
    shown = rows.assign(**{metric.key: rows[value]})
    compared = None
    if aside and base in rows:
        shown = shown.assign(**{f"{metric.key}_year": rows[base], f"{metric.key}_change_year": rows[change]})
        compared = "year"
    return ranked_bars(
        shown, metric, currency, colours, title=title_with(title, aside), height=HEIGHT, compared=compared, most=_BARS
    )


def of_prices(answer: Prices, currency: str, colours: Palette) -> dict[str, Figure]:
    """prices, effects, months."""
    revenue, found = REGISTRY["revenue"], {}
    known = answer.rows[answer.rows["price_change"].notna() & answer.rows["quantity_change"].notna()].head(_POINTS)
    if len(known):
        found["prices"] = points(
            [
                Point(name, quantity, price, value or 0,
                      f"{_('Price')}: {formats.percent(price, signed=True)}\n"
                      f"{_('Quantity')}: {formats.percent(quantity, signed=True)}\n{revenue.show(value, currency)}")
                for name, quantity, price, value in zip(
                    known["name"], known["quantity_change"].tolist(), known["price_change"].tolist(),
                    plain(known["value"]), strict=True,
                )
            ],
            colours, title=_("Change of price against change of quantity"), height=HEIGHT, changes=True,
            across=_("Change of quantity"), up=_("Change of price"),
        )  # fmt: skip
        moved = known.assign(revenue=known["price_effect"])
        moved = moved.iloc[(-moved["revenue"].abs().to_numpy(dtype=float)).argsort(kind="stable")]
        found["effects"] = ranked_bars(
            moved, revenue, currency, colours, height=HEIGHT, most=_BARS,
            title=_("What prices changed in revenue") + unit(revenue, currency),
        )  # fmt: skip
    if len(answer.months):
        names = [formats.month(start) for start in answer.months["start"]]
        words = [
            f"{name}\n{formats.money(v, currency)}"
            for name, v in zip(names, plain(answer.months["price"]), strict=True)
        ]
        line = Line(
            _("Average price"), in_units(revenue, answer.months["price"]), words, colours.accent,
            hollow=answer.months["partial"].astype(bool).tolist(),
        )  # fmt: skip
        found["months"] = lines(
            month_ticks(answer.months["start"].tolist()), [line], revenue, colours, height=HEIGHT,
            title=_("Average price of a unit by month") + unit(revenue, currency),
        )  # fmt: skip
    return found
