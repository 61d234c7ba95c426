"""The sections about sales: the figures, why they changed, the months, by region, channel and product line, and the
customers who buy less."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from pandas import DataFrame

from salesdash import history, kpis
from salesdash.charts.bridge import PART_NAMES
from salesdash.comparisons import COMPARISONS
from salesdash.dimensions import dimension_name
from salesdash.downloads import Column, Form
from salesdash.kpis import Figure, Overview
from salesdash.kpis.sentences import why
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY, Metric
from salesdash.periods import Range, plus_months
from salesdash.reports import words
from salesdash.reports.answers import Change, Chart, Number, Section, Series, Table
from salesdash.reports.asking import Asked
from salesdash.targets.goals import Goal, goals, monthly

METRICS = (
    "revenue", "orders", "customers", "new_customers", "average_order_value", "gross_profit", "gross_margin",
    "return_rate", "receipts",
)  # fmt: skip
DIMENSIONS = ("region", "channel", "product_line")
FORMS: Mapping[str, Form] = {"money": "amount", "quantity": "quantity", "ratio": "ratio", "count": "count"}
#: members and months that are drawn; months from which the trend is told
_MOST, _MONTHS, _TREND_MONTHS = 10, 12, 36


def overview(question: Asked) -> Overview:
    """The figures of the period, compared with last year where there was one, else with the period before."""
    found = kpis.overview(question.session, question.user, question.view("year"))
    if found.totals[question.measure].bases["year"] is None and "previous" in found.view.comparisons:
        found = kpis.overview(question.session, question.user, question.view("previous"))
    return found


def numbers(question: Asked, found: Overview) -> tuple[list[Number], Section]:
    """The figures of the period as cards, and as a table."""
    keys = [key for key in METRICS if found.totals[key].value is not None] if question.measure == "revenue" else []
    metrics = [REGISTRY[key] for key in keys or [question.measure]]
    actuals: dict[str, Any] = {metric.key: found.totals[metric.key].value for metric in metrics if metric.target}
    aims = goals(
        question.session, question.user, period=question.bounds, as_of=question.last, where={}, actuals=actuals
    )
    cards = [_number(metric, found.totals[metric.key], aims.get(metric.key), question.currency) for metric in metrics]
    names = list(found.view.comparisons)
    rows: dict[str, list[Any]] = {"name": [_(m.name) for m in metrics]}
    rows["now"] = [found.totals[m.key].value for m in metrics]
    for name in names:
        rows[name] = [found.totals[m.key].bases[name] for m in metrics]
        rows[f"{name}_change"] = [found.totals[m.key].changes[name] for m in metrics]
    columns = [Column("name", _("Metric")), Column("now", question.label, "amount")]
    for name in names:
        compared = _(COMPARISONS[name])
        change = _("Change vs {comparison}").format(comparison=compared.lower())
        columns += [Column(name, compared, "amount"), Column(f"{name}_change", change, "ratio")]
    table = Table(columns, DataFrame(rows, dtype=object), [FORMS[m.unit] for m in metrics])
    first = metrics[0]
    return cards, Section(
        "numbers", _("How are we doing?"), words.total(first, found.totals[first.key], question.currency), table,
        notes=[_("Changes of shares are differences in points.")] if len(metrics) > 1 else [],
    )  # fmt: skip


def _number(metric: Metric, figure: Figure, goal: Goal | None, currency: str) -> Number:
    changes = []
    for name, change in figure.changes.items():
        judgement = metric.judgement(change)
        verdict = _(words.VERDICTS[judgement]) if judgement else ""
        changes.append(Change(metric.show_change(change), _(words.AGAINST[name]), judgement, verdict))
    note = ""
    if goal is not None and goal.attainment is not None:
        target = metric.show(goal.target, currency, short=True)
        note = _("{attainment} of the target of {target}").format(
            attainment=formats.percent(goal.attainment), target=target
        )
    formula = f"{_(metric.name)}: {_(metric.formula)}"
    return Number(_(metric.name), metric.show(figure.value, currency, short=True), formula, changes, note)


def bridge(question: Asked, found: Overview) -> Section | None:
    """Price, volume and mix; None where there is nothing to compare with."""
    if not found.bridge:
        return None
    against, currency = found.view.against, question.currency
    days = found.view.comparisons[against]
    message = why(found.bridge, found.totals["revenue"], against, formats.span(days.start, days.end), currency)
    parts = {_(PART_NAMES[part]): amount for part, amount in found.bridge.items() if amount}
    rows = DataFrame(
        {
            "name": [*parts, _("Change")],
            "amount": pd.array([*parts.values(), sum(found.bridge.values())], dtype="Int64"),
        }
    )
    table = Table([Column("name", _("Part")), Column("amount", _("Amount"), "amount")], rows)
    chart = Chart("bridge", _("Why revenue changed") + f" ({currency})", "name", [Series("amount", _("Amount"), "now")])
    return Section("why", _("Why did it change?"), message, table, chart)


def trend(question: Asked, found: Overview) -> Section:
    """The last twelve months beside those of the year before and their targets."""
    metric, months = REGISTRY[question.measure], found.trend
    now, before = months.iloc[-_MONTHS:], months.iloc[-2 * _MONTHS : -_MONTHS]
    starts = list(now["start"])
    aims = monthly(question.session, question.user, metric.key, starts, {})
    running = question.calendar.label("month", question.last) if question.running else None
    rows = DataFrame(
        {
            "name": [
                formats.month(start) + (" …" if partial and label == running else "")
                for start, partial, label in zip(starts, now["partial"], now["label"], strict=True)
            ],
            "now": now[metric.key].array,
            "before": before[metric.key].array,
            "target": pd.array(aims, dtype="Int64"),
        }
    )
    form = FORMS[metric.unit]
    names = {"now": _(metric.name), "before": _("A year before"), "target": _("Target")}
    drawn = [(key, name, key) for key, name in names.items() if rows[key].notna().any()]
    columns = [Column("name", _("Month")), *(Column(key, name, form) for key, name, _role in drawn)]
    told = history.trend(
        question.session, question.user,
        history.View(Range(plus_months(starts[-1], 1 - _TREND_MONTHS), found.view.period.end)),
    )  # fmt: skip
    said = history.sentences(told, question.currency)
    chart = Chart(
        "lines", _("{metric} by month").format(metric=_(metric.name)) + unit(metric, question.currency), "name",
        [Series(key, name, role) for key, name, role in drawn],  # type: ignore[arg-type]
    )  # fmt: skip
    notes = [said["season"]]
    if question.running:
        notes.append(_("The month marked … is told up to {day} only.").format(day=formats.day(question.last)))
    return Section("trend", _("Where does it lead?"), said["trend"], Table(columns, rows), chart, notes)


def members(question: Asked, found: Overview, dimension: str) -> Section:
    """Who gained and who lost, by one dimension."""
    metric, against = REGISTRY[question.measure], found.view.against
    of = found.by[dimension]
    now, before = of[metric.key], of[f"{metric.key}_{against}"]
    rows = DataFrame(
        {
            "name": of["name"], "now": now, "before": before, "difference": now.fillna(0) - before.fillna(0),
            "change": of[f"{metric.key}_change_{against}"],
        }
    )  # fmt: skip
    title = _("{metric} by {dimension}").format(metric=_(metric.name), dimension=dimension_name(dimension).lower())
    section = _ranked(question, dimension, title, rows, against)
    return Section(dimension, title, words.moved(rows, metric, against, question.currency), *section)


def fallen(question: Asked, found: Overview) -> Section | None:
    """The customers who buy less; None where none does."""
    rows = found.customers["falling"].rename(columns={"revenue": "now", "base": "before"})
    rows = rows.assign(now=rows["now"].fillna(0))
    if rows.empty:
        return None
    title = _("Customers who buy less")
    section = _ranked(question, "customer", title, rows, found.view.against)
    return Section("fallen", title, words.fell(rows, REGISTRY["revenue"], question.currency), *section)


def _ranked(
    question: Asked, dimension: str, title: str, rows: DataFrame, against: str
) -> tuple[Table, Chart, list[str]]:
    metric = REGISTRY[question.measure]
    form, compared = FORMS[metric.unit], _(COMPARISONS[against])
    columns = [
        Column("name", dimension_name(dimension)), Column("now", _(metric.name), form),
        Column("before", compared, form), Column("difference", _("Difference"), form),
        Column("change", _("Change"), "ratio"),
    ]  # fmt: skip
    series = [Series("now", question.label, "now"), Series("before", compared, "before")]
    chart = Chart("bars", title + unit(metric, question.currency), "name", series, _MOST)
    more = len(rows) > _MOST
    notes = [_("The chart shows {shown} of {all}.").format(shown=_MOST, all=len(rows))] if more else []
    return Table(columns, rows), chart, notes


def unit(metric: Metric, currency: str) -> str:
    """What a chart's title says of its unit."""
    return f" ({currency})" if metric.unit == "money" else ""
