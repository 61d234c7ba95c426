"""What an import touches: months whose figures change, orders that change, orders in more than one month."""

import numpy as np

from salesdash.imports.keys import NONE


def month_numbers(days: np.ndarray) -> np.ndarray:
    """The month of each day as yyyymm; NONE for no day."""
    months = days.astype("datetime64[M]").astype(np.int64)
    return np.where(np.isnat(days), NONE, (months // 12 + 1970) * 100 + months % 12 + 1)


class Touched:
    """Collects over the chunks of a file."""

    def __init__(self) -> None:
        self.months: set[int] = set()
        self.spanning: set[int] = set()
        self._changed: list[np.ndarray] = []

    def lines(self, lines: dict[str, np.ndarray], stored: dict[str, np.ndarray]) -> None:
        """Lines that come in, and what there is of their orders: the months of both, as one order's lines are
        counted together."""
        keys, months = lines["order_key"], month_numbers(lines["ordered_on"])
        self.months.update(np.unique(months).tolist())
        there = np.isin(stored["order_key"], keys)
        if there.any():
            others = month_numbers(stored["ordered_on"][there])
            self.months.update(np.unique(others).tolist())
            keys = np.append(keys, stored["order_key"][there])
            months = np.append(months, others)
        order = np.argsort(keys, kind="stable")
        keys, months = keys[order], months[order]
        starts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
        several = np.minimum.reduceat(months, starts) != np.maximum.reduceat(months, starts)
        self.spanning.update(keys[starts[several]].tolist())

    def retired(self, stored: dict[str, np.ndarray], at: np.ndarray) -> None:
        """Lines that no longer count, at these positions, with the rest of their orders."""
        there = np.isin(stored["order_key"], stored["order_key"][at])
        self.months.update(np.unique(month_numbers(stored["ordered_on"][there])).tolist())

    def changed(self, order_key: np.ndarray) -> None:
        """Orders that existed and read otherwise from now on."""
        if len(order_key):
            self._changed.append(np.unique(order_key))

    @property
    def changed_orders(self) -> int:
        """How many orders that existed change."""
        return len(np.unique(np.concatenate(self._changed))) if self._changed else 0
