"""The series of a run from the first month on that has not come to its end, and where sums of them land."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from pandas import DataFrame
from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import company
from salesdash.access.identity import User
from salesdash.analytics.landing import Landing, landing
from salesdash.analytics.landing_sums import together, with_running
from salesdash.forecasts.actuals import actuals
from salesdash.forecasts.history import calendar
from salesdash.forecasts.made import POINT
from salesdash.forecasts.reading import points
from salesdash.forecasts.runs import Run
from salesdash.kpis.filters import region_parents
from salesdash.models import Region
from salesdash.periods import Range, plus_months
from salesdash.workdays import working_days


class Ahead:
    """The series of a run by one dimension (or the total), and what came since. ``begins``: the first month that has
    not come to its end, None where the whole forecast has; ``known_until``: the last day that is known."""

    def __init__(self, session: Session, user: User, run: Run, by: str | None) -> None:
        self.run, self.by = run, by
        self.calendar = calendar(session)
        seen = points(session, user, run.id)
        seen = seen[seen["level"] == (by or "")]
        codes = seen[by].tolist() if by else [""] * len(seen)
        rows = seen.assign(code=codes).groupby("code", sort=False)
        self.series: dict[str, DataFrame] = {str(code): series for code, series in rows}
        came = actuals(session, user, run.id)
        came = came[came["level"] == (by or "")]
        ended = came[(came["days_elapsed"] >= came["days"]) & came["actual"].notna()]["period_on"].unique()
        ahead = sorted(set(seen["period_on"]) - set(ended))
        self.begins: date | None = ahead[0] if ahead else None
        self.last: date | None = ahead[-1] if ahead else None
        self.known_until = self.begins - timedelta(days=1) if self.begins else None
        self.so_far = self._so_far(session, came) if self.begins else {}
        self._above = _above(session) if by == "region" else {}

    def _so_far(self, session: Session, came: DataFrame) -> dict[str, tuple[int, float]]:
        """Code → what came of the running month, and which share of its working days has elapsed."""
        runs = came[(came["period_on"] == self.begins) & (came["days_elapsed"] < came["days"]) & came["actual"].notna()]
        country = company.settings(session).holiday_country
        found = {}
        for row in runs.to_dict("records"):
            first: date = row["period_on"]
            self.known_until = first + timedelta(days=int(row["days_elapsed"]) - 1)
            whole = working_days(Range(first, first + timedelta(days=int(row["days"]) - 1)), country)
            gone = working_days(Range(first, self.known_until), country)
            share = gone / whole if whole else row["days_elapsed"] / row["days"]
            found[row[self.by] if self.by else ""] = (int(row["actual"]), share)
        return found

    def counting(self, code: str, targeted: Collection[str]) -> list[str]:
        """The series that count for a member with a target: its own; of a region those of all regions whose nearest one
        above with a target (``targeted``), itself included, it is."""
        return [
            name for name in self.series
            if next((one for one in (name, *self._above.get(name, ())) if one in targeted), name) == code
        ]  # fmt: skip

    def landed(self, names: Sequence[str], months: Sequence[date], known: int) -> Landing | None:
        """Where ``known`` and these months of several series land; None where the forecast does not reach them."""
        if not names or self.last is None or months[-1] > self.last:
            return None
        return together([self._of(name, months, known if not at else 0) for at, name in enumerate(names)])

    def _of(self, name: str, months: Sequence[date], known: int) -> Landing:
        series = self.series[name]
        running = self.so_far.get(name) if self.begins in months else None
        whole = [month for month in months if running is None or month != self.begins]
        found = landing(known, series, series[series["period_on"].isin(whole)]["step"].tolist())
        if running is None:
            return found
        point = series[series["period_on"] == self.begins].iloc[0]
        return with_running(found, {name: int(point[name]) for name in POINT}, *running)


def _above(session: Session) -> dict[str, Sequence[str]]:
    """Region → those above it, nearest first."""
    parents = region_parents(session)
    codes = dict(session.execute(select(Region.id, Region.code)).tuples().all())
    found: dict[str, Sequence[str]] = {}
    for member in parents:
        above: list[int] = []
        at = member
        while parents[at] != at and parents[at] not in above:
            at = parents[at]
            above.append(at)
        found[codes[member]] = [codes[one] for one in above]
    return found


def months_of(days: Range) -> list[date]:
    """The first days of the months in a stretch that begins with one."""
    months, first = [], days.start
    while first <= days.end:
        months.append(first)
        first = plus_months(first, 1)
    return months
