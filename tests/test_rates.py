"""Exchange rates that are typed."""

from datetime import date

import pytest
from sqlalchemy import select

from salesdash import company as companies
from salesdash import db, rates
from salesdash.access import users
from salesdash.access.identity import OPERATOR
from salesdash.errors import BadInput, NotPermitted
from salesdash.models import AuditEntry

DAY = date(2024, 1, 1)


def test_a_rate_is_set_changed_and_taken_away(company):
    with db.writing() as session:
        rates.put(session, OPERATOR, "eur", DAY, "1.0875")
        rates.put(session, OPERATOR, "EUR", DAY, " 1,234.5 ")
        rates.put(session, OPERATOR, "EUR", DAY, "1234.5")
        rates.put(session, OPERATOR, "TWD", date(2024, 2, 1), "0.000000000001")
    with db.reading() as session:
        assert rates.table(session, OPERATOR).to_numpy().tolist() == [
            ["TWD", date(2024, 2, 1), 1],
            ["EUR", DAY, 1234_500_000_000_000],
        ]
    with db.writing() as session:
        rates.remove(session, OPERATOR, "EUR", DAY)
        assert rates.table(session, OPERATOR)["currency"].tolist() == ["TWD"]
        trail = [(e.action, e.key, e.before, e.after) for e in session.scalars(select(AuditEntry))]
    assert trail == [
        ("create", "EUR 2024-01-01", None, {"rate_e12": 1_087_500_000_000}),
        ("change", "EUR 2024-01-01", {"rate_e12": 1_087_500_000_000}, {"rate_e12": 1_234_500_000_000_000}),
        ("create", "TWD 2024-02-01", None, {"rate_e12": 1}),
        ("remove", "EUR 2024-01-01", {"rate_e12": 1_234_500_000_000_000}, None),
    ]


@pytest.mark.parametrize(
    ("currency", "rate"),
    [("USD", "1"), ("XX", "1"), ("EUR", "0"), ("EUR", "-1"), ("EUR", "abc"), ("EUR", ""), ("EUR", "1e9"),
     ("EUR", "NaN"), ("EUR", "Infinity"), ("EUR", "0.0000000000001")],
)  # fmt: skip
def test_what_is_no_rate_is_refused(company, currency, rate):
    with pytest.raises(BadInput), db.writing() as session:
        rates.put(session, OPERATOR, currency, DAY, rate)
    with db.writing() as session:
        assert rates.table(session, OPERATOR).empty
        with pytest.raises(BadInput):
            rates.remove(session, OPERATOR, "EUR", DAY)


def test_the_companys_own_currency_has_none(company):
    with db.writing() as session:
        companies.change(session, OPERATOR, "currency", "EUR")
    with pytest.raises(BadInput), db.writing() as session:
        rates.put(session, OPERATOR, "EUR", DAY, "1")


def test_who_may(company):
    with db.writing() as session:
        finance = users.add(session, OPERATOR, "f", "finance")
        analyst = users.add(session, OPERATOR, "a", "analyst")
        rates.put(session, analyst, "EUR", DAY, "1.1")
        for attempt in (
            lambda: rates.put(session, finance, "EUR", DAY, "1"),
            lambda: rates.remove(session, finance, "EUR", DAY),
            lambda: rates.table(session, finance),
        ):
            with pytest.raises(NotPermitted):
                attempt()
