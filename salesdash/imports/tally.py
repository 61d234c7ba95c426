"""Sums of a file's columns, as read and as they would be loaded, for the preview."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd

from salesdash.imports.keys import NONE
from salesdash.imports.reading import Chunk, Numbers

SUMMED = ("quantity", "net_amount", "cost")


@dataclass
class Tally:
    """Whole numbers of 1/10,000. ``read``: of all rows that could be read; ``loaded``: of those that would be
    loaded. ``revenue``: change of the company's revenue; ``orders``: orders that it would have more."""

    read: dict[str, int] = field(default_factory=dict)
    loaded: dict[str, int] = field(default_factory=dict)
    revenue: int = 0
    first_day: date | None = None
    last_day: date | None = None
    _orders: list[np.ndarray] = field(default_factory=list)

    def take(self, chunk: Chunk) -> None:
        """Adds up what was read."""
        for name in SUMMED:
            column = chunk.fields.get(name)
            if isinstance(column, Numbers):
                self.read[name] = self.read.get(name, 0) + _sum(np.where(column.missing, 0, column.values))

    def load(self, lines: dict[str, np.ndarray], existed: np.ndarray) -> None:
        """Adds up lines that would be loaded; ``existed``: lines of orders that there are already."""
        for name in self.read:
            said = lines["original_amount" if name == "net_amount" else "original_cost"] if name != "quantity" else NONE
            values = np.where(said == NONE, lines[name], said)
            self.loaded[name] = self.loaded.get(name, 0) + _sum(np.where(values == NONE, 0, values))
        self.revenue += _sum(lines["net_amount"])
        days = lines["ordered_on"].astype("datetime64[D]")
        first, last = days.min().item(), days.max().item()
        self.first_day = first if self.first_day is None else min(self.first_day, first)
        self.last_day = last if self.last_day is None else max(self.last_day, last)
        self._orders.append(np.unique(lines["order_key"][(lines["net_amount"] > 0) & ~existed]))

    def retire(self, net_amounts: np.ndarray) -> None:
        """Takes off lines that the file would replace."""
        self.revenue -= _sum(net_amounts)

    @property
    def orders(self) -> int:
        """Orders that are new and have a positive line."""
        return len(np.unique(np.concatenate(self._orders))) if self._orders else 0

    def totals(self) -> pd.DataFrame:
        """Columns field, read, counted (Decimal)."""
        rows = [(name, _units(read), _units(self.loaded.get(name, 0))) for name, read in self.read.items()]
        return pd.DataFrame(rows, columns=["field", "read", "counted"])


def _sum(values: np.ndarray) -> int:
    """The exact sum, whatever its size."""
    return (int((values >> 20).sum()) << 20) + int((values & 0xFFFFF).sum())


def _units(amount: int) -> Decimal:
    return Decimal(amount) / 10_000
