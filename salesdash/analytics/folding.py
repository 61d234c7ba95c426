"""Families of sums folded one after the other, each time a two-way table that is rounded so that both sides hold."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from salesdash.analytics.rounding import Real, Unsolvable, Whole, largest_remainder, sums, two_way

#: so near, in units, real sums come to the wanted ones before they are rounded
NEAR = 0.02
ROUNDS = 80


@dataclass(frozen=True)
class Family:
    """A label per leaf (−1: in none) and a sum per label (−1: free, it is rounded near what it is)."""

    labels: Whole
    amounts: Whole

    def part(self, kept: npt.NDArray[np.bool_]) -> "Family":
        """The family without the labels that are not kept; labels stay what they are."""
        inside = (self.labels >= 0) & kept[self.labels]
        return Family(np.where(inside, self.labels, -1), np.where(kept, self.amounts, -1))

    def wrong(self, amounts: Whole) -> Whole:
        """Labels whose sum is given and does not hold."""
        found = sums(self.labels, amounts, len(self.amounts))
        return np.flatnonzero((self.amounts >= 0) & (found != self.amounts))


def proportional(real: Real, families: Sequence[Family]) -> Real:
    """Iterative proportional fitting: each family's given sums in turn, until all of them nearly hold."""
    prepared = []
    for number, family in enumerate(families):
        inside = np.flatnonzero((family.labels >= 0) & (family.amounts >= 0)[family.labels])
        given = family.amounts >= 0
        empty = given & (family.amounts > 0) & (np.bincount(family.labels[inside], minlength=len(given)) == 0)
        if empty.any():
            raise Unsolvable(number, int(empty.argmax()))
        if len(inside):
            prepared.append((inside, family.labels[inside], np.maximum(family.amounts, 0)))
    for _ in range(ROUNDS):
        off = 0.0
        for inside, labels, amounts in prepared:
            found = np.bincount(labels, real[inside], len(amounts))
            off = max(off, float((np.abs(found - amounts) - amounts * 1e-14)[labels].max()))
            scale = np.divide(amounts, found, out=np.zeros(len(amounts)), where=found > 0)
            real[inside] *= scale[labels]
        if off < NEAR or len(prepared) < 2:
            break
    return real


def fold(real: Real, families: Sequence[Family], total: int) -> Whole:
    """Whole amounts that hold every family, near real ones that nearly hold them."""
    real = real.copy()
    rows, totals = np.zeros(len(real), np.int64), np.array([total])
    for number, family in enumerate(families):
        if not len(real) or (family.labels < 0).all():
            continue
        width = len(family.amounts) + 1
        pairs, cells = np.unique(rows * width + family.labels + 1, return_inverse=True)
        if len(pairs) == len(totals):
            continue  # decided by what is folded already
        row, column = pairs // width, pairs % width
        amounts = np.concatenate([[-1], family.amounts])
        worth = np.bincount(cells, real, len(pairs)).astype(np.float64)
        try:
            wanted = _columns(worth, row, column, totals, amounts)
            sides = [Family(column, wanted), Family(row, totals)]
            worth_now = proportional(worth.copy(), sides)
            amount = two_way(worth_now, row, column, totals, wanted)
        except Unsolvable as error:
            raise Unsolvable(number, None if error.label is None else error.label - 1) from error
        real *= np.divide(amount, worth, out=np.zeros(len(pairs)), where=worth > 0)[cells]
        rows, totals = cells, amount
    return largest_remainder(real, rows, totals)


def _columns(worth: Real, row: Whole, column: Whole, totals: Whole, amounts: Whole) -> Whole:
    """The sums of all columns: the given ones, and free ones by the largest remainder of what rows leave them.

    Rows and columns that have no cell in common, directly or through others, are tables of their own.
    """
    from scipy.sparse import coo_array  # here: commands that split nothing start without it
    from scipy.sparse.csgraph import connected_components

    height, width = len(totals), len(amounts)
    graph = coo_array((np.ones(len(row)), (row, column + height)), shape=(height + width, height + width))
    tables = connected_components(graph, directed=False)[1].astype(np.int64)
    count = int(tables.max()) + 1
    used = np.zeros(width, np.bool_)
    used[column] = True
    given, free = used & (amounts >= 0), used & (amounts < 0)
    rest = sums(tables[:height], totals, count) - sums(tables[height:][given], amounts[given], count)
    if (rest < 0).any():
        raise Unsolvable
    result = np.where(given, amounts, 0)
    result[free] = largest_remainder(
        np.bincount(column, worth, width).astype(np.float64)[free], tables[height:][free], rest
    )
    return result
