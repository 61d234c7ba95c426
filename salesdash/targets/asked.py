"""What a question about attainment asks for: dimensions, conditions and days, checked and made into members."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from salesdash import company
from salesdash.access.identity import User
from salesdash.company import Company
from salesdash.errors import BadInput
from salesdash.kpis.filters import selection, unknown_dimension
from salesdash.locale import N_
from salesdash.periods import FiscalCalendar, Range, month_end
from salesdash.snapshot.selection import Selection
from salesdash.targets.coding import days_of, fiscal_month
from salesdash.targets.plan import Plan

#: dimensions by which targets stand against actuals; the periods lie in one fiscal year
PERIODS = ("year", "quarter", "month")
MEMBERS = ("region", "region_parent", "product_line", "category", "channel", "rep", "team")
DIMENSIONS = (*PERIODS, *MEMBERS)
#: of these the season does not know: people come and go, what they sell has its season
PEOPLE = ("rep", "team")
#: months of a fiscal year, counted from its first
WHOLE_YEAR = tuple(range(1, 13))


@dataclass(frozen=True)
class Asked:
    """A checked question. ``months``: the fiscal months (1 to 12) that it is about; ``where``: conditions on members;
    ``chosen``: the rows of sales that it is about; ``as_of``: the last day that counts; ``today`` decides whom one
    may see."""

    plan: Plan
    by: tuple[str, ...]
    months: tuple[int, ...]
    where: Mapping[str, tuple[str, ...]]
    chosen: Selection
    calendar: FiscalCalendar
    company: Company
    as_of: date
    today: date

    def bounds(self, month: int, years_back: int = 0) -> Range:
        """The days of a fiscal month, or of the same month so many years before."""
        return days_of(self.calendar, self.plan.year - years_back, month)

    def label(self, grain: str, month: int) -> str:
        """The label of the period of ``grain`` that a fiscal month lies in."""
        return self.calendar.label(grain, self.bounds(month).start)  # type: ignore[arg-type]

    def elapsed(self, months: Sequence[int], years_back: int = 0) -> list[Range]:
        """The days of months up to the day of the question, or up to the same day so many years before (the end of a
        month being the end of that month)."""
        found = []
        for month in months:
            now, then = self.bounds(month), self.bounds(month, years_back)
            if now.end <= self.as_of:
                found.append(then)
            elif now.start <= self.as_of:
                last = min(then.start + timedelta(days=self.as_of.day - 1), month_end(then.start))
                found.append(Range(then.start, last))
        return found

    def key(self) -> tuple:
        """The question as a hashable value."""
        where = tuple(sorted(self.where.items()))
        return (self.plan, self.by, self.months, where, self.chosen.key(), self.as_of, self.today)


def asked(
    session: Session,
    user: User,
    plan: Plan,
    *,
    by: Sequence[str],
    where: Mapping[str, Sequence[str]],
    as_of: date | None,
) -> Asked:
    """The question, or BadInput for what it cannot ask: ``unknown_dimension``, ``unknown_member``, ``unknown_period``
    for a period that does not lie in the plan's year."""
    plan.check()
    for name in (*by, *where):
        if name not in DIMENSIONS:
            raise unknown_dimension(name, DIMENSIONS)
    settings = company.settings(session)
    calendar = settings.calendar
    today = company.today(settings)
    members = {name: tuple(sorted(set(codes))) for name, codes in where.items() if name in MEMBERS and codes}
    return Asked(
        plan=plan,
        by=tuple(dict.fromkeys(by)),
        months=_months(calendar, plan.year, where),
        where=members,
        chosen=selection(session, user, members, today),
        calendar=calendar,
        company=settings,
        as_of=as_of or today,
        today=today,
    )


def _months(calendar: FiscalCalendar, year: int, where: Mapping[str, Sequence[str]]) -> tuple[int, ...]:
    left = WHOLE_YEAR
    for grain in PERIODS:
        if labels := where.get(grain):
            wanted = {month for label in labels for month in _named(calendar, year, grain, label)}
            left = tuple(month for month in left if month in wanted)
    if not left:
        raise BadInput("no_months", N_("No month of {year} meets the conditions."), year=year)
    return left


def _named(calendar: FiscalCalendar, year: int, grain: str, label: str) -> list[int]:
    found, days = calendar.parse(label)
    if found != grain or calendar.fiscal_year(days.start) != year:
        raise BadInput(
            "unknown_period",
            N_("{period} is no {dimension} of the fiscal year {year}."),
            period=label,
            dimension=grain,
            year=year,
        )
    first = fiscal_month(calendar, days.start.month)
    return list(range(first, first + {"year": 12, "quarter": 3, "month": 1}[grain]))
