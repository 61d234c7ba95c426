"""Puts the company of ``benchmarks.company`` straight into a database, as published imports would have left it."""

import io
from collections.abc import Iterator
from datetime import date

import numpy as np
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from benchmarks import company
from benchmarks.company import Lines
from salesdash import db, models, snapshot
from salesdash.models.base import now

COLUMNS = (
    "id", "batch_id", "place", "order_key", "order_no", "line_no", "ordered_on", "customer_id", "product_id",
    "product_line_id", "region_id", "channel_id", "credit_id", "quantity", "unit_price", "net_amount", "cost",
)  # fmt: skip


def load(url: str, count: int, seed: int = 7) -> None:
    """Schema, members and ``count`` lines in one published batch."""
    bind = db.engine(url)
    models.Base.metadata.create_all(bind)
    data = company.lines(count, seed)
    with db.writing(url) as session:
        members(session)
    add(url, data, first_id=1)


def members(session: Session) -> None:
    """The members of all dimensions."""
    named = {
        models.Region: ("G", company.REGIONS), models.Channel: ("CH", company.CHANNELS),
        models.Category: ("K", 3), models.ProductLine: ("L", company.LINES), models.Product: ("P", company.PRODUCTS),
        models.Customer: ("C", company.CUSTOMERS), models.Person: ("R", company.PEOPLE),
        models.Team: ("T", company.TEAMS),
    }  # fmt: skip
    for model, (prefix, number) in named.items():
        session.execute(
            model.__table__.insert(),
            [
                {"id": i, "code": f"{prefix}{i}", "name": f"{model.__name__} {i}", "active": True, "version": 1}
                for i in range(1, number + 1)
            ],
        )
    for line in range(1, company.LINES + 1):
        session.get_one(models.ProductLine, line).category_id = line % 3 + 1
    for person in range(1, company.PEOPLE + 1):
        session.add(
            models.PersonPlace(
                person_id=person, valid_from=date(1900, 1, 1), team_id=(person - 1) // 8 + 1,
                manager_id=None if person == 1 else (person - 2) // 8 + 1,
            )
        )  # fmt: skip
        session.add(models.CreditGroup(id=person, spec=f"{person}:1000000"))
    for group in range(company.PEOPLE + 1, company.PEOPLE + company.PAIRS + 1):
        first, second = company.pair(group)
        session.add(models.CreditGroup(id=group, spec=f"{first}:600000;{second}:400000"))
    session.flush()
    for person in range(1, company.PEOPLE + 1):
        session.add(models.CreditShare(group_id=person, position=0, person_id=person, share=1_000_000))
    for group in range(company.PEOPLE + 1, company.PEOPLE + company.PAIRS + 1):
        for position, (person, share) in enumerate(zip(company.pair(group), (600_000, 400_000), strict=True)):
            session.add(models.CreditShare(group_id=group, position=position, person_id=person, share=share))


def add(url: str, data: Lines, first_id: int) -> None:
    """Adds ``data`` as one published batch; ids of lines from ``first_id`` on."""
    with db.writing(url) as session:
        batch = models.ImportBatch(
            kind="orders", file_name="benchmark", status="published", created_by="benchmark", published_at=now()
        )
        session.add(batch)
        session.flush()
        batch_id = batch.id
        spanning = _spanning(data)
        known = {row for (row,) in session.query(models.SpanningOrder.order_key)}
        session.add_all(models.SpanningOrder(order_key=key) for key in spanning if key not in known)
        months = np.unique(data.day.astype("datetime64[M]"))
        snapshot.mark_months(session, [int(str(m).replace("-", "")) for m in months])
    _insert(db.engine(url), data, batch_id, first_id)


def _spanning(data: Lines) -> list[int]:
    month = data.day.astype("datetime64[M]").astype(np.int64)
    changed = (data.order[1:] == data.order[:-1]) & (month[1:] != month[:-1])
    return np.unique(order_key(data.order[1:][changed])).tolist()


def order_key(order: np.ndarray) -> np.ndarray:
    """A 63-bit number per order, spread like a hash."""
    return ((order.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(1)).astype(np.int64)


def _rows(data: Lines, batch: int, first_id: int, cut: slice) -> Iterator[tuple]:
    size = len(data.order[cut])
    place = np.arange(cut.start, cut.start + size)
    costs = [
        c if known else None for c, known in zip(data.cost[cut].tolist(), data.has_cost[cut].tolist(), strict=True)
    ]
    return zip(
        (place + first_id).tolist(), [batch] * size, place.tolist(), order_key(data.order[cut]).tolist(),
        [f"SO{o}" for o in data.order[cut].tolist()], [str(n) for n in data.line_no[cut].tolist()],
        data.day[cut].astype(str).tolist(), data.customer[cut].tolist(), data.product[cut].tolist(),
        company.line_of_product(data.product[cut]).tolist(), data.region[cut].tolist(), data.channel[cut].tolist(),
        data.credit[cut].tolist(), data.quantity[cut].tolist(), data.unit_price[cut].tolist(), data.net[cut].tolist(),
        costs, strict=True,
    )  # fmt: skip


def _insert(bind: Engine, data: Lines, batch: int, first_id: int) -> None:
    raw = bind.raw_connection()
    try:
        names, marks = ", ".join(COLUMNS), ", ".join("?" * len(COLUMNS))
        cursor = raw.cursor()
        if bind.dialect.name == "sqlite":
            cursor.execute("BEGIN IMMEDIATE")
        for at in range(0, len(data.order), 100_000):
            rows = _rows(data, batch, first_id, slice(at, at + 100_000))
            if bind.dialect.name == "sqlite":
                cursor.executemany(f"INSERT INTO order_lines ({names}) VALUES ({marks})", rows)
                continue
            text = io.StringIO()
            for row in rows:
                text.write("\t".join("\\N" if value is None else str(value) for value in row) + "\n")
            with cursor.copy(f"COPY order_lines ({names}) FROM STDIN") as copy:
                copy.write(text.getvalue())
        if bind.dialect.name == "sqlite":
            cursor.execute("COMMIT")
            cursor.execute("ANALYZE")
        else:
            raw.commit()
            cursor.execute("ANALYZE order_lines")
            raw.commit()
    finally:
        raw.close()
