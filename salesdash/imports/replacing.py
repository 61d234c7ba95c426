"""Replacing orders: every order in the file becomes what the file says.

Lines that the file does not have, or has otherwise, are retired: rows of ``line_retirements`` that come into force
with the batch. In orders of which it retires a line, those that an earlier import retired are retired by this one too,
so that undoing the earlier one does not bring back what this file no longer has.

A new line counts as "updated" where it stands for one that it replaces: the same line read otherwise, else, where not
both have a line number, the n-th left over of the same product within the order.
"""

import numpy as np

from salesdash.imports.keys import Bits, found, mixed, occurrences
from salesdash.imports.sameline import Matched
from salesdash.imports.stage import Stage
from salesdash.imports.tally import Tally
from salesdash.imports.touched import Touched

_ORDERS_AT_ONCE = 2000


class Replacing:
    """Collects over the chunks of a file what it replaces."""

    def __init__(self, stage: Stage, taken: Bits, touched: Touched, tally: Tally | None) -> None:
        self._stage, self._taken, self._touched, self._tally = stage, taken, touched, tally
        self._orders: list[np.ndarray] = []
        self._replaced: list[np.ndarray] = []
        self._counted = Bits()

    def meet(self, order_key: np.ndarray) -> None:
        """Orders of the file that exist."""
        if len(order_key):
            self._orders.append(np.unique(order_key))

    def retire(self, matched: Matched, at: np.ndarray) -> None:
        """Retires the stored lines at these positions: the file reads them otherwise."""
        if len(at):
            self._touched.retired(matched.stored, at)
            if self._tally is not None:
                self._tally.retire(matched.stored["net_amount"][at])
            self._stage.retire(matched.stored["id"][at])
            self._replaced.append(np.unique(matched.stored["order_key"][at]))

    def counted(self, ids: np.ndarray) -> None:
        """New lines that are counted as updates already."""
        self._counted.add(ids - self._stage.last_existing_id)

    def finish(self) -> int:
        """Retires what the file does not have; gives how many new lines stand for such a line."""
        if not self._orders:
            return 0
        orders = np.unique(np.concatenate(self._orders))
        self._replaced = [np.unique(np.concatenate(self._replaced))] if self._replaced else []
        return sum(
            self._finish(orders[start : start + _ORDERS_AT_ONCE]) for start in range(0, len(orders), _ORDERS_AT_ONCE)
        )

    def _finish(self, orders: np.ndarray) -> int:
        stored = self._stage.stored(orders)
        own = stored["id"] > self._stage.last_existing_id
        gone = np.flatnonzero(~own)
        gone = gone[~self._taken.has(stored["id"][gone])]
        if not len(gone):
            return 0
        live = gone[~stored["retired"][gone]]
        changed = np.concatenate([stored["order_key"][live], *self._replaced])
        self._stage.retire(stored["id"][gone[np.isin(stored["order_key"][gone], changed)]])
        if not len(live):
            return 0
        self._touched.retired(stored, live)
        if self._tally is not None:
            self._tally.retire(stored["net_amount"][live])
        self._touched.changed(stored["order_key"][live])
        fresh = np.flatnonzero(own)
        fresh = fresh[~self._counted.has(stored["id"][fresh] - self._stage.last_existing_id)]
        numbered = np.array([number is not None for number in stored["line_no"]], dtype=bool)
        pairs = 0
        for with_number in (True, False):
            ours = fresh[numbered[fresh] == with_number]
            paired = _paired(stored, ours, live[~numbered[live]] if with_number else live)
            pairs += len(paired)
            live = np.setdiff1d(live, paired)
        return pairs


def _paired(stored: dict[str, np.ndarray], ours: np.ndarray, theirs: np.ndarray) -> np.ndarray:
    """Those of ``theirs`` for which one of ``ours`` stands."""

    def keys(at: np.ndarray) -> np.ndarray:
        plain = mixed(stored["order_key"][at], stored["product_id"][at])
        return mixed(plain, occurrences(plain))

    return theirs[found(keys(theirs), keys(ours)) >= 0]
