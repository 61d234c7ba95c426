"""A small company put straight into the database, as published imports would have left it."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from salesdash import db, models, snapshot
from salesdash.models.base import now
from salesdash.units import SCALE

E4 = SCALE


@dataclass(frozen=True)
class Line:
    """An order line as a file said it. Ids of members, None for what the file left out; amounts in whole units."""

    order: str
    day: date
    net: int
    customer: int | None = 1
    product: int | None = 1
    region: int | None = 2
    channel: int | None = 1
    country: int | None = None
    product_line: int | None = None
    credit: int | None = 1
    quantity: int | None = 1
    cost: int | None = None
    line_no: str | None = None


def members(session: Session) -> None:
    """Regions North (1) with N1 (2), N2 (3), and South (4); people Ann, Bo, Cy; credit groups 1 to 3 are one person
    each, 4 is Ann and Bo 60:40, 5 Ann, Bo and Cy in thirds. Bo moves from East to West on 2024-03-01. Customer 4 was
    merged into 1; product 3 was placed in line 2; a placement gives region 4 to lines from country 1 without one."""

    def add(model: type, *rows: dict) -> None:
        session.add_all(model(**({"code": row.get("code", row["name"])} | row)) for row in rows)
        session.flush()

    add(models.Region, {"id": 1, "name": "North"}, {"id": 4, "name": "South"})
    add(models.Region, {"id": 2, "name": "N1", "parent_id": 1}, {"id": 3, "name": "N2", "parent_id": 1})
    add(models.Country, {"id": 1, "name": "Chile"})
    add(models.Channel, {"id": 1, "name": "Shop"}, {"id": 2, "name": "Web"})
    add(models.Category, {"id": 1, "name": "Bikes"}, {"id": 2, "name": "Parts"})
    add(models.ProductLine, {"id": 1, "name": "Road", "category_id": 1}, {"id": 2, "name": "Trail", "category_id": 1})
    add(models.ProductLine, {"id": 3, "name": "Bells", "category_id": 2})
    add(models.Product, {"id": 1, "name": "P1", "product_line_id": 1}, {"id": 2, "name": "P2", "product_line_id": 3})
    add(models.Product, {"id": 3, "name": "P3", "product_line_id": 2, "placed": True})
    add(models.Customer, *({"id": i, "name": f"C{i}"} for i in (1, 2, 3)))
    add(models.Customer, {"id": 4, "name": "C4", "merged_into_id": 1})
    add(models.Team, {"id": 1, "name": "Sales"})
    add(models.Team, {"id": 2, "name": "East", "parent_id": 1}, {"id": 3, "name": "West", "parent_id": 1})
    add(models.Person, {"id": 1, "name": "Ann"}, {"id": 2, "name": "Bo"}, {"id": 3, "name": "Cy"})
    for person, since, team in ((1, date(1900, 1, 1), 2), (2, date(1900, 1, 1), 2), (2, date(2024, 3, 1), 3)):
        session.add(models.PersonPlace(person_id=person, valid_from=since, team_id=team))
    for group, shares in CREDITS.items():
        session.add(models.CreditGroup(id=group, spec=";".join(f"{p}:{s}" for p, s in shares)))
        session.flush()
        for position, (person, share) in enumerate(shares):
            session.add(models.CreditShare(group_id=group, position=position, person_id=person, share=share))
    session.add(models.Placement(dimension="region", by_dimension="country", by_id=1, member_id=4))


CREDITS = {
    1: [(1, 1_000_000)],
    2: [(2, 1_000_000)],
    3: [(3, 1_000_000)],
    4: [(1, 600_000), (2, 400_000)],
    5: [(1, 333_334), (2, 333_333), (3, 333_333)],
}


def order_key(order: str) -> int:
    return int.from_bytes(hashlib.blake2b(order.encode(), digest_size=8).digest()) >> 1


def publish(lines: Sequence[Line], *, first_id: int = 1, units: int = E4) -> None:
    """The lines in one published batch; their months are marked."""
    with db.writing() as session:
        batch = models.ImportBatch(kind="orders", file_name="f", status="published", created_by="t", published_at=now())
        session.add(batch)
        session.flush()
        for place, line in enumerate(lines):
            session.add(
                models.OrderLine(
                    id=first_id + place, batch_id=batch.id, place=place, order_key=order_key(line.order),
                    order_no=line.order, line_no=line.line_no, ordered_on=line.day, customer_id=line.customer,
                    product_id=line.product, product_line_id=line.product_line, region_id=line.region,
                    country_id=line.country, channel_id=line.channel, credit_id=line.credit,
                    quantity=None if line.quantity is None else line.quantity * E4, net_amount=line.net * units,
                    cost=None if line.cost is None else line.cost * units,
                )
            )  # fmt: skip
        session.flush()
        mark(session, lines)


@dataclass(frozen=True)
class Paid:
    """A payment as a file said it; ``amount`` in whole units."""

    day: date
    amount: int
    order: str | None = None
    customer: int | None = None


def pay(payments: Sequence[Paid], *, units: int = E4) -> None:
    """The payments in one published batch."""
    with db.writing() as session:
        batch = models.ImportBatch(
            kind="payments", file_name="p", status="published", created_by="t", published_at=now()
        )
        session.add(batch)
        session.flush()
        for place, paid in enumerate(payments):
            session.add(
                models.Payment(
                    batch_id=batch.id, place=place, content_key=batch.id * 10_000 + place, order_no=paid.order,
                    order_key=order_key(paid.order) if paid.order else None, customer_id=paid.customer,
                    paid_on=paid.day, amount=paid.amount * units,
                )
            )  # fmt: skip
        db.touch(session, "payments")


def mark(session: Session, lines: Iterable[Line]) -> None:
    """What publishing does besides: spanning orders, versions of months."""
    months: dict[int, set[int]] = {}
    for line in session.query(models.OrderLine):
        months.setdefault(line.order_key, set()).add(line.ordered_on.year * 100 + line.ordered_on.month)
    for key, seen in months.items():
        if len(seen) > 1:
            session.merge(models.SpanningOrder(order_key=key))
    touched = {line.day.year * 100 + line.day.month for line in lines}
    touched |= {month for seen in months.values() if len(seen) > 1 for month in seen}
    snapshot.mark_months(session, touched)


def company(lines: Sequence[Line]) -> None:
    """Members and lines in an empty database."""
    with db.writing() as session:
        members(session)
    publish(lines)
