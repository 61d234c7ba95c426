"""Cells as families of sums: cells that name the same dimensions at the same levels do not overlap."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from salesdash.analytics.rounding import Whole
from salesdash.analytics.target_sheet.cells import DIMENSIONS, Cell, wider_members

Kind = tuple[int, ...]


def kind_of(cell: Cell, above: Mapping[int, int]) -> Kind:
    """How deep a cell names each dimension."""
    return tuple(
        len(wider_members(dimension, member, above)) - 1 for dimension, member in zip(DIMENSIONS, cell, strict=True)
    )


def by_kind(cells: Iterable[Cell], above: Mapping[int, int]) -> list[list[Cell]]:
    """Cells grouped so that those of a group do not overlap; wide cells come before the narrow ones inside them."""
    depth: dict[tuple[str, int], int] = {}
    groups: dict[Kind, list[Cell]] = defaultdict(list)
    for cell in cells:
        kind = []
        for pair in zip(DIMENSIONS, cell, strict=True):
            found = depth.get(pair)
            if found is None:
                found = depth[pair] = len(wider_members(*pair, above)) - 1
            kind.append(found)
        groups[tuple(kind)].append(cell)
    return [groups[kind] for kind in sorted(groups, key=lambda kind: (sum(map(bool, kind)), sum(kind), kind))]


def labels_of(coordinates: Whole, cells: list[Cell], above: Mapping[int, int]) -> Whole:
    """For each place the number of the cell that it lies in, −1 where none does; the cells are of one kind."""
    kind = kind_of(cells[0], above)
    wanted = np.array(cells, np.int64).reshape(len(cells), len(DIMENSIONS))
    place_keys = np.zeros(len(coordinates), np.int64)
    cell_keys = np.zeros(len(cells), np.int64)
    outside = np.zeros(len(coordinates), np.bool_)
    for i, dimension in enumerate(DIMENSIONS):
        if not kind[i]:
            continue
        column = _at_depth(coordinates[:, i], dimension, kind[i], above)
        members, ranks = np.unique(wanted[:, i], return_inverse=True)
        found = np.minimum(np.searchsorted(members, column), len(members) - 1)
        outside |= members[found] != column
        place_keys = place_keys * len(members) + found
        cell_keys = cell_keys * len(members) + ranks
        if i + 1 < len(DIMENSIONS):  # keys stay small: as many as there are different ones
            known, cell_keys = np.unique(cell_keys, return_inverse=True)
            spot = np.minimum(np.searchsorted(known, place_keys), len(known) - 1)
            outside |= known[spot] != place_keys
            place_keys = spot
    order = np.argsort(cell_keys)
    spot = np.minimum(np.searchsorted(cell_keys[order], place_keys), len(cells) - 1)
    outside |= cell_keys[order[spot]] != place_keys
    return np.where(outside, -1, order[spot])


def any_of(places: Whole, cells: list[Cell], above: Mapping[int, int]) -> npt.NDArray[np.bool_]:
    """Which places lie in one of the cells at least."""
    result = np.zeros(len(places), np.bool_)
    for group in by_kind(cells, above):
        result |= labels_of(places, group, above) >= 0
    return result


def _at_depth(column: Whole, dimension: str, depth: int, above: Mapping[int, int]) -> Whole:
    """The member at a depth that each member lies in, −1 where it is not so deep."""
    members, which = ranked(column)
    found = []
    for member in members.tolist():
        chain = wider_members(dimension, member, above)
        found.append(chain[-1 - depth] if len(chain) > depth else -1)
    return np.array(found, np.int64)[which]


def ranked(column: Whole) -> tuple[Whole, Whole]:
    """The different members of a column and which of them each is; small ids without sorting."""
    if not len(column) or column.min() < 0 or column.max() > 10 * len(column) + 1_000:
        return np.unique(column, return_inverse=True)
    rank = np.zeros(int(column.max()) + 1, np.int64)
    rank[column] = 1
    members = np.flatnonzero(rank)
    rank[members] = np.arange(len(members))
    return members, rank[column]
