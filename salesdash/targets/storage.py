"""Sheets in the database: reading one at a version, writing a changed one as the next version."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.analytics.target_sheet import Cell as Coordinates
from salesdash.kpis.remembered import Remembered
from salesdash.models import TargetSheet
from salesdash.models.targets import ROWS_OF_A_SHEET
from salesdash.targets.plan import Plan

COLUMNS = ("period", "region_id", "product_line_id", "channel_id", "person_id")
_TABLES = {"amount": "target_cells", "locked": "target_marks"}


@dataclass(frozen=True)
class Rows:
    """Rows as they are stored: ``ids``, ``coordinates`` (n, 5) of the members that were named then, and their value:
    an amount, or 1 for a locked mark and 0 for another."""

    ids: np.ndarray
    coordinates: np.ndarray
    values: np.ndarray


@dataclass(frozen=True)
class Stored:
    """A version of a sheet as it is stored."""

    cells: Rows
    marks: Rows


_EMPTY = Rows(np.empty(0, np.int64), np.empty((0, 5), np.int64), np.empty(0, np.int64))
#: what a process remembers, by the sheet's token
_known: Remembered[Stored] = Remembered(12)


def sheet_of(session: Session, plan: Plan) -> TargetSheet | None:
    """The row of a sheet, None while nobody has set anything in it."""
    return session.scalar(_wanted(plan).execution_options(populate_existing=True))


def blank(plan: Plan) -> TargetSheet:
    """The row of a sheet that does not exist, not to be saved."""
    return TargetSheet(year=plan.year, measure=plan.measure, level=plan.level, version=0, token="", rows=0)


def locked_sheet(session: Session, plan: Plan) -> TargetSheet:
    """The row of a sheet, made if it is new and locked until the transaction ends: writers of a sheet take turns."""
    made = text(
        "INSERT INTO target_sheets (year, measure, level, version, token, rows) "
        "VALUES (:year, :measure, :level, 0, '', 0) ON CONFLICT DO NOTHING"
    )
    wanted = _wanted(plan).with_for_update().execution_options(populate_existing=True)
    found = session.scalar(wanted)
    if found is None:
        session.execute(made, {"year": plan.year, "measure": plan.measure, "level": plan.level})
        found = session.scalars(wanted).one()
    return found


def _wanted(plan: Plan) -> Any:
    return select(TargetSheet).where(
        TargetSheet.year == plan.year, TargetSheet.measure == plan.measure, TargetSheet.level == plan.level
    )


def read(session: Session, sheet: TargetSheet | None, version: int | None = None) -> Stored:
    """What is stored of a sheet now, or was at a version. Remembered: do not change it."""
    if sheet is None or not sheet.version:
        return Stored(_EMPTY, _EMPTY)
    at = sheet.version if version is None else version
    return _known.get((sheet.id, sheet.token, at), lambda: _read(session, sheet, at))


def _read(session: Session, sheet: TargetSheet, version: int) -> Stored:
    holds = f"FROM {{table}} WHERE sheet_id = {sheet.id:d} AND until IS NULL"
    if version != sheet.version:
        first = sheet.id * ROWS_OF_A_SHEET
        holds = (
            f"FROM {{table}} WHERE id BETWEEN {first:d} AND {first + sheet.rows:d} "
            f"AND since <= {version:d} AND (until IS NULL OR until > {version:d})"
        )
    found = {}
    for value, table in _TABLES.items():
        told = "CASE WHEN locked THEN 1 ELSE 0 END" if value == "locked" else value
        columns = {name: (name, "integer") for name in ("id", *COLUMNS)} | {"value": (told, "integer")}
        rows = db.read_columns(session, columns, holds.format(table=table))
        arrays = [rows.column(name).to_numpy() for name in columns]
        found[value] = Rows(arrays[0], np.column_stack(arrays[1:6]), arrays[6])
    return Stored(found["amount"], found["locked"])


def write(session: Session, sheet: TargetSheet, before: Stored, new: Stored, gone: Mapping[str, np.ndarray]) -> None:
    """Makes the next version: rows whose ids are in ``gone`` ("amount", "locked") hold no longer, those of ``new``
    (whose ids do not matter) hold from now on. The caller holds the lock on the sheet."""
    sheet.version += 1
    sheet.token = secrets.token_hex(16)
    kept = {}
    for value, table in _TABLES.items():
        old, added = (before.cells, new.cells) if value == "amount" else (before.marks, new.marks)
        ended = gone[value]
        if len(ended) and len(ended) == len(old.ids):
            session.execute(
                text(f"UPDATE {table} SET until = :version WHERE sheet_id = :sheet AND until IS NULL"),
                {"version": sheet.version, "sheet": sheet.id},
            )
        elif len(ended):
            session.execute(
                text(f"UPDATE {table} SET until = :version WHERE id IN {db.bound_integers(session, 'ids')}"),
                {"version": sheet.version, "ids": db.list_value(ended.tolist())},
            )
        count = len(added.values)
        first = sheet.id * ROWS_OF_A_SHEET + sheet.rows
        ids = np.arange(first, first + count)
        sheet.rows += count
        if count:
            told = added.values.tolist() if value == "amount" else [bool(v) for v in added.values]
            named = dict(zip(COLUMNS, added.coordinates.T.tolist(), strict=True))
            fixed = {"id": ids.tolist(), "sheet_id": [sheet.id] * count, "since": [sheet.version] * count}
            session.flush()
            db.insert_columns(session, table, fixed | named | {value: told})
        stays = ~np.isin(old.ids, ended)
        kept[value] = Rows(
            np.concatenate([old.ids[stays], ids]),
            np.concatenate([old.coordinates[stays], added.coordinates]),
            np.concatenate([old.values[stays], added.values]),
        )
    session.flush()
    db.touch(session, "targets")
    _known.get((sheet.id, sheet.token, sheet.version), lambda: Stored(kept["amount"], kept["locked"]))


def marked(rows: Rows) -> dict[Coordinates, bool]:
    """Marks by their cells."""
    cells = map(Coordinates._make, rows.coordinates.tolist())
    return dict(zip(cells, (bool(value) for value in rows.values), strict=True))
