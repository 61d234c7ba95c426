"""Which periods there can be reports of, and which one to look at first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from salesdash import company, filters, snapshot
from salesdash.access.identity import User
from salesdash.locale import formats
from salesdash.periods import FiscalCalendar, Grain, Range
from salesdash.reports.asking import last_day

#: grain → how many of its periods are offered, the latest first
OFFERED: dict[Grain, int] = {"month": 24, "quarter": 12, "year": 6, "week": 26}


@dataclass(frozen=True)
class Offer:
    """A period with data; ``running``: it has not ended."""

    grain: Grain
    label: str
    days: Range
    running: bool

    def words(self) -> str:
        """Its label and its days."""
        if self.grain == "month":
            return f"{self.label} ({formats.month(self.days.start)})"
        return f"{self.label} ({formats.span(self.days.start, self.days.end)})"


def offered(session: Session, user: User) -> list[Offer]:
    """The periods that the company's data touch, by grain, the latest first; none without data. Takes kpis.read or
    kpis.quantities."""
    user.require("kpis.read", "kpis.quantities")
    settings = company.settings(session)
    last, months = filters.last_order_day(session, company.today(settings)), snapshot.current(session).months
    if last is None or not months:
        return []
    first = date(min(months) // 100, min(months) % 100, 1)
    calendar = settings.calendar
    told = Range(min(first, last), last)
    elapsed = last_day(last, company.today(settings))
    return [one for grain, most in OFFERED.items() for one in _of(calendar, grain, told, elapsed)[:most]]


def usual(offers: Sequence[Offer]) -> Offer:
    """The last month that has ended, else the one that runs."""
    ended = [offer for offer in offers if offer.grain == "month" and not offer.running]
    return ended[0] if ended else offers[0]


def _of(calendar: FiscalCalendar, grain: Grain, told: Range, elapsed: date) -> list[Offer]:
    found, day = [], told.end
    while day >= told.start:
        days = calendar.bounds(grain, day)
        found.append(Offer(grain, calendar.label(grain, days.start), days, running=days.end > elapsed))
        day = days.start - timedelta(days=1)
    return found
