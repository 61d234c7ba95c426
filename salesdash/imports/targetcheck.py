"""Checks of targets against what is in force: scope, locks, closed periods, and what stays the same."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy.orm import Session

from salesdash import targets
from salesdash.access.identity import User
from salesdash.analytics.target_sheet import Cell as Coordinates
from salesdash.analytics.target_sheet import Sheet
from salesdash.imports.amounts import rounded
from salesdash.imports.targetrows import Amount, Refusal
from salesdash.metrics import REGISTRY
from salesdash.periods import FiscalCalendar
from salesdash.targets import coding
from salesdash.targets.plan import LARGEST_AMOUNT, Cell, Plan
from salesdash.targets.scoping import reach
from salesdash.units import SCALE

_NOWHERE = Coordinates()


@dataclass
class Placed:
    """A target of the file: the field that it stands in, its cell and amount; then where the cell is and what it
    holds now."""

    field: str
    cell: Cell
    amount: int
    where: Coordinates = _NOWHERE
    now: int = 0
    fixed: int = 0
    #: the file has this very target before
    again: bool = False

    @property
    def changes(self) -> bool:
        """Whether it is another amount than the one in force, and not said before."""
        return self.amount != self.now and not self.again

    @property
    def new(self) -> bool:
        """Whether there is no amount yet."""
        return self.now == 0


class Checks:
    """The checks of one file."""

    def __init__(self, session: Session, user: User, fiscal: FiscalCalendar) -> None:
        self.rounded = 0
        self.people: set[int] = set()
        self.first_day: date | None = None
        self.last_day: date | None = None
        self._user, self._fiscal = user, fiscal
        self._reach = reach(session, user)
        self._sheets: dict[Plan, Sheet] = {}
        self._units: dict[str, int] = {}
        self._seen: dict[Plan, dict[Coordinates, int]] = defaultdict(dict)

    @property
    def count(self) -> int:
        """How many targets the file has that can be used."""
        return sum(map(len, self._seen.values()))

    def amount(self, session: Session, plan: Plan, written: Amount) -> int:
        """An amount of the file as targets are kept: rounded to the cent; whole for what is counted."""
        value = written.value
        if value < 0:
            raise Refusal(written.field, "negative")
        if plan.measure not in self._units:
            self._units[plan.measure] = targets.unit(session, plan.measure)
        unit = self._units[plan.measure]
        kind = REGISTRY[plan.measure].unit
        if kind == "money":
            if value % unit:
                self.rounded += 1
                value = int(rounded(np.array([value], dtype=object), unit)[0]) * unit
        elif value % SCALE:
            raise Refusal(written.field, "not_whole")
        value = value // SCALE if kind == "count" else value
        if value >= LARGEST_AMOUNT:
            raise Refusal(written.field, "amount_out_of_range")
        return value

    def place(self, session: Session, plan: Plan, placed: Sequence[Placed]) -> None:
        """Finds where the cells of one plan are and what they hold now."""
        if plan not in self._sheets:
            self._sheets[plan] = targets.sheet(session, self._user, plan)
        sheet = self._sheets[plan]
        places = coding.located(session, plan, [one.cell for one in placed])
        values = sheet.values(places) if places else {}
        shut = np.isin(sheet.coordinates[:, 0], _shut(sheet))
        fixed = sheet.values(places, shut) if places and shut.any() else {}
        for one, where in zip(placed, places, strict=True):
            one.where, one.now, one.fixed = where, values[where], fixed.get(where, 0)

    def check(self, plan: Plan, cells: Sequence[Placed]) -> None:
        """Raises Refusal for the first target of a row that cannot be set; else takes the row."""
        sheet, seen = self._sheets[plan], self._seen[plan]
        if cells and not self._reach.inside(np.array([one.where for one in cells], np.int64)).all():
            raise Refusal("rep", "outside_scope")
        for one in cells:
            before = seen.get(one.where)
            if before is not None and before != one.amount:
                raise Refusal(one.field, "repeated_target")
            one.again = before is not None
            if not one.changes:
                continue
            if sheet.closed.issuperset(coding.months_of(one.where.period)) or one.amount < one.fixed:
                raise Refusal(one.field, "closed")
            if sheet.marks.get(one.where):
                raise Refusal(one.field, "locked")
        for one in cells:
            seen[one.where] = one.amount
            self.people.update({one.where.rep} - {0})
            days = coding.days_of(self._fiscal, plan.year, one.where.period)
            self.first_day = min(self.first_day or days.start, days.start)
            self.last_day = max(self.last_day or days.end, days.end)


def _shut(sheet: Sheet) -> list[int]:
    """The periods that are closed wholly."""
    return [period for period in (*range(13), *range(101, 105)) if sheet.closed.issuperset(coding.months_of(period))]
