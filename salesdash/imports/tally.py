"""Sums of a file's columns, as read and as they would be loaded, for the preview."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd

from salesdash.imports.amounts import net_amounts
from salesdash.imports.keys import NONE
from salesdash.imports.options import TOTALS
from salesdash.imports.reading import Chunk, Numbers

SUMMED = ("quantity", "cost")
#: amounts → where their value in the file's currency stands
_ORIGINALS = {"net_amount": "original_amount", "cost": "original_cost"}


@dataclass
class Tally:
    """Whole numbers of 1/10,000. ``read``: of all rows that could be read; ``used``: of those that passed every check,
    whose days are ``first_day`` to ``last_day``; ``loaded``: of those that would be loaded, the others being here
    already. ``revenue``: change of the company's revenue; ``orders``: orders that it would have more; ``changes``:
    whether any line would come or go."""

    read: dict[str, int] = field(default_factory=dict)
    used: dict[str, int] = field(default_factory=dict)
    loaded: dict[str, int] = field(default_factory=dict)
    revenue: int = 0
    first_day: date | None = None
    last_day: date | None = None
    changes: bool = False
    _orders: list[np.ndarray] = field(default_factory=list)

    def take(self, chunk: Chunk, rows: dict[str, np.ndarray]) -> None:
        """Adds up what was read. The net amount is computed where the file does not say it."""
        for name in SUMMED:
            if isinstance(chunk.fields.get(name), Numbers):
                _add(self.read, name, rows[name])
        if "net_amount" in chunk.fields or {"quantity", "unit_price"} <= chunk.fields.keys():
            computed = net_amounts(rows["quantity"], rows["unit_price"], rows["discount"])
            _add(self.read, "net_amount", np.where(rows["net_amount"] == NONE, computed, rows["net_amount"]))

    def use(self, rows: dict[str, np.ndarray]) -> None:
        """Adds up the rows that can be used."""
        self._add_said(self.used, rows)
        days = rows["ordered_on"].astype("datetime64[D]")
        first, last = days.min().item(), days.max().item()
        self.first_day = first if self.first_day is None else min(self.first_day, first)
        self.last_day = last if self.last_day is None else max(self.last_day, last)

    def load(self, lines: dict[str, np.ndarray], existed: np.ndarray) -> None:
        """Adds up lines that would be loaded; ``existed``: lines of orders that there are already."""
        self.changes = True
        self._add_said(self.loaded, lines)
        self.revenue += total(lines["net_amount"])
        self._orders.append(np.unique(lines["order_key"][(lines["net_amount"] > 0) & ~existed]))

    def retire(self, amounts: np.ndarray) -> None:
        """Takes off lines that the file would replace."""
        self.changes = True
        self.revenue -= total(amounts)

    @property
    def orders(self) -> int:
        """Orders that are new and have a positive line."""
        return len(np.unique(np.concatenate(self._orders))) if self._orders else 0

    def totals(self) -> pd.DataFrame:
        """Columns field, read, counted, known, rejected (Decimal); read is the sum of the other three."""
        rows = []
        for name, read in self.read.items():
            used, loaded = self.used.get(name, 0), self.loaded.get(name, 0)
            rows.append((name, *map(units, (read, loaded, used - loaded, read - used))))
        return pd.DataFrame(rows, columns=TOTALS)

    def _add_said(self, sums: dict[str, int], rows: dict[str, np.ndarray]) -> None:
        """Adds up the file's own amounts, which converted ones keep beside them."""
        for name in self.read:
            said = rows[_ORIGINALS[name]] if name in _ORIGINALS else NONE
            _add(sums, name, np.where(said == NONE, rows[name], said))


def _add(sums: dict[str, int], name: str, values: np.ndarray) -> None:
    sums[name] = sums.get(name, 0) + total(np.where(values == NONE, 0, values))


def total(values: np.ndarray) -> int:
    """The exact sum, whatever its size."""
    return (int((values >> 20).sum()) << 20) + int((values & 0xFFFFF).sum())


def units(amount: int) -> Decimal:
    """An amount of 1/10,000 in whole units."""
    return Decimal(amount) / 10_000
