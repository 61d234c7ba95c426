"""The numbers of products, prices, pairs and returns. Knows no Streamlit."""

from salesdash.history import Baskets, Prices, Products, Returns
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY
from salesdash.ui.history_card import card, year_before
from salesdash.ui.markup import Card


def of_products(answer: Products, currency: str) -> list[Card]:
    """Revenue or what is ranked, class A, the largest."""
    metric, rows = REGISTRY[answer.measure], answer.rows
    if not (rows["share"] > 0).any():
        return []
    a, total = answer.classes.iloc[0], int(rows["value"].sum()) + (answer.unassigned or 0)
    unassigned = answer.unassigned and metric.show(answer.unassigned, currency, short=True)
    return [
        card(_(metric.name), metric.show(total, currency, short=True), _(metric.formula),
              _("{amount} unassigned").format(amount=unassigned) if unassigned else "",
              year_before(metric, answer.growth)),
        card(_("Class A"), formats.number(int(a["members"])),
              _("The largest ones that together make up 80% of the whole; B goes to 95%."),
              _("of {all}, with {share}").format(
                  all=formats.number(len(rows)), share=formats.percent(float(a["share"])))),
        card(_("Largest share"), formats.percent(float(rows["share"].iloc[0])), _("Share of all that is positive."),
              str(rows["name"].iloc[0])),
    ]  # fmt: skip


def of_prices(answer: Prices, currency: str) -> list[Card]:
    """What prices and quantities changed."""
    if not answer.compared:
        return []
    return [
        card(_("Prices changed revenue by"), formats.money(answer.price_effect, currency, short=True, signed=True),
              _("Over what was sold in both years: change of the average price × quantity now.")),
        card(_("Quantities changed revenue by"),
              formats.money(answer.quantity_effect, currency, short=True, signed=True),
              _("Over what was sold in both years: change of quantity × average price before.")),
        card(_("Compared"), formats.number(answer.compared), _("Sold in both years in a positive quantity."),
              _("of {all}").format(all=formats.number(len(answer.rows)))),
    ]  # fmt: skip


def of_baskets(answer: Baskets, currency: str) -> list[Card]:
    """Orders, those with several, pairs, the highest lift."""
    if not answer.orders:
        return []
    orders = REGISTRY["orders"]
    top = float(answer.rows["lift"].iloc[0]) if len(answer.rows) else None
    return [
        card(_("Orders"), formats.number(answer.orders), _(orders.formula)),
        card(_("With several"), formats.percent(answer.several / answer.orders),
              _("Share of orders that hold two or more of them.")),
        card(_("Pairs"), formats.number(answer.pairs),
              _("Pairs in {fewest} orders or more; those of the highest lift are told, 500 at most.").format(
                  fewest=formats.number(answer.fewest))),
        card(_("Highest lift"), formats.number(None if top is None else round(top, 2), 2),
              _("Support of the pair ÷ (support of the one × support of the other): 1 is chance.")),
    ]  # fmt: skip


def of_returns(answer: Returns, currency: str) -> list[Card]:
    """What came back, its rate, what was sold."""
    if answer.sold is None:
        return []
    metric, rate = REGISTRY[answer.measure], REGISTRY["return_rate"]
    change = None if answer.rate is None or answer.rate_before is None else answer.rate - answer.rate_before
    return [
        card(_("Returned"), metric.show(answer.returned, currency, short=True),
              _("Sum of the negative lines, sign turned.")),
        card(_("Return rate"), formats.percent(answer.rate), _("Returned ÷ sold."), change=year_before(rate, change)),
        card(_("Sold"), metric.show(answer.sold, currency, short=True), _("Sum of the positive lines.")),
    ]  # fmt: skip
