"""A stored sheet as one that can be counted with: merges followed, closed months known; what two sheets differ in."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod

import numpy as np
from sqlalchemy.orm import Session

from salesdash import appraisal, db
from salesdash.analytics.target_sheet import Cell as Coordinates
from salesdash.analytics.target_sheet import Sheet
from salesdash.kpis.filters import merged, region_parents
from salesdash.kpis.remembered import Remembered
from salesdash.masterdata.dimensions import DIMENSIONS
from salesdash.models import TargetSheet
from salesdash.targets import storage
from salesdash.targets.coding import MEMBERS
from salesdash.targets.plan import Plan, unit
from salesdash.targets.storage import Rows, Stored

_known: Remembered[Sheet] = Remembered(12)


def load(session: Session, plan: Plan, row: TargetSheet | None, version: int | None = None) -> Sheet:
    """The sheet now, or as it was at a version (read with today's merges). Remembered: do not change it."""
    tokens = db.versions(session)
    at = version if version is not None else row.version if row else 0
    key = (
        plan, (row.id, row.token) if row else None, at,
        *(tokens.get(name) for name in ("database", "master", "settings", "appraisals")),
    )  # fmt: skip
    return _known.get(key, lambda: _load(session, plan, row, version))


def _load(session: Session, plan: Plan, row: TargetSheet | None, version: int | None) -> Sheet:
    stored = storage.read(session, row, version)
    into = merges(session)
    coordinates, amounts, _ = followed(stored.cells, into)
    cells, locked, _ = followed(stored.marks, into)
    marks = {cell: bool(value) for cell, value in zip(_cells(cells), locked.tolist(), strict=True)}
    return Sheet(
        coordinates=coordinates,
        amounts=amounts,
        marks=marks,
        unit=unit(session, plan.measure),
        above={region: above for region, above in region_parents(session).items() if above != region},
        closed=appraisal.closed_months(session, plan.year),
    )


def merges(session: Session) -> list[dict[int, int]]:
    """Per dimension with members: member that was merged away → the one that stands for it."""
    return [merged(session, DIMENSIONS[dimension].model) for dimension in MEMBERS]


def followed(rows: Rows, into: list[dict[int, int]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows with merges followed: coordinates, each once; their summed values; and for each row the number of its
    coordinates."""
    if not any(into) or not len(rows.values):
        return rows.coordinates, rows.values, np.arange(len(rows.values))
    coordinates = rows.coordinates.copy()
    for place, changed in enumerate(into, 1):
        for member, stands in changed.items():
            coordinates[coordinates[:, place] == member, place] = stands
    (keys,) = packed(coordinates)
    _, first, group = np.unique(keys, return_index=True, return_inverse=True)
    sums = np.zeros(len(first), np.int64)
    np.add.at(sums, group, rows.values)
    return coordinates[first], sums, group


def packed(*tables: np.ndarray) -> list[np.ndarray]:
    """One number per row of each table of coordinates, equal for equal rows of all of them."""
    together = np.concatenate(tables)
    keys = np.zeros(len(together), np.int64)
    sizes = [int(column.max()) + 1 if len(column) else 1 for column in together.T]
    plain = prod(sizes) < np.iinfo(np.int64).max  # else the numbers of the members, counted through
    for column, size in zip(together.T, sizes, strict=True):
        if plain:
            keys = keys * size + column
        else:
            values, ranks = np.unique(column, return_inverse=True)
            keys = keys * len(values) + ranks
    return np.split(keys, np.cumsum([len(table) for table in tables])[:-1])


@dataclass(frozen=True)
class Difference:
    """Leaves whose amounts differ: ``coordinates`` (n, 5), their amounts ``before`` and ``after`` (0 where there is
    none), and marks that differ: cell → locked before and after, None where there is no mark."""

    coordinates: np.ndarray
    before: np.ndarray
    after: np.ndarray
    marks: Mapping[Coordinates, tuple[bool | None, bool | None]]

    @property
    def nothing(self) -> bool:
        """Whether the sheets are equal."""
        return not len(self.before) and not self.marks


def difference(old: Sheet, new: Sheet) -> Difference:
    """What the two sheets differ in."""
    coordinates, before, after = aligned(old, new)
    changed = before != after
    marks = {
        cell: (old.marks.get(cell), new.marks.get(cell))
        for cell in {*old.marks, *new.marks}
        if old.marks.get(cell) != new.marks.get(cell)
    }
    return Difference(coordinates[changed], before[changed], after[changed], marks)


def aligned(*sheets: Sheet) -> tuple[np.ndarray, ...]:
    """All coordinates of the sheets, each once, and per sheet the amount there."""
    keys = packed(*(sheet.coordinates for sheet in sheets))
    together = np.concatenate([sheet.coordinates for sheet in sheets])
    _, first, where = np.unique(np.concatenate(keys), return_index=True, return_inverse=True)
    parts = np.split(where, np.cumsum([len(key) for key in keys])[:-1])
    amounts = []
    for sheet, part in zip(sheets, parts, strict=True):
        column = np.zeros(len(first), np.int64)
        np.add.at(column, part, sheet.amounts)
        amounts.append(column)
    return together[first], *amounts


def save(session: Session, row: TargetSheet, new: Sheet) -> None:
    """Writes ``new`` as the next version; rows that say the same already stay as they are, unmerged members too. The
    caller holds the lock on the sheet."""
    before = storage.read(session, row)
    into = merges(session)
    cells = Rows(np.arange(len(new.amounts)), new.coordinates, new.amounts)
    marks = Rows(
        np.arange(len(new.marks)),
        np.array(list(new.marks), np.int64).reshape(-1, 5),
        np.array([int(locked) for locked in new.marks.values()], np.int64),
    )
    added_cells, gone_cells = _exchanged(before.cells, cells, into)
    added_marks, gone_marks = _exchanged(before.marks, marks, into)
    storage.write(session, row, before, Stored(added_cells, added_marks), {"amount": gone_cells, "locked": gone_marks})


def _exchanged(before: Rows, after: Rows, into: list[dict[int, int]]) -> tuple[Rows, np.ndarray]:
    """The rows that have to be added so that ``before`` says what ``after`` does, and the ids of those that go."""
    coordinates, values, group = followed(before, into)
    old, new = packed(coordinates, after.coordinates)
    places = np.argsort(old, kind="stable")
    if len(old):
        found = places[np.minimum(np.searchsorted(old, new, sorter=places), len(old) - 1)]
        same = (old[found] == new) & (values[found] == after.values)
        stays = np.zeros(len(old), bool)
        stays[found[same]] = True
    else:
        same, stays = np.zeros(len(new), bool), np.zeros(0, bool)
    added = Rows(after.ids[~same], after.coordinates[~same], after.values[~same])
    return added, before.ids[~stays[group]]


def _cells(coordinates: np.ndarray) -> list[Coordinates]:
    return [Coordinates._make(row) for row in coordinates.tolist()]
