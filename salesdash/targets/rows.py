"""The rows of an answer about attainment: targets and actuals side by side, and what follows from both."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from pandas import DataFrame
from sqlalchemy.orm import Session

from salesdash import kpis
from salesdash.analytics.pace import measured
from salesdash.kpis.filters import TABLES
from salesdash.kpis.names import members
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY
from salesdash.targets.aims import NOT_SPLIT, Aims
from salesdash.targets.asked import MEMBERS, PEOPLE, Asked
from salesdash.targets.coding import label_of
from salesdash.targets.season import Season, season
from salesdash.workdays import working_days

#: what stands beside the dimensions in a row
FIGURES = (
    "target", "actual", "attainment", "gap", "expected_to_date", "pace", "lead", "left", "days_left", "has_target",
)  # fmt: skip


def joined(session: Session, question: Asked, planned: Aims, sold: kpis.KpiTable | None) -> DataFrame:
    """One row per combination that has a target or sales, named and in order."""
    by = list(question.by)
    goals = planned.rows
    names: dict[str, dict[str, str]] = {}
    for name in by:
        ids = goals[name].tolist()
        if name in MEMBERS:
            known = members(session, name, {i for i in ids if i != NOT_SPLIT})
            names[name] = {
                code: _("{name} (not split)").format(name=called) if name == "region" and i in planned.rests else called
                for i, (code, called) in known.items()
            }
            codes = [None if i == NOT_SPLIT else known[i][0] for i in ids]
        else:
            codes = [None if i == NOT_SPLIT else label_of(question.calendar, question.plan.year, i) for i in ids]
        goals = goals.assign(**{name: pd.Series(codes, dtype=object, index=goals.index)})
    goals = goals.astype({"target": "Int64"})
    if sold is None:
        rows = goals.assign(actual=pd.array([0] * len(goals), dtype="Int64"))
    else:
        amounts = sold.rows[question.plan.measure]
        nothing = amounts.isna() & sold.rows["revenue"].isna()  # there for its receipts only
        done = sold.rows[by].astype(dict.fromkeys(by, object)).assign(actual=amounts.mask(nothing, 0))
        rows = goals.merge(done.assign(sold=True), on=by, how="outer")
        rows["actual"] = rows["actual"].mask(rows["sold"].isna(), 0)  # who sold nothing sold 0
        for name, ours in names.items():
            names[name] = dict(zip(sold.rows[name], sold.rows[f"{name}_name"], strict=True)) | ours
    unsplit = rows[by].isna().any(axis=1)
    rows["actual"] = rows["actual"].mask(unsplit, pd.NA)  # sales are always somebody's, of some month
    rows = rows.sort_values(by, kind="stable", na_position="last", ignore_index=True)
    columns: dict[str, Any] = {}
    for name in by:
        codes = [None if pd.isna(code) else code for code in rows[name]]
        columns[name] = codes
        if name in TABLES:
            columns[f"{name}_name"] = [_("(not split)") if code is None else names[name][code] for code in codes]
    return DataFrame({**columns, "target": rows["target"], "actual": rows["actual"]})


def total(question: Asked, planned: Aims, sold: kpis.KpiTable | None) -> DataFrame:
    """The row of the whole. Where nothing was sold at all, that is 0; profit without any known cost is unknown."""
    done = sold.total[question.plan.measure].iloc[0] if sold is not None else 0
    if pd.isna(done) and sold is not None and pd.isna(sold.total["revenue"].iloc[0]):
        done = 0
    return DataFrame(
        {"target": pd.array([planned.total], dtype="Int64"), "actual": pd.array([done], dtype="Int64")},
    )


def figures(session: Session, question: Asked, rows: DataFrame, under: Mapping[int, int] | None) -> DataFrame:
    """``rows`` with all that follows from target and actual."""
    shares, days = _shares(session, question, rows, under)
    counts = REGISTRY[question.plan.measure].unit == "count"
    found = measured(rows["target"].array, rows["actual"].array, shares, days, counts=counts)
    complete = pd.concat([rows, found], axis=1).assign(days_left=days, has_target=rows["target"].notna())
    labels = [column for column in rows.columns if column not in FIGURES]
    return complete[[*labels, *FIGURES]]


def _shares(
    session: Session, question: Asked, rows: DataFrame, under: Mapping[int, int] | None
) -> tuple[pd.arrays.FloatingArray, pd.arrays.IntegerArray]:
    """Per row the share of its period's amount that falls up to the day, and the working days left in its period."""
    months = {question.label("month", m): (m,) for m in question.months}
    quarters: dict[str, tuple[int, ...]] = {}
    for m in question.months:
        quarters[question.label("quarter", m)] = (*quarters.get(question.label("quarter", m), ()), m)
    seasonal = [name for name in question.by if name in MEMBERS and name not in PEOPLE]
    periods = list(zip(*(rows.get(g, [None] * len(rows)) for g in ("month", "quarter")), strict=True))
    cells = list(zip(*(rows[name] for name in seasonal if name in rows), strict=True)) or [()] * len(rows)
    blank = (None,) * len(seasonal)
    shares, left = [], []
    of_period: dict[tuple[int, ...], tuple[float | None, int]] = {}
    seasons: dict[tuple[int, ...], Season] = {}
    for (month, quarter), cell in zip(periods, cells, strict=True):
        span = months[month] if month else quarters[quarter] if quarter else question.months
        if span not in of_period:
            of_period[span] = _elapsed(question, span)
        share, days = of_period[span]
        if share is None:
            if span not in seasons:
                seasons[span] = season(session, question, span, under)
            share = seasons[span].share(cell or blank)
        shares.append(share)
        left.append(days)
    return pd.array(shares, dtype="Float64"), pd.array(left, dtype="Int64")


def _elapsed(question: Asked, months: Sequence[int]) -> tuple[float | None, int]:
    """1 for a period that has ended, 0 for one to come, None for one that runs; the working days left in it."""
    country = question.company.holiday_country
    whole = [question.bounds(month) for month in months]
    past = question.elapsed(months)
    left = sum(working_days(days, country) for days in whole) - sum(working_days(days, country) for days in past)
    if not past:
        return 0.0, left
    return (1.0 if past == whole else None), left
