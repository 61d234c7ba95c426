"""Cells given new amounts: what is inside follows, and either siblings or the parent give way."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from salesdash.analytics.target_sheet.cells import Cell, Impossible, months_of
from salesdash.analytics.target_sheet.crossing import crossings
from salesdash.analytics.target_sheet.families import any_of, by_kind, labels_of, places_of
from salesdash.analytics.target_sheet.giving import siblings_give
from salesdash.analytics.target_sheet.sheet import Sheet
from salesdash.analytics.target_sheet.solving import Problem
from salesdash.analytics.target_sheet.sprouting import sprouted

#: amounts that add up without overflowing
LARGEST = 2**58
GiveWay = Literal["siblings", "parent"]


def put(sheet: Sheet, cell: Cell, amount: int, give_way: GiveWay = "siblings") -> Sheet:
    """Sets one cell; see ``put_many``."""
    return put_many(sheet, [(cell, amount)], give_way)


def put_many(sheet: Sheet, changes: Sequence[tuple[Cell, int]], give_way: GiveWay = "parent") -> Sheet:
    """Sets cells together, all or none; each holds its amount, whatever the others ask.

    What is inside is rescaled; locked cells and crossings that somebody set stay. With "parent" everything above
    moves by the difference. With "siblings" the marked cells above keep their amounts: what is not split yet gives
    first, then unlocked siblings in proportion, and all other marked margins stay. Without a marked cell above, the
    parent gives way in any case.
    """
    wanted = _checked(sheet, changes)
    marks = {**sheet.marks, **{cell: sheet.marks.get(cell, False) for cell in wanted}}
    now = sheet.values(list(wanted))
    moved = tuple(cell for cell, amount in wanted.items() if now[cell] != amount)
    if not moved:
        return replace(sheet, marks=marks)
    for cell in moved:
        _may_change(sheet, cell)
    ups = _marked_above(sheet, moved) - wanted.keys()
    siblings = give_way == "siblings" and bool(ups)
    if not siblings and len(wanted) == 1 and (locked := [cell for cell in ups if sheet.marks[cell]]):
        raise Impossible("locked_above", min(locked))
    affected = any_of(sheet.mark_places, list(wanted), sheet.above)
    inner = [mark for mark, inside in zip(sheet.marks, affected, strict=True) if inside and mark not in wanted]
    held = crossings(sheet, inner, {*wanted, *inner})

    def changed(whole: Sequence[Cell]) -> Sheet:
        leaves = sprouted(sheet, wanted, siblings, whole)
        fixed = ~any_of(leaves.places, list(wanted), sheet.above) | sheet.unchanging(leaves.places)
        problem = Problem(sheet, leaves, fixed, wanted, held, moved)
        return sheet.changed(*(siblings_give(problem, frozenset(inner)) if siblings else problem.solve()), marks)

    try:
        return changed([])
    except Impossible:
        # a cell that is set for the first time may keep a part that is not split further
        if not (fresh := [cell for cell in moved if cell not in sheet.marks]):
            raise
        return changed(fresh)


def _checked(sheet: Sheet, changes: Sequence[tuple[Cell, int]]) -> dict[Cell, int]:
    wanted: dict[Cell, int] = {}
    for cell, amount in changes:
        if amount < 0:
            raise Impossible("negative", cell, amount=amount)
        if amount > LARGEST:
            raise Impossible("too_large", cell, amount=amount)
        if amount % sheet.unit:
            raise Impossible("not_a_multiple", cell, amount=amount, unit=sheet.unit)
        if wanted.setdefault(cell, amount) != amount:
            raise Impossible("crossing_impossible", cell, amounts=(wanted[cell], amount))
    return wanted


def _may_change(sheet: Sheet, cell: Cell) -> None:
    if sheet.marks.get(cell):
        raise Impossible("locked_above", cell)
    if sheet.closed.issuperset(months_of(cell.period)):
        raise Impossible("closed", cell)
    if sheet.people is not None and cell.rep and cell.rep not in sheet.people:
        raise Impossible("no_members", cell)


def _marked_above(sheet: Sheet, cells: Sequence[Cell]) -> set[Cell]:
    """The marked cells that one of the cells lies in."""
    places = places_of(cells)
    found: set[Cell] = set()
    for group in by_kind(sheet.marks, sheet.above):
        labels = labels_of(places, group, sheet.above)
        found.update(group[label] for label in np.unique(labels[labels >= 0]).tolist())
    return found
