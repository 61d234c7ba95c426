"""Customers: whether they come back, and how much hangs on a few of them."""

import numpy as np
import pandas as pd
from pandas import DataFrame
from sqlalchemy.orm import Session

from salesdash.access.identity import User
from salesdash.analytics import cohorts, ranking
from salesdash.history.answers import Concentration, Customers, View
from salesdash.history.asking import Asked, answer
from salesdash.history.goods import now_and_before
from salesdash.periods import Grain, Range

#: months of a period up to which cohorts are months, and quarters; beyond, years
_MONTHLY, _QUARTERLY = 18, 48
_LENGTHS: dict[Grain, int] = {"month": 1, "quarter": 3, "year": 12}
#: customers whose row is told
_LISTED = 50
#: purchases up to which customers are counted one by one
_MOST_PURCHASES = 10


def customers(session: Session, user: User, view: View) -> Customers:
    """Cohorts of customers and how many of them came back, see Customers. A cohort are those whose first purchase of
    all, in the whole company, lies in the period and within the filters. Takes kpis.read."""
    return answer(session, user, view, _customers)


def concentration(session: Session, user: User, view: View) -> Concentration:
    """How much of the business the largest customers make up, see Concentration. Takes kpis.read, or kpis.quantities
    for quantities."""
    return answer(session, user, view, _concentration, measures=("revenue", "quantity"))


def _customers(asked: Asked) -> Customers:
    period = asked.view.period
    months = len(asked.pieces("month"))
    grain: Grain = "month" if months <= _MONTHLY else "quarter" if months <= _QUARTERLY else "year"
    length = _LENGTHS[grain]

    def number(day: str) -> str:
        """The number of a day's period, counted from the year 0."""
        return f"((year({day}) * 12 + month({day}) - {asked.calendar.first_month}) // {length})"

    with asked.facts([period]) as facts:
        facts.keep_edges()
        first = facts.first_purchases()
        began = f"SELECT customer, min({number('day')}) AS cohort FROM ({first}) WHERE customer <> 0 GROUP BY customer"
        active = f"""
            SELECT customer, {number("day")} AS slot FROM ({facts.relation(["customer", "sold"])})
            WHERE customer <> 0 GROUP BY customer, slot HAVING sum(sold) > 0
        """
        sizes = facts.frame(f"SELECT cohort, count(*) AS customers FROM ({began}) GROUP BY cohort ORDER BY cohort")
        bought = facts.frame(f"""
            SELECT cohort, slot - cohort AS age, count(*) AS customers FROM ({began}) JOIN ({active}) USING (customer)
            WHERE slot >= cohort GROUP BY cohort, age
        """)
        dates = facts.frame(f"""
            SELECT least(purchases, {_MOST_PURCHASES}) AS purchases, count(*) AS customers FROM (
                SELECT customer, count(DISTINCT day) AS purchases {facts.lines()}
                WHERE positive AND customer <> 0 GROUP BY customer
            ) GROUP BY ALL ORDER BY purchases
        """)
    return _put_together(asked, grain, sizes, bought, dates)


def _put_together(asked: Asked, grain: Grain, sizes: DataFrame, bought: DataFrame, dates: DataFrame) -> Customers:
    numbers = {_number(asked, grain, piece.bounds): piece for piece in asked.pieces(grain)}
    whole = [_number(asked, grain, piece.bounds) for piece in asked.whole(grain)]
    size = {int(cohort): int(count) for cohort, count in zip(sizes["cohort"], sizes["customers"], strict=True)}
    labels = [numbers[cohort].label for cohort in size]
    begun = {cohort: count for cohort, count in size.items() if whole and min(whole) <= cohort <= max(whole)}
    again = {(int(c), int(a)): int(n) for c, a, n in bought.itertuples(index=False)}
    grid = cohorts.retention(begun, again, max(whole)) if begun else np.zeros((0, 0))
    ages = [(row, age) for row in range(grid.shape[0]) for age in range(grid.shape[1]) if not np.isnan(grid[row, age])]
    order = sorted(begun)
    averages = cohorts.average(grid, begun) if begun else []
    old_enough = [sum(begun[c] for row, c in enumerate(order) if not np.isnan(grid[row, age])) for age in
                  range(grid.shape[1])]  # fmt: skip
    buyers = int(dates["customers"].sum())
    repeated = int(dates.loc[dates["purchases"] > 1, "customers"].sum())
    return Customers(
        grain=grain,
        cohorts=DataFrame(
            {
                "label": labels,
                "start": [numbers[cohort].bounds.start for cohort in size],
                "customers": pd.array(list(size.values()), dtype="Int64"),
                "partial": [numbers[cohort].partial for cohort in size],
            }
        ),
        retention=DataFrame(
            {
                "cohort": [numbers[order[row]].label for row, _age in ages],
                "age": [age for _row, age in ages],
                "share": [float(grid[row, age]) for row, age in ages],
            }
        ),
        average=DataFrame({"age": range(len(averages)), "share": averages, "customers": old_enough}),
        frequency=DataFrame(
            {
                "purchases": [f"{n}+" if n == _MOST_PURCHASES else str(n) for n in dates["purchases"]],
                "customers": dates["customers"].array,
            }
        ),
        begins=asked.first if asked.first in asked.view.period else None,
        buyers=buyers,
        repeat_rate=repeated / buyers if buyers else None,
    )


def _number(asked: Asked, grain: Grain, bounds: Range) -> int:
    return (bounds.start.year * 12 + bounds.start.month - asked.calendar.first_month) // _LENGTHS[grain]


def _concentration(asked: Asked) -> Concentration:
    now, before = now_and_before(asked, "customer")
    unassigned = now.loc[now["id"] == 0, "value"].sum() if (now["id"] == 0).any() else None
    now, before = (frame[frame["id"] != 0].reset_index(drop=True) for frame in (now, before))
    values = now["value"].to_numpy(dtype=np.int64)
    rows = now.assign(share=ranking.shares(values), cumulative=np.cumsum(ranking.shares(values)))
    rows = rows.head(_LISTED).astype({"id": int})
    bases = dict(zip(before["id"], before["value"], strict=True))
    rows["base"] = pd.array([bases.get(member, pd.NA) for member in rows["id"]], dtype="Int64")
    positive = rows["base"].where(rows["base"] > 0)
    rows["change"] = ((rows["value"] - positive) / positive).astype("Float64")
    members, reached = ranking.curve(values)
    return Concentration(
        measure=asked.measure,
        base=asked.base,
        rows=asked.with_names(rows, "customer"),
        spread=ranking.spread(values),
        before=ranking.spread(before["value"].to_numpy(dtype=np.int64)),
        curve=DataFrame({"customers": members, "share": reached}),
        unassigned=None if unassigned is None else int(unassigned),
    )
