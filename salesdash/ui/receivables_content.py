"""What the page Receivables shows, made once per day, filters, language and theme and kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st
from pandas import DataFrame

from salesdash import charts, db, receivables
from salesdash.dimensions import dimension_name
from salesdash.downloads import Sheet
from salesdash.locale import formats, language, ngettext
from salesdash.locale import gettext as _
from salesdash.metrics import RECEIVABLES
from salesdash.receivables import BUCKETS, Receivables
from salesdash.ui import markup
from salesdash.ui.kpi_frame import Frame, theme
from salesdash.ui.kpi_tables import Table
from salesdash.ui.markup import Card
from salesdash.ui.receivables_bar import Choice
from salesdash.ui.receivables_tables import by_member

_HEIGHT = 240
#: bars in one chart, rows of the table of customers
_MOST, _ROWS = 8, 15
#: customers that can be looked into from the page itself; the others are typed into the filter
_OFFERED = 300
#: what the page breaks down by, in its order
_BY = ("customer", "rep", "region")


@dataclass(frozen=True)
class Content:
    """``said``: the answer in one sentence; ``numbers``, ``customers``: pieces of HTML; ``charts``: name → (figure,
    words for who cannot see it); ``debtors``: code → name of the customers who owe most."""

    whole: Receivables
    said: str
    numbers: str
    charts: Mapping[str, tuple[dict[str, Any], str]]
    customers: str
    tables: Mapping[str, Table]
    debtors: Mapping[str, str]


def content(frame: Frame, choice: Choice) -> Content:
    """For the reader's language and theme."""
    key = repr((frame.stamp, choice.as_of, sorted(choice.where.items()), language(), theme()))
    return _content(key, frame, choice)


@st.cache_resource(max_entries=128, show_spinner=False)
def _content(key: str, _frame: Frame, _choice: Choice) -> Content:
    asked = {"as_of": _choice.as_of, "where": _choice.where}
    with db.reading() as session:
        whole = receivables.receivables(session, _frame.user, **asked)  # type: ignore[arg-type]
        rows = {
            dimension: receivables.members(session, _frame.user, dimension, **asked)  # type: ignore[arg-type]
            for dimension in _BY
        }
    currency, colours = _frame.company.currency, charts.palette(theme())
    tables = {dimension: by_member(dimension, found) for dimension, found in rows.items()}
    owing = rows["customer"][rows["customer"]["total"] > 0]
    offered = owing[owing["code"] != "(unassigned)"].head(_OFFERED)
    first = Table(_first(len(owing), whole.customers), tables["customer"].columns[1:], owing.head(_ROWS))
    return Content(
        whole=whole,
        said=_said(whole, currency),
        numbers=markup.wrapped(colours, markup.cards(_cards(whole, currency))),
        charts=_charts(whole, rows, currency, colours),
        customers=markup.wrapped(colours, first.html(currency)) if len(owing) else "",
        tables=tables,
        debtors={c: f"{n} ({c})" for c, n in zip(offered["code"], offered["name"], strict=True)},
    )


def _first(count: int, customers: int) -> str:
    """The caption counts customers, as the sentence at the top does; orders without one are told beside."""
    title = _("Who owes us")
    if count <= _ROWS:
        return title
    caption = f"{title} · " + _("{shown} of {all}").format(shown=formats.number(_ROWS), all=formats.number(customers))
    return caption if count == customers else _("{caption}, and orders without a customer").format(caption=caption)


def _said(whole: Receivables, currency: str) -> str:
    """Who owes us, since when."""
    if not whole.total:
        return _("Nobody owes anything.")
    owing = ngettext(
        "{customers} customer owes {amount}", "{customers} customers owe {amount}", whole.customers
    ).format(customers=formats.number(whole.customers), amount=formats.money(whole.total, currency, short=True))
    if not whole.overdue:
        return _("{owing}; none of it is overdue.").format(owing=owing)
    return ngettext(
        "{owing}; {overdue} of it ({share}) is overdue, the oldest since {days} day.",
        "{owing}; {overdue} of it ({share}) is overdue, the oldest since {days} days.",
        whole.longest,
    ).format(
        owing=owing,
        overdue=formats.money(whole.overdue, currency, short=True),
        share=formats.percent(whole.overdue / whole.total, 0),
        days=formats.number(whole.longest),
    )


def _cards(whole: Receivables, currency: str) -> list[Card]:
    values = {
        "receivables": whole.total, "overdue": whole.overdue, "prepaid": whole.prepaid,
        "days_sales_outstanding": whole.days_sales_outstanding,
    }  # fmt: skip
    notes = {
        "receivables": ngettext("{count} order", "{count} orders", whole.orders).format(
            count=formats.number(whole.orders)
        ),
        "overdue": ngettext("{count} order", "{count} orders", whole.overdue_orders).format(
            count=formats.number(whole.overdue_orders)
        ),
        "days_sales_outstanding": "" if whole.days_sales_outstanding is not None
        else _("no revenue in the last 90 days"),
    }  # fmt: skip
    return [
        Card(
            label=_(metric.name), value=metric.show(values[key], currency, short=True),
            help=f"{_(metric.name)}: {_(metric.formula)}", spark="", spark_words="", changes=(),
            note=notes.get(key, ""),
        )
        for key, metric in RECEIVABLES.items()
    ]  # fmt: skip


def _charts(
    whole: Receivables, rows: Mapping[str, DataFrame], currency: str, colours: charts.Palette
) -> dict[str, tuple[dict[str, Any], str]]:
    title = _("Receivables by days overdue") + f" ({currency})"
    names = {bucket: _(name) for bucket, (name, _last) in BUCKETS.items()}
    found = {"ageing": charts.ageing(whole.ageing, names, currency, colours, title=title, height=_HEIGHT)}
    metric = RECEIVABLES["overdue"]
    for dimension in ("rep", "region"):
        late = rows[dimension][rows[dimension]["overdue"] > 0].sort_values("overdue", ascending=False, kind="stable")
        if len(late) > 1:
            title = _("{metric} by {dimension}").format(
                metric=_(metric.name), dimension=dimension_name(dimension).lower()
            )
            if len(late) > _MOST:
                shown = _("{shown} of {all}").format(shown=formats.number(_MOST), all=formats.number(len(late)))
                title = f"{title} · {shown}"
            found[dimension] = charts.ranked_bars(
                late, metric, currency, colours, title=f"{title} ({currency})", height=_HEIGHT,
                most=_MOST,
            )  # fmt: skip
    return {name: (figure, figure["layout"]["title"]["text"].split(" <")[0]) for name, figure in found.items()}


def sheet(frame: Frame, choice: Choice, table: Table) -> Sheet:
    """A table on its way out, headed by what the page says."""
    return Sheet(
        title=table.title, columns=table.columns, rows=table.rows, as_of=formats.day(choice.as_of),
        person=frame.user.name, filters=choice.words, currency=frame.company.currency,
    )  # fmt: skip
