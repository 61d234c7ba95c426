"""Whole numbers out of real ones, so that what they must sum to holds exactly."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
Real = npt.NDArray[np.float64]

#: what the maximum flow of scipy can carry along one edge, with room for sums
WIDEST = 2**30
#: fractions are compared to this many decimals, so that equal shares round in their order
DECIMALS = 6


class Unsolvable(Exception):
    """No whole numbers hold these sums. ``family`` and ``label`` say where, if that is known."""

    def __init__(self, family: int | None = None, label: int | None = None) -> None:
        super().__init__(family, label)
        self.family = family
        self.label = label


def apportion(total: int, weights: Sequence[float | Fraction | int], unit: int = 1) -> list[int]:
    """``total`` in parts by weights: multiples of ``unit`` by the largest remainder, equal ones in their order.

    Exact whatever the size. A negative weight counts 0. Raises Unsolvable where there is nothing to weigh by.
    """
    fractions = [max(Fraction(weight), Fraction(0)) for weight in weights]
    whole = sum(fractions)
    units = total // unit
    if whole == 0:
        if units:
            raise Unsolvable
        return [0] * len(fractions)
    shares = [units * weight / whole for weight in fractions]
    parts = [int(share) for share in shares]
    order = sorted(range(len(parts)), key=lambda i: parts[i] - shares[i])
    for i in order[: units - sum(parts)]:
        parts[i] += 1
    return [part * unit for part in parts]


def sums(labels: Whole, values: npt.NDArray, size: int) -> npt.NDArray:
    """The sum of values per label, exact for whole numbers; the label −1 counts for nothing."""
    kept = labels >= 0
    if not kept.all():
        labels, values = labels[kept], values[kept]
    if values.dtype.kind == "f":
        return np.bincount(labels, values, size)
    if len(values) and float(np.abs(values).max()) * len(values) < 2**53:
        return np.bincount(labels, values, size).astype(np.int64)
    result = np.zeros(size, np.int64)
    np.add.at(result, labels, values)
    return result


def largest_remainder(real: Real, rows: Whole, totals: Whole) -> Whole:
    """Per row, whole numbers in the proportion of ``real`` that sum to the row's total."""
    weight = sums(rows, real, len(totals))
    if ((weight <= 0) & (totals > 0)).any():
        raise Unsolvable
    scale = np.divide(totals, weight, out=np.zeros(len(totals)), where=weight > 0)
    exact = real * scale[rows]
    base, part = _floor(exact)
    missing = totals - sums(rows, base, len(totals))
    live = real > 0
    count = np.maximum(sums(rows, live.astype(np.int64), len(totals)), 1)
    # amounts beyond what a float tells apart leave more, or less, than one for each
    base += np.where(live, (missing // count)[rows], 0)
    base += first(part, rows, missing % count, live)
    return base


def first(part: Real, rows: Whole, wanted: Whole, live: npt.NDArray[np.bool_]) -> Whole:
    """1 for the ``wanted`` largest parts of each row, equal ones in their order."""
    order = np.lexsort((-part, ~live, rows))
    sorted_rows = rows[order]
    start = np.searchsorted(sorted_rows, sorted_rows)
    rank = np.arange(len(order)) - start
    taken = np.zeros(len(part), np.int64)
    taken[order] = rank < wanted[sorted_rows]
    return taken


def two_way(real: Real, rows: Whole, columns: Whole, row_totals: Whole, column_totals: Whole) -> Whole:
    """Controlled rounding of a two-way table (Causey, Cox and Ernst 1985), given by its cells.

    Each cell lies in a row and a column and has a real value; a missing pair, or a 0, stays 0. The result is whole
    and holds both kinds of totals exactly. Rows are rounded by the largest remainder; where a column does not hold
    then, a maximum flow moves units within the rows, first between rounding up and rounding down only, then, where
    the totals are farther from the real ones, by any amount. Raises Unsolvable where no such table exists.
    """
    result = largest_remainder(real, rows, row_totals)
    base, part = _floor(real)
    between = (part > 0) & (result >= base) & (result <= base + 1)
    for narrow in (True, False):
        while True:
            excess = sums(columns, result, len(column_totals)) - column_totals
            if not excess.any():
                return result
            less = np.where(between & (result == base + 1), 1, 0) if narrow else result
            more = np.where(between & (result == base), 1, 0) if narrow else np.where(real > 0, WIDEST, 0)
            moved = _move(rows, columns, less, more, excess, height=len(row_totals))
            if not moved.any():
                break
            result = result + moved
    raise Unsolvable(label=int(np.abs(excess).argmax()))


def _move(rows: Whole, columns: Whole, less: Whole, more: Whole, excess: Whole, *, height: int) -> Whole:
    """Changes of the cells that keep every row and carry what columns have too much to those that lack it."""
    from scipy.sparse import csr_array  # here: commands that split nothing start without it
    from scipy.sparse.csgraph import maximum_flow

    source, sink = height + len(excess), height + len(excess) + 1
    down, up = np.flatnonzero(less > 0), np.flatnonzero(more > 0)
    over, under = np.flatnonzero(excess > 0), np.flatnonzero(excess < 0)
    tails = (columns[down] + height, rows[up], np.full(len(over), source), under + height)
    heads = (rows[down], columns[up] + height, over + height, np.full(len(under), sink))
    capacities = (less[down], more[up], excess[over], -excess[under])
    capacity = np.minimum(np.concatenate(capacities), WIDEST).astype(np.int32)
    shape = (sink + 1, sink + 1)
    graph = csr_array((capacity, (np.concatenate(tails), np.concatenate(heads))), shape=shape)
    flow = maximum_flow(graph.tocsr(), source, sink).flow.tocoo()
    # the flow of a pair is the net one, so that a row and a column share at most one cell
    width = len(excess)
    keys = rows * width + columns
    order = np.argsort(keys)
    along = (flow.row < height) & (flow.col >= height) & (flow.col < source) & (flow.data != 0)
    pairs = flow.row[along].astype(np.int64) * width + (flow.col[along] - height)
    moved = np.zeros(len(rows), np.int64)
    moved[order[np.searchsorted(keys[order], pairs)]] = flow.data[along]
    return moved


def _floor(real: Real) -> tuple[Whole, Real]:
    """Whole part and fraction; what is a whole number but for the noise of floats counts as one."""
    near = np.rint(real)
    noise = np.maximum(10.0**-DECIMALS, np.abs(real) * 1e-14)
    base = np.where(np.abs(real - near) <= noise, near, np.floor(real))
    part = np.round(np.maximum(real - base, 0), DECIMALS).astype(np.float64)
    return base.astype(np.int64), part
