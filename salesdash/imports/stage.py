"""Where the rows of an import lie until it is published: in ``order_lines`` under its batch, written in short
transactions; for a dry run in a temporary table that ends with its connection."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import numpy as np
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.imports.keys import as_days, as_list, as_numbers
from salesdash.models import ImportBatch, LineRetirement, OrderLine

#: how long one transaction should hold the database, so that others hardly notice
SHORT_SECONDS = 0.025

#: whole numbers of a line that are read back to be compared; dates come as days since 1970
NUMBERS = (
    "id", "batch_id", "order_key", "customer_id", "product_id", "product_line_id", "region_id", "country_id",
    "channel_id", "credit_id", "quantity", "unit_price", "discount", "net_amount", "cost", "original_amount",
    "original_cost",
)  # fmt: skip
DATES = ("ordered_on", "shipped_on", "due_on")
TEXTS = ("line_no", "currency")

#: field of a file → its column of ``order_lines``, where the names are not the same
LINE_COLUMNS = {
    "customer": "customer_id", "product": "product_id", "product_line": "product_line_id", "region": "region_id",
    "country": "country_id", "channel": "channel_id", "rep": "credit_id",
}  # fmt: skip

_COLUMNS = ", ".join(f"l.{name}" for name in (*NUMBERS, *DATES, *TEXTS))


class Pace:
    """How many rows fit into a transaction of SHORT_SECONDS, learnt from those before."""

    def __init__(self, rows: int = 2000) -> None:
        self.rows = rows

    @contextmanager
    def timed(self, rows: int) -> Iterator[None]:
        """Around one transaction that handles ``rows`` rows."""
        start = time.perf_counter()
        yield
        seconds = max(time.perf_counter() - start, 1e-6)
        if rows >= self.rows // 2:
            fitting = int(rows * SHORT_SECONDS / seconds)
            self.rows = max(200, min(fitting, self.rows * 2, 50_000))


def in_parts(url: str | None, ids: Sequence[int], statement: str) -> None:
    """Runs a statement that ends in ``IN`` for all ids, in short transactions."""
    pace, start = Pace(), 0
    while start < len(ids):
        part = ids[start : start + pace.rows]
        with pace.timed(len(part)), db.writing(url) as session:
            session.execute(text(statement + " " + db.bound_integers(session, "ids")), {"ids": db.list_value(part)})
        start += len(part)


class Stage:
    """The staged lines of one batch, in the database."""

    def __init__(self, url: str | None, batch_id: int) -> None:
        self.batch_id = batch_id
        self.pace = Pace()
        self.numbered = 0
        self._url = url
        with db.reading(url) as session:
            self.last_existing_id = session.scalar(select(func.max(OrderLine.id))) or 0
            self.retirements = session.scalar(select(func.count()).select_from(LineRetirement)) or 0
            #: column → batches whose files did not have it
            self.silent = _silent(session)
        self.next_id = self.last_existing_id + 1

    def writing(self) -> AbstractContextManager[Session]:
        """One short transaction."""
        return db.writing(self._url)

    def reading(self) -> AbstractContextManager[Session]:
        """A session in which the staged lines are seen."""
        return db.reading(self._url)

    def insert(self, columns: Mapping[str, np.ndarray]) -> np.ndarray:
        """Stages lines; gives their ids, in the order of the rows."""
        count = len(columns["order_key"])
        ids = np.arange(self.next_id, self.next_id + count)
        self.next_id += count
        plain = {"id": ids.tolist(), "batch_id": [self.batch_id] * count}
        plain.update((name, as_list(values)) for name, values in columns.items())
        for part in self.parts(list(range(count))):
            first, last = part[0], part[-1] + 1
            with self.pace.timed(len(part)):
                self._write({name: values[first:last] for name, values in plain.items()})
        return ids

    def retire(self, line_ids: np.ndarray) -> None:
        """Stages that these lines are replaced."""
        for part in self.parts(line_ids.tolist()):
            with self.pace.timed(len(part)), self.writing() as session:
                columns = {"line_id": part, "batch_id": [self.batch_id] * len(part)}
                db.insert_columns(session, "line_retirements", columns)

    def number(self, numbers: list[tuple[int, str]]) -> None:
        """Gives stored lines (id) the line number that their own file did not have. It shows nowhere in figures, and
        ``clear_away`` takes it back if the batch is not published."""
        update = text("UPDATE order_lines SET line_no = :number, numbered_by = :batch WHERE id = :id")
        for part in self.parts(numbers):
            with self.pace.timed(len(part)), self.writing() as session:
                session.execute(update, [{"id": i, "number": n, "batch": self.batch_id} for i, n in part])
        self.numbered += len(numbers)

    def parts(self, values: list[Any]) -> Iterator[list[Any]]:
        """The values in parts that fit into one short transaction each."""
        start = 0
        while start < len(values):
            stop = start + self.pace.rows
            yield values[start:stop]
            start = stop

    def stored(self, keys: np.ndarray) -> dict[str, np.ndarray]:
        """The lines of these orders: those that count and this batch's own, by id. Columns NUMBERS, DATES, TEXTS and
        ``retired``: replaced by a published import."""
        with self.reading() as session:
            return _columns(self._rows(session, keys))

    def _write(self, columns: Mapping[str, list[Any]]) -> None:
        with self.writing() as session:
            db.insert_columns(session, "order_lines", columns)

    def _rows(self, session: Session, keys: np.ndarray) -> list[Any]:
        retired = "EXISTS (SELECT 1 FROM line_retirements r WHERE r.line_id = l.id AND r.batch_id <> :batch)"
        return _lines_of(session, "order_lines", keys, retired if self.retirements else "0", self.batch_id)


class DryStage(Stage):
    """The staged lines of a dry run, in a temporary table. The connection lives as long as the context."""

    def __init__(self, url: str | None) -> None:
        super().__init__(url, 0)
        self._session: Session | None = None

    @contextmanager
    def opened(self) -> Iterator["DryStage"]:
        """The stage with its table, which goes with the connection."""
        with db.reading(self._url) as session:
            self._session = session
            session.execute(text("CREATE TEMPORARY TABLE dry_lines AS SELECT * FROM order_lines WHERE id < 0"))
            session.execute(text("CREATE INDEX temp_dry_lines ON dry_lines (order_key)"))
            try:
                yield self
            finally:
                session.execute(text("DROP TABLE dry_lines"))
                session.rollback()
                self._session = None

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """The one session."""
        assert self._session is not None
        yield self._session

    def _write(self, columns: Mapping[str, list[Any]]) -> None:
        assert self._session is not None
        db.insert_columns(self._session, "dry_lines", columns)

    def _rows(self, session: Session, keys: np.ndarray) -> list[Any]:
        existing = super()._rows(session, keys)
        return existing + _lines_of(session, "dry_lines", keys, "0", 0)

    def retire(self, line_ids: np.ndarray) -> None:
        """Nothing is kept."""

    def number(self, numbers: list[tuple[int, str]]) -> None:
        """Nothing is kept."""


def _lines_of(session: Session, table: str, keys: np.ndarray, retired: str, batch_id: int) -> list[Any]:
    query = text(
        f"SELECT {_COLUMNS}, {retired} AS retired FROM {table} l "
        f"WHERE l.order_key IN {db.bound_integers(session, 'keys')} ORDER BY l.id"
    )
    bound = {"keys": db.list_value(keys.tolist())}
    return session.execute(query, bound | {"batch": batch_id} if ":batch" in retired else bound).all()  # type: ignore[return-value]


def _silent(session: Session) -> dict[str, list[int]]:
    silent: dict[str, list[int]] = {}
    batches = select(ImportBatch.id, ImportBatch.columns).where(ImportBatch.status == "published")
    for batch, columns in session.execute(batches.where(ImportBatch.kind == "orders")):
        carried = {LINE_COLUMNS.get(name, name) for name in columns}
        for name in (*NUMBERS, *DATES) if columns else ():
            if name not in carried:
                silent.setdefault(name, []).append(batch)
    return silent


def _columns(rows: list[Any]) -> dict[str, np.ndarray]:
    names = (*NUMBERS, *DATES, *TEXTS, "retired")
    columns = dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(names, ())
    result = {name: as_numbers(columns[name]) for name in NUMBERS}
    result |= {name: as_days(columns[name]) for name in DATES}
    result |= {name: _texts(columns[name]) for name in TEXTS}
    result["retired"] = np.array(columns["retired"], dtype=bool)
    return result


def _texts(values: Sequence[str | None]) -> np.ndarray:
    result = np.empty(len(values), dtype=object)
    result[:] = values
    return result
