"""The parts of the KPI page (total, by region, channel, product line, representative) put together from the answers
of ``salesdash.kpis.viewing``: few rows and many columns, so columns are handled whole and rows by plain keys."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from pandas import DataFrame
from pandas.api.extensions import ExtensionArray

from salesdash.access.identity import User
from salesdash.kpis import figures
from salesdash.kpis.answers import Figure

#: figures of every part of the page
PART_FIGURES = ("revenue", "orders", "customers", "gross_margin", "quantity")


class Parts:
    """All figures of all parts, in the period shown and in the comparisons.

    ``answers``: the sums, then counts with the columns period, part, member and one more. ``bases``: comparison →
    number of its period; ``receipts``: those of the total, None in a company without payments.
    """

    def __init__(
        self, user: User, answers: Sequence[DataFrame], bases: Mapping[str, int], receipts: DataFrame | None = None
    ) -> None:
        sums, *counts = answers
        keys = _keys(sums)
        base = figures.of_frame(sums.drop(columns=["period", "part", "member"]))
        counted = {frame.columns[-1]: _counts(frame, keys) for frame in counts}
        base |= counted
        base["orders"] = _sum(base.pop("flagged_orders"), base.pop("other_orders"))
        if receipts is not None:
            keys, base = _with_receipts(keys, base, receipts)
        completed = figures.complete(base, user)
        place = {key: number for number, key in enumerate(keys)}
        self._rows = list(dict.fromkeys([("total", 0), *(key[1:] for key in keys)]))
        self._bases = list(bases)
        self._columns = figures.aligned(completed, [place.get((0, *row), -1) for row in self._rows])
        for name, period in bases.items():
            before = figures.aligned(completed, [place.get((period, *row), -1) for row in self._rows])
            self._columns |= figures.compared(self._columns, before, f"_{name}", f"_change_{name}")
        self._ordered_by = "revenue" if user.may("kpis.read") else "quantity"

    def totals(self) -> dict[str, Figure]:
        """Figures of the whole, by name."""

        def plain(column: str) -> int | float | None:
            value = self._columns[column][0]
            return None if pd.isna(value) else value.item()

        return {
            name: Figure(
                value=plain(name),
                bases={c: plain(f"{name}_{c}") for c in self._bases},
                changes={c: plain(f"{name}_change_{c}") for c in self._bases},
            )
            for name in figures.FIGURES
        }

    def frame(self, part: str) -> DataFrame:
        """One row per member of a part, largest first: id, PART_FIGURES, and beside each its bases and changes."""
        numbers = [number for number, row in enumerate(self._rows) if row[0] == part]
        size = self._columns[self._ordered_by].to_numpy(dtype=float, na_value=-np.inf)
        numbers.sort(key=lambda number: (-size[number], self._rows[number][1]))
        wanted = [
            column
            for name in PART_FIGURES
            for column in (name, *(f"{name}{infix}{c}" for c in self._bases for infix in ("_", "_change_")))
        ]
        shown = figures.aligned({column: self._columns[column] for column in wanted}, numbers)
        return DataFrame({"id": [self._rows[number][1] for number in numbers]} | shown)


def _keys(frame: DataFrame) -> list[tuple[int, str, int]]:
    return list(zip(frame["period"].tolist(), frame["part"].tolist(), frame["member"].tolist(), strict=True))


def _counts(frame: DataFrame, keys: Sequence[tuple[int, str, int]]) -> ExtensionArray:
    known = dict(zip(_keys(frame), frame.iloc[:, -1].tolist(), strict=True))
    return pd.array([known.get(key, 0) for key in keys], dtype="Int64")


def _with_receipts(
    keys: list[tuple[int, str, int]], base: Mapping[str, ExtensionArray], receipts: DataFrame
) -> tuple[list[tuple[int, str, int]], dict[str, ExtensionArray]]:
    """The totals with their receipts; a period that has nothing else comes besides."""
    paid = dict(zip(_keys(receipts), receipts["receipts"].tolist(), strict=True))
    more = [key for key in paid if key not in set(keys)]
    found = figures.aligned(base, [*range(len(keys)), *(-1 for _key in more)])
    of_total = [paid.get(key, 0) if key[1] == "total" else pd.NA for key in [*keys, *more]]
    return [*keys, *more], found | {"receipts": pd.array(of_total, dtype="Int64")}


def _sum(first: ExtensionArray, second: ExtensionArray) -> ExtensionArray:
    """The sum of two counts, what is missing being none."""
    numbers = [column.to_numpy(dtype=np.int64, na_value=0) for column in (first, second)]
    return pd.array(numbers[0] + numbers[1], dtype="Int64")
