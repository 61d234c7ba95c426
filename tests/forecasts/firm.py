"""A small company whose history can be worked out by hand, and a method whose forecasts can.

Net revenue in whole units by month of 2024; March nobody sold anything; July runs up to the 10th.

=======  ===  ===  ===  ===  ===  ===  ===
region   Jan  Feb  Mar  Apr  May  Jun  Jul
=======  ===  ===  ===  ===  ===  ===  ===
N1        90  100    –  110  120  130   20
N2        50    –    –   40   60   70    –
South      –    –    –    7    –    9    –
(none)     –    –    –    –    –    3    –
=======  ===  ===  ===  ===  ===  ===  ===

Ann sells in N1 (in the shop), Bo in N2 and Cy in South (both on the web); nobody is credited with the line that has no
region. A line is one piece; every month but March has lines on its last day.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from pandas import DataFrame

from salesdash import db
from salesdash.access import setup, users
from salesdash.access.identity import OPERATOR, User
from salesdash.analytics.forecasting import Forecasts
from salesdash.analytics.forecasting.hierarchy import tree
from tests.kpis.company import Line, company

#: month → amounts in N1, N2, South, nowhere
SALES = {
    1: (90, 50, 0, 0), 2: (100, 0, 0, 0), 4: (110, 40, 7, 0), 5: (120, 60, 0, 0), 6: (130, 70, 9, 3), 7: (20, 0, 0, 0),
}  # fmt: skip
_LAST = {1: 31, 2: 29, 4: 30, 5: 31, 6: 30, 7: 10}
_PLACES = ((2, 1, 1), (3, 2, 2), (4, 2, 3), (None, 2, None))


def lines() -> list[Line]:
    found = []
    for month, amounts in SALES.items():
        for (region, channel, credit), amount in zip(_PLACES, amounts, strict=True):
            if amount:
                day, order = date(2024, month, _LAST[month] if region == 2 else 1), f"{month}-{region}"
                named = {"region": region, "channel": channel, "credit": credit}
                found.append(Line(order, day, amount, cost=amount // 2, **named))
    return [Line("first", date(2024, 1, 1), 0, region=2), *found]


def build() -> None:
    """The company in the configured database; chief (executive, sees all), ana (analyst), mona (sales manager, is Ann),
    south (finance, for South only), prod (production: quantities), adam (administrator)."""
    with db.writing() as session:
        setup.install_defaults(session)
    company(lines())
    with db.writing() as session:
        for login, role, more in (
            ("chief", "executive", {}), ("ana", "analyst", {}), ("mona", "sales_manager", {"rep": "Ann"}),
            ("south", "finance", {"regions": ["South"]}), ("prod", "production", {}), ("adam", "administrator", {}),
        ):  # fmt: skip
            users.add(session, OPERATOR, login, role, **more)


def user(login: str) -> User:
    """Somebody of the company."""
    with db.reading() as session:
        return users.by_login(session, login)


ERRORS = ["unique_id", "origin", "step", "ds", "y", "mean", "lo80", "hi80", "lo95", "hi95"]


class Method:
    """Stands in for the method: every series goes on with its last known value and a third, sums do so by themselves
    and one too much; bounds are 10 and 20 off. ``fails``: ids that have no forecast. It remembers what it was asked."""

    def __init__(self, fails: Sequence[str] = ()) -> None:
        self.fails = frozenset(fails)
        self.series = DataFrame()
        self.asked: dict[str, Any] = {}

    def __call__(
        self, series: DataFrame, *, horizon: int, report: Any, levels: Any, of: Any, **asked: Any
    ) -> Forecasts:
        self.series, self.asked = series, asked | {"horizon": horizon, "levels": levels}
        report("forecasting", 0.5)
        members = DataFrame({"unique_id": [], "level": []}, dtype=object)
        if levels is not None:
            made = tree(levels, of)
            members, sums = made.members, made.names[: len(made.parts)]
            parts = [levels["unique_id"].to_numpy()[part] for part in made.parts]
            series = pd.concat([
                series,
                *(
                    series[series["unique_id"].isin(part)].groupby("ds")["y"].sum(min_count=1).add(1).reset_index()
                    .assign(unique_id=name)
                    for name, part in zip(sums, parts, strict=True)
                ),
            ])  # fmt: skip
        points, accuracy, problems = [], [], []
        for name, rows in series.groupby("unique_id"):
            if name in self.fails:
                problems.append((name, "one_point", {}))
                continue
            last = rows["y"].dropna().iloc[-1] + 1 / 3
            accuracy.append((name, "short", "simple", 2, 0.5, 0.1, 10.0, -0.02, 0.8, np.nan))
            for step in range(1, horizon + 1):
                day = rows[rows["y"].notna()]["ds"].max() + pd.DateOffset(months=step)
                points.append((name, step, day, last, last - 10, last + 10, last - 20, last + 20, "simple"))
        point = ["unique_id", "step", "ds", "mean", "lo80", "hi80", "lo95", "hi95", "model"]
        told = ["unique_id", "kind", "model", "errors", "mase", "wape", "smape", "bias", "coverage80", "coverage95"]
        remarks = [(name, "short", {"values": 4, "season": 12}) for name in ("total",) if name not in self.fails]
        names = ["unique_id", "code", "details"]
        inputs = series.assign(used=series["y"].fillna(0), mark=series["y"].isna().map({True: "hole", False: None}))
        return Forecasts(
            DataFrame(points, columns=point), DataFrame(accuracy, columns=told),
            inputs[["unique_id", "ds", "y", "mark", "used"]], DataFrame(problems, columns=names),
            DataFrame(remarks, columns=names), DataFrame(columns=ERRORS), members,
        )  # fmt: skip
