"""Rows of a file of targets in long and wide form, each read as amounts of periods."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from salesdash.imports import periodtext, targetwords
from salesdash.imports.kinds_plans import MONTHS, WIDE
from salesdash.imports.periodtext import Period
from salesdash.imports.reading import Chunk, FilePlan, Numbers, Reject
from salesdash.periods import FiscalCalendar
from salesdash.targets import Plan
from salesdash.targets.plan import YEARS

#: fields of the members of a cell
MEMBERS = ("region", "product_line", "channel", "rep")


class Refusal(Exception):
    """What a row is rejected for: field and reason."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(field, reason)
        self.field, self.reason = field, reason


@dataclass(frozen=True)
class Amount:
    """An amount of the file in 1/10,000, times its unit, for the field that it stands in; ``quarter`` and ``month``
    (of the calendar) as in a cell."""

    field: str
    value: int
    quarter: int | None = None
    month: int | None = None


@dataclass(frozen=True)
class Row:
    """A row that says targets of one plan; ``members``: field → what the file names there; ``said``: what its amounts
    sum up to; ``unit``: what the file multiplies them by."""

    at: int
    plan: Plan
    members: Mapping[str, str]
    amounts: tuple[Amount, ...]
    said: int
    unit: int = 1


class RowReader:
    """Reads the rows of one file."""

    def __init__(self, plan: FilePlan, fiscal: FiscalCalendar) -> None:
        self._plan, self._fiscal = plan, fiscal
        self._amount_at = next(iter(plan.positions.get("amount", ())), None)
        #: columns of months and quarters → the year that their name says
        self._wide: dict[str, int | None] = {}
        for key in WIDE:
            if key in plan.positions:
                named = periodtext.column(plan.header[plan.positions[key][0]])
                told = named is not None and named.field == key
                self._wide[key] = self._year(named) if named is not None and told else None
            elif key in plan.constants:
                self._wide[key] = None

    def rows(self, chunk: Chunk) -> Iterator[tuple[int, Row | Refusal]]:
        """Each row of the chunk by its position: as it reads, or why it cannot be used."""
        columns: dict[str, list[Any]] = {}
        for key, values in chunk.fields.items():
            columns[key] = _plain(values) if isinstance(values, Numbers) else np.asarray(values).tolist()
        for at in range(len(chunk)):
            said = {key: column[at] for key, column in columns.items() if column[at] is not None}
            try:
                yield at, self._row(at, said, chunk)
            except Refusal as refusal:
                yield at, refusal

    def refused(self, chunk: Chunk, at: int, refusal: Refusal) -> Reject:
        """The reject of a row, with what stands in the field."""
        place = next(iter(self._plan.positions.get(refusal.field, ())), None)
        shown = self._plan.constants.get(refusal.field, "") if place is None else chunk.raw[at][place].strip()[:200]
        line, number = int(chunk.lines[at]), int(chunk.places[at])
        return Reject(line, number, refusal.field, shown, refusal.reason, list(chunk.raw[at]))

    def _row(self, at: int, values: dict[str, Any], chunk: Chunk) -> Row:
        measure = targetwords.measure(values["measure"]) if "measure" in values else "revenue"
        if measure is None:
            raise Refusal("measure", "unknown_measure")
        level = targetwords.level(values["level"]) if "level" in values else "target"
        if level is None:
            raise Refusal("level", "unknown_level")
        unit = targetwords.unit(values["unit"]) if "unit" in values else 1
        if unit is None:
            raise Refusal("unit", "not_a_unit")
        period = self._period(values)
        wide = {key: values[key] for key in self._wide if key in values}
        if not self._wide and "amount" not in values and self._is_empty(chunk.raw[at]):
            raise Refusal("amount", "required")
        year = self._year_of(period, wide)
        amounts = self._wide_amounts(values, wide) if wide else self._long_amount(values, period)
        members = {key: values[key] for key in MEMBERS if key in values}
        scaled = tuple(Amount(one.field, one.value * unit, one.quarter, one.month) for one in amounts)
        said = sum(amount.value for amount in scaled)
        return Row(at, Plan(year, measure, level), members, scaled, said, unit)

    def _period(self, values: dict[str, Any]) -> Period:
        """What year, quarter, month and period say together. The columns that say one thing each go first."""
        named = None
        if "period" in values:
            named = periodtext.period(values["period"])
            if named is None:
                raise Refusal("period", "not_a_period")
        year = periodtext.year(values["year"]) if "year" in values else None
        if "year" in values and year is None:
            raise Refusal("year", "not_a_year")
        quarter = periodtext.number(values["quarter"], "q") if "quarter" in values else None
        if "quarter" in values and quarter is None:
            raise Refusal("quarter", "not_a_quarter")
        month = periodtext.number(values["month"], "m") if "month" in values else None
        if "month" in values and month is None:
            raise Refusal("month", "not_a_month")
        if named is not None:
            by_text = self._year(named)
            if None not in (by_text, year) and by_text != year:
                raise Refusal("period", "other_year")
            year = by_text if year is None else year
            if quarter is None and month is None:
                quarter, month = named.quarter, named.month
        if month is not None and quarter is not None:
            if (month - self._fiscal.first_month) % 12 // 3 + 1 != quarter:
                raise Refusal("month", "other_quarter")
            quarter = None
        return Period(year, quarter, month)

    def _year(self, period: Period) -> int | None:
        return period.year if period.day is None else self._fiscal.fiscal_year(period.day)

    def _year_of(self, period: Period, wide: Mapping[str, int]) -> int:
        years = {self._wide[key] for key in wide} - {None} | ({period.year} - {None})
        if len(years) > 1:
            raise Refusal("year", "other_year")
        if not years:
            raise Refusal("year", "no_year")
        (year,) = years
        if year is None or not YEARS[0] <= year <= YEARS[1]:
            raise Refusal("year", "not_a_year")
        return year

    def _wide_amounts(self, values: dict[str, Any], wide: Mapping[str, int]) -> tuple[Amount, ...]:
        """The amounts of months and quarters; sums that stand beside their parts have to agree with them."""
        months = [Amount(key, wide[key], month=int(key[1:])) for key in MONTHS if key in wide]
        quarters = []
        for key in WIDE[len(MONTHS) :]:
            if key not in wide:
                continue
            number = int(key[1:])
            inside = [one for one in months if self._quarter_of(one.month) == number]
            if not inside:
                quarters.append(Amount(key, wide[key], quarter=number))
            elif sum(one.value for one in inside) != wide[key]:
                raise Refusal(key, "sum_differs")
        amounts = (*months, *quarters)
        if "amount" in values and values["amount"] != sum(one.value for one in amounts):
            raise Refusal("amount", "sum_differs")
        return amounts

    def _long_amount(self, values: dict[str, Any], period: Period) -> tuple[Amount, ...]:
        if "amount" not in values:
            return ()
        return (Amount("amount", values["amount"], period.quarter, period.month),)

    def _quarter_of(self, month: int | None) -> int:
        return ((month or 0) - self._fiscal.first_month) % 12 // 3 + 1

    def _is_empty(self, raw: list[str]) -> bool:
        """Whether nothing stands where the amount should; a dash says that there is no target."""
        return self._amount_at is None or not raw[self._amount_at].strip()


def _plain(numbers: Numbers) -> list[int | None]:
    return [
        None if missing else value
        for value, missing in zip(numbers.values.tolist(), numbers.missing.tolist(), strict=True)
    ]
