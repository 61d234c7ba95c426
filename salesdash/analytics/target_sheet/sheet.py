"""A sheet of targets: leaves with amounts, so that every level sums to its parent by construction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
from pandas import DataFrame

from salesdash.analytics.rounding import Whole, sums
from salesdash.analytics.target_sheet.cells import DIMENSIONS, Cell, months_of, wider_members
from salesdash.analytics.target_sheet.families import by_kind, labels_of, places_of

PERIOD, REGION, REP = DIMENSIONS.index("period"), DIMENSIONS.index("region"), DIMENSIONS.index("rep")


@dataclass(frozen=True, eq=False)
class Sheet:
    """The targets of one year, measure and level.

    A leaf is a place (period, region, product line, channel, representative) with an amount; 0 in a place means "not
    split in this dimension". Marks are the cells that somebody set, with whether they are locked. ``above`` is the
    region above a region; leaves of closed fiscal months never change; ``people`` are those whose leaves may change.
    """

    coordinates: Whole = field(default_factory=lambda: np.zeros((0, len(DIMENSIONS)), np.int64))
    amounts: Whole = field(default_factory=lambda: np.zeros(0, np.int64))
    marks: Mapping[Cell, bool] = field(default_factory=dict)
    unit: int = 1
    above: Mapping[int, int] = field(default_factory=dict)
    closed: frozenset[int] = frozenset()
    people: frozenset[int] | None = None

    def value(self, cell: Cell) -> int:
        """The amount of a cell."""
        return sum(self.amounts[self.inside(cell)].tolist())

    def values(self, cells: Sequence[Cell], leaves: npt.NDArray[np.bool_] | None = None) -> dict[Cell, int]:
        """The amounts of many cells, or of those of their leaves; a cell may be named again."""
        amounts = self.amounts if leaves is None else np.where(leaves, self.amounts, 0)
        result: dict[Cell, int] = {}
        for group in by_kind(dict.fromkeys(cells), self.above):
            found = sums(labels_of(self.coordinates, group, self.above), amounts, len(group))
            result.update(zip(group, found.tolist(), strict=True))
        return result

    @cached_property
    def mark_places(self) -> Whole:
        """The marks' coordinates, in their order."""
        return places_of(self.marks)

    def inside(self, cell: Cell) -> npt.NDArray[np.bool_]:
        """Which leaves lie in a cell."""
        return inside(self.coordinates, cell, self.above)

    def table(self, by: Sequence[str]) -> DataFrame:
        """Amounts summed by dimensions: their members, 0 for what is not split there, and ``amount``."""
        frame = DataFrame(self.coordinates, columns=list(DIMENSIONS)).assign(amount=self.amounts)
        if not by:
            return DataFrame({"amount": [self.value(Cell())]})
        return frame.groupby(list(by))[["amount"]].sum().reset_index()

    @cached_property
    def still(self) -> npt.NDArray[np.bool_]:
        """Which leaves never change: those of closed months, and of people who are not in reach."""
        return self.unchanging(self.coordinates)

    def unchanging(self, coordinates: Whole) -> npt.NDArray[np.bool_]:
        """The same for any places; a period that is closed in part only may still change."""
        shut = [period for period in (*range(13), *range(101, 105)) if self.closed.issuperset(months_of(period))]
        result = np.isin(coordinates[:, PERIOD], shut)
        if self.people is not None:
            result |= ~np.isin(coordinates[:, REP], list(self.people))
        return result

    def changed(self, coordinates: Whole, amounts: Whole, marks: Mapping[Cell, bool]) -> "Sheet":
        """A sheet with other leaves and marks: leaves of one place become one, those of nothing go."""
        places, which = unique_rows(coordinates)
        total = np.zeros(len(places), np.int64)
        np.add.at(total, which, amounts)
        kept = total != 0
        return replace(self, coordinates=places[kept], amounts=total[kept], marks=dict(marks))


def inside(coordinates: Whole, cell: Cell, above: Mapping[int, int]) -> npt.NDArray[np.bool_]:
    """Which places lie in a cell."""
    result = np.ones(len(coordinates), np.bool_)
    for i, (dimension, member) in enumerate(zip(DIMENSIONS, cell, strict=True)):
        if member:
            result &= within(coordinates[:, i], dimension, member, above)
    return result


def within(column: Whole, dimension: str, member: int, above: Mapping[int, int]) -> npt.NDArray[np.bool_]:
    """Which members of a column lie in a member of the same dimension."""
    if dimension == "period" and member > 100:
        return np.isin(column, (member, *months_of(member)))
    if dimension == "region" and above:
        below = [region for region in {*above, member} if member in wider_members("region", region, above)]
        return np.isin(column, below)
    return column == member


def unique_rows(coordinates: Whole) -> tuple[Whole, Whole]:
    """Places without repetition, sorted, and which of them each place is."""
    if not len(coordinates):
        return coordinates.reshape(0, len(DIMENSIONS)), np.zeros(0, np.int64)
    order = np.lexsort(coordinates.T[::-1])
    ordered = coordinates[order]
    fresh = np.ones(len(ordered), np.bool_)
    fresh[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    which = np.empty(len(ordered), np.int64)
    which[order] = np.cumsum(fresh) - 1
    return ordered[fresh], which
