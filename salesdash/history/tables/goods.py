"""Tables of products, their prices, pairs and returns."""

from salesdash.dimensions import dimension_name
from salesdash.downloads import Column
from salesdash.history.answers import Baskets, Prices, Products, Returns
from salesdash.history.tables.told import Told, by_month, of
from salesdash.locale import formats
from salesdash.locale import gettext as _


def of_products(answer: Products) -> dict[str, Told]:
    """abc, top, growth."""
    ranking = Told(
        _("{dimension}: classes, shares and growth").format(dimension=dimension_name(answer.by)),
        [
            Column("code", _("Code")),
            Column("name", dimension_name(answer.by)),
            Column("abc", _("Class")),
            of(answer.measure, "value"),
            Column("share", _("Share"), "ratio"),
            Column("cumulative", _("Cumulative share"), "ratio"),
            of(answer.measure, "base", _("A year before")),
            Column("growth", _("Change"), "ratio"),
        ],
        answer.rows,
        _("Class A: up to {a} of the whole, B: up to {b}; shares are of what is positive.").format(
            a=formats.percent(0.8, 0), b=formats.percent(0.95, 0)
        ),
    )
    classes = Told(
        _("Classes"),
        [
            Column("abc", _("Class")),
            Column("members", dimension_name(answer.by), "count"),
            of(answer.measure, "value"),
            Column("share", _("Share"), "ratio"),
        ],
        answer.classes,
    )
    return {"abc": classes, "top": ranking, "growth": ranking}


def of_prices(answer: Prices) -> dict[str, Told]:
    """prices, effects, months."""
    rows = Told(
        _("{dimension}: prices and quantities").format(dimension=dimension_name(answer.by)),
        [
            Column("code", _("Code")),
            Column("name", dimension_name(answer.by)),
            of("revenue", "value"),
            of("quantity", "quantity"),
            of("quantity", "quantity_base", _("Quantity a year before")),
            Column("quantity_change", _("Change of quantity"), "ratio"),
            of("revenue", "price", _("Average price")),
            of("revenue", "price_base", _("Average price a year before")),
            Column("price_change", _("Change of price"), "ratio"),
            of("revenue", "price_effect", _("Effect of price")),
            of("revenue", "quantity_effect", _("Effect of quantity")),
        ],
        answer.rows,
        _("Effects: change of price × quantity now; change of quantity × price before."),
    )
    months = Told(
        _("Average price and quantity by month"),
        [
            Column("month_name", _("Month")),
            of("revenue", "price", _("Average price")),
            of("quantity", "quantity"),
        ],
        by_month(answer.months),
    )
    return {"prices": rows, "effects": rows, "months": months}


def of_baskets(answer: Baskets) -> dict[str, Told]:
    """pairs, grid."""
    pairs = Told(
        _("Pairs bought together"),
        [
            Column("a_name", _("One")),
            Column("b_name", _("The other")),
            Column("orders", _("Orders with both"), "count"),
            Column("support", _("Support"), "ratio"),
            Column("confidence", _("With the one the other too"), "ratio"),
            Column("confidence_back", _("With the other the one too"), "ratio"),
            Column("lift_words", _("Lift")),
        ],
        answer.rows.assign(lift_words=[formats.number(round(float(v), 2), 2) for v in answer.rows["lift"]]),
        _("Support: share of all orders. Lift: times as often as by chance."),
    )
    return {"pairs": pairs, "grid": pairs}


def of_returns(answer: Returns) -> dict[str, Told]:
    """products, months."""
    parts = [
        of(answer.measure, "sold", _("Sold")),
        of(answer.measure, "returned", _("Returned")),
        Column("rate", _("Return rate"), "ratio"),
    ]
    products = Told(
        _("Returns by {dimension}").format(dimension=dimension_name(answer.by).lower()),
        [
            Column("code", _("Code")),
            Column("name", dimension_name(answer.by)),
            *parts,
            Column("share", _("Share of returns"), "ratio"),
            Column("lines", _("Lines returned"), "count"),
        ],
        answer.rows,
        _("Files of orders tell no reason of a return, so none is known here."),
    )
    months = Told(_("Returns by month"), [Column("month_name", _("Month")), *parts], by_month(answer.months))
    return {"products": products, "months": months}
