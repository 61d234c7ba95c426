"""Changes of rows of master data that can be put back: what they were before is kept with the batch, as JSON."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Date, Table, bindparam, select, text
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.models import Base


def change(session: Session, table: str, changes: Mapping[int, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Sets columns of the rows (id → column → value) in the caller's transaction and renews their versions. Returns
    what undoing needs: one entry per row with table, id, before and after. Rows that are gone are left out."""
    columns = sorted({name for values in changes.values() for name in values})
    current = _rows(session, Base.metadata.tables[table], list(changes), columns)
    restores = []
    by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for row_id, values in changes.items():
        if row_id not in current:
            continue
        before = {name: current[row_id][name] for name in values}
        restores.append({"table": table, "id": row_id, "before": _plain(before), "after": _plain(values)})
        by_columns[tuple(sorted(values))].append({"row_id": row_id} | {f"new_{k}": v for k, v in values.items()})
    for names, rows in by_columns.items():
        _update(session, Base.metadata.tables[table], names, rows)
    return restores


def put_back(session: Session, restores: list[dict[str, Any]]) -> dict[str, int]:
    """Gives rows what they had before; per table how many could not be, having been changed since or being gone."""
    kept: dict[str, int] = defaultdict(int)
    for name in sorted({entry["table"] for entry in restores}):
        table = Base.metadata.tables[name]
        entries = [entry for entry in restores if entry["table"] == name]
        columns = sorted({column for entry in entries for column in entry["after"]})
        current = _rows(session, table, [entry["id"] for entry in entries], columns)
        back: dict[int, dict[str, Any]] = {}
        for entry in entries:
            row = current.get(entry["id"])
            if row is None or _plain({c: row[c] for c in entry["after"]}) != entry["after"]:
                kept[name] += 1
            else:
                back[entry["id"]] = {c: _read(table, c, value) for c, value in entry["before"].items()}
        change(session, name, back)
    return dict(kept)


def _rows(session: Session, table: Table, ids: list[int], columns: list[str]) -> dict[int, Mapping[str, Any]]:
    wanted = select(table.c.id, *(table.c[name] for name in columns)).where(
        text(f"id IN {db.bound_integers(session, 'ids')}")
    )
    rows = session.execute(wanted, {"ids": db.list_value(ids)}).mappings()
    return {row["id"]: dict(row) for row in rows}


def _update(session: Session, table: Table, names: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    if "version" in table.c:
        values["version"] = table.c.version + 1
    session.connection().execute(table.update().where(table.c.id == bindparam("row_id")).values(values), rows)
    session.expire_all()


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _read(table: Table, column: str, value: Any) -> Any:
    return date.fromisoformat(value) if value is not None and isinstance(table.c[column].type, Date) else value
