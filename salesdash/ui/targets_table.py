"""Targets as a table: members down, months or quarters across; for the grid, the overview and what is taken away."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from salesdash import db, targets
from salesdash.downloads import Column, Form, Sheet
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY
from salesdash.targets import LEVELS, Cell, Plan, looking
from salesdash.ui import targets_words
from salesdash.ui.targets_frame import Frame, dimension_names

#: the code of what is not split
OPEN = ""


@dataclass(frozen=True)
class Choice:
    """What a table is asked for: ``of`` members down, ``by`` (month or quarter) across, inside ``within`` (dimension,
    code)."""

    plan: Plan
    of: str
    by: str
    within: tuple[tuple[str, str], ...] = ()

    def cell(self, code: str, period: int) -> Cell:
        """The cell of a place in the table."""
        return Cell(self.plan.year, **{self.by: period}, **dict(self.within), **{self.of: code})  # type: ignore[arg-type]


@dataclass(frozen=True)
class Table:
    """``headings``: period (month as in the calendar, or quarter) → its words. ``amounts``: (member, period) → amount;
    ``totals``: member → its whole; ``locked``: the cells that are, period 0 the whole. Member OPEN is what is not split
    between members; a member's total is more than its periods where a part is not split into periods. A region holds
    what lies below it, so ``sums`` (period → amount of all, 0 the whole) are not those of the lines."""

    choice: Choice
    codes: tuple[str, ...]
    headings: Mapping[int, str]
    amounts: Mapping[tuple[str, int], int]
    totals: Mapping[str, int]
    sums: Mapping[int, int]
    locked: frozenset[tuple[str, int]]


def table(frame: Frame, choice: Choice, members: Iterable[str] = ()) -> Table:
    """The table as it is now, with a row for each of ``members`` too that has no target yet."""
    plan, of, by = choice.plan, choice.of, choice.by
    where = {dimension: [code] for dimension, code in choice.within}
    with db.reading() as session:
        rows = targets.cells(session, frame.user, plan, by=(of, by), where=where)
        whole = targets.cells(session, frame.user, plan, by=(of,), where=where)
        above = looking.regions_above(session, frame.user) if of == "region" else {}
    amounts: dict[tuple[str, int], int] = {}
    totals: dict[str, int] = {}
    sums, locked = {0: int(whole["target"].sum())}, set()
    for code, label, amount, held in zip(rows[of], rows[by], rows["target"], rows["locked"], strict=True):
        if label is not None:
            number = targets_words.period_number(label)
            sums[number] = sums.get(number, 0) + int(amount)
            locked |= {(code, number)} if held else set()
            for member in (code or OPEN, *above.get(code, ())):
                amounts[member, number] = amounts.get((member, number), 0) + int(amount)
    for code, amount, held in zip(whole[of], whole["target"], whole["locked"], strict=True):
        locked |= {(code, 0)} if held else set()
        for member in (code or OPEN, *above.get(code, ())):
            totals[member] = totals.get(member, 0) + int(amount)
    codes = dict.fromkeys([*members, *sorted(code for code in totals if code != OPEN)])
    return Table(choice, tuple(codes), headings(frame, plan.year, by), amounts, totals, sums, frozenset(locked))


def headings(frame: Frame, year: int, by: str) -> dict[int, str]:
    """Period → its heading."""
    if by == "quarter":
        return {at: f"Q{at}" for at in range(1, 5)}
    calendar = frame.calendar
    return {
        month: targets_words.month_name(calendar, year, month, short=True) for month in targets_words.months(calendar)
    }


def sheet(frame: Frame, shown: Table) -> Sheet:
    """The table as a file; what is not split has a line of its own, so that the sum is whole."""
    form = amount_form(shown.choice.plan)
    name = dimension_names((shown.choice.of,))[shown.choice.of]
    codes = [code for code in shown.codes if shown.totals.get(code)]
    codes += [OPEN] if shown.totals.get(OPEN) else []
    records = []
    for code in codes:
        periods = {str(period): shown.amounts.get((code, period)) for period in shown.headings}
        open_ = shown.totals[code] - sum(filter(None, periods.values()))
        row = {"code": code, "name": frame.named(shown.choice.of, code or None), "total": shown.totals[code], **periods}
        records.append(row | {"open": open_})
    columns = [
        Column("code", _("Code")),
        Column("name", name),
        Column("total", _("Total"), form),
        *(Column(str(period), heading, form) for period, heading in shown.headings.items()),
        Column("open", _("Not split into periods"), form),
    ]
    inside = [(dimension_names((name,))[name], frame.named(name, code)) for name, code in shown.choice.within]
    rows = pd.DataFrame(records, columns=[column.key for column in columns])
    return Sheet(
        _("Targets by {dimension}").format(dimension=name), columns, rows, formats.day(frame.today), frame.user.name,
        [*plan_words(shown.choice.plan), *inside], frame.currency,
    )  # fmt: skip


def amount_form(plan: Plan) -> Form:
    """How amounts of the plan read in a file."""
    forms: dict[str, Form] = {"money": "amount", "quantity": "quantity"}
    return forms.get(REGISTRY[plan.measure].unit, "count")


def plan_words(plan: Plan) -> list[tuple[str, str]]:
    """The plan in words, for the head of a file."""
    return [
        (_("Fiscal year"), str(plan.year)), (_("Measure"), _(REGISTRY[plan.measure].name)),
        (_("Level"), _(LEVELS[plan.level])),
    ]  # fmt: skip
