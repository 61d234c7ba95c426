"""A cell split over months, quarters or members by weights."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from fractions import Fraction

import numpy as np

from salesdash.analytics.cascade import Family, apportion
from salesdash.analytics.rounding import Whole, sums
from salesdash.analytics.target_sheet.cells import DIMENSIONS, Cell, Impossible, wider_members
from salesdash.analytics.target_sheet.children import children_of, part_leaves, shares_of
from salesdash.analytics.target_sheet.crossing import crossings
from salesdash.analytics.target_sheet.families import any_of
from salesdash.analytics.target_sheet.leaves import Leaves
from salesdash.analytics.target_sheet.sheet import Sheet, unique_rows
from salesdash.analytics.target_sheet.solving import Mask, Problem


def split(
    sheet: Sheet,
    cell: Cell,
    by: str,
    weights: Mapping[int, float | Fraction],
    locked: Collection[int] = (),
    *,
    months_served: Mapping[int, Collection[int]] | None = None,
) -> Sheet:
    """Splits a cell over its members along ``by``: a dimension, "month" or "quarter".

    Members get parts of the cell's amount by their weights (a negative one counts 0), to the unit by the largest
    remainder. ``locked`` ones, those that are locked already and closed months keep what they have, the others share
    the rest, and nothing stays unsplit or with members that are not named. Marked sums in other dimensions hold; where
    the cell was not split yet along ``by``, all of them do. Representatives whose ``months_served`` are given get
    targets in these months only, by their weight among those who serve then.
    """
    name = "period" if by in ("month", "quarter") else by
    children = children_of(sheet, cell, by, list(dict.fromkeys([*weights, *locked])))
    marks = {**sheet.marks, cell: sheet.marks.get(cell, False)}
    marks |= {child: marks.get(child, False) or member in locked for member, child in children.items()}
    marked = replace(sheet, marks=marks)
    beside = [mark for mark, lock in marks.items() if lock and mark == cell._replace(**{name: getattr(mark, name)})]
    kept = [mark for mark in beside if mark != cell and any_of(np.array([mark]), [cell], sheet.above)[0]]
    live = sheet.inside(cell) & ~sheet.still & ~any_of(sheet.coordinates, kept, sheet.above)
    shares = shares_of(sheet, cell, children, weights, kept)
    total = sum(sheet.amounts[live].tolist()) // sheet.unit
    if total and not shares:
        raise Impossible("closed" if sheet.closed and name == "period" else "locked_too_much", cell)
    leaves = part_leaves(sheet, name, live, shares, months_served or {})
    fixed = ~any_of(leaves.places, [cell], sheet.above) | sheet.unchanging(leaves.places)
    fixed |= any_of(leaves.places, kept, sheet.above)
    wanted = {cell: sheet.value(cell)}
    if not months_served:
        still = sheet.values(list(shares), sheet.still)
        for child, part in zip(shares, apportion(total, list(shares.values())), strict=True):
            wanted[child] = part * sheet.unit + still[child]
    column = marked.mark_places[:, DIMENSIONS.index(name)]
    moving = ~np.isin(column, wider_members(name, getattr(cell, name), sheet.above))
    near = moving & any_of(marked.mark_places, [cell], sheet.above)
    inner = {mark for mark, inside in zip(marks, moving, strict=True) if inside}
    affected = [mark for mark, inside in zip(marks, near, strict=True) if inside and mark not in children.values()]
    held = (marks.keys() - inner) | crossings(marked, affected, inner)
    problem = Problem(marked, leaves, fixed, wanted, frozenset(held - wanted.keys()), (cell,))
    solved = _solved(problem, _columns(sheet, leaves, cell, name, live, fixed=fixed))
    return _tidied(sheet.changed(*solved, marks), cell, name, list(children.values()))


def _solved(problem: Problem, columns: Family | None) -> tuple[Whole, Whole]:
    if columns is None:
        return problem.solve()
    try:
        return replace(problem, columns=columns).solve()
    except Impossible:
        # a lock or months not served stand against sums that nobody set: these give way
        return problem.solve()


def _columns(sheet: Sheet, leaves: Leaves, cell: Cell, name: str, live: Mask, *, fixed: Mask) -> Family | None:
    """The sums of all that lies at one place but for the split, if nothing that is open is split there yet."""
    i = DIMENSIONS.index(name)
    if not live.any() or (sheet.coordinates[live, i] != getattr(cell, name)).any():
        return None
    open_places = leaves.places[~fixed].copy()
    open_places[:, i] = getattr(cell, name)
    found, which = unique_rows(open_places)
    labels = np.full(len(leaves.places), -1, np.int64)
    labels[~fixed] = which
    return Family(labels, sums(which, leaves.before[~fixed], len(found)))


def _tidied(sheet: Sheet, cell: Cell, name: str, children: list[Cell]) -> Sheet:
    """Without marks of members that the cell is not split over any more."""
    column = sheet.mark_places[:, DIMENSIONS.index(name)]
    deeper = ~np.isin(column, wider_members(name, getattr(cell, name), sheet.above))
    gone = deeper & any_of(sheet.mark_places, [cell], sheet.above) & ~any_of(sheet.mark_places, children, sheet.above)
    values = sheet.values([mark for mark, out in zip(sheet.marks, gone, strict=True) if out])
    empty = {mark for mark, value in values.items() if not value and not sheet.marks[mark]}
    return replace(sheet, marks={mark: lock for mark, lock in sheet.marks.items() if mark not in empty})
