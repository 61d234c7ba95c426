"""Engine, transactions and locks: the only module that knows which database it is.

SQLite runs in WAL mode. A reading transaction starts deferred; a writing one takes the write lock at its start
(``BEGIN IMMEDIATE``), so that two writers wait for each other instead of one failing half-way.
"""

import fcntl
import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from salesdash.config import PROJECT_ROOT, config
from salesdash.errors import BadInput
from salesdash.locale import N_
from salesdash.models import DataVersion

if TYPE_CHECKING:
    from pyarrow import Table

#: how long a statement waits for another writer of a SQLite file before it gives up
SQLITE_PATIENCE_MS = 30_000


def _normalised(url: str) -> str:
    parsed = make_url(url)
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise BadInput(
            "unknown_database",
            N_("The database {name} is not supported: SQLite or PostgreSQL is."),
            name=parsed.get_backend_name(),
        )
    return parsed.render_as_string(hide_password=False)


@lru_cache(maxsize=8)
def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        return create_engine(parsed, pool_size=5, max_overflow=20, pool_pre_ping=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, connect_args={"check_same_thread": False, "timeout": SQLITE_PATIENCE_MS / 1000})

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            "cache_size=-32768",
            "wal_autocheckpoint=4000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def engine(url: str | None = None) -> Engine:
    """The engine of ``url``, by default of the configured database; one per process and URL.

    Raises BadInput for a database that is neither SQLite nor PostgreSQL.
    """
    return _engine(_normalised(url or config().database_url))


@contextmanager
def reading(url: str | None = None) -> Iterator[Session]:
    """A session that only reads; one consistent view of the data on both databases."""
    with Session(
        engine(url).execution_options(isolation_level="REPEATABLE READ") if _is_postgresql(url) else engine(url)
    ) as s:
        yield s


@contextmanager
def writing(url: str | None = None) -> Iterator[Session]:
    """A unit of work: one transaction, committed at the end, rolled back if anything is raised."""
    with Session(engine(url).execution_options(writing=True), expire_on_commit=False) as session, session.begin():
        yield session


def settle(url: str | None = None) -> None:
    """Writes what a SQLite database keeps in its ``-wal`` file into the database file, as far as no other process
    reads or writes; on PostgreSQL there is nothing to do."""
    bind = engine(url)
    if bind.dialect.name == "sqlite":
        connection = bind.raw_connection()  # a checkpoint cannot be made inside a transaction
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            connection.close()


def _is_postgresql(url: str | None) -> bool:
    return engine(url).dialect.name == "postgresql"


def is_sqlite(session: Session) -> bool:
    """True on SQLite, False on PostgreSQL."""
    return session.get_bind().dialect.name == "sqlite"


@contextmanager
def exclusive(bind: Engine, name: str) -> Iterator[None]:
    """Holds the lock ``name`` of this database, waiting for whoever holds it. It ends with the process that holds
    it, however that ends: an advisory lock on PostgreSQL, a lock on a file beside the database on SQLite."""
    with _locked(bind, name, patient=True):
        yield


@contextmanager
def alone(bind: Engine, name: str) -> Iterator[bool]:
    """As ``exclusive``, without waiting: True with the lock held, False if somebody else holds it."""
    with _locked(bind, name, patient=False) as held:
        yield held


