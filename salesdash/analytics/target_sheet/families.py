"""Cells as families of sums: cells that name the same dimensions at the same levels do not overlap."""

from collections.abc import Collection, Iterable, Mapping
from itertools import chain

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
    cells = list(cells)
    if not cells:
        return []
    places = places_of(cells)
    depths = np.empty_like(places)
    for i, dimension in enumerate(DIMENSIONS):
        members, which = ranked(places[:, i])
        deep = [len(wider_members(dimension, member, above)) - 1 for member in members.tolist()]
        depths[:, i] = np.array(deep)[which]
    codes, which = np.unique(depths @ (64 ** np.arange(len(DIMENSIONS))[::-1]), return_inverse=True)
    order = np.argsort(which, kind="stable")
    ends = np.cumsum(np.bincount(which, minlength=len(codes)))[:-1]
    groups = [[cells[i] for i in part.tolist()] for part in np.split(order, ends)]
    kinds = [tuple(depths[part[0]].tolist()) for part in np.split(order, ends)]
    wide_first = sorted(range(len(kinds)), key=lambda k: (sum(map(bool, kinds[k])), sum(kinds[k]), kinds[k]))
    return [groups[k] for k in wide_first]


def places_of(cells: Collection[Cell]) -> Whole:
    """The coordinates of cells, in their order."""
    flat = np.fromiter(chain.from_iterable(cells), np.int64, len(cells) * len(DIMENSIONS))
    return flat.reshape(-1, len(DIMENSIONS))


def labels_of(coordinates: Whole, cells: list[Cell], above: Mapping[int, int]) -> Whole:
    """For each place the number of the cell that it lies in, −1 where none does; the cells are of one kind."""
    kind = kind_of(cells[0], above)
    wanted = places_of(cells)
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
