"""Asking the snapshot: from a selection of rows and ranges of days to relations that SQL can count on.

Every question about facts goes through ``selection.condition``: it is the one place where scope and filters enter.
"""

import copy
import itertools
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from salesdash.periods import Range
from salesdash.snapshot import duck, receipts, shapes
from salesdash.snapshot.building import of_files, quoted
from salesdash.snapshot.days import days_of, merged, split, within
from salesdash.snapshot.files import COMBINED, Snapshot
from salesdash.snapshot.selection import Selection, condition

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from pandas import DataFrame
    from pyarrow import Table

#: members that a line carries
MEMBERS = (*shapes.CELL, "product_line", "product", "customer")
#: edge days of at most so many months are read once and kept for all statements of a question
KEPT_MONTHS = 8
_KEPT = f"day, {', '.join(MEMBERS)}, {shapes.LINE_MEASURES}"
_numbers = itertools.count()


class Facts:
    """The rows of one question. A context manager; belongs to one thread.

    ``relation(columns)`` is SQL of the rows of all ``ranges`` that the selection allows. Months that no range cuts
    come from the smallest summary that has the columns, their ``day`` being the month's first; the days of cut months
    come from the lines. So ``within(range)`` is true of a row exactly where it belongs to that range.
    """

    def __init__(
        self, snapshot: Snapshot, selection: Selection, ranges: Sequence[Range], *, summaries: bool = True
    ) -> None:
        self._snapshot = snapshot
        self.condition = condition(selection)
        self.selected = frozenset(selection.members) | (frozenset() if selection.scope.regions is None else {"region"})
        self._connection = duck.connection()
        self._whole, self._cut = split(ranges, snapshot.months, summaries)
        self._days = merged(ranges)
        self._ranges, self._summaries = list(ranges), summaries
        self.has_receipts = bool(snapshot.payments)
        self._edge: str | None = None
        self._owner = True

    def __enter__(self) -> "Facts":
        return self

    def __exit__(self, *_: object) -> None:
        if self._edge and self._owner:
            self._connection.execute(f"DROP TABLE {self._edge}")
        self._connection.close()

    def beside(self) -> "Facts":
        """The same rows for another thread, to be left before this is."""
        twin = copy.copy(self)
        twin._connection = duck.connection()
        twin._owner = False
        return twin

    @property
    def connection(self) -> "DuckDBPyConnection":
        """The connection that the relations are asked on."""
        return self._connection

    def frame(self, sql: str) -> "DataFrame":
        """The answer of ``sql``: whole numbers as Int64, others as they come."""
        import pandas as pd

        numbers = {"int64": pd.Int64Dtype(), "int32": pd.Int64Dtype(), "uint8": pd.Int64Dtype()}
        answer = self._connection.sql(sql).to_arrow_table()
        return answer.to_pandas(types_mapper=lambda kind: numbers.get(str(kind)), date_as_object=True)

    def arrow(self, columns: Sequence[str], days: Range | None = None, also: str = "") -> "Table":
        """The rows that have a customer, with these columns (and an expression), as an Arrow table."""
        names = ", ".join([*columns, *([also] if also else [])])
        return self._connection.sql(
            f"SELECT {names} FROM ({self.relation(columns, days)}) WHERE customer <> 0"
        ).to_arrow_table()

    def keep_edges(self) -> None:
        """Reads the days of cut months once, for all statements to come, also those of ``beside``."""
        if self._cut and len(self._cut) <= KEPT_MONTHS and self._edge is None:
            edge = f"edge_{next(_numbers)}"
            self._connection.execute(f"CREATE TABLE {edge} AS {self._of_kind('lines', self._cut, _KEPT, None)}")
            self._edge = edge

    def relation(self, columns: Iterable[str], days: Range | None = None) -> str:
        """SQL of the rows with ``day``, these members (and those selected by) and measures, of all ranges or of one."""
        wanted = sorted(set(columns))
        measures = [c for c in wanted if c in shapes.ADDITIVE]
        members = [c for c in wanted if c in MEMBERS]
        names = ", ".join(["day", *members, *measures])
        whole, cut = self._months(days)
        kind = summary_with({*members, *self.selected})
        parts = []
        if kind is None:
            cut = [*cut, *whole]
        elif whole:
            parts.append(f"SELECT {names} FROM {self._read(kind, whole)}")
        if cut:
            parts.append(f"SELECT {names} FROM ({self._lines(cut, days)})")
        return " UNION ALL ".join(parts) or f"SELECT {names} FROM ({EMPTY})"

    def lines(self, days: Range | None = None) -> str:
        """SQL (which may be followed by WHERE) of the lines themselves, one row per line and credited person: id, day,
        order_key, positive, all members and measures."""
        whole, cut = self._months(days)
        columns = f"id, order_key, positive, {_KEPT}"
        return f"FROM ({self._of_kind('lines', [*cut, *whole], columns, days)})"

    def complex_lines(self, days: Range | None = None) -> str:
        """SQL of the positive lines of the orders that cannot be counted by adding up: day, order_key, members."""
        whole, cut = self._months(days)
        return self._of_kind("complex", [*cut, *whole], f"day, order_key, {', '.join(MEMBERS)}", days)

    def first_purchases(self, days: Range | None = None) -> str:
        """SQL of customers' first purchases: day and all members."""
        whole, cut = self._months(days)
        return self._of_kind("first", [*cut, *whole], f"day, {', '.join(MEMBERS)}", days)

    def receipts(self, columns: Iterable[str], days: Range | None = None) -> str:
        """SQL of receipts with ``day`` and these members, of all ranges (which must not overlap) or of one; of whole
        months, whose first day stands for all, where the summary has the members. Only while ``has_receipts``."""
        members = sorted(set(columns))
        names = ", ".join(["day", *members, "receipts"])
        whole, edges = receipts.spans([days] if days else self._ranges)
        if not self._summaries or not {*members, *self.selected} <= set(receipts.SUMMARY):
            whole, edges = [], [*whole, *edges]
        files = [self._snapshot.receipts(month) for month in sorted(self._snapshot.months)]
        every = [*files, self._snapshot.of_payments("other_receipts")]
        parts = [
            f"SELECT {names} {of_files(of)} WHERE ({' OR '.join(map(within, spans))}) AND {self.condition}"
            for of, spans in (([self._snapshot.of_payments("receipts_by_line")], whole), (every, edges))
            if spans
        ]
        return " UNION ALL ".join(parts)

    def _months(self, days: Range | None) -> tuple[list[int], list[int]]:
        if days is None:
            return self._whole, self._cut
        touching = [month for part in split([days], self._snapshot.months) for month in part]
        return [m for m in self._whole if m in touching], [m for m in self._cut if m in touching]

    def _lines(self, months: list[int], days: Range | None) -> str:
        if self._edge and not set(months) - set(self._cut):
            return f"FROM {self._edge} WHERE {self._inside(days)}" if days else f"FROM {self._edge}"
        return self._of_kind("lines", months, _KEPT, days)

    def _of_kind(self, kind: str, months: list[int], columns: str, days: Range | None) -> str:
        """SQL of these columns of a kind that knows days."""
        if not months:
            return f"SELECT {columns} FROM ({EMPTY})"
        return f"SELECT {columns} FROM {self._read(kind, months)} AND {self._inside(days)}"

    def _inside(self, days: Range | None) -> str:
        return "(" + " OR ".join(within(r) for r in ([days] if days else self._days)) + ")"

    def _read(self, kind: str, months: Sequence[int]) -> str:
        """The rows of months that the selection allows: the one place where files are read."""
        if kind in COMBINED:
            spans = merged(days_of(month) for month in months)
            chosen = " OR ".join(within(span) for span in spans)
            return f"read_parquet({quoted(self._snapshot.combined(kind))}) WHERE ({chosen}) AND {self.condition}"
        files = ", ".join(quoted(self._snapshot.file(kind, month)) for month in months)
        return f"read_parquet([{files}]) WHERE {self.condition}"


#: no rows, with every column that relations have
EMPTY = (
    "SELECT NULL::DATE AS day, NULL::BIGINT AS id, NULL::BIGINT AS order_key, NULL::BOOLEAN AS positive, "
    + ", ".join(f"NULL::INTEGER AS {m}" for m in MEMBERS)
    + ", "
    + ", ".join(f"NULL::BIGINT AS {m}" for m in shapes.ADDITIVE)
    + " WHERE false"
)


def summary_with(members: set[str]) -> str | None:
    """The smallest summary that keeps these members apart, or None where only the lines do."""
    for kind, kept in shapes.SUMMARIES.items():
        if members <= set(kept):
            return kind
    return None
