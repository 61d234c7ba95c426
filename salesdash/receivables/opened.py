"""The ledger of one day as a file beside the snapshot: made when somebody asks for it, read by every process."""

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import snapshot
from salesdash.models import SpanningOrder
from salesdash.receivables import ledger
from salesdash.snapshot import building, duck, placing
from salesdash.snapshot.files import FORMAT, Snapshot, clear
from salesdash.snapshot.receipts import NO_LINES

if TYPE_CHECKING:
    from pyarrow import Table

#: receipts of a company without payments
_NO_RECEIPTS = (
    "SELECT NULL::DATE AS day, NULL::BIGINT AS order_key, NULL::BIGINT AS receipts, "
    "0 AS person, 0 AS team, 0 AS region, 0 AS channel, 0 AS country, 0 AS customer WHERE false"
)


def file(session: Session, as_of: date, terms: int) -> Path:
    """The file with the ledger's columns of all who owe or have paid too much at the end of ``as_of``."""
    files = snapshot.current(session)
    state = hashlib.blake2b(f"{files.of_payments('').name}{terms}".encode(), digest_size=16).hexdigest()
    path = files.folder / f"owed-{as_of:%Y%m%d}-{state}-v{FORMAT}.parquet"
    if not path.exists():
        with building.one_builder(files.folder):
            if not path.exists():
                spanning = placing.table([(k,) for k in session.scalars(select(SpanningOrder.order_key))], "order_key")
                _make(files, path, as_of, terms, spanning)
                clear(files, keep=[path.name])
    return path


def _make(files: Snapshot, path: Path, as_of: date, terms: int, spanning: "Table") -> None:
    until = f"WHERE day <= DATE '{as_of}'"

    def lines(months: Sequence[int]) -> str:
        of = building.of_files(files.file("lines", m) for m in months if m <= as_of.year * 100 + as_of.month)
        return f"{of} {until}" if of else NO_LINES

    def paid(*paths: Path) -> str:
        return f"{building.of_files(paths)} {until}" if files.payments else _NO_RECEIPTS

    months = sorted(files.months)
    others = files.of_payments("other_receipts")
    with duck.connection() as connection:
        connection.register("spanning_given", spanning)
        connection.execute("CREATE TEMP TABLE spanning AS FROM spanning_given")
        connection.execute(f"CREATE TEMP VIEW lines AS {lines(months)}")
        connection.execute(f"CREATE TEMP VIEW paid AS {paid(*(files.receipts(m) for m in months), others)}")
        # month by month, so that memory stays bounded: an order lies in one, or is among the few that span several
        parts = [
            ledger.accounts(f"({lines([m])}) ANTI JOIN spanning USING (order_key)", paid(files.receipts(m)))
            for m in months
        ]
        parts.append(ledger.accounts(f"({lines(months)}) SEMI JOIN spanning USING (order_key)", paid(others)))
        connection.execute(f"CREATE TEMP TABLE accounts AS {parts[0]}")
        for part in parts[1:]:
            connection.execute(f"INSERT INTO accounts BY NAME {part}")
        for name, sql in ledger.steps(terms).items():
            connection.execute(f"CREATE TEMP TABLE {name} AS {sql}")
        building.write(connection, path, "FROM ledger", building.ROWS_PER_SMALL_GROUP)
