"""The periods that can be looked at and closed."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import company
from salesdash.appraisal.periods import YEAR, Period
from salesdash.company import calendar
from salesdash.models import ClosedPeriod
from salesdash.periods import Range


@dataclass(frozen=True)
class Listed:
    """A period with its name (2026-03), its days, and whether it has ended and is closed."""

    period: Period
    label: str
    days: Range
    ended: bool
    closed: bool


def periods(session: Session) -> list[Listed]:
    """What began in this fiscal year and the last one, and all that is closed; the latest end first, months before the
    quarters and years that end with them. Needs no permission."""
    fiscal, today = calendar(session), company.today(company.settings(session))
    this = fiscal.fiscal_year(today)
    closed = {
        Period(year, code) for year, code in session.execute(select(ClosedPeriod.year, ClosedPeriod.period)).tuples()
    }
    known = closed | {one for year in (this - 1, this) for one in Period(year, YEAR).inside()}
    found = [
        Listed(one, one.label(fiscal), days, days.end < today, one in closed)
        for one in known
        for days in [one.bounds(fiscal)]
        if days.start <= today or one in closed
    ]
    return sorted(found, key=lambda one: (-one.days.end.toordinal(), one.days.days))


def closable(session: Session) -> list[str]:
    """Names of those that have ended and are open. Needs no permission."""
    return [one.label for one in periods(session) if one.ended and not one.closed]


def usual(listed: list[Listed]) -> Listed:
    """The one to look at first: the last closed one, else the last that has ended, else the one that runs."""
    return next((o for o in listed if o.closed), None) or next((o for o in listed if o.ended), None) or listed[0]


def reminder(session: Session) -> str | None:
    """The name of the last month, if its close day has come and it is open. It only reminds."""
    settings = company.settings(session)
    today = company.today(settings)
    label = calendar(session).label("month", today.replace(day=1) - timedelta(days=1))
    return label if today.day >= settings.close_day and label in closable(session) else None
