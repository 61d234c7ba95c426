"""Sentences about products, their prices and volumes."""

from salesdash.history.answers import Prices, Products
from salesdash.history.sentences.words import SAME, counted, highest, metric_word, no_year_before, shown, size
from salesdash.locale import NN_, formats
from salesdash.locale import gettext as _

_CLASS_A = {
    "product": NN_(
        "{count} of {all} products makes up {share} of {metric} (class A).",
        "{count} of {all} products make up {share} of {metric} (class A).",
        "count",
    ),
    "product_line": NN_(
        "{count} of {all} product lines makes up {share} of {metric} (class A).",
        "{count} of {all} product lines make up {share} of {metric} (class A).",
        "count",
    ),
}


def of_products(answer: Products, currency: str) -> dict[str, str]:
    """abc, top, growth."""
    if not (answer.rows["share"] > 0).any():
        nothing = _("Nothing was sold in this period that could be ranked.")
        return dict.fromkeys(("abc", "top", "growth"), nothing)
    a = answer.classes.iloc[0]
    abc = counted(_CLASS_A[answer.by], int(a["members"])).format(
        count=formats.number(int(a["members"])),
        all=formats.number(len(answer.rows)),
        share=formats.percent(float(a["share"])),
        metric=metric_word(answer.measure),
    )
    return {"abc": abc, "top": _top(answer), "growth": _growth(answer, currency)}


def _top(answer: Products) -> str:
    first, few = answer.rows.iloc[0], min(5, len(answer.rows))
    if few < 2:
        return _("{name} is the only one there is.").format(name=first["name"])
    return _("{name} leads with {share} of {metric}; the largest {few} together make up {together}.").format(
        name=first["name"],
        share=formats.percent(float(first["share"])),
        metric=metric_word(answer.measure),
        few=formats.number(few),
        together=formats.percent(float(answer.rows["cumulative"].iloc[few - 1])),
    )


def _growth(answer: Products, currency: str) -> str:
    if answer.base is None:
        return no_year_before()
    known = answer.rows[answer.rows["growth"].notna()]
    if known.empty:
        return _("Nothing sold now was sold a year before: nothing can be said about growth.")
    moved = (known["value"] - known["base"]).astype(int)
    most, least = highest(known, moved), highest(known, -moved)
    words = {
        "up": formats.number(int((known["growth"] > 0).sum())),
        "all": formats.number(len(known)),
        "most": most["name"],
        "gain": shown(answer.measure, int(moved.max()), currency, signed=True),
        "least": least["name"],
        "loss": shown(answer.measure, int(moved.min()), currency, signed=True),
    }
    if moved.max() > 0 > moved.min():
        sentence = _(
            "{up} of {all} grew against a year before: {most} gained most ({gain}), {least} lost most ({loss})."
        )
    elif moved.max() > 0:
        sentence = _("{up} of {all} grew against a year before, {most} most ({gain}); none lost.")
    else:
        sentence = _("None of {all} grew against a year before; {least} lost most ({loss}).")
    return sentence.format(**words)


def of_prices(answer: Prices, currency: str) -> dict[str, str]:
    """prices, effects, months."""
    return {
        "prices": _changes(answer),
        "effects": _effects(answer, currency),
        "months": _months(answer, currency),
    }


def _changes(answer: Prices) -> str:
    if answer.base is None:
        return no_year_before()
    known = answer.rows[answer.rows["price_change"].notna()]
    if known.empty:
        return _("Nothing was sold in both years: no price can be compared.")
    strongest = highest(known, known["value"])
    return _(
        "Of {all} sold in both years {up} became dearer and {down} cheaper; the price of the largest, {name}, changed "
        "by {price}, its quantity by {quantity}."
    ).format(
        all=formats.number(len(known)),
        up=formats.number(int((known["price_change"] >= SAME).sum())),
        down=formats.number(int((known["price_change"] <= -SAME).sum())),
        name=strongest["name"],
        price=formats.percent(float(strongest["price_change"]), signed=True),
        quantity=formats.percent(float(strongest["quantity_change"]), signed=True),
    )


def _effects(answer: Prices, currency: str) -> str:
    if answer.base is None:
        return no_year_before()
    known = answer.rows[answer.rows["price_effect"].notna()]
    if known.empty:
        return _("Nothing was sold in both years: no price can be compared.")
    most = highest(known, known["price_effect"].abs())
    return _(
        "Over what was sold in both years prices changed revenue by {price} and quantities by {quantity}; {name} moved "
        "most by its price ({effect})."
    ).format(
        price=shown("revenue", answer.price_effect, currency, signed=True),
        quantity=shown("revenue", answer.quantity_effect, currency, signed=True),
        name=most["name"],
        effect=shown("revenue", int(most["price_effect"]), currency, signed=True),
    )


def _months(answer: Prices, currency: str) -> str:
    told = answer.months[~answer.months["partial"].astype(bool) & answer.months["price"].notna()]
    if len(told) < 2:
        return _("Too little data: fewer than two whole months.")
    first, last = told.iloc[0], told.iloc[-1]
    change = (int(last["price"]) - int(first["price"])) / int(first["price"])
    if abs(change) < SAME:
        sentence = _("The average price of a unit is the same in {last_month} as in {first_month}: {last}.")
    elif change > 0:
        sentence = _(
            "The average price of a unit rose from {first} ({first_month}) to {last} ({last_month}), by {change}."
        )
    else:
        sentence = _(
            "The average price of a unit fell from {first} ({first_month}) to {last} ({last_month}), by {change}."
        )
    return sentence.format(
        first=formats.money(int(first["price"]), currency, short=True),
        first_month=formats.month(first["start"]),
        last=formats.money(int(last["price"]), currency, short=True),
        last_month=formats.month(last["start"]),
        change=size(change),
    )
