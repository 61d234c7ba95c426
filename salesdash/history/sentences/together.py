"""Sentences about what is bought together and what comes back."""

from salesdash.history.answers import Baskets, Returns
from salesdash.history.sentences.words import highest, shown
from salesdash.locale import formats
from salesdash.locale import gettext as _

#: a lift up to here is hardly more than chance
_CHANCE = 1.05


def of_baskets(answer: Baskets, currency: str) -> dict[str, str]:
    """pairs, grid. The currency is not needed."""
    if answer.rows.empty:
        nothing = _("Too little data: no two of them are in {fewest} orders or more together ({orders} orders in all).")
        words = nothing.format(fewest=formats.number(answer.fewest), orders=formats.number(answer.orders))
        return {"pairs": words, "grid": words}
    return {"pairs": _pairs(answer), "grid": _strongest(answer)}


def _pairs(answer: Baskets) -> str:
    top = answer.rows.iloc[0]
    lift = formats.number(round(float(top["lift"]), 2), None)
    if top["lift"] <= _CHANCE:
        return _("Nothing is bought together more often than chance would have it: the highest lift is {lift}.").format(
            lift=lift
        )
    return _(
        "{a} and {b} are bought together {lift} times as often as chance would have it: in {both} of {orders} orders "
        "({support})."
    ).format(
        a=top["a_name"],
        b=top["b_name"],
        lift=lift,
        both=formats.number(int(top["orders"])),
        orders=formats.number(answer.orders),
        support=formats.percent(float(top["support"])),
    )


def _strongest(answer: Baskets) -> str:
    """The highest confidence of all, in whichever direction."""
    rows = answer.rows
    forward, back = rows["confidence"].idxmax(), rows["confidence_back"].idxmax()
    if rows["confidence"][forward] >= rows["confidence_back"][back]:
        row, given, then, share = rows.loc[forward], "a_name", "b_name", "confidence"
    else:
        row, given, then, share = rows.loc[back], "b_name", "a_name", "confidence_back"
    return _("Of the orders with {given} {share} hold {then} too: the closest tie of all.").format(
        given=row[given], then=row[then], share=formats.percent(float(row[share]))
    )


def of_returns(answer: Returns, currency: str) -> dict[str, str]:
    """products, months."""
    if not answer.returned:
        nothing = _("Nothing came back in this period.")
        return {"products": nothing, "months": nothing}
    return {"products": _products(answer, currency), "months": _months(answer)}


def _products(answer: Returns, currency: str) -> str:
    top = answer.rows.iloc[0]
    return _("Most came back of {name}: {returned}, {share} of all returns.").format(
        name=top["name"],
        returned=shown(answer.measure, int(top["returned"]), currency),
        share=formats.percent(float(top["share"])),
    )


def _months(answer: Returns) -> str:
    if answer.rate is None:
        return _("Nothing was sold in this period, only taken back: there is no rate.")
    told = answer.months[~answer.months["partial"].astype(bool) & answer.months["rate"].notna()]
    words = {"rate": formats.percent(answer.rate)}
    if answer.rate_before is not None:
        words["before"] = formats.percent(answer.rate_before)
    if len(told) >= 2:
        worst = highest(told, told["rate"])
        words |= {"month": formats.month(worst["start"]), "highest": formats.percent(float(worst["rate"]))}
    templates = {
        (True, True): _("{rate} of what was sold came back, {before} a year before; most in {month} ({highest})."),
        (True, False): _("{rate} of what was sold came back, {before} a year before."),
        (False, True): _("{rate} of what was sold came back, most in {month} ({highest})."),
        (False, False): _("{rate} of what was sold came back."),
    }
    return templates["before" in words, "month" in words].format(**words)
