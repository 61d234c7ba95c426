"""Whole numbers that stand for texts and for several columns at once, so that lines are compared quickly."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

#: stands for NULL in columns of whole numbers; also what an empty date is as a number
NONE = np.iinfo(np.int64).min

_TRAILING = re.compile(r"[0-9]{5,18}$", re.ASCII)


class Factored(np.ndarray):
    """An array of texts that knows its distinct values; what is cut from it does not."""

    factors: tuple[np.ndarray, np.ndarray] | None = None

    @classmethod
    def made(cls, positions: np.ndarray, distinct: list[str]) -> "Factored":
        """Texts by their positions (-1 for None) in the distinct values."""
        values = np.empty(len(distinct) + 1, dtype=object)
        values[:-1] = distinct
        texts = values[positions].view(cls)
        texts.factors = (positions, values[:-1])
        return texts


def factorized(texts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Positions (-1 for None) in the distinct values of an array of texts, and these values."""
    known = getattr(texts, "factors", None)
    return known if known is not None else pd.factorize(texts)


def text_keys(texts: np.ndarray) -> np.ndarray:
    """A stable 63-bit hash per text, NONE for None; the same on every machine."""
    positions, distinct = factorized(texts)
    hashes = _hashes(distinct)
    return np.where(positions < 0, NONE, np.append(hashes, NONE)[positions])


def order_keys(order_numbers: np.ndarray) -> np.ndarray:
    """The order_key of every order number (array of str): 63 bits, the same on every machine.

    A hash, except that numbers which end in five digits or more share their upper 20 bits with their neighbours:
    orders that come together then lie together in the database's index, which halves the cost of an import.
    """
    positions, distinct = factorized(order_numbers)
    if not len(distinct):
        return np.empty(0, dtype=np.int64)
    keys = _hashes(distinct)
    for place, text in enumerate(distinct):
        if match := _TRAILING.search(text):
            keys[place] = (int(match[0]) // 16 % (1 << 20)) << 43 | int(keys[place]) & ((1 << 43) - 1)
    return keys[positions]


def _hashes(distinct: np.ndarray) -> np.ndarray:
    if not len(distinct):
        return np.empty(0, dtype=np.int64)
    return (pd.util.hash_array(np.asarray(distinct, dtype=object)) & np.uint64(2**63 - 1)).astype(np.int64)


def mixed(*columns: np.ndarray) -> np.ndarray:
    """One well-spread 64-bit number per row of several columns of whole numbers."""
    total = np.zeros(len(columns[0]), dtype=np.uint64)
    for column in columns:
        total ^= column.astype(np.int64).view(np.uint64)
        total += np.uint64(0x9E3779B97F4A7C15)
        total ^= total >> np.uint64(30)
        total *= np.uint64(0xBF58476D1CE4E5B9)
        total ^= total >> np.uint64(27)
        total *= np.uint64(0x94D049BB133111EB)
        total ^= total >> np.uint64(31)
    return total.view(np.int64)


def occurrences(keys: np.ndarray) -> np.ndarray:
    """How many equal keys stand before each: 0 for the first of its kind, then 1, 2, …"""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    first = np.ones(len(keys), dtype=bool)
    first[1:] = ordered[1:] != ordered[:-1]
    starts = np.flatnonzero(first)
    counts = np.arange(len(keys)) - np.repeat(starts, np.diff(np.append(starts, len(keys))))
    result = np.empty(len(keys), dtype=np.int64)
    result[order] = counts
    return result


def found(wanted: np.ndarray, among: np.ndarray) -> np.ndarray:
    """For each key of ``wanted`` the position of its first equal in ``among``, -1 where there is none."""
    if not len(among):
        return np.full(len(wanted), -1)
    order = np.argsort(among, kind="stable")
    place = np.searchsorted(among, wanted, sorter=order)
    candidate = order[np.minimum(place, len(among) - 1)]
    return np.where(among[candidate] == wanted, candidate, -1)


def as_list(values: np.ndarray) -> list[Any]:
    """A column as plain Python values: NONE and NaT become None, dates ISO text."""
    if values.dtype.kind == "M":
        days, place = np.unique(values, return_inverse=True)
        written = days.astype("datetime64[D]").astype(str).astype(object)
        written[np.isnat(days)] = None
        return written[place].tolist()
    if values.dtype.kind == "i":
        missing = values == NONE
        if missing.any():
            values = values.astype(object)
            values[missing] = None
    return values.tolist()


def as_numbers(values: Sequence[int | None]) -> np.ndarray:
    """The other way round, for whole numbers."""
    return np.array([NONE if value is None else value for value in values], dtype=np.int64)


def as_days(values: Sequence[Any]) -> np.ndarray:
    """The other way round, for dates."""
    return np.array(values, dtype="datetime64[D]")


class Bits:
    """A set of whole numbers from 0 on, one bit each; grows as needed."""

    def __init__(self, size: int = 0) -> None:
        self._bytes = np.zeros(size // 8 + 1, dtype=np.uint8)

    def add(self, numbers: np.ndarray) -> None:
        """Adds the numbers."""
        if not len(numbers):
            return
        last = int(numbers.max()) // 8
        if last >= len(self._bytes):
            self._bytes = np.append(
                self._bytes, np.zeros(max(last + 1, 2 * len(self._bytes)) - len(self._bytes), np.uint8)
            )
        np.bitwise_or.at(self._bytes, numbers >> 3, (1 << (numbers & 7)).astype(np.uint8))

    def has(self, numbers: np.ndarray) -> np.ndarray:
        """For each number whether it is in the set."""
        place = numbers >> 3
        known = place < len(self._bytes)
        return known & ((self._bytes[np.where(known, place, 0)] >> (numbers & 7).astype(np.uint8)) & 1).astype(bool)
