"""The audit trail: in the same transaction, readable by those who may."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from salesdash import db
from salesdash.access import audit
from salesdash.access.identity import OPERATOR, User
from salesdash.errors import NotPermitted
from salesdash.models import AuditEntry


def test_an_entry_keeps_what_differs(database):
    with db.writing() as session:
        audit.record(
            session, OPERATOR, "change", "product", "P1",
            {"name": "Old", "price": Decimal("1.10"), "since": date(2024, 1, 1), "line": 3},
            {"name": "New", "price": Decimal("1.20"), "since": date(2024, 1, 1), "line": 3},
        )  # fmt: skip
        audit.record(session, OPERATOR, "create", "product", "P2", None, {"name": "x"})
    with db.reading() as session:
        trail = audit.entries(session, OPERATOR)
    assert list(trail.columns) == audit.COLUMNS
    assert trail["key"].tolist() == ["P2", "P1"]
    assert trail["before"].tolist() == [None, {"name": "Old", "price": "1.10"}]
    assert trail["after"].tolist() == [{"name": "x"}, {"name": "New", "price": "1.20"}]


def test_a_change_that_is_rolled_back_leaves_no_entry(database):
    with pytest.raises(RuntimeError), db.writing() as session:
        audit.record(session, OPERATOR, "change", "product", "P1", {"a": 1}, {"a": 2})
        session.flush()
        raise RuntimeError
    with db.reading() as session:
        assert session.scalar(select(func.count(AuditEntry.id))) == 0


def test_filters(database):
    with db.writing() as session:
        for number, (day, login, entity) in enumerate(
            [(1, "ann", "product"), (2, "bob", "product"), (3, "bob", "setting")]
        ):
            at = datetime(2024, 5, day, 23, 30, tzinfo=UTC)
            session.add(AuditEntry(login=login, action="change", entity=entity, key=str(number), at=at))
    start, end = audit.days(date(2024, 5, 3), date(2024, 5, 3), ZoneInfo("Asia/Taipei"))
    with db.reading() as session:
        assert audit.entries(session, OPERATOR, login="bob")["key"].tolist() == ["2", "1"]
        assert audit.entries(session, OPERATOR, entity="product")["key"].tolist() == ["1", "0"]
        assert audit.entries(session, OPERATOR, start=start, end=end)["key"].tolist() == ["1"]
        assert audit.count(session, OPERATOR, login="bob", entity="setting") == 1
        assert audit.choices(session, OPERATOR) == {"login": ["ann", "bob"], "entity": ["product", "setting"]}


def test_only_those_who_may_read_it(database):
    nobody = User(id=1, login="x", name="X", role="executive", permissions=frozenset({"kpis.read"}))
    with db.reading() as session:
        for question in (audit.entries, audit.count, audit.choices):
            with pytest.raises(NotPermitted):
                question(session, nobody)
