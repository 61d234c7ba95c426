"""Rows as every format hands them to the rest of the reader: columns of text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import overload

from salesdash.imports.reading.plan import Reject


class ColumnRows(Sequence[list[str]]):
    """The rows of columns, each made when it is asked for."""

    def __init__(self, columns: Sequence[Sequence[str]]) -> None:
        self._columns = columns

    def __len__(self) -> int:
        return len(self._columns[0]) if self._columns else 0

    @overload
    def __getitem__(self, index: int) -> list[str]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[list[str]]: ...
    def __getitem__(self, index: int | slice) -> list[str] | Sequence[list[str]]:
        if isinstance(index, slice):
            return ColumnRows([column[index] for column in self._columns])
        return [column[index] for column in self._columns]


@dataclass
class Block:
    """Some rows of a table. ``column(i)``: the texts of one column of the usable rows. ``lines`` and ``places``: one
    per usable row. ``raw[i]``: a usable row as it was. ``rejects``: rows that are none. ``done``: share read, 0…1."""

    lines: Sequence[int]
    places: Sequence[int]
    column: Callable[[int], Sequence[str]]
    raw: Sequence[list[str]]
    rejects: list[Reject] = field(default_factory=list)
    done: float = 1.0


def rows_at_once(wanted: int, width: int) -> int:
    """How many rows to hold: fewer of a wide table, so that memory stays bounded."""
    return min(wanted, max(200, 2_000_000 // max(width, 1)))
