"""Locks, and targets that go from one person to another."""

from collections.abc import Collection
from dataclasses import replace
from fractions import Fraction

import numpy as np

from salesdash.analytics.target_sheet.cells import MONTHS, Cell, Impossible, months_of
from salesdash.analytics.target_sheet.families import any_of
from salesdash.analytics.target_sheet.sheet import PERIOD, REP, Sheet


def set_lock(sheet: Sheet, cell: Cell, locked: bool) -> Sheet:
    """Locks a cell, so that it keeps its amount whatever happens around it, or unlocks it."""
    if not locked and cell not in sheet.marks:
        return sheet
    return replace(sheet, marks={**sheet.marks, cell: locked})


def transfer(sheet: Sheet, giver: int, taker: int, months: Collection[int], share: Fraction | float = 1) -> Sheet:
    """Moves a share of a representative's targets in some months to another one.

    They stay where they are in every other dimension, so that totals, months, regions and lines keep their sums. Of a
    target that is not split by months the part of these months goes, each counting the same.
    """
    if giver == taker or not giver or not taker or not months:
        raise Impossible("no_members", Cell(rep=giver))
    part = Fraction(share)
    if part < 0 or part > 1 or not set(months) <= set(MONTHS):
        raise Impossible("negative" if part < 0 else "not_a_child", Cell(rep=giver))
    for person in (giver, taker):
        if sheet.people is not None and person not in sheet.people:
            raise Impossible("no_members", Cell(rep=person))
    if shut := sheet.closed.intersection(months):
        raise Impossible("closed", Cell(period=min(shut), rep=giver))
    own = np.flatnonzero(sheet.coordinates[:, REP] == giver)
    shares = []
    for period in sheet.coordinates[own, PERIOD].tolist():
        within = months_of(period)
        shares.append(part * len(set(within) & set(months)) / len(within))
    amounts = [amount // sheet.unit for amount in sheet.amounts[own].tolist()]
    exact = [share * amount for share, amount in zip(shares, amounts, strict=True)]
    if not sum(exact):
        raise Impossible("nothing_to_weigh", Cell(rep=giver))
    moved = [int(value) for value in exact]
    order = sorted(range(len(exact)), key=lambda k: moved[k] - exact[k])
    for k in order[: int(sum(exact) + Fraction(1, 2)) - sum(moved)]:
        moved[k] += 1
    gone = np.array(moved, np.int64) * sheet.unit
    places = sheet.coordinates[own].copy()
    places[:, REP] = taker
    left = sheet.amounts.copy()
    left[own] -= gone
    marks = dict(sheet.marks)
    given = sheet.coordinates[own[gone > 0]]
    touched = [mark for mark in sheet.marks if mark.rep == giver]
    for mark in touched:
        if any_of(given, [mark], sheet.above).any():
            marks.setdefault(mark._replace(rep=taker), False)
    result = sheet.changed(np.concatenate([sheet.coordinates, places]), np.concatenate([left, gone]), marks)
    locked = [mark for mark, lock in sheet.marks.items() if lock and mark.rep in (giver, taker)]
    before, after = sheet.values(locked), result.values(locked)
    for mark in locked:
        if before[mark] != after[mark]:
            raise Impossible("locked_too_much", mark, kept=before[mark], amount=after[mark])
    return result
