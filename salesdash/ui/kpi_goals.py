"""Targets on the KPI page: only where there are any. Knows no Streamlit."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pandas as pd
from sqlalchemy.orm import Session

from salesdash.access.identity import User
from salesdash.downloads import Column
from salesdash.kpis import Overview
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY, TARGET_MEASURES, Metric
from salesdash.periods import Range
from salesdash.targets.goals import Goal, goals, monthly
from salesdash.ui.kpi_tables import FORMS, Table

Goals = Mapping[str, Goal]


def with_goals(
    session: Session, user: User, overview: Overview, *, period: Range, as_of: date, shown: str
) -> tuple[Overview, Goals]:
    """The targets of a whole ``period`` beside the figures of its elapsed days, and the overview with a column
    ``target`` in its trend where the measure that is ``shown`` there has monthly targets."""
    where = overview.view.where
    actuals = {key: overview.totals[key].value for key in TARGET_MEASURES if key in overview.totals}
    found = goals(session, user, period=period, as_of=as_of, where=where, actuals=actuals)  # type: ignore[arg-type]
    months = monthly(session, user, shown, list(overview.trend["start"]), where) if shown in TARGET_MEASURES else []
    if any(target is not None for target in months):
        overview = replace(overview, trend=overview.trend.assign(target=pd.array(months, dtype="Int64")))
    return overview, found


def note(metric: Metric, goal: Goal, currency: str) -> str:
    """What stands below a number that has a target: how much of it is reached, and whether that is enough by now."""
    target = metric.show(goal.target, currency, short=True)
    if goal.attainment is None:
        return _("target {target}").format(target=target)
    reached = _("{attainment} of {target}").format(attainment=formats.percent(goal.attainment), target=target)
    if goal.pace is None or not goal.expected_to_date or goal.expected_to_date >= goal.target:
        return reached  # before anything is expected, or the period is over: attainment says it all
    return _("{reached}; pace {pace}").format(reached=reached, pace=formats.percent(goal.pace, 0))


def help_text() -> str:
    """What attainment and pace are, in words."""
    return _(
        "Attainment: actual ÷ target of the whole period. Pace: actual ÷ what was to be expected up to this day by the "
        "season of the last three years."
    )


def beside(table: Table, found: Goals) -> Table:
    """The table of figures with target and attainment in the row of the period that is shown."""
    columns, rows = list(table.columns), table.rows
    for key, goal in found.items():
        if key not in rows:
            continue
        metric, blank = REGISTRY[key], [None] * (len(rows) - 1)
        name = _(metric.name).lower()
        columns += [
            Column(f"{key}.target", _("Target: {metric}").format(metric=name), FORMS[metric.unit]),
            Column(f"{key}.attainment", _("Attainment: {metric}").format(metric=name), "ratio"),
        ]
        values = {f"{key}.target": [goal.target, *blank], f"{key}.attainment": [goal.attainment, *blank]}
        rows = rows.assign(**{column: pd.Series(cells, dtype=object) for column, cells in values.items()})
    return replace(table, columns=columns, rows=rows)
