"""The periods that are appraised and closed: fiscal months, quarters and years."""

from dataclasses import dataclass

from salesdash.errors import BadInput
from salesdash.locale import N_
from salesdash.periods import FiscalCalendar, Grain, Range, plus_months

YEAR = 0
#: code of a quarter → codes of its months
QUARTERS = {101: (1, 2, 3), 102: (4, 5, 6), 103: (7, 8, 9), 104: (10, 11, 12)}
MONTHS = range(1, 13)


@dataclass(frozen=True, order=True)
class Period:
    """A period by its fiscal year and code: 0 the year, 101 to 104 its quarters, 1 to 12 its fiscal months."""

    year: int
    code: int

    @property
    def grain(self) -> Grain:
        """ "year", "quarter" or "month"."""
        return "year" if self.code == YEAR else "quarter" if self.code in QUARTERS else "month"

    def inside(self) -> list["Period"]:
        """All that lies in it, months first, itself last."""
        if self.code in QUARTERS:
            codes: list[int] = [*QUARTERS[self.code], self.code]
        else:
            codes = [*MONTHS, *QUARTERS, YEAR] if self.code == YEAR else [self.code]
        return [Period(self.year, code) for code in codes]

    def bounds(self, calendar: FiscalCalendar) -> Range:
        """First and last day."""
        if self.code == YEAR:
            return calendar.year_bounds(self.year)
        if self.code in QUARTERS:
            return calendar.quarter_bounds(self.year, self.code - 100)
        first = plus_months(calendar.year_bounds(self.year).start, self.code - 1)
        return calendar.bounds("month", first)

    def label(self, calendar: FiscalCalendar) -> str:
        """Its name: 2026-03, 2026-Q1, 2026."""
        return calendar.label(self.grain, self.bounds(calendar).start)


def of_label(calendar: FiscalCalendar, label: str) -> Period:
    """The period named 2026-03, 2026-Q1 or 2026. Raises BadInput for any other name."""
    grain, days = calendar.parse(label)
    if grain not in ("month", "quarter", "year") or not 1900 <= days.start.year <= 2199:
        raise BadInput(
            "not_appraised", N_("{period} is not appraised: a month, a quarter or a year is."), period=label.strip()
        )
    return next(one for one in Period(calendar.fiscal_year(days.start), YEAR).inside() if one.bounds(calendar) == days)
