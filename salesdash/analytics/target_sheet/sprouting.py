"""Leaves for cells that have none yet: spread as the sheet around them is."""

from collections.abc import Mapping

import numpy as np

from salesdash.analytics.rounding import Real, Whole
from salesdash.analytics.target_sheet.cells import DIMENSIONS, Cell, ancestors, wider_members
from salesdash.analytics.target_sheet.sheet import Sheet, unique_rows, within

#: the order in which the sheet around is narrowed to what concerns a cell
NARROWING = ("rep", "period", "region", "product_line", "channel")


class Sprouts:
    """Makes places for cells of one sheet; what cells have in common is worked out once."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._present = {name: set(sheet.coordinates[:, i].tolist()) for i, name in enumerate(DIMENSIONS)}
        self._known: dict[tuple, tuple[Whole, Real]] = {}

    def places(self, cell: Cell, unsplit: bool) -> tuple[Whole, Real]:
        """Places inside the cell with weights that sum to 1; none where nothing there may change.

        Taken from the nearest marked cell above that has an amount, or from the whole sheet: of what is not split yet
        there, if ``unsplit``, else of all.
        """
        sheet = self.sheet
        above = [up for up in ancestors(cell, sheet.above) if up in sheet.marks] + [Cell()]
        around = max(above, key=lambda up: sum(map(bool, up)))
        pattern = tuple(
            member if member in self._present[name] or name in ("period", "region") else -1 if member else 0
            for name, member in zip(DIMENSIONS, cell, strict=True)
        )
        key = (around, pattern, unsplit)
        if key not in self._known:
            self._known[key] = self._spread(cell, around, unsplit)
        places, weights = self._known[key]
        places = places.copy()
        for i, member in enumerate(pattern):
            if member == -1:
                places[:, i] = cell[i]
        kept = ~sheet.unchanging(places)
        if not kept.any():
            places, weights = np.array([cell], np.int64), np.ones(1)
            kept = ~sheet.unchanging(places)
        places, weights = places[kept], weights[kept]
        return places, weights / weights.sum() if len(weights) else weights

    def _spread(self, cell: Cell, around: Cell, unsplit: bool) -> tuple[Whole, Real]:
        sheet = self.sheet
        chosen = sheet.inside(around) & (sheet.amounts > 0)
        if unsplit:
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
