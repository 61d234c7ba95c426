"""Makes the snapshot's missing files from the database, month by month, so that memory stays bounded."""

import fcntl
import logging
import secrets
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.snapshot import duck, placing, receipts, shapes
from salesdash.snapshot.files import COMBINED, KINDS, Snapshot, clear, wanted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from pyarrow import Table

log = logging.getLogger(__name__)

#: steps from raw lines to the lines file, each a table for the next
STEPS = ("named", "placed", "credited", "teamed", "complex_orders", "lines")
#: rows that stand together in files sorted by day: few, so that some days are read without the rest
ROWS_PER_SMALL_GROUP = 20_480


def current(session: Session) -> Snapshot:
    """The files of the state that ``session`` sees; those that are missing are made first."""
    snapshot = wanted(session)
    if snapshot.missing():
        with one_builder(snapshot.folder):
            _build(session, snapshot)
    return snapshot


def refresh(engine: Engine) -> None:
    """Makes the missing files of the database's present state now, so that the next reader need not."""
    with db.reading(engine.url.render_as_string(hide_password=False)) as session:
        current(session)


@contextmanager
def one_builder(folder: Path) -> Iterator[None]:
    """One process of a host builds at a time; who comes second finds the files made. Readers of files never wait."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "building.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _build(session: Session, snapshot: Snapshot) -> None:
    missing = snapshot.missing()
    months = [m for m in sorted(snapshot.months) if any(snapshot.file(kind, m).name in missing for kind in KINDS)]
    started = time.monotonic()
    with duck.connection() as connection:
        connection.execute("SET preserve_insertion_order = true")
        if months:
            tables = placing.tables(session)
            _keep(connection, tables)
            for month, raw in _read_ahead(session, months):
                _build_month(connection, snapshot, month, raw, tables)
        for kind in COMBINED:
            path = snapshot.combined(kind)
            if path.name in missing:
                write(connection, path, _combined(snapshot, kind), ROWS_PER_SMALL_GROUP)
        if snapshot.payments and any("receipts" in name or "paid" in name for name in missing):
            _build_receipts(connection, session, snapshot, missing)
    clear(snapshot)
    log.info("snapshot: %d months made in %.2f s", len(months), time.monotonic() - started)


def _keep(connection: "DuckDBPyConnection", tables: Mapping[str, "Table"]) -> None:
    for name, content in tables.items():
        connection.register("given", content)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM given")
        connection.unregister("given")


def _read_ahead(session: Session, months: Sequence[int]) -> Iterator[tuple[int, "Table"]]:
    """Each month with its lines; while one is worked on, the next is read."""

    def read(month: int) -> "Table":
        return db.read_columns(session, shapes.RAW, _live_lines(month))

    with ThreadPoolExecutor(1) as reader:
        following = reader.submit(read, months[0])
        for number, month in enumerate(months):
            raw = following.result()
            if number + 1 < len(months):
                following = reader.submit(read, months[number + 1])
            yield month, raw


def _build_month(
    connection: "DuckDBPyConnection", snapshot: Snapshot, month: int, raw: "Table", tables: Collection[str]
) -> None:
    connection.register("raw", raw)
    sql = {
        "named": shapes.named(), "placed": shapes.placed(tables), "credited": shapes.credited(),
        "teamed": shapes.teamed(), "complex_orders": shapes.complex_orders(), "lines": shapes.lines(),
    }  # fmt: skip
    for step in STEPS:
        shape = "VIEW" if step == "named" else "TABLE"  # a table where more than one later step reads it
        connection.execute(f"CREATE OR REPLACE TEMP {shape} {step} AS {sql[step]}")
    write(connection, snapshot.file("lines", month), "FROM lines", ROWS_PER_SMALL_GROUP)
    write(connection, snapshot.file("complex", month), shapes.complex_lines())
    write(connection, snapshot.file("first", month), shapes.first_of_month())
    for kind in shapes.SUMMARIES:
        write(connection, snapshot.file(kind, month), shapes.summary(kind, month))
    for step in STEPS[1:]:
        connection.execute(f"DROP TABLE {step}")
    connection.unregister("raw")


def _build_receipts(
    connection: "DuckDBPyConnection", session: Session, snapshot: Snapshot, missing: Collection[str]
) -> None:
    known = placing.tables(session) | {"held": placing.held(session)}
    _keep(connection, {name: known[name] for name in ("merged_customer", "places", "spanning", "held")})
    paid = snapshot.of_payments("paid")
    if paid.name in missing:
        connection.register("given", db.read_columns(session, receipts.RAW, "FROM payments p"))
        write(connection, paid, "FROM given")
        connection.unregister("given")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE paid AS {receipts.paid(quoted(paid))}")
    months = sorted(snapshot.months)
    for month in months:
        if snapshot.receipts(month).name in missing:
            of_month = receipts.of_month(f"FROM read_parquet({quoted(snapshot.file('lines', month))})")
            write(connection, snapshot.receipts(month), of_month, ROWS_PER_SMALL_GROUP)
    lines = of_files(snapshot.file("lines", month) for month in months) or receipts.NO_LINES
    done = of_files(snapshot.receipts(month) for month in months)
    for step, sql in receipts.others(lines, done).items():
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {step} AS {sql}")
    others = snapshot.of_payments("other_receipts")
    write(connection, others, "FROM other_receipts", ROWS_PER_SMALL_GROUP)
    everything = of_files([*(snapshot.receipts(month) for month in months), others])
    write(connection, snapshot.of_payments("receipts_by_line"), receipts.summary(everything))


def _live_lines(month: int) -> str:
    """The lines that count: of published batches, not retired by a published batch."""
    year, number = divmod(month, 100)
    following = (year + number // 12) * 100 + number % 12 + 1
    return f"""
        FROM order_lines l
        WHERE l.ordered_on >= '{year:04d}-{number:02d}-01'
          AND l.ordered_on < '{following // 100:04d}-{following % 100:02d}-01'
          AND l.batch_id IN (SELECT id FROM import_batches WHERE status = 'published')
          AND NOT EXISTS (
              SELECT 1 FROM line_retirements r JOIN import_batches b ON b.id = r.batch_id AND b.status = 'published'
              WHERE r.line_id = l.id
          )
    """


def _combined(snapshot: Snapshot, kind: str) -> str:
    """All months of a kind; of the months' first purchases, only each customer's very first."""
    files = ", ".join(quoted(snapshot.file(kind, month)) for month in sorted(snapshot.months))
    if kind != "first":
        return f"FROM read_parquet([{files}])"
    return f"""
        WITH monthly AS (FROM read_parquet([{files}]))
        FROM monthly SEMI JOIN (SELECT customer, min(day) AS day FROM monthly GROUP BY customer) f
            ON f.customer = monthly.customer AND f.day = monthly.day
        ORDER BY monthly.day
    """


def quoted(path: Path) -> str:
    """A path as an SQL text."""
    return "'" + str(path).replace("'", "''") + "'"


def of_files(paths: Iterable[Path]) -> str:
    """SQL of all rows of files; "" of none."""
    listed = ", ".join(map(quoted, paths))
    return f"FROM read_parquet([{listed}])" if listed else ""


def write(connection: "DuckDBPyConnection", path: Path, sql: str, rows_per_group: int = 122_880) -> None:
    """Writes beside and renames, so that nobody ever reads half a file."""
    beside = path.with_name(f"{path.stem}-{secrets.token_hex(4)}.part")
    try:
        connection.execute(
            f"COPY ({sql}) TO {quoted(beside)} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE {rows_per_group})"
        )
        beside.rename(path)
    finally:
        beside.unlink(missing_ok=True)
