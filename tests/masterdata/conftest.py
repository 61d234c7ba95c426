"""A small company whose figures can be worked out by hand, and the people who look after its master data."""

from datetime import date

import pytest
from sqlalchemy import select

from salesdash import db, snapshot
from salesdash.access import setup, users
from salesdash.access.identity import OPERATOR, User
from salesdash.masterdata import editing, people
from salesdash.masterdata.dimensions import DIMENSIONS
from salesdash.models import CreditGroup, CreditShare, ImportBatch, OrderLine, Person
from salesdash.models.base import now

ALL_DAYS = (date(2026, 1, 1), date(2026, 12, 31))

#: order, line, day, customer, product, region, country, channel, shares, amount
LINES = [
    ("A", 1, "2026-01-10", "C1", "P1", "N", "TW", "SHOP", {"R1": 100}, 100),
    ("A", 2, "2026-01-10", "C1", "P2", "N", "TW", "SHOP", {"R1": 100}, 50),
    ("B", 1, "2026-02-10", "C2", "P1", "N", "TW", "SHOP", {"R2": 100}, 200),
    ("C", 1, "2026-03-10", "C3", "P1", None, "JP", "SHOP", {"R1": 60, "R2": 40}, 400),
    ("D", 1, "2026-03-11", "C1", "P3", None, "TW", None, {}, 800),
]


def _id(session, key: str, code: str | None) -> int | None:
    model = DIMENSIONS[key].model
    return session.scalar(select(model.id).where(model.code == code)) if code else None


@pytest.fixture
def firm(database: str) -> str:
    """The small company: regions N and S below TOP, teams T1 and T2, R1 and R2 in T1 under M, three customers."""
    with db.writing() as session:
        setup.install_defaults(session)
        for key, codes in {
            "country": ("TW", "JP"), "channel": ("SHOP", "WEB"), "category": ("K",), "team": ("T1", "T2"),
            "region": ("TOP", "N", "S"), "product_line": ("L1", "L2"), "product": ("P1", "P2", "P3"),
            "customer": ("C1", "C2", "C3"), "rep": ("M", "R1", "R2"),
        }.items():  # fmt: skip
            for code in codes:
                editing.add(session, OPERATOR, key, code, name=f"Name of {code}")
        editing.change(session, OPERATOR, "region", "N", parent="TOP")
        editing.change(session, OPERATOR, "region", "S", parent="TOP")
        editing.change(session, OPERATOR, "product_line", "L1", category="K")
        editing.change(session, OPERATOR, "product", "P1", product_line="L1")
        editing.change(session, OPERATOR, "product", "P2", product_line="L2")
        people.assign(session, OPERATOR, ["R1", "R2"], team="T1", manager="M", region="N")
        batch = ImportBatch(kind="orders", file_name="f", status="published", created_by="t", published_at=now())
        session.add(batch)
        session.flush()
        groups: dict[str, int] = {}
        for number, (order, line, day, *codes, shares, amount) in enumerate(LINES, 1):
            parts = [(_id(session, "rep", rep), share * 10_000) for rep, share in shares.items()]
            spec = ";".join(f"{person}:{share}" for person, share in parts)
            if spec and spec not in groups:
                group = CreditGroup(spec=spec)
                session.add(group)
                session.flush()
                groups[spec] = group.id
                for position, (person, share) in enumerate(parts):
                    session.add(CreditShare(group_id=group.id, position=position, person_id=person, share=share))
            named = dict(zip(("customer", "product", "region", "country", "channel"), codes, strict=True))
            session.add(
                OrderLine(
                    id=number, batch_id=batch.id, place=number, order_key=ord(order), order_no=order, line_no=str(line),
                    ordered_on=date.fromisoformat(day), quantity=10_000, unit_price=amount * 10_000,
                    net_amount=amount * 10_000, credit_id=groups.get(spec),
                    **{f"{key}_id": _id(session, key, code) for key, code in named.items()},
                )
            )  # fmt: skip
        snapshot.mark_months(session, [202601, 202602, 202603])
        users.add(session, OPERATOR, "ana", "analyst")
        users.add(session, OPERATOR, "adam", "administrator")
        users.add(session, OPERATOR, "exec", "executive")
    return database


@pytest.fixture
def analyst(firm: str) -> User:
    with db.reading() as session:
        return users.by_login(session, "ana")


@pytest.fixture
def administrator(firm: str) -> User:
    with db.reading() as session:
        return users.by_login(session, "adam")


@pytest.fixture
def executive(firm: str) -> User:
    with db.reading() as session:
        return users.by_login(session, "exec")


def version(key: str, code: str) -> int:
    """The member's version now."""
    with db.reading() as session:
        return editing.get(session, OPERATOR, key, code)["version"]


def person_id(code: str) -> int:
    with db.reading() as session:
        return session.scalars(select(Person.id).where(Person.code == code)).one()
