"""The numbers at the top of an analysis, as cards. Knows no Streamlit."""

from collections.abc import Callable
from typing import Any

from salesdash.history import (
    Answer,
    Baskets,
    Concentration,
    Customers,
    Patterns,
    Prices,
    Products,
    Returns,
    Trend,
    Years,
)
from salesdash.history.sentences.words import highest
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY
from salesdash.ui import history_numbers_sold as sold
from salesdash.ui.history_card import card, year_before
from salesdash.ui.markup import Card

_TOP = 10


def numbers(answer: Answer, currency: str) -> list[Card]:
    """The cards of an answer; none where it has nothing to tell."""
    return _MAKERS[type(answer)](answer, currency)


def _trend(answer: Trend, currency: str) -> list[Card]:
    metric = REGISTRY[answer.measure]
    told = answer.months[~answer.months["partial"].astype(bool) & answer.months["value"].notna()]
    if told.empty:
        return []
    last = told.iloc[-1]
    found = [
        card(
            _("Last whole month"), metric.show(last["value"], currency, short=True),
            _("{metric} of the last month that is told whole.").format(metric=_(metric.name)),
            formats.month(last["start"]),
        )
    ]  # fmt: skip
    if answer.multiplicative is not None:
        level = answer.months[answer.months["trend"].notna()].iloc[-1]
        words = {n: formats.month_name(int(n)) for n in answer.effects["month"]}
        top = highest(answer.effects, answer.effects["effect"])
        low = highest(answer.effects, -answer.effects["effect"])
        found += [
            card(
                _("Trend per month"), metric.show(level["trend"], currency, short=True),
                _("What remains when season and chance are taken off: local straight lines through the months (STL)."),
                change=year_before(metric, answer.change),
            ),
            *(
                card(
                    label, words[int(row["month"])], _("What the season adds to the trend in this calendar month."),
                    formats.percent(row["effect"], signed=True)
                    if answer.multiplicative else metric.show(row["effect"], currency, short=True, signed=True),
                )
                for label, row in ((_("High season"), top), (_("Low season"), low))
            ),
        ]  # fmt: skip
    return found


def _years(answer: Years, currency: str) -> list[Card]:
    metric = REGISTRY[answer.measure]
    kind = _("Sum of the year's months with data.") if answer.additive else _("Average of the year's whole months.")
    found = []
    if answer.change is not None:
        found.append(
            card(
                _("{year}, months compared").format(year=answer.latest),
                metric.show(answer.now, currency, short=True),
                _("The latest year and the one before over the months that are whole in both."),
                change=year_before(metric, answer.change, _("vs {year}").format(year=(answer.latest or 0) - 1)),
            )
        )
    for year, value, months in answer.years.head(4).itertuples(index=False):
        found.append(
            card(
                str(year), metric.show(value, currency, short=True), f"{_(metric.name)}: {kind}",
                "" if months == 12 else _("{months} of 12 months whole").format(months=formats.number(int(months))),
            )
        )  # fmt: skip
    return found


def _customers(answer: Customers, currency: str) -> list[Card]:
    if not answer.buyers:
        return []
    again, new = answer.average["share"].tolist(), REGISTRY["new_customers"]
    note = {"month": _("in the month after"), "quarter": _("in the quarter after"), "year": _("in the year after")}
    return [
        card(_("Customers who bought"), formats.number(answer.buyers), _("With at least one purchase in the period.")),
        card(_("New customers"), formats.number(int(answer.cohorts["customers"].sum())),
              _(new.formula)),
        card(_("Repeat rate"), formats.percent(answer.repeat_rate),
              _("Customers who bought on two days or more ÷ customers who bought.")),
        card(_("Buy again"), formats.percent(again[1] if len(again) > 1 else None),
              _("Of new customers old enough: the share that bought again in the period after their first purchase."),
              note[answer.grain]),
    ]  # fmt: skip


def _concentration(answer: Concentration, currency: str) -> list[Card]:
    spread, before = answer.spread, answer.before
    if spread.members < 2 or spread.herfindahl is None:
        return []
    metric, found = REGISTRY["return_rate"], []
    for top in (1, _TOP):
        if top in spread.tops:
            change = spread.tops[top] - before.tops[top] if top in before.tops else None
            label = _("Largest customer") if top == 1 else _("Largest {count}").format(count=formats.number(top))
            found.append(card(label, formats.percent(spread.tops[top]), _("Share of all that is positive."),
                               change=year_before(metric, change)))  # fmt: skip
    return [
        card(_("Customers"), formats.number(spread.members), _("Customers with a positive sum in the period.")),
        *found,
        card(_("Herfindahl index"), formats.number(round(spread.herfindahl, 4), None),
              _("Sum of the squared shares: 1 where one customer has everything, 1 ÷ n with n alike."),
              _("as {count} of equal size").format(count=formats.number(round(spread.equal or 0, 1), None))),
    ]  # fmt: skip


def _patterns(answer: Patterns, currency: str) -> list[Card]:
    week, months = answer.weekdays[answer.weekdays["share"].notna()], answer.months[answer.months["index"].notna()]
    found = []
    if len(week):
        help_ = _("Share of the whole period that this weekday brings.")
        for label, sign in ((_("Strongest weekday"), 1), (_("Weakest weekday"), -1)):
            row = highest(week, sign * week["share"])
            found.append(
                card(label, formats.weekday_name(int(row["weekday"])), help_, formats.percent(float(row["share"])))
            )
    if len(months) == 12:
        help_ = _("Average of this calendar month ÷ average of all twelve.")
        for label, sign in ((_("Strongest month"), 1), (_("Weakest month"), -1)):
            row = highest(months, sign * months["index"])
            share = _("{share} of an average one").format(share=formats.percent(float(row["index"]), 0))
            found.append(card(label, formats.month_name(int(row["month"])), help_, share))
    return found


_MAKERS: dict[type, Callable[[Any, str], list[Card]]] = {
    Trend: _trend, Years: _years, Products: sold.of_products, Prices: sold.of_prices, Customers: _customers,
    Concentration: _concentration, Baskets: sold.of_baskets, Patterns: _patterns, Returns: sold.of_returns,
}  # fmt: skip
