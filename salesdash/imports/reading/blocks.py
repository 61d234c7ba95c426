"""Rows as every format hands them to the rest of the reader: columns of text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from salesdash.imports.reading.plan import Reject


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
