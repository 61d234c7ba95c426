"""The tables of the KPI page: what stands behind each chart, for reading with a keyboard and for downloads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from pandas import DataFrame

from salesdash.charts.bridge import PART_NAMES
from salesdash.charts.style import plain
from salesdash.comparisons import COMPARISONS
from salesdash.dimensions import dimension_name
from salesdash.downloads import Column, Form, in_words
from salesdash.kpis import Overview
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY, Metric
from salesdash.ui import markup

#: unit of a metric → how its values read in a table
FORMS: Mapping[str, Form] = {"money": "amount", "quantity": "quantity", "ratio": "ratio", "count": "count"}
_SHOWN = ("revenue", "orders", "customers", "gross_margin", "quantity")


@dataclass(frozen=True)
class Table:
    """A table with its headings in words; ``columns`` say how values read, here and in downloads."""

    title: str
    columns: Sequence[Column]
    rows: DataFrame
    note: str = ""

    def html(self, currency: str, only: Sequence[str] = ()) -> str:
        """The table, or ``only`` some columns of it, as a piece of a page; amounts whole, with equal decimals."""
        columns = [column for column in self.columns if not only or column.key in only]
        shown = [[in_words(v, c.form, currency) for v in plain(self.rows[c.key])] for c in columns]
        texts = [at for at, column in enumerate(columns) if column.form in ("text", "date")]
        return markup.table(self.title, [c.heading for c in columns], zip(*shown, strict=True), texts, self.note)


def tables(overview: Overview, metrics: Sequence[str]) -> dict[str, Table]:
    """All tables of an overview by name: figures, trend, one per dimension, top and falling members, bridge."""
    found = {"figures": _figures(overview, metrics), "trend": _trend(overview, metrics)}
    found |= {dimension: _members(overview, dimension, metrics) for dimension in overview.by}
    for dimension, lists in (("product", overview.products), ("customer", overview.customers)):
        found |= {f"{dimension}.{which}": _ranking(dimension, which, rows) for which, rows in lists.items()}
    if overview.bridge:
        found["bridge"] = _bridge(overview.bridge)
    return {name: table for name, table in found.items() if len(table.columns) > 1}


def _column(metric: Metric, key: str | None = None, heading: str | None = None) -> Column:
    return Column(key or metric.key, heading or _(metric.name), FORMS[metric.unit])


def _figures(overview: Overview, metrics: Sequence[str]) -> Table:
    """One row per period: the one shown, then those it is compared with."""
    comparisons = overview.view.comparisons
    ranges = [overview.view.period, *comparisons.values()]
    rows: dict[str, list] = {"name": [formats.span(days.start, days.end) for days in ranges]}
    for key in metrics:
        figure = overview.totals[key]
        rows[key] = [figure.value, *(figure.bases.get(name) for name in comparisons)]
    columns = [Column("name", _("Period")), *(_column(REGISTRY[key]) for key in metrics)]
    return Table(_("KPIs"), columns, DataFrame(rows, dtype=object))


def _trend(overview: Overview, metrics: Sequence[str]) -> Table:
    months = overview.trend.assign(
        name=[
            formats.month(start) + (" (" + _("part of the month") + ")" if partial else "")
            for start, partial in zip(overview.trend["start"], overview.trend["partial"], strict=True)
        ]
    )
    columns = [Column("name", _("Month")), *(_column(REGISTRY[m]) for m in metrics)]
    if "target" in months:
        columns.insert(2, _column(REGISTRY[metrics[0]], "target", _("Target")))
    return Table(_("By month"), columns, months)


def _members(overview: Overview, dimension: str, metrics: Sequence[str]) -> Table:
    rows = overview.by[dimension]
    columns = [Column("name", dimension_name(dimension))]
    names: Mapping[str, str] = {key: _(name).lower() for key, name in COMPARISONS.items()}
    for key in _SHOWN:
        if key in rows and (key in metrics or key == "quantity"):
            metric = REGISTRY[key]
            columns.append(_column(metric))
            for comparison in overview.view.comparisons:
                change = f"{key}_change_{comparison}"
                if change in rows and key in ("revenue", "quantity"):
                    heading = _("Change vs {comparison}").format(comparison=names[comparison])
                    columns.append(Column(change, heading, "ratio"))
    title = _("By {dimension}").format(dimension=dimension_name(dimension).lower())
    counted = [c.heading for c in columns if c.key in REGISTRY and REGISTRY[c.key].unit == "count"]
    note = _("{counts}: one may count under several rows; the total is a count of its own, not the sum.")
    return Table(title, columns, rows, note.format(counts=_(", ").join(counted)) if counted else "")


def _ranking(dimension: str, which: str, rows: DataFrame) -> Table:
    titles = {
        ("product", "top"): _("Top products"),
        ("product", "falling"): _("Falling products"),
        ("customer", "top"): _("Top customers"),
        ("customer", "falling"): _("Falling customers"),
    }
    revenue = REGISTRY["revenue"]
    columns = [
        Column("name", dimension_name(dimension)),
        _column(revenue),
        _column(revenue, "base", _("Before")),
        _column(revenue, "difference", _("Difference")),
        Column("change", _("Change"), "ratio"),
    ]
    return Table(titles[dimension, which], columns, rows)


def _bridge(parts: Mapping[str, int]) -> Table:
    rows = DataFrame(
        {
            "name": [*(_(PART_NAMES[part]) for part in parts), _("Change")],
            "amount": pd.array([*parts.values(), sum(parts.values())], dtype="Int64"),
        }
    )
    columns = [Column("name", _("Part")), Column("amount", _("Amount"), "amount")]
    return Table(_("Price, volume and mix"), columns, rows)
