"""Cells of a sheet of targets: what they are, and which lie in which."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

#: quarters and their fiscal months; month 1 is the first of the fiscal year
QUARTERS = {101: (1, 2, 3), 102: (4, 5, 6), 103: (7, 8, 9), 104: (10, 11, 12)}
MONTHS = tuple(range(1, 13))


class Cell(NamedTuple):
    """A cell by the ids of its members; 0 is all of them."""

    period: int = 0
    region: int = 0
    product_line: int = 0
    channel: int = 0
    rep: int = 0


DIMENSIONS = Cell._fields


class Impossible(Exception):
    """A change that cannot be made; nothing has been changed.

    Codes: negative, too_large, not_a_multiple, nothing_to_weigh, no_members, not_a_child, locked_too_much,
    locked_above, closed, crossing_impossible. ``cell`` is the one that is in the way, or that was asked for.
    """

    def __init__(self, code: str, cell: Cell | None = None, **details: object) -> None:
        super().__init__(code, cell, details)
        self.code = code
        self.cell = cell
        self.details = details


def quarter_of(month: int) -> int:
    """The quarter of a fiscal month."""
    return 101 + (month - 1) // 3


def months_of(period: int) -> tuple[int, ...]:
    """The fiscal months of a period."""
    return MONTHS if period == 0 else QUARTERS.get(period, (period,))


def up(cell: Cell, above: Mapping[int, int]) -> Iterator[Cell]:
    """The cells that are one step wider than this one, a step per named dimension."""
    for dimension, member in zip(DIMENSIONS, cell, strict=True):
        if member == 0:
            continue
        wider = 0
        if dimension == "period" and member in MONTHS:
            wider = quarter_of(member)
        elif dimension == "region":
            wider = above.get(member, 0)
        yield cell._replace(**{dimension: wider})


def wider_members(dimension: str, member: int, above: Mapping[int, int]) -> tuple[int, ...]:
    """The members of a dimension that a member lies in, itself first and 0, all of them, last."""
    if member == 0:
        return (0,)
    if dimension == "period" and member in MONTHS:
        return member, quarter_of(member), 0
    if dimension != "region":
        return member, 0
    chain = [member]
    while (parent := above.get(chain[-1], 0)) and parent not in chain:
        chain.append(parent)
    return (*chain, 0)


def contains(outer: Cell, inner: Cell, above: Mapping[int, int]) -> bool:
    """Whether all of ``inner`` lies in ``outer``; a cell contains itself."""
    return all(
        a in (0, b) or a in wider_members(dimension, b, above)
        for dimension, a, b in zip(DIMENSIONS, outer, inner, strict=True)
    )


def common(a: Cell, b: Cell, above: Mapping[int, int]) -> Cell | None:
    """The cell that two cells share, None where they share nothing."""
    members = []
    for dimension, one, other in zip(DIMENSIONS, a, b, strict=True):
        if other in wider_members(dimension, one, above):
            members.append(one)
        elif one in wider_members(dimension, other, above):
            members.append(other)
        else:
            return None
    return Cell(*members)


def ancestors(cell: Cell, above: Mapping[int, int]) -> list[Cell]:
    """All cells that contain this one, except itself."""
    found: list[tuple[int, ...]] = [()]
    for dimension, member in zip(DIMENSIONS, cell, strict=True):
        found = [(*start, wider) for start in found for wider in wider_members(dimension, member, above)]
    return [Cell(*members) for members in found[1:]]