@contextmanager
def _locked(bind: Engine, name: str, *, patient: bool) -> Iterator[bool]:
    if bind.dialect.name == "postgresql":
        key = {"key": int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), signed=True)}
        with bind.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            taken = "SELECT true FROM pg_advisory_lock(:key)" if patient else "SELECT pg_try_advisory_lock(:key)"
            held = bool(connection.scalar(text(taken), key))
            try:
                yield held
            finally:
                if held:
                    connection.execute(text("SELECT pg_advisory_unlock(:key)"), key)
        return
    with Path(f"{bind.url.database}.{name}.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if patient else fcntl.LOCK_NB))
            held = True
        except BlockingIOError:
            held = False
        yield held


def cache_dir(bind: Engine) -> Path:
    """The folder of the columnar snapshot of this database."""
    if chosen := config().cache_dir:
        return chosen
    if bind.dialect.name == "sqlite":
        return Path(f"{bind.url.database}.snapshot")
    return PROJECT_ROOT / "var" / "snapshot"


def touch(session: Session, *names: str) -> None:
    """Renews the version of the named kinds of data (facts, master, access, settings) in this transaction."""
    for name in names:
        session.merge(DataVersion(name=name, token=secrets.token_hex(16)))


def versions(session: Session) -> dict[str, str]:
    """The tokens of all kinds of data; what caches are keyed by."""
    return {row.name: row.token for row in session.query(DataVersion)}


def insert_columns(session: Session, table: str, columns: Mapping[str, Sequence[Any]]) -> None:
    """Inserts rows in bulk, given column by column (plain Python values, None for NULL, dates also as ISO text):
    executemany of the driver on SQLite, COPY on PostgreSQL. Names must be the program's own, never a person's."""
    driver = session.connection().connection.driver_connection
    names = ", ".join(columns)
    if is_sqlite(session):
        marks = ", ".join("?" * len(columns))
        driver.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", zip(*columns.values(), strict=True))  # type: ignore[union-attr]
        return
    with driver.cursor().copy(f"COPY {table} ({names}) FROM STDIN") as copy:  # type: ignore[union-attr]
        for row in zip(*columns.values(), strict=True):
            copy.write_row(row)


def bound_list(session: Session, name: str) -> str:
    """SQL to stand behind ``IN``: the values that ``list_value`` made, bound under ``name``."""
    if is_sqlite(session):
        return f"(SELECT value FROM json_each(:{name}))"
    return f"(SELECT value FROM jsonb_array_elements_text(CAST(:{name} AS jsonb)) AS value)"


def bound_integers(session: Session, name: str) -> str:
    """As ``bound_list``, for whole numbers."""
    if is_sqlite(session):
        return f"(SELECT value FROM json_each(:{name}))"
    return f"(SELECT CAST(value AS bigint) FROM jsonb_array_elements_text(CAST(:{name} AS jsonb)) AS value)"


def list_value(values: Iterable[Any]) -> str:
    """Any number of texts or whole numbers as one bound value, for ``bound_list`` and ``bound_integers``."""
    return json.dumps(list(values))


def read_columns(session: Session, columns: Mapping[str, tuple[str, str]], source: str) -> "Table":
    """Reads many rows at once as an Arrow table, bypassing rows of Python objects.

    ``columns``: name → (SQL expression, kind). Kinds: "integer", "date", and "bytes" for text, of which the UTF-8
    bytes come in upper-case hexadecimal (which sorts as they do). ``source``: the SQL from FROM on. Both are the
    program's own words, never a person's. NULL stays null.
    """
    import pyarrow as pa
    from pyarrow import csv

    types = {"integer": pa.int64(), "date": pa.date32(), "bytes": pa.string()}
    schema = pa.schema([(name, types[kind]) for name, (_, kind) in columns.items()])
    read = csv.ReadOptions(column_names=schema.names, use_threads=False)
    convert = csv.ConvertOptions(column_types=schema, null_values=[""], strings_can_be_null=True)
    driver = session.connection().connection.driver_connection
    parts: list[pa.Table] = []
    if is_sqlite(session):
        texts = ", ".join(f"hex({sql})" if kind == "bytes" else sql for sql, kind in columns.values())
        pattern = ",".join(["%s"] * len(columns))  # one text per row: twice as quick as its values one by one
        cursor = driver.execute(f"SELECT printf('{pattern}', {texts}) {source}")  # type: ignore[union-attr]
        while rows := cursor.fetchmany(50_000):
            text_of_rows = "\n".join([line for (line,) in rows]).encode()
            parts.append(csv.read_csv(pa.py_buffer(text_of_rows), read_options=read, convert_options=convert))
    else:
        hexadecimal = "upper(encode(convert_to({}, 'UTF8'), 'hex'))"
        selected = ", ".join(hexadecimal.format(sql) if kind == "bytes" else sql for sql, kind in columns.values())
        with driver.cursor().copy(f"COPY (SELECT {selected} {source}) TO STDOUT (FORMAT csv)") as copy:  # type: ignore[union-attr]
            content = b"".join(copy)
        if content:
            parts.append(csv.read_csv(pa.py_buffer(content), read_options=read, convert_options=convert))
    return pa.concat_tables(parts) if parts else schema.empty_table()
