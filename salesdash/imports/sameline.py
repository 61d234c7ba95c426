"""The same line: which rows of a file are already stored.

A row is the same as a stored line when order number and line number agree. Where either side has no line number:
when order number, date, product, customer, quantity and price agree and it is the same occurrence of that combination
within its order: the n-th such row of the file stands for the n-th such stored line. The price is the unit price
where both sides have one, else the amount in the file's currency. Compared are the members that files named.

Every stored line stands for one row of the file at most. ``Matcher`` remembers across the chunks of a file which
ones are taken, one bit a line, so that memory does not grow with the file.
"""

from dataclasses import dataclass

import numpy as np

from salesdash.imports.keys import NONE, Bits, found, mixed, occurrences, text_keys
from salesdash.imports.stage import DATES, Stage

#: columns that a file can carry and in which a line can read differently
COMPARED = (
    "ordered_on", "shipped_on", "due_on", "customer_id", "product_id", "product_line_id", "region_id", "country_id",
    "channel_id", "credit_id", "quantity", "unit_price", "discount", "cost", "currency",
)  # fmt: skip

#: size of the filter that tells orders met earlier in the file: 16 MB
_FILTER_BITS = 1 << 27


@dataclass
class Matched:
    """What was found for the rows of one chunk. ``stored``: the stored lines of their orders; ``same``: position in
    it of the line that the row stands for, -1 for none; ``repeated``: the file has that line number before;
    ``differs``: the row reads otherwise than the line; ``existed``: the row's order has lines that count."""

    stored: dict[str, np.ndarray]
    same: np.ndarray
    repeated: np.ndarray
    differs: np.ndarray
    existed: np.ndarray


