"""What the KPI page shows, made once per view, language and theme and kept: cards, charts, tables, sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st
from pandas import DataFrame

from salesdash import charts, db, kpis
from salesdash.charts.style import title_with
from salesdash.comparisons import COMPARISONS
from salesdash.dimensions import dimension_name
from salesdash.kpis import Overview, View, sentences
from salesdash.locale import formats, language
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY
from salesdash.periods import Range
from salesdash.ui import drill, kpi_goals, kpi_numbers, markup
from salesdash.ui.kpi_frame import Frame
from salesdash.ui.kpi_frame import theme as frame_theme
from salesdash.ui.kpi_tables import Table, tables

_HEIGHT = 222
#: bars in one of them
_MOST = 9
#: charts beside the trend, in their order
_BESIDE = ("region", "channel", "product_line", "rep")


_LISTS = ("product.top", "product.falling", "customer.top", "customer.falling")


@dataclass(frozen=True)
class Content:
    """``numbers`` and ``lists`` are pieces of HTML; ``charts``: name → (figure, words for who cannot see it);
    ``openable``: code → name of the members of the drill's next level; ``empty``: no sales at all."""

    empty: bool
    numbers: str
    charts: Mapping[str, tuple[dict[str, Any], str]]
    lists: str
    why: str
    tables: Mapping[str, Table]
    openable: Mapping[str, str]


def content(frame: Frame, view: View, period: Range, level: str | None) -> Content:
    """What is shown of a view, for the reader's language and theme. ``period``: all of which the view shows the elapsed
    days; ``level``: the drill's next one."""
    key = repr((frame.stamp, view.key(), period, level, language(), frame_theme()))
    return _content(key, frame, view, period, level)


@st.cache_resource(max_entries=256, show_spinner=False)
def _content(key: str, _frame: Frame, _view: View, _period: Range, _level: str | None) -> Content:
    metrics = kpi_numbers.METRICS if _frame.user.may("kpis.read") else kpi_numbers.QUANTITIES
    with db.reading() as session:
        overview, goals = kpi_goals.with_goals(
            session, _frame.user, kpis.overview(session, _frame.user, _view),
            period=_period, as_of=_frame.last, shown=metrics[0],
        )  # fmt: skip
    currency, colours = _frame.company.currency, charts.palette(frame_theme())
    if overview.totals["receipts"].value is not None:
        metrics = (*metrics, "receipts")
    made = tables(overview, metrics)
    made["figures"] = kpi_goals.beside(made["figures"], goals)
    lists = [
        made[name].html(currency, ("name", "revenue", "difference", "change"))
        for name in _LISTS
        if name in made and len(made[name].rows)
    ]
    members = _openable(overview, _level)
    return Content(
        empty=overview.totals[metrics[0]].value is None,
        numbers=markup.wrapped(colours, markup.cards(kpi_numbers.cards(overview, metrics, currency, colours, goals))),
        charts=_charts(overview, metrics[0], currency, colours, _level),
        lists=markup.wrapped(colours, markup.columns(lists)) if lists else "",
        why=_why(overview, currency),
        tables=made,
        openable=drill.choices(list(members["code"]), [str(n) for n in members["name"]]),
    )


def _why(overview: Overview, currency: str) -> str:
    against = _against(overview)
    if not overview.bridge or not against:
        return ""
    days = overview.view.comparisons[against]
    period = formats.span(days.start, days.end)
    return sentences.why(overview.bridge, overview.totals["revenue"], against, period, currency)


def _against(overview: Overview) -> str | None:
    return overview.view.against if overview.view.against in overview.view.comparisons else None


def _openable(overview: Overview, level: str | None) -> DataFrame:
    if level is None:
        return DataFrame({"code": [], "name": []})
    members = overview.customers["top"] if level == "customer" else overview.by[level]
    return members[members["code"] != "(unassigned)"]


def _charts(
    overview: Overview, key: str, currency: str, colours: charts.Palette, level: str | None
) -> dict[str, tuple[dict[str, Any], str]]:
    metric, against = REGISTRY[key], _against(overview)
    unit = f" ({currency})" if metric.unit == "money" else ""
    aside = _("grey: a year before; dashes: target") if "target" in overview.trend else _("grey: a year before")
    title = title_with(_("{metric} by month").format(metric=_(metric.name)) + unit, aside)
    found = {"trend": charts.trend(overview.trend, metric, currency, colours, title=title, height=_HEIGHT)}
    for dimension in dict.fromkeys([level, *_BESIDE]):
        members = _members(overview, dimension, key, against)
        chosen = overview.view.where.get(dimension or "", ())
        if dimension and len(members) and (dimension == level or len(chosen) != 1):
            title = _("{metric} by {dimension}").format(
                metric=_(metric.name), dimension=dimension_name(dimension).lower()
            )
            aside = _("grey: {comparison}").format(comparison=_(COMPARISONS[against])) if against else ""
            if len(members) > _MOST:
                aside = _("{shown} of {all}").format(shown=_MOST, all=len(members))
            found[dimension] = charts.ranked_bars(
                members, metric, currency, colours, title=title_with(title + unit, aside),
                height=_HEIGHT, compared=against, most=_MOST,
            )  # fmt: skip
    if overview.bridge:
        title = _("Why revenue changed") + unit
        found["bridge"] = charts.waterfall(overview.bridge, currency, colours, title=title, height=_HEIGHT)
    return {name: (figure, figure["layout"]["title"]["text"].split(" <")[0]) for name, figure in found.items()}


def _members(overview: Overview, dimension: str | None, metric: str, against: str | None) -> DataFrame:
    if dimension == "customer":
        top = overview.customers["top"]
        return top.assign(**{f"{metric}_{against}": top["base"], f"{metric}_change_{against}": top["change"]})
    members = overview.by.get(dimension or "", DataFrame())
    return members if metric in members else DataFrame()
