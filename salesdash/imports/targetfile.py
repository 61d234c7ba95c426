"""Targets from a file: checked row by row, and set as one change of each plan in the moment of publication."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from sqlalchemy.orm import Session

from salesdash.access.identity import User
from salesdash.company import Company
from salesdash.imports.options import TOTALS
from salesdash.imports.reading import Chunk, FilePlan, Reject
from salesdash.imports.record import Counts, Effects
from salesdash.imports.stage import DryStage, Stage
from salesdash.imports.tally import units
from salesdash.imports.targetcheck import Checks, Placed
from salesdash.imports.targetrows import MEMBERS, Refusal, Row, RowReader
from salesdash.masterdata.codes import Found, members_by_any_code
from salesdash.models import ImportBatch
from salesdash.periods import FiscalCalendar
from salesdash.targets.plan import Cell, Plan
from salesdash.targets.uploading import Uploaded, outlook, upload


@dataclass
class TargetFile:
    """The import of one file of targets. Every chunk is to be looked at before the first is taken: what a column of
    codes means is decided from all of it."""

    stage: Stage
    user: User
    plan: FilePlan
    fiscal: FiscalCalendar
    checks: Checks
    counts: Counts = field(default_factory=Counts)
    changed_orders: int = 0
    #: in 1/10,000, times their units: of all rows that could be read, of those that can be used and would be loaded
    read: int = 0
    used: int = 0
    loaded: int = 0
    #: of each plan what changes; for a dry run what would
    uploaded: list[Uploaded] = field(default_factory=list)
    #: the measures of the rows that could be read, and what their units multiply by
    measures: set[str] = field(default_factory=set)
    multiples: set[int] = field(default_factory=set)
    _named: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _found: dict[str, Found] = field(default_factory=dict)
    _wanted: dict[Plan, dict[Cell, int]] = field(default_factory=lambda: defaultdict(dict))
    _changed: set[Plan] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._reader = RowReader(self.plan, self.fiscal)

    @classmethod
    def make(cls, session: Session, stage: Stage, user: User, plan: FilePlan, settings: Company) -> "TargetFile":
        """The import of a file into a stage."""
        fiscal = settings.calendar
        return cls(stage, user, plan, fiscal, Checks(session, user, fiscal))

    def look(self, chunk: Chunk) -> None:
        """Notes what the rows name."""
        for name in MEMBERS:
            if name in chunk.fields:
                self._named[name].update(text for text in chunk.fields[name] if text is not None)  # type: ignore[union-attr]

    def take(self, chunk: Chunk) -> list[Reject]:
        """Checks the rows of a chunk; gives the rejected ones, in the order of the file."""
        self.counts.rows += chunk.rows
        rejects = list(chunk.rejects)
        by_plan: dict[Plan, list[tuple[Row, list[Placed]]]] = defaultdict(list)
        with self.stage.reading() as session:
            if not self._found:
                self._found = {name: members_by_any_code(session, name, texts) for name, texts in self._named.items()}
            for at, row in self._reader.rows(chunk):
                try:
                    if isinstance(row, Refusal):
                        raise row
                    self.read += row.said
                    self.measures.add(row.plan.measure)
                    self.multiples.update(self._multiples(row) - {1})
                    by_plan[row.plan].append((row, self._cells(session, row)))
                except Refusal as refusal:
                    rejects.append(self._reader.refused(chunk, at, refusal))
            for plan, rows in by_plan.items():
                self.checks.place(session, plan, [placed for _, cells in rows for placed in cells])
                for row, cells in rows:
                    try:
                        self.checks.check(plan, cells)
                    except Refusal as refusal:
                        rejects.append(self._reader.refused(chunk, row.at, refusal))
                    else:
                        self._count(row, cells)
        return sorted(rejects, key=lambda reject: reject.place)

    def finish(self) -> None:
        """For a dry run: what the plans would become."""
        if isinstance(self.stage, DryStage):
            with self.stage.reading() as session:
                self.uploaded = [outlook(session, self.user, plan, self._wanted[plan]) for plan in self._plans()]

    @property
    def told(self) -> dict[str, int]:
        """What the result says beside the counts."""
        return {
            "targets": self.checks.count,
            "people": len(self.checks.people),
            "rounded_targets": self.checks.rounded,
            "waiting_plans": sum(one.change.status == "proposed" for one in self.uploaded),
        }

    def publish(self, session: Session, batch: ImportBatch) -> Effects:
        """Sets the targets, or proposes them where that is above the person's authority."""
        origin: dict[str, Any] = {"batch_id": batch.id, "reason": batch.file_name}
        self.uploaded = [upload(session, self.user, plan, self._wanted[plan], **origin) for plan in self._plans()]
        return Effects()

    def totals(self) -> pd.DataFrame:
        """As ``Tally.totals``."""
        amounts = (self.read, self.loaded, self.used - self.loaded, self.read - self.used)
        return pd.DataFrame([("amount", *map(units, amounts))], columns=TOTALS)

    def _multiples(self, row: Row) -> set[int]:
        """What the unit of the row and those in the names of its columns multiply by."""
        styles = self.plan.number_styles
        return {row.unit * (styles[one.field].times if one.field in styles else 1) for one in row.amounts}

    def _plans(self) -> list[Plan]:
        """The plans that change, always in the same order: who sets several waits for others in that order."""
        return sorted(self._changed, key=lambda plan: plan.key)

    def _cells(self, session: Session, row: Row) -> list[Placed]:
        members: dict[str, Any] = {}
        for name, text in row.members.items():
            found = self._found[name]
            if text not in found.codes:
                raise Refusal(name, "several_members" if text in found.several else "unknown_member")
            members[name] = found.codes[text]
        cells = []
        for one in row.amounts:
            value = self.checks.amount(session, row.plan, one)
            cell = Cell(row.plan.year, one.quarter, one.month, **members)
            cells.append(Placed(one.field, cell, value))
        return cells

    def _count(self, row: Row, cells: Sequence[Placed]) -> None:
        """What becomes of a row: it brings targets that were none before, changes some, or nothing."""
        self.used += row.said
        for one in cells:
            self._wanted[row.plan][one.cell] = one.amount
        changed = [one for one in cells if one.changes]
        if not changed:
            self.counts.duplicates += 1
            return
        self._changed.add(row.plan)
        self.loaded += row.said
        if all(one.new for one in changed):
            self.counts.inserted += 1
        else:
            self.counts.updated += 1

    @property
    def days(self) -> tuple[Any, Any]:
        """First and last day that the targets are for."""
        return self.checks.first_day, self.checks.last_day
