"""Orders of which the file holds a row that cannot be taken.

Replacing makes an order what the file says. What it says is not known while a row of the order is rejected, so the
order stays as it is: the file is gone through once beforehand, and such orders are noted.
"""

import re

import numpy as np

from salesdash.imports.keys import order_keys
from salesdash.imports.reading import FilePlan, Reject
from salesdash.imports.reading.values import LONGEST, clean_text

#: where a row that a quotation mark has swallowed is taken apart
_BETWEEN = re.compile(r"[,;|\t\"\r\n]")


class Incomplete:
    """Collects the orders over the chunks of a file. A row without a readable order number belongs to none."""

    def __init__(self, plan: FilePlan) -> None:
        self._positions = plan.positions.get("order_no", ())
        self._constant = plan.constants.get("order_no")
        self._width = len(plan.header)
        self._keys: set[int] = set()
        self._sorted: np.ndarray | None = None

    def add(self, rejects: list[Reject]) -> None:
        """Notes the orders of these rows."""
        numbers = {number for reject in rejects for number in self._numbers(reject)}
        if numbers:
            self._keys.update(order_keys(np.array(sorted(numbers), dtype=object)).tolist())
            self._sorted = None

    def among(self, order_key: np.ndarray) -> np.ndarray:
        """For each order whether it is one of them."""
        if self._sorted is None:
            self._sorted = np.array(sorted(self._keys), dtype=np.int64)
        return np.isin(order_key, self._sorted)

    def _numbers(self, reject: Reject) -> list[str]:
        """The order number of the row; of a row whose fields have shifted, all that may be it."""
        if self._constant is not None:
            cells = [self._constant]
        elif reject.reason == "open_quote":
            cells = [part for cell in reject.row for part in _BETWEEN.split(cell)]
        else:
            shift = len(reject.row) - self._width
            cells = [
                cell
                for place in self._positions
                for cell in reject.row[max(0, place + min(shift, 0)) : place + max(shift, 0) + 1]
            ]
        read = [clean_text(cell, True, LONGEST["code"]) for cell in cells]
        return [number for number in read if number is not None]
