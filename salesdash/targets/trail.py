"""Who changed a cell last."""

from dataclasses import replace
from datetime import datetime

import numpy as np
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.analytics.target_sheet import Cell as Coordinates
from salesdash.analytics.target_sheet import Sheet
from salesdash.models import TargetSheet, TargetVersion
from salesdash.models.targets import ROWS_OF_A_SHEET
from salesdash.targets.state import followed, merges
from salesdash.targets.storage import COLUMNS, Rows


def last_change(session: Session, row: TargetSheet, sheet: Sheet, cell: Coordinates) -> tuple[str, datetime | None]:
    """Who changed amounts within the cell last, and when."""
    first = row.id * ROWS_OF_A_SHEET
    columns = {name: (name, "integer") for name in (*COLUMNS, "since", "until")}
    found = db.read_columns(session, columns, f"FROM target_cells WHERE id BETWEEN {first:d} AND {first + row.rows:d}")
    versions = np.maximum(found.column("since").to_numpy(), found.column("until").fill_null(0).to_numpy())
    coordinates = np.column_stack([found.column(name).to_numpy() for name in COLUMNS])
    coordinates = _stands(coordinates, merges(session))
    mine = versions[replace(sheet, coordinates=coordinates).inside(cell)]
    last = session.get(TargetVersion, (row.id, int(mine.max()))) if len(mine) else None
    return (last.by, last.at) if last else ("", None)


def _stands(coordinates: np.ndarray, into: list[dict[int, int]]) -> np.ndarray:
    """Coordinates with merges followed, row by row."""
    count = np.arange(len(coordinates))
    unique, _, group = followed(Rows(count, coordinates, count), into)
    return unique[group]
