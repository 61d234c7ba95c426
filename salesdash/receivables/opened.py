"""The ledger of one day as a file beside the snapshot: made when somebody asks for it, read by every process."""

import hashlib
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from salesdash import snapshot
from salesdash.receivables import ledger
from salesdash.snapshot import building, duck
from salesdash.snapshot.files import FORMAT, Snapshot, clear
from salesdash.snapshot.receipts import NO_LINES

#: receipts of a company without payments
_NO_RECEIPTS = (
    "SELECT NULL::DATE AS day, NULL::BIGINT AS order_key, NULL::BIGINT AS receipts, "
    "0 AS person, 0 AS team, 0 AS region, 0 AS channel, 0 AS country, 0 AS customer WHERE false"
)


def file(session: Session, as_of: date, terms: int) -> Path:
    """The file with the ledger's columns of all who owe or have paid too much at the end of ``as_of``."""
    files = snapshot.current(session)
    state = hashlib.blake2b(f"{files.combined('receipts').name}{terms}".encode(), digest_size=16).hexdigest()
    path = files.folder / f"owed-{as_of:%Y%m%d}-{state}-v{FORMAT}.parquet"
    if not path.exists():
        with building.one_builder(files.folder):
            if not path.exists():
                _make(files, path, as_of, terms)
                clear(files, keep=[path.name])
    return path


def _make(files: Snapshot, path: Path, as_of: date, terms: int) -> None:
    until = f"day <= DATE '{as_of}'"
    months = [month for month in sorted(files.months) if month <= as_of.year * 100 + as_of.month]
    listed = ", ".join(building.quoted(files.file("lines", month)) for month in months)
    lines = f"FROM read_parquet([{listed}]) WHERE {until}" if months else NO_LINES
    paid = f"FROM read_parquet({building.quoted(files.combined('receipts'))}) WHERE {until}"
    with duck.connection() as connection:
        connection.execute(f"CREATE TEMP VIEW lines AS {lines}")
        connection.execute(f"CREATE TEMP VIEW paid AS {paid if files.payments else _NO_RECEIPTS}")
        for name, sql in ledger.steps(terms).items():
            connection.execute(f"CREATE TEMP TABLE {name} AS {sql}")
        building.write(connection, path, "FROM ledger", building.ROWS_PER_SMALL_GROUP)
