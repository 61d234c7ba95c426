"""Who changed a cell last, and which changes concern somebody."""

from dataclasses import replace
from datetime import datetime

import numpy as np
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.analytics.target_sheet import Cell as Coordinates
from salesdash.analytics.target_sheet import Sheet
from salesdash.models import TargetSheet, TargetVersion
from salesdash.models.targets import ROWS_OF_A_SHEET
from salesdash.targets.scoping import Reach
from salesdash.targets.state import followed, merges
from salesdash.targets.storage import COLUMNS, Rows


def last_change(session: Session, row: TargetSheet, sheet: Sheet, cell: Coordinates) -> tuple[str, datetime | None]:
    """Who changed amounts within the cell last, and when."""
    coordinates, since, until = _history(session, row, "target_cells")
    mine = np.maximum(since, until)[replace(sheet, coordinates=coordinates).inside(cell)]
    last = session.get(TargetVersion, (row.id, int(mine.max()))) if len(mine) else None
    return (last.by, last.at) if last else ("", None)


def touching(session: Session, row: TargetSheet, seen: Reach) -> set[int]:
    """The versions that changed an amount or a mark within somebody's reach."""
    found: set[int] = set()
    for table in ("target_cells", "target_marks"):
        coordinates, since, until = _history(session, row, table)
        inside = seen.inside(coordinates)
        found |= {*since[inside].tolist(), *until[inside].tolist()}
    return found


def _history(session: Session, row: TargetSheet, table: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """All rows that a table ever held of a sheet: coordinates with merges followed, from which version on and before
    which they hold (0: still)."""
    first = row.id * ROWS_OF_A_SHEET
    columns = {name: (name, "integer") for name in (*COLUMNS, "since", "until")}
    found = db.read_columns(session, columns, f"FROM {table} WHERE id BETWEEN {first:d} AND {first + row.rows:d}")
    coordinates = np.column_stack([found.column(name).to_numpy() for name in COLUMNS])
    return (
        _stands(coordinates, merges(session)), found.column("since").to_numpy(),
        found.column("until").fill_null(0).to_numpy(),
    )  # fmt: skip


def _stands(coordinates: np.ndarray, into: list[dict[int, int]]) -> np.ndarray:
    """Coordinates with merges followed, row by row."""
    count = np.arange(len(coordinates))
    unique, _, group = followed(Rows(count, coordinates, count), into)
    return unique[group]