class Matcher:
    """Finds the stored line of every row, over the whole of one file. ``carried``: columns that the file gives."""

    def __init__(self, stage: Stage, carried: set[str], *, replace: bool) -> None:
        self.taken = Bits(stage.last_existing_id)
        self._replace = replace
        self._stage = stage
        self._carried = [name for name in COMPARED if name in carried]
        self._met = np.zeros(_FILTER_BITS // 8, dtype=np.uint8)

    def match(self, rows: dict[str, np.ndarray]) -> Matched:
        """Matches the rows of a chunk; all columns as in ``order_lines``, NONE for NULL."""
        count = len(rows["order_key"])
        stored = self._stage.stored(self._orders_to_look_at(rows["order_key"]))
        own = stored["id"] > self._stage.last_existing_id
        live = ~own & ~stored["retired"]
        same = np.full(count, -1)
        repeated = np.zeros(count, dtype=bool)
        numbers = text_keys(rows["line_no"])
        numbered = numbers != NONE
        if numbered.any():
            same, repeated = self._by_number(rows["order_key"], numbers, numbered, stored, live | own)
        fresh = live.copy()
        fresh[live] = ~self.taken.has(stored["id"][live])
        taken_now = same[same >= 0]
        fresh[taken_now] = False
        unnumbered = fresh & np.array([value is None for value in stored["line_no"]], dtype=bool)
        pairing = _Pairing(rows, stored, same, fresh)
        pairing.by_content(numbered & (same < 0) & ~repeated, unnumbered)
        pairing.by_content(~numbered, fresh.copy())
        hit = same >= 0
        taken = stored["id"][same[hit]]
        again = np.zeros(count, dtype=bool)
        again[hit] = own[same[hit]] | self.taken.has(taken)
        repeated |= again
        same[again] = -1
        self.taken.add(stored["id"][same[same >= 0]])
        return Matched(
            stored,
            same,
            repeated,
            self._differs(rows, stored, same),
            np.isin(rows["order_key"], stored["order_key"][live]),
        )

    def _orders_to_look_at(self, order_key: np.ndarray) -> np.ndarray:
        """Orders that may have lines: all where the database has any, else those met before in this file."""
        orders = np.unique(order_key)
        place = mixed(orders).view(np.uint64) % np.uint64(_FILTER_BITS)
        byte, bit = (place >> np.uint64(3)).astype(np.int64), (1 << (place & np.uint64(7))).astype(np.uint8)
        met = (self._met[byte] & bit) > 0
        np.bitwise_or.at(self._met, byte, bit)
        return orders if self._stage.last_existing_id else orders[met]

    def _by_number(
        self,
        order_key: np.ndarray,
        numbers: np.ndarray,
        numbered: np.ndarray,
        stored: dict[str, np.ndarray],
        usable: np.ndarray,
    ) -> tuple[np.ndarray, np.ndarray]:
        ours = mixed(order_key, numbers)
        theirs_numbers = text_keys(stored["line_no"])
        candidates = np.flatnonzero(usable & (theirs_numbers != NONE))
        theirs = mixed(stored["order_key"][candidates], theirs_numbers[candidates])
        at = found(ours, theirs)
        same = np.where(numbered & (at >= 0), np.append(candidates, -1)[at], -1)
        repeated = np.zeros(len(ours), dtype=bool)
        repeated[numbered] = occurrences(ours[numbered]) > 0
        same[repeated] = -1
        return same, repeated

    def _differs(self, rows: dict[str, np.ndarray], stored: dict[str, np.ndarray], same: np.ndarray) -> np.ndarray:
        hit = np.flatnonzero(same >= 0)
        differs = np.zeros(len(same), dtype=bool)
        at = same[hit]
        for name in self._carried:
            ours, theirs = _compared(rows, name, hit), _compared(stored, name, at)
            unlike = ours != theirs
            if not self._replace and name in self._stage.silent:
                # a file without this column said nothing that this one could contradict
                unlike &= ~np.isin(stored["batch_id"][at], self._stage.silent[name])
            differs[hit] |= unlike
        differs[hit] |= _said(rows, "net_amount", hit) != _said(stored, "net_amount", at)
        return differs


def _said(lines: dict[str, np.ndarray], name: str, at: np.ndarray) -> np.ndarray:
    """The amount or cost that the file said, in its own currency."""
    original = lines["original_amount" if name == "net_amount" else "original_cost"][at]
    return np.where(original == NONE, lines[name][at], original)


def _compared(lines: dict[str, np.ndarray], name: str, at: np.ndarray) -> np.ndarray:
    if name == "cost":
        return _said(lines, name, at)
    if name in DATES:
        return lines[name][at].astype("datetime64[D]").view(np.int64)
    return lines[name][at]


def _content(lines: dict[str, np.ndarray], at: np.ndarray, by_price: bool) -> np.ndarray:
    price = lines["unit_price"][at]
    amount = _said(lines, "net_amount", at)
    if by_price:
        priced = price != NONE
        compared = (priced.astype(np.int64), np.where(priced, price, amount))
    else:
        compared = (np.zeros(len(at), dtype=np.int64), amount)
    return mixed(
        lines["order_key"][at],
        lines["ordered_on"][at].astype("datetime64[D]").view(np.int64),
        lines["product_id"][at],
        lines["customer_id"][at],
        lines["quantity"][at],
        *compared,
    )


@dataclass
class _Pairing:
    """Rows and stored lines that are still without each other. ``same`` is filled in; ``fresh``: lines still free."""

    rows: dict[str, np.ndarray]
    stored: dict[str, np.ndarray]
    same: np.ndarray
    fresh: np.ndarray

    def by_content(self, wanted: np.ndarray, usable: np.ndarray) -> None:
        """Pairs by unit price where both have one or none, then by amount what of which only one has."""
        ours, theirs = np.flatnonzero(wanted & (self.same < 0)), np.flatnonzero(usable & self.fresh)
        self._pair(ours, theirs, by_price=True)
        for ours_priced in (True, False):
            ours = ours[self.same[ours] < 0]
            theirs = theirs[self.fresh[theirs]]
            priced = self.rows["unit_price"][ours] != NONE
            theirs_priced = self.stored["unit_price"][theirs] != NONE
            self._pair(ours[priced == ours_priced], theirs[theirs_priced != ours_priced], by_price=False)

    def _pair(self, ours: np.ndarray, theirs: np.ndarray, *, by_price: bool) -> None:
        """Lets the n-th row of a content stand for the n-th free line of it."""
        if not len(ours) or not len(theirs):
            return
        our_keys, their_keys = _content(self.rows, ours, by_price), _content(self.stored, theirs, by_price)
        at = found(mixed(our_keys, occurrences(our_keys)), mixed(their_keys, occurrences(their_keys)))
        hit = at >= 0
        self.same[ours[hit]] = theirs[at[hit]]
        self.fresh[theirs[at[hit]]] = False
