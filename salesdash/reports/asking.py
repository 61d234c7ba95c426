"""Which period a report is about, whose sales it shows, and with what it compares."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import company, comparisons, filters
from salesdash.access import scope
from salesdash.access.identity import User
from salesdash.company import Company
from salesdash.errors import BadInput
from salesdash.kpis import View
from salesdash.locale import N_, formats, language, ngettext
from salesdash.locale import gettext as _
from salesdash.models import Person, Region, Team
from salesdash.models.master import Member
from salesdash.periods import FiscalCalendar, Grain, Range
from salesdash.reports.answers import Head

#: a company whose last order is older than this is looked at up to its last order, not up to today
_STILL_RUNNING = timedelta(days=7)
#: names of people, units or regions that a head spells out
_NAMED = 6


@dataclass(frozen=True)
class Asked:
    """A checked question. ``bounds``: the whole period; ``last``: the last day that has elapsed, as far as there are
    data; ``measure``: what it speaks of before all, revenue, or quantity for whoever may see quantities only."""

    session: Session
    user: User
    company: Company
    calendar: FiscalCalendar
    grain: Grain
    label: str
    bounds: Range
    today: date
    last: date
    last_order: date | None

    @property
    def currency(self) -> str:
        """The company's currency."""
        return self.company.currency

    @property
    def measure(self) -> str:
        """The measure that comes first."""
        return "revenue" if self.user.may("kpis.read") else "quantity"

    @property
    def year(self) -> int:
        """The fiscal year that the period lies in."""
        return self.calendar.fiscal_year(self.bounds.start)

    @property
    def running(self) -> bool:
        """True while the period has not ended."""
        return self.last < self.bounds.end

    def view(self, against: str) -> View:
        """The elapsed days of the period and what they compare with: the year before and the period before."""
        names: tuple[comparisons.Comparison, ...] = ("year",) if self.grain == "year" else ("year", "previous")
        found = {name: comparisons.compared_with(self.calendar, self.bounds, name, self.last) for name in names}
        ranges: dict[str, Range] = {name: days for name, days in found.items() if days is not None}
        return View(self.bounds.cut(self.last), {}, ranges, against)


def asked(session: Session, user: User, period: str) -> Asked:
    """The question about a period. Takes kpis.read or kpis.quantities. Raises BadInput for a label that names no
    week, month, quarter or year, and for a period that has not begun."""
    user.require("kpis.read", "kpis.quantities")
    settings = company.settings(session)
    calendar = settings.calendar
    grain, bounds = calendar.parse(period)
    today = company.today(settings)
    last_order = filters.last_order_day(session, today)
    last = last_day(last_order, today)
    if grain == "day":
        raise BadInput(
            "not_reported",
            N_("{period} is a day: there are reports of weeks, months, quarters and years."),
            period=period.strip(),
        )
    if bounds.start > last:
        raise BadInput(
            "not_begun",
            N_("{period} has not begun, or has no data yet: nothing can be reported."),
            period=period.strip(),
        )
    label = calendar.label(grain, bounds.start)
    return Asked(
        session, user, settings, calendar, grain=grain, label=label, bounds=bounds, today=today, last=last,
        last_order=last_order,
    )  # fmt: skip


def last_day(last_order: date | None, today: date) -> date:
    """The last day that has elapsed, as far as there are data."""
    return last_order if last_order and today - last_order <= _STILL_RUNNING else today


def head(question: Asked) -> Head:
    """What stands at the head of every file."""
    shown = question.bounds.cut(question.last)
    running = ""
    if question.running:
        running = ngettext("{days} of {all} day so far", "{days} of {all} days so far", question.bounds.days).format(
            days=shown.days, all=question.bounds.days
        )
    return Head(
        company=question.company.name or "SalesDash",
        label=question.label,
        start=shown.start,
        end=shown.end,
        running=running,
        rows=_rows(question),
        as_of=question.last_order,
        person=question.user.name,
        made=question.today,
        currency=question.currency,
    )


def _rows(question: Asked) -> str:
    """Whose sales these are, in words."""
    seen = scope.of(question.session, question.user, question.today)
    if seen.nothing:
        return _("no sales: the person is placed nowhere")
    parts = (
        []
        if seen.everything
        else [_names(question.session, Person, seen.people), _names(question.session, Team, seen.teams)]
    )
    if seen.regions is not None:
        parts.append(_names(question.session, Region, seen.regions))
    return " · ".join(part for part in parts if part) or _("the whole company")


def _names(session: Session, model: type[Member], ids: frozenset[int]) -> str:
    if not ids:
        return ""
    members = session.scalars(select(model).where(model.id.in_(ids)).order_by(model.id).limit(_NAMED))
    names = [filters.member_names(member).get(language()) or member.name or member.code for member in members]
    more = len(ids) - len(names)
    if more:
        names.append(ngettext("{more} more", "{more} more", more).format(more=formats.number(more)))
    return formats.listing(names)
