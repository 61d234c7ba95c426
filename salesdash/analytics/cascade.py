"""A parent split over its parts in several dimensions at once, in whole units, every sum exact.

``fit`` finds amounts of leaves near a start, in its proportion, such that every family of sums holds. A family gives
each leaf a label and each label a sum: months are one, people another. Real amounts come first, by iterative
proportional fitting; then families are folded one after the other (salesdash.analytics.folding).
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from salesdash.analytics.folding import Family, fold, proportional
from salesdash.analytics.linear import nearest
from salesdash.analytics.rounding import Real, Unsolvable, Whole, apportion, sums

__all__ = ["Family", "Unsolvable", "apportion", "controlled_rounding", "fit"]


def controlled_rounding(table: npt.NDArray, row_totals: Sequence[int], column_totals: Sequence[int]) -> Whole:
    """A table of real numbers in whole ones near it whose rows and columns sum to the totals."""
    rows, columns = np.indices(table.shape)
    families = [Family(rows.ravel(), np.array(row_totals)), Family(columns.ravel(), np.array(column_totals))]
    return fit(table.ravel(), families).reshape(table.shape)


def fit(start: npt.NDArray, families: Sequence[Family], fixed: npt.NDArray[np.bool_] | None = None) -> Whole:
    """Whole amounts of all leaves, in the proportion of ``start``, that hold every family.

    Fixed leaves keep their start; one that starts at 0 stays 0. Free sums are rounded by the largest remainder, in
    the order of the families: coarse ones first, so that what was split 60 to 40 stays so from the top down. Raises
    Unsolvable with the family and the label that cannot be.
    """
    result = np.zeros(len(start), np.int64)
    still = start <= 0 if fixed is None else fixed | (start <= 0)
    result[still] = start[still]
    live = []
    for number, family in enumerate(families):
        taken = sums(family.labels[still], result[still], len(family.amounts))
        rest = np.where(family.amounts < 0, -1, family.amounts - taken)
        short = (family.amounts >= 0) & (rest < 0)
        if short.any():
            raise Unsolvable(number, int(short.argmax()))
        live.append(Family(family.labels[~still], rest))
    result[~still] = _whole(start[~still].astype(np.float64), live)
    return result


def _whole(start: Real, families: list[Family]) -> Whole:
    """The amounts of leaves that may change: with free sums rounded, else without them, else by linear programming."""
    hard = [family.part(family.amounts >= 0) for family in families]
    free = [family.part(family.amounts < 0) for family in families if (family.amounts < 0).any()]
    real = proportional(start, _apart(hard))
    around = next((np.maximum(f.amounts, 0) for f in hard if (f.labels >= 0).all()), np.rint([real.sum()]))
    total = sum(around.astype(np.int64).tolist())
    narrow_first = hard[::-1]  # a wide sum that comes later has many cells to hold it with
    for wanted in ([*narrow_first, *free], narrow_first):
        try:
            found = fold(real, wanted, total)
        except Unsolvable as error:
            number = None if error.family is None else len(hard) - 1 - error.family
            reason = Unsolvable(number, error.label) if number is not None and number >= 0 else Unsolvable()
        else:
            wrong = [(i, label) for i, family in enumerate(hard) for label in family.wrong(found)[:1]]
            if not wrong:
                return found
            reason = Unsolvable(*wrong[0])
    solved = nearest(real, [(family.labels, family.amounts) for family in hard])
    if solved is None or any(len(family.wrong(solved)) for family in hard):
        raise reason
    return solved


def _apart(families: list[Family]) -> list[Family]:
    """Takes sums that are given inside another given sum out of it, so that no leaf is asked for twice.

    A part that is held then leaves its whole exactly, where fitting alone would only come near it.
    """
    result = list(families)
    for i, part in enumerate(families):
        size = np.bincount(part.labels[part.labels >= 0], minlength=len(part.amounts))
        for j in range(i):
            whole = result[j]
            both = (part.labels >= 0) & (whole.labels >= 0)
            if not both.any():
                continue
            inside = np.bincount(part.labels[both], minlength=len(size))
            where = np.zeros(len(size), np.int64)
            where[part.labels[both]] = whole.labels[both]
            astray = part.labels[both][where[part.labels[both]] != whole.labels[both]]
            nested = (size > 0) & (inside == size)
            nested[astray] = False
            amounts = whole.amounts.copy()
            np.subtract.at(amounts, where[nested], np.maximum(part.amounts, 0)[nested])
            labels = np.where(both & nested[part.labels], -1, whole.labels)
            left = np.bincount(labels[labels >= 0], minlength=len(amounts))
            touched = np.unique(where[nested])
            wrong = touched[(amounts[touched] < 0) | ((left[touched] == 0) & (amounts[touched] > 0))]
            if len(wrong):
                raise Unsolvable(j, int(wrong[0]))
            result[j] = Family(labels, amounts)
    return result
