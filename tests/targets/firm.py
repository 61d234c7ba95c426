"""A small company whose targets can be worked out by hand, and its people.

Regions N (with N1, N2) and S, product lines ROAD and BELL, channels SHOP and WEB. M leads R1 and R2 (N1, N2); R3 (S)
reports to nobody; R4 joined on 2026-07-01, R5 left on 2025-12-31. Sales of 2025 in whole units:

======  ====  ====  ====  ======
line    R1    R2    R3    month
======  ====  ====  ====  ======
ROAD    600   300   –     March
BELL    –     100   –     June
BELL    –     –     −50   June
======  ====  ====  ====  ======
"""

from datetime import date

from sqlalchemy.orm import Session

from salesdash import db, models
from salesdash.access import setup, users
from salesdash.access.identity import OPERATOR, User
from salesdash.masterdata import people
from salesdash.targets import Cell
from tests.kpis.company import Line, publish

_LINES = [
    ("A1", date(2025, 3, 5), 600, 3, 1, 1, 1),
    ("A2", date(2025, 3, 6), 300, 4, 1, 1, 2),
    ("A3", date(2025, 6, 7), 100, 4, 2, 1, 2),
    ("A4", date(2025, 6, 8), -50, 2, 2, 2, 3),
]


def cell(**named: str | int) -> Cell:
    """A cell of 2026."""
    return Cell(2026, **named)  # type: ignore[arg-type]


def build() -> None:
    """The company in the configured database, with the accounts chief (executive), boss (a second one), mona (sales
    manager, is M), rob (representative, is R1), ana (analyst), prod (production), adam (administrator)."""
    with db.writing() as session:
        setup.install_defaults(session)
        _members(session)
        for login, role, rep in (
            ("chief", "executive", None), ("boss", "executive", None), ("mona", "sales_manager", "M"),
            ("rob", "sales_representative", "R1"), ("ana", "analyst", None), ("prod", "production", None),
            ("adam", "administrator", None), ("finn", "finance", None), ("mark", "marketing", None),
            ("assi", "sales_assistant", "R2"), ("cust", "customer_service", None),
        ):  # fmt: skip
            users.add(session, OPERATOR, login, role, rep=rep)
    named = ("region", "product_line", "channel", "credit")
    lines = [
        Line(order, day, net, **dict(zip(named, ids, strict=True)), customer=1, product=None, cost=0)
        for order, day, net, *ids in _LINES
    ]
    publish(lines)


def _members(session: Session) -> None:
    def add(model: type, *rows: dict) -> None:
        session.add_all(model(**({"name": f"Name of {row['code']}"} | row)) for row in rows)
        session.flush()

    add(models.Region, {"id": 1, "code": "N"}, {"id": 2, "code": "S"})
    add(models.Region, {"id": 3, "code": "N1", "parent_id": 1}, {"id": 4, "code": "N2", "parent_id": 1})
    add(models.ProductLine, {"id": 1, "code": "ROAD"}, {"id": 2, "code": "BELL"})
    add(models.Channel, {"id": 1, "code": "SHOP"}, {"id": 2, "code": "WEB"})
    add(models.Customer, {"id": 1, "code": "C1"}, {"id": 2, "code": "C2"})
    add(models.Person, *({"id": i, "code": f"R{i}"} for i in (1, 2, 3)), {"id": 6, "code": "M"})
    add(
        models.Person,
        {"id": 4, "code": "R4", "hired_on": date(2026, 7, 1)},
        {"id": 5, "code": "R5", "left_on": date(2025, 12, 31)},
    )
    for number in (1, 2, 3):
        session.add(models.CreditGroup(id=number, spec=f"{number}:1000000"))
        session.flush()
        session.add(models.CreditShare(group_id=number, position=0, person_id=number, share=1_000_000))
    session.flush()
    people.assign(session, OPERATOR, ["R1"], manager="M", region="N1")
    people.assign(session, OPERATOR, ["R2"], manager="M", region="N2")
    people.assign(session, OPERATOR, ["R3", "R4", "R5"], region="S")


def user(login: str) -> User:
    """Somebody of the company."""
    with db.reading() as session:
        return users.by_login(session, login)
