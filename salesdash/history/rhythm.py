"""When sales happen: weekdays and months."""

import numpy as np
import pandas as pd
from pandas import DataFrame
from sqlalchemy.orm import Session

from salesdash.access.identity import User
from salesdash.history.answers import Patterns, View
from salesdash.history.asking import SUMMED, Asked, answer, whole_numbers

#: what a pattern can be told of
MEASURES = (*SUMMED, "orders")


def patterns(session: Session, user: User, view: View) -> Patterns:
    """Weekdays and months of the period, see Patterns. Takes kpis.read, or kpis.quantities for quantities."""
    return answer(session, user, view, _patterns, measures=MEASURES)


def _patterns(asked: Asked) -> Patterns:
    days = _days(asked)
    days["weekday"] = [day.weekday() for day in days["day"]]
    days["month"] = [day.month for day in days["day"]]
    days["first"] = [day.replace(day=1) for day in days["day"]]
    whole = {piece.bounds.start for piece in asked.whole("month")}
    told = days[days["first"].isin(whole)]
    months = _months(told)
    return Patterns(
        measure=asked.measure,
        weekdays=_weekdays(days),
        months=months,
        grid=_grid(told),
        days=len(days),
        whole=int(months["count"].sum()),
    )


def _days(asked: Asked) -> DataFrame:
    """The measure per day with lines: day, value."""
    value = "count(DISTINCT CASE WHEN positive THEN order_key END)"
    if asked.measure != "orders":
        value = SUMMED[asked.measure][0]
    with asked.facts([asked.view.period], summaries=False) as facts:
        found = facts.frame(f"SELECT day, ({value})::BIGINT AS value {facts.lines()} GROUP BY day ORDER BY day")
    return found[found["value"].notna()].reset_index(drop=True)


def _weekdays(days: DataFrame) -> DataFrame:
    total = int(days["value"].sum())
    sums = days.groupby("weekday")["value"].sum().reindex(range(7))
    counts = days.groupby("weekday")["value"].count().reindex(range(7), fill_value=0)
    return DataFrame(
        {
            "weekday": range(7),
            "value": pd.array(sums.to_list(), dtype="Int64"),
            "share": pd.array([pd.NA if pd.isna(v) or total <= 0 else int(v) / total for v in sums], dtype="Float64"),
            "days": counts.to_list(),
            "average": whole_numbers(np.nan if pd.isna(v) else int(v) / n for v, n in zip(sums, counts, strict=True)),
        }
    )


def _months(told: DataFrame) -> DataFrame:
    """Average per calendar month over the whole months with data."""
    sums = told.groupby(["first", "month"])["value"].sum().reset_index()
    by_month = sums.groupby("month")["value"]
    counts = by_month.count().reindex(range(1, 13), fill_value=0).to_list()
    totals = by_month.sum().reindex(range(1, 13)).to_list()
    averages = [np.nan if not n else int(v) / n for v, n in zip(totals, counts, strict=True)]
    every = [a for a in averages if not np.isnan(a)]
    mean = sum(every) / len(every) if every else 0
    return DataFrame(
        {
            "month": range(1, 13),
            "average": whole_numbers(averages),
            "index": pd.array([pd.NA if np.isnan(a) or mean <= 0 else a / mean for a in averages], dtype="Float64"),
            "count": counts,
        }
    )


def _grid(told: DataFrame) -> DataFrame:
    """Each weekday's share of each calendar month; a weekday without lines in that month is missing."""
    cells = told.groupby(["month", "weekday"])["value"].sum().reset_index()
    totals = cells.groupby("month")["value"].transform("sum")
    cells["share"] = (cells["value"] / totals.where(totals > 0)).astype("Float64")
    return cells[["weekday", "month", "share"]]
