"""Leaves for cells that have none yet: spread as the sheet around them is."""

from collections.abc import Mapping, Sequence

import numpy as np

from salesdash.analytics.rounding import Real, Whole
from salesdash.analytics.target_sheet.cells import DIMENSIONS, Cell, wider_members
from salesdash.analytics.target_sheet.families import by_kind, labels_of, places_of
from salesdash.analytics.target_sheet.leaves import Leaves
from salesdash.analytics.target_sheet.sheet import Sheet, unique_rows, within

#: the order in which the sheet around is narrowed to what concerns a cell
NARROWING = ("rep", "period", "region", "product_line", "channel")


def sprouted(sheet: Sheet, wanted: Mapping[Cell, int], unsplit: bool, whole: Sequence[Cell]) -> Leaves:
    """The sheet's leaves, and new ones for wanted cells that have none to change.

    They are spread as the nearest marked cell around, or the sheet, is: ``unsplit`` takes what is not split yet there
    for that, if there is any. Cells of ``whole`` get a leaf that is not split further.
    """
    now = sheet.values(list(wanted))
    more = {cell: max(amount - now[cell], 0) / sheet.unit for cell, amount in wanted.items()}
    open_now = sheet.values(list(wanted), ~sheet.still)
    empty = _narrowest([cell for cell in wanted if wanted[cell] and not open_now[cell]], sheet)
    sprouts = _Sprouts(sheet, unsplit)
    found = [sprouts.places(cell, around) for cell, around in zip(empty, _around(sheet, empty), strict=True)]
    places = [places_of(whole), *(place for place, _ in found)]
    start = [np.array([max(more[cell], 1.0) for cell in whole])]
    start += [weights * more[cell] for cell, (_, weights) in zip(empty, found, strict=True)]
    return Leaves.of(sheet).plus(np.concatenate(places), np.concatenate(start))


def _narrowest(cells: list[Cell], sheet: Sheet) -> list[Cell]:
    """Cells that no other one lies in: the wider ones get what those inside them have."""
    result: list[Cell] = []
    for group in reversed(by_kind(cells, sheet.above)):
        inner = places_of(result)
        filled = set(labels_of(inner, group, sheet.above).tolist())
        result += [cell for i, cell in enumerate(group) if i not in filled]
    return result


def _around(sheet: Sheet, cells: list[Cell]) -> list[Cell]:
    """For each cell the narrowest marked one above it that has an amount, else the whole sheet."""
    result = [Cell()] * len(cells)
    places = places_of(cells)
    values = sheet.values(list(sheet.marks))
    for group in by_kind([mark for mark in sheet.marks if values[mark]], sheet.above):
        labels = labels_of(places, group, sheet.above)
        for i in np.flatnonzero(labels >= 0).tolist():
            result[i] = group[labels[i]]
    return result


class _Sprouts:
    """Makes places for cells of one sheet; what cells have in common is worked out once."""

    def __init__(self, sheet: Sheet, unsplit: bool) -> None:
        self.sheet = sheet
        self.unsplit = unsplit
        self.present = {name: set(sheet.coordinates[:, i].tolist()) for i, name in enumerate(DIMENSIONS)}
        self.known: dict[tuple, tuple[Whole, Real]] = {}

    def places(self, cell: Cell, around: Cell) -> tuple[Whole, Real]:
        """Places inside the cell with weights that sum to 1; none where nothing there may change."""
        pattern = tuple(
            member if name in ("period", "region") or member in self.present[name] else -1
            for name, member in zip(DIMENSIONS, cell, strict=True)
        )
        if (around, pattern) not in self.known:
            self.known[around, pattern] = self._spread(cell, around)
        places, weights = self.known[around, pattern]
        if -1 in pattern:
            places = np.where(np.array(pattern) == -1, np.array(cell), places)
        if not self.sheet.closed and self.sheet.people is None:
            return places, weights
        kept = ~self.sheet.unchanging(places)
        if not kept.any():
            places, weights = np.array([cell], np.int64), np.ones(1)
            kept = ~self.sheet.unchanging(places)
        places, weights = places[kept], weights[kept]
        return places, weights / weights.sum() if len(weights) else weights

    def _spread(self, cell: Cell, around: Cell) -> tuple[Whole, Real]:
        sheet = self.sheet
        chosen = sheet.inside(around) & (sheet.amounts > 0)
        if self.unsplit:
            rest = chosen & unsplit_for(sheet.coordinates, cell, sheet.above)
            chosen = rest if rest.any() else chosen
        if not chosen.any():
            return np.array([cell], np.int64), np.ones(1)
        places, weights = sheet.coordinates[chosen], sheet.amounts[chosen].astype(np.float64)
        for name in NARROWING:
            i, member = DIMENSIONS.index(name), getattr(cell, name)
            if not member:
                continue
            kept = within(places[:, i], name, member, sheet.above)
            if kept.any():
                places, weights = places[kept], weights[kept]
            else:
                places[:, i] = member
        places, which = unique_rows(places)
        weights = np.bincount(which, weights).astype(np.float64)
        return places, weights / weights.sum()


def unsplit_for(places: Whole, cell: Cell, above: Mapping[int, int]) -> np.ndarray:
    """Which places are not split yet as far as the cell names dimensions: around it, not inside it."""
    near = np.ones(len(places), np.bool_)
    all_in = np.ones(len(places), np.bool_)
    for i, (name, member) in enumerate(zip(DIMENSIONS, cell, strict=True)):
        if member:
            deep = within(places[:, i], name, member, above)
            near &= deep | np.isin(places[:, i], wider_members(name, member, above))
            all_in &= deep
    return near & ~all_in
