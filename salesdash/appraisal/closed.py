"""Which periods are closed. What others ask before they change what a closed period rests on."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash.models import ClosedPeriod

#: codes of the fiscal months
MONTHS = range(1, 13)


def closed_months(session: Session, year: int) -> frozenset[int]:
    """The closed fiscal months (1 to 12) of the fiscal year. Needs no permission."""
    wanted = select(ClosedPeriod.period).where(ClosedPeriod.year == year, ClosedPeriod.period.in_(MONTHS))
    return frozenset(session.scalars(wanted))


def is_closed(session: Session, year: int, period: int) -> bool:
    """Whether the period (0 the year, 1 to 12 its months, 101 to 104 its quarters) is closed. Needs no permission."""
    return session.get(ClosedPeriod, (year, period)) is not None
