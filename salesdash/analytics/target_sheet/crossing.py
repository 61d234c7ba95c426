"""Crossings that somebody set: a person's March, where both the person and March have targets of their own."""

from collections.abc import Iterable

import numpy as np

from salesdash.analytics.rounding import Whole, sums
from salesdash.analytics.target_sheet.cells import Cell
from salesdash.analytics.target_sheet.families import Kind, by_kind, kind_of, labels_of, places_of
from salesdash.analytics.target_sheet.sheet import Sheet


def crossings(sheet: Sheet, affected: Iterable[Cell], changing: set[Cell]) -> frozenset[Cell]:
    """Which of the affected marked cells are crossings that somebody set, and stay.

    A crossing lies in two marked margins of which one at least does not change. Where the cells of its kind cover the
    margin that changes, they are that margin's split and follow it.
    """
    if changing.issuperset(sheet.marks):
        return frozenset()
    groups = by_kind(dict.fromkeys([*sheet.marks, *changing]), sheet.above)
    known = {kind_of(group[0], sheet.above): group for group in groups}
    stay: set[Cell] = set()
    for group in by_kind(affected, sheet.above):
        kind = kind_of(group[0], sheet.above)
        margins = _margins(sheet, places_of(group), kind, known)
        moving = [labels >= 0 for _, labels in margins]
        for i, (wider, labels) in enumerate(margins):
            moves = np.array([cell in changing for cell in known[wider]])
            moving[i] &= moves[labels]
        count = sum((labels >= 0).astype(np.int64) for _, labels in margins)
        moved = sum(mask.astype(np.int64) for mask in moving)
        crossing = (count > 1) & (moved < count)
        if not np.any(crossing):
            continue
        outside = np.where(labels_of(sheet.coordinates, known[kind], sheet.above) < 0, sheet.amounts, 0)
        for (wider, labels), mask in zip(margins, moving, strict=True):
            inside = labels_of(sheet.coordinates, known[wider], sheet.above)
            covered = sums(inside, outside, len(known[wider])) == 0
            crossing &= ~(((moved == 0) & (labels >= 0) | mask) & covered[labels])
        stay.update(group[i] for i in np.flatnonzero(crossing).tolist())
    return frozenset(stay)


def _margins(sheet: Sheet, places: Whole, kind: Kind, known: dict[Kind, list[Cell]]) -> list[tuple[Kind, Whole]]:
    """Along each dimension that cells name, the nearest known cell above each: its kind, and its number there or −1."""
    result = []
    for i, depth in enumerate(kind):
        missing = np.ones(len(places), np.bool_)
        for shallower in reversed(range(depth)):
            wider = (*kind[:i], shallower, *kind[i + 1 :])
            if wider not in known or not missing.any():
                continue
            labels = np.where(missing, labels_of(places, known[wider], sheet.above), -1)
            missing &= labels < 0
            result.append((wider, labels))
    return result
