"""Leaves that may change, cells that hold, and cells that follow: made into families and fitted."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from salesdash.analytics.cascade import Family, Unsolvable, fit
from salesdash.analytics.rounding import Whole, sums
from salesdash.analytics.target_sheet.cells import Cell, Impossible, common, contains
from salesdash.analytics.target_sheet.families import by_kind, labels_of
from salesdash.analytics.target_sheet.leaves import Leaves
from salesdash.analytics.target_sheet.sheet import Sheet

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Problem:
    """What is to be solved for one change.

    ``leaves`` start from what their amounts shall be in the proportion of; those of ``fixed`` keep theirs. ``wanted``
    are the cells' new amounts, ``held`` cells that keep theirs, ``asked`` those whose change is asked for. ``columns``
    is a family more, if there is one.
    """

    sheet: Sheet
    leaves: Leaves
    fixed: Mask
    wanted: Mapping[Cell, int]
    held: frozenset[Cell]
    asked: tuple[Cell, ...]
    columns: Family | None = None

    def solve(self) -> tuple[Whole, Whole]:
        """Places and their amounts; Impossible with what is in the way."""
        sheet, unit = self.sheet, self.sheet.unit
        locked = {cell for cell, lock in sheet.marks.items() if lock}
        groups = by_kind(dict.fromkeys([*sheet.marks, *self.wanted, *self.held]), sheet.above)
        places = self.leaves.places
        families = []
        for group in groups:
            labels = labels_of(places, group, sheet.above)
            now = sums(labels, self.leaves.before, len(group))
            keep = np.array([cell in locked or cell in self.held for cell in group])
            amounts = np.where(keep, now, -1)
            for i, cell in enumerate(group):
                if cell in self.wanted:
                    amounts[i] = self.wanted[cell] // unit
            families.append(Family(labels, amounts))
        if self.columns is not None:
            families.append(self.columns)
        start = np.where(self.fixed, self.leaves.before, self.leaves.start)
        try:
            return places, fit(start, families, self.fixed) * unit
        except Unsolvable as error:
            where: Cell | None = None
            if error.family is not None and error.label is not None and error.family < len(groups):
                where = groups[error.family][error.label]
            raise self._impossible(where, locked) from error

    def _impossible(self, cell: Cell | None, locked: set[Cell]) -> Impossible:
        sheet = self.sheet
        over = [c for c in locked if any(contains(c, a, sheet.above) for a in self.asked)]
        if over and not (cell is not None and cell in self.wanted):
            return Impossible("locked_above", over[0])
        for asked, amount in self.wanted.items():
            shut = int(sheet.amounts[sheet.inside(asked) & sheet.still].sum())
            if shut > amount:
                return Impossible("closed" if sheet.closed else "locked_too_much", asked, kept=shut, amount=amount)
        near = [c for c in locked if any(common(c, a, sheet.above) for a in self.asked)]
        if cell in locked:
            return Impossible("locked_too_much", cell, kept=sheet.value(cell))
        if near or (locked and cell is None):
            return Impossible("locked_too_much", cell or self.asked[0])
        return Impossible("crossing_impossible", cell or self.asked[0])
