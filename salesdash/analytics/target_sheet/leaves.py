"""Leaves while a change is worked out: the sheet's own, and new ones that may get an amount."""

from dataclasses import dataclass

import numpy as np

from salesdash.analytics.rounding import Real, Whole
from salesdash.analytics.target_sheet.sheet import Sheet, unique_rows


@dataclass(frozen=True)
class Leaves:
    """Places, each once, with what they have (``before``) and what they start from, both in units."""

    places: Whole
    before: Whole
    start: Real

    @classmethod
    def of(cls, sheet: Sheet) -> "Leaves":
        """Those of a sheet."""
        before = sheet.amounts // sheet.unit
        return cls(sheet.coordinates, before, before.astype(np.float64))

    def plus(self, places: Whole, start: Real) -> "Leaves":
        """More places; one that is there already starts from so much more."""
        if not len(places):
            return self
        merged, which = unique_rows(np.concatenate([self.places, places]))
        before = np.zeros(len(merged), np.int64)
        before[which[: len(self.places)]] = self.before
        return Leaves(merged, before, np.bincount(which, np.concatenate([self.start, start])).astype(np.float64))
