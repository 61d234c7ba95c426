"""How much of a period's amount falls up to a day as a rule: its share in the last three years, by working days where
there is no history.

A cell's season is that of everything that is sold in its regions, lines and channels, whoever sells it and whoever
looks: people come and go, and the same cell has one expectation. A year counts where the company's data reach back to
the beginning of the period: of a period in which they began, the days before are missing, not empty. Where no year
does, what there is counts.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pandas as pd
from pandas import DataFrame
from sqlalchemy.orm import Session

from salesdash import kpis, snapshot
from salesdash.access.identity import OPERATOR
from salesdash.kpis import KpiTable
from salesdash.kpis.remembered import Remembered, state
from salesdash.kpis.times import joined
from salesdash.periods import Range
from salesdash.snapshot import reach
from salesdash.targets.asked import MEMBERS, PEOPLE, Asked
from salesdash.workdays import working_days

YEARS = 3
Amounts = tuple[float, float]

_known: Remembered["Season"] = Remembered(256)


class Season:
    """The share of running periods, per member of the dimensions that have a season."""

    def __init__(
        self, by: Sequence[str], to_date: DataFrame, whole: DataFrame, *, total: Amounts, fallback: float
    ) -> None:
        self._by = list(by)
        self._total, self._fallback = total, fallback
        merged = whole.merge(to_date, on=self._by, how="left", suffixes=("", "_to_date")) if self._by else None
        self._rows = merged.fillna({"amount_to_date": 0}) if merged is not None else None
        self._shares: dict[tuple[str | None, ...], float] = {}

    def share(self, members: tuple[str | None, ...]) -> float:
        """The share for the members (in the order of the dimensions; None: all of that dimension)."""
        if members not in self._shares:
            self._shares[members] = self._share(members)
        return self._shares[members]

    def _share(self, members: tuple[str | None, ...]) -> float:
        to_date, whole = self._total
        if self._rows is not None and any(code is not None for code in members):
            rows = self._rows
            for name, code in zip(self._by, members, strict=True):
                rows = rows if code is None else rows[rows[name] == code]
            to_date, whole = float(rows["amount_to_date"].sum()), float(rows["amount"].sum())
        return to_date / whole if whole > 0 else self._fallback


def season(session: Session, asked: Asked, months: Sequence[int], under: Mapping[int, int] | None) -> Season:
    """The season of a period that runs on the day of the question. ``under`` as in ``kpis.table``."""
    by = tuple(name for name in asked.by if name in MEMBERS and name not in PEOPLE)
    where = {name: codes for name, codes in asked.where.items() if name not in PEOPLE}
    below = tuple(sorted(under.items())) if under and "region" in by else None
    key = (state(session), asked.plan.measure, asked.plan.year, by, tuple(sorted(where.items())), tuple(months),
           asked.as_of, below)  # fmt: skip
    return _known.get(key, lambda: _season(session, asked, months, by=by, where=where, under=under))


def _season(
    session: Session,
    asked: Asked,
    months: Sequence[int],
    *,
    by: tuple[str, ...],
    where: Mapping[str, Sequence[str]],
    under: Mapping[int, int] | None,
) -> Season:
    fallback = by_working_days(asked, months)
    first = first_day(session)
    if first is None:
        return Season((), DataFrame(), DataFrame(), total=(0, 0), fallback=fallback)
    periods = {
        back: Range(asked.bounds(months[0], back).start, asked.bounds(months[-1], back).end)
        for back in range(1, YEARS + 1)
    }
    years = [back for back, days in periods.items() if reaches_back(first, days)]
    years = years or [back for back, days in periods.items() if days.end >= first]
    whole = [asked.bounds(month, back) for back in years for month in months]
    to_date = [days for back in years for days in asked.elapsed(months, back)]

    def figures(days: list[Range]) -> tuple[DataFrame, float]:
        if not days:
            return DataFrame({name: [] for name in (*by, "amount")}, dtype=object), 0
        table = on_days(session, days, asked.plan.measure, by=by, where=where, under=under)
        amounts = table.rows[asked.plan.measure].fillna(0).astype(float)
        total = table.total[asked.plan.measure].iloc[0]
        return table.rows[list(by)].astype(object).assign(amount=amounts), 0.0 if pd.isna(total) else float(total)

    (then, part), (all_of_it, all_in_all) = figures(to_date), figures(whole)
    return Season(by, then, all_of_it, total=(part, all_in_all), fallback=fallback)


def first_day(session: Session) -> date | None:
    """The day of the company's first line."""
    return reach.first_day(snapshot.current(session))


def reaches_back(first: date, period: Range) -> bool:
    """Whether data that begin on the day ``first`` tell of a period as a whole: they may begin in its first quarter,
    as shops are closed on New Year's Day."""
    return (first - period.start).days <= period.days // 4


def on_days(
    session: Session,
    days: Sequence[Range],
    measure: str,
    *,
    by: Sequence[str],
    where: Mapping[str, Sequence[str]],
    under: Mapping[int, int] | None,
) -> KpiTable:
    """The company's figures of several stretches of days, whoever looks: only shares of them are shown."""
    stretches = joined(days)
    named = [(r.start + timedelta(days=n)).isoformat() for r in stretches for n in range(r.days)]
    return kpis.table(
        session, OPERATOR, stretches[0].start, stretches[-1].end, by=by, where={**where, "day": named},
        under={"region": under} if under else None, metrics=(measure,),
    )  # fmt: skip


def by_working_days(asked: Asked, months: Sequence[int]) -> float:
    """The share of a period's working days that lie up to the day of the question."""
    country = asked.company.holiday_country
    whole = sum(working_days(asked.bounds(month), country) for month in months)
    past = sum(working_days(days, country) for days in asked.elapsed(months))
    return past / whole if whole else 0.0
