"""The numbers of the KPI page: an overview in, cards and a sentence in words out. Knows no Streamlit."""

from collections.abc import Mapping, Sequence

from pandas import DataFrame

from salesdash.charts import Palette, sparkline
from salesdash.charts.style import in_units, plain
from salesdash.kpis import Figure, Overview
from salesdash.locale import N_, formats
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY, Metric
from salesdash.targets.goals import Goal
from salesdash.ui import kpi_goals
from salesdash.ui.markup import Card, Change

#: the seven of the landing page, in their order
METRICS = (
    "revenue", "orders", "customers", "new_customers", "average_order_value", "gross_margin", "return_rate",
)  # fmt: skip
#: what people see who may see quantities only
QUANTITIES = tuple(key for key, metric in REGISTRY.items() if metric.is_quantity)
_SPARK_MONTHS = 12
_VERDICTS = {"better": N_("better"), "worse": N_("worse"), "same": N_("no change")}
_AGAINST = {
    "previous": N_("vs previous period"),
    "year": N_("vs last year"),
    "lunar_year": N_("vs last lunar year"),
}


def cards(
    overview: Overview, metrics: Sequence[str], currency: str, colours: Palette, goals: Mapping[str, Goal] | None = None
) -> list[Card]:
    """One card per metric, with its changes, the shape of its last closed months, and where it has a target how far
    that is reached."""
    against = {name: _(_AGAINST[name]) for name in overview.view.comparisons}
    goals = goals or {}
    return [_card(overview, REGISTRY[key], against, currency, colours, goal=goals.get(key)) for key in metrics]


def _card(
    overview: Overview, metric: Metric, against: Mapping[str, str], currency: str, colours: Palette, *,
    goal: Goal | None,
) -> Card:  # fmt: skip
    figure = overview.totals[metric.key]
    closed = overview.trend[~overview.trend["partial"].astype(bool)].tail(_SPARK_MONTHS)
    return Card(
        label=_(metric.name),
        value=metric.show(figure.value, currency, short=True),
        help=f"{_(metric.name)}: {_(metric.formula)}" + (f"\n{kpi_goals.help_text()}" if goal else ""),
        spark=sparkline(in_units(metric, closed[metric.key]), colours.accent),
        spark_words=_shape(closed, metric, currency),
        changes=[_change(metric, figure, name, words) for name, words in against.items()],
        note=kpi_goals.note(metric, goal, currency) if goal else _note(metric, overview.totals),
    )


def _change(metric: Metric, figure: Figure, comparison: str, against: str) -> Change:
    change = figure.changes.get(comparison)
    judgement = metric.judgement(change)
    return Change(metric.show_change(change), against, judgement, _(_VERDICTS[judgement]) if judgement else "")


def _note(metric: Metric, totals: Mapping[str, Figure]) -> str:
    """How much of revenue a margin speaks of, where that is not all of it."""
    covered = totals["cost_coverage"].value if metric.key == "gross_margin" and "cost_coverage" in totals else None
    if covered is None or covered >= 0.9995:
        return ""
    return _("cost known: {share}").format(share=formats.percent(covered, 0))


def _shape(months: DataFrame, metric: Metric, currency: str) -> str:
    values = [v for v in plain(months[metric.key]) if v is not None]
    if len(values) < 2:
        return ""
    return _("Last {months} closed months: from {first} to {last}").format(
        months=len(months),
        first=metric.show(values[0], currency, short=True),
        last=metric.show(values[-1], currency, short=True),
    )
