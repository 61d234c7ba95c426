"""Receipts and receivables of a company with many payments.

    python -m benchmarks.receipts --lines 5000000 --database sqlite:////tmp/bench.sqlite3

Loads the company if the database has no lines, and payments of most of its orders: many in two parts, some by the
customer alone, some missing. Measures the making of the receipts' files, receivables of a day asked first and again,
and ``kpis`` with receipts; beside them what summing up the lines by order once costs. Prints one JSON document.
"""

import argparse
import json
import time
from collections.abc import Callable
from datetime import date

import numpy as np
from sqlalchemy import func, inspect, select

from benchmarks import company, loading
from salesdash import db, kpis, models, receivables, snapshot
from salesdash.access.identity import OPERATOR
from salesdash.models.base import now
from salesdash.snapshot import duck
from salesdash.snapshot.building import quoted

AS_OF = date(2024, 12, 31)
YEAR = (date(2024, 1, 1), AS_OF)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--lines", type=int, default=1_000_000)
    arguments.add_argument("--database", required=True)
    given = arguments.parse_args()
    url, result = given.database, {"lines": given.lines}
    bind = db.engine(url)
    if not inspect(bind).has_table("order_lines"):
        loading.load(url, given.lines)
    result["files_of_lines_seconds"] = timed(lambda: snapshot.refresh(bind))[0]
    with db.reading(url) as session:
        paid = session.scalar(select(func.count()).select_from(models.Payment))
    result["kpis_without_payments_seconds"] = timed(lambda: by_rep(url))[0]
    if not paid:
        pay(url, given.lines)
        result["files_of_receipts_seconds"] = timed(lambda: snapshot.refresh(bind))[0]
    result["kpis_with_payments_seconds"] = timed(lambda: by_rep(url))[0]
    result["receivables_first_seconds"], whole = timed(lambda: ask(url))
    result["receivables_again_by_customer_seconds"] = timed(lambda: ask_customers(url))[0]
    result["reading_the_lines_once_seconds"] = timed(lambda: scan(url))[0]
    result |= {"payments": paid or count(url), "open_orders": whole.orders, "receivables": whole.total / 1e4}
    print(json.dumps(result, indent=1))


def timed(work: Callable) -> tuple[float, object]:
    started = time.perf_counter()
    answer = work()
    return round(time.perf_counter() - started, 3), answer


def pay(url: str, lines: int) -> None:
    """94 of 100 orders are paid 5 to 60 days after their date, a third of these in two parts; 3 by the customer."""
    data, rng = company.lines(lines), np.random.default_rng(11)
    order, first = np.unique(data.order, return_index=True)
    amount = np.bincount(data.order, weights=data.net)[order].astype(np.int64)
    fate = rng.random(len(order))
    day = data.day[first] + rng.integers(5, 61, len(order)).astype("timedelta64[D]")
    split = (fate < 0.94) & (rng.random(len(order)) < 1 / 3)
    parts = [
        (fate < 0.94, np.where(split, amount // 2, amount), 0),
        (split, amount - amount // 2, 14),
        ((fate >= 0.94) & (fate < 0.97), amount, 0),
    ]
    rows: dict[str, list] = {name: [] for name in ("order_key", "customer_id", "paid_on", "amount")}
    for number, (wanted, paid, later) in enumerate(parts):
        chosen = wanted & (amount > 0)
        keys = loading.order_key(order[chosen]).tolist()
        rows["order_key"] += keys if number < 2 else [None] * len(keys)
        rows["customer_id"] += data.customer[first][chosen].tolist()
        rows["paid_on"] += (day[chosen] + np.timedelta64(later, "D")).astype(str).tolist()
        rows["amount"] += paid[chosen].tolist()
    numbers = range(1, len(rows["amount"]) + 1)
    with db.writing(url) as session:
        batch = models.ImportBatch(
            kind="payments", file_name="benchmark", status="published", created_by="benchmark", published_at=now()
        )
        session.add(batch)
        session.flush()
        constant = {"batch_id": [batch.id] * len(numbers), "id": numbers, "place": numbers, "content_key": numbers}
        db.insert_columns(session, "payments", constant | rows)
        db.touch(session, "payments")


def by_rep(url: str) -> object:
    with db.reading(url) as session:
        return kpis.table(session, OPERATOR, *YEAR, by=["rep", "month"])


def ask(url: str) -> receivables.Receivables:
    with db.reading(url) as session:
        return receivables.receivables(session, OPERATOR, as_of=AS_OF)


def ask_customers(url: str) -> object:
    with db.reading(url) as session:
        return receivables.members(session, OPERATOR, "customer", as_of=AS_OF)


def count(url: str) -> int:
    with db.reading(url) as session:
        return session.scalar(select(func.count()).select_from(models.Payment)) or 0


def scan(url: str) -> object:
    """Revenue per order, straight from the files of the lines."""
    with db.reading(url) as session:
        files = snapshot.current(session)
    listed = ", ".join(quoted(files.file("lines", month)) for month in files.months)
    with duck.connection() as connection:
        return connection.execute(
            f"SELECT count(*) FROM (SELECT customer, order_key, sum(net) FROM read_parquet([{listed}]) GROUP BY ALL)"
        ).fetchone()


if __name__ == "__main__":
    main()
