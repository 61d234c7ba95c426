"""Receivables of a small company, worked out by hand. Amounts in whole units here; terms are 30 days."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from salesdash import company as settings
from salesdash import db, receivables
from salesdash.access.identity import OPERATOR, Scope, User
from salesdash.errors import BadInput, NotPermitted
from tests.kpis.company import E4, Line, Paid, company, pay, publish

LINES = [
    # customer 1: A1 paid in part, A2 shared by Ann and Bo 60:40 and open, A3 is nothing but a return
    Line("A1", date(2024, 1, 10), 100, customer=1, credit=1, region=2),
    Line("A2", date(2024, 2, 20), 200, customer=1, credit=4, region=3),
    Line("A3", date(2024, 3, 1), -30, customer=4, credit=1, region=2),  # customer 4 is customer 1
    # customer 2: paid more than it came to; the next one stays open
    Line("B1", date(2024, 1, 5), 80, customer=2, credit=2, region=4),
    Line("B2", date(2024, 3, 20), 60, customer=2, credit=2, region=4),
    # customer 3: a line and its return in one order; what the customer pays alone settles the rest, and more
    Line("C1", date(2024, 1, 2), 50, customer=3, credit=3, region=4),
    Line("C1", date(2024, 1, 9), -20, customer=3, credit=3, region=4),
    # of nobody
    Line("D1", date(2023, 12, 1), 7, customer=None, credit=None, region=None),
]
PAYMENTS = [
    Paid(date(2024, 2, 1), 40, "A1"),
    Paid(date(2024, 1, 20), 95, "B1"),
    Paid(date(2024, 2, 10), 45, customer=3),
    Paid(date(2024, 2, 11), 5),  # nobody's: settles nothing
    Paid(date(2024, 5, 1), 500, "A2"),  # later
]
DAY = date(2024, 3, 31)


@pytest.fixture
def owing(database: str) -> None:
    company(LINES)
    pay(PAYMENTS)


def whole(as_of: date = DAY, **arguments: Any) -> receivables.Receivables:
    with db.reading() as session:
        return receivables.receivables(session, OPERATOR, as_of=as_of, **arguments)


def by(dimension: str, *columns: str, **arguments: Any) -> dict[str, tuple[int, ...]]:
    with db.reading() as session:
        found = receivables.members(session, OPERATOR, dimension, as_of=DAY, **arguments)
    rows = found.set_index("code")[list(columns)] // E4
    return {code: tuple(row) for code, row in zip(rows.index, rows.itertuples(index=False), strict=True)}


def listed(**arguments: Any) -> pd.DataFrame:
    with db.reading() as session:
        return receivables.orders(session, OPERATOR, **({"as_of": DAY} | arguments))


@pytest.mark.usefixtures("owing")
def test_the_whole() -> None:
    """Open: A1 100 − 40 − 30 (the return) = 30, due 9 February; A2 200, due 21 March; B2 60, due 19 April; D1 7, due
    31 December. Prepaid: B1 15, customer 3 45 − 30, nobody 5."""
    found = whole()
    assert (found.total, found.overdue, found.prepaid) == (297 * E4, 237 * E4, 35 * E4)
    assert {bucket: amount // E4 for bucket, amount in found.ageing.items()} == {
        "not_due": 60, "days_30": 200, "days_60": 30, "days_90": 0, "older": 7,
    }  # fmt: skip
    assert (found.customers, found.orders, found.overdue_orders, found.longest) == (2, 4, 3, 91)
    # revenue from 2 January to 31 March, 90 days: 100 + 200 − 30 + 80 + 60 + 50 − 20
    assert found.days_sales_outstanding == pytest.approx(297 / 440 * 90)
    assert found.paid


@pytest.mark.usefixtures("owing")
def test_by_customer_representative_and_region() -> None:
    assert by("customer", "total", "overdue", "prepaid") == {
        "C1": (230, 230, 0), "C2": (60, 0, 15), "(unassigned)": (7, 7, 5), "C3": (0, 0, 15),
    }  # fmt: skip
    assert by("rep", "total", "days_30", "prepaid") == {
        "Ann": (30 + 120, 120, 0), "Bo": (80 + 60, 80, 15), "(unassigned)": (7, 0, 5), "Cy": (0, 0, 15),
    }  # fmt: skip
    assert by("region_parent", "total", "older") == {"North": (230, 0), "South": (60, 0), "(unassigned)": (7, 7)}
    assert by("region", "total", where={"rep": ["Ann"]}) == {"N2": (120,), "N1": (30,)}


@pytest.mark.usefixtures("owing")
def test_the_overdue_list() -> None:
    found = listed()
    assert found.attrs["orders"] == 3
    assert found.drop(columns=["customer_name", "rep_name"]).to_dict("records") == [
        {
            "order_no": "D1", "ordered_on": date(2023, 12, 1), "customer": "(unassigned)", "rep": "(unassigned)",
            "due_on": date(2023, 12, 31), "days": 91, "amount": 7 * E4,
        },
        {
            "order_no": "A1", "ordered_on": date(2024, 1, 10), "customer": "C1", "rep": "Ann",
            "due_on": date(2024, 2, 9), "days": 51, "amount": 30 * E4,
        },
        {
            "order_no": "A2", "ordered_on": date(2024, 2, 20), "customer": "C1", "rep": "Ann, Bo",
            "due_on": date(2024, 3, 21), "days": 10, "amount": 200 * E4,
        },
    ]  # fmt: skip
    assert listed(where={"rep": ["Bo"]})["amount"].tolist() == [80 * E4]
    assert listed(overdue=False)["order_no"].tolist() == ["D1", "A1", "A2", "B2"]
    assert listed(overdue=False, limit=1, offset=3)["days"].tolist() == [-19]
    assert listed(order="largest")["order_no"].tolist() == ["A2", "A1", "D1"]
    assert listed(order="largest", overdue=False, limit=2, offset=1)["order_no"].tolist() == ["B2", "A1"]
    assert listed(where={"customer": ["C3"]}).empty


@pytest.mark.usefixtures("owing")
def test_another_day_sees_what_was_known_by_then() -> None:
    found = whole(date(2024, 1, 20))  # before the payment of A1; B1 is paid
    assert (found.total // E4, found.overdue // E4, found.prepaid // E4) == (100 + 30 + 7, 7, 15)
    later = whole(date(2024, 5, 1))  # A2 is paid and 300 more
    assert (later.total // E4, later.prepaid // E4) == (30 + 60 + 7, 335)
    assert whole(date(2024, 12, 31)).days_sales_outstanding is None  # no revenue in the last 90 days
    assert whole(date(2020, 1, 1)).total == 0


@pytest.mark.usefixtures("owing")
def test_terms_count_from_the_date_of_each_line() -> None:
    with db.writing() as session:
        settings.change(session, OPERATOR, "payment_days", "60")
    assert whole().ageing["days_30"] == 30 * E4  # A1 since 10 March; A2 not yet
    publish([Line("E1", date(2024, 1, 31), 10, customer=2), Line("E1", date(2024, 1, 30), 20, customer=2)], first_id=20)
    pay([Paid(date(2024, 3, 1), 12, "E1")])  # settles what is due first
    found = listed(where={"customer": ["C2"]}, overdue=False)
    assert found[["order_no", "due_on", "days", "amount"]].to_dict("records")[0] == {
        "order_no": "E1", "due_on": date(2024, 3, 30), "days": 1, "amount": 18 * E4,
    }  # fmt: skip
    assert by("customer", "days_30", "not_due")["C2"] == (8, 70)


@pytest.mark.usefixtures("owing")
def test_money_that_went_back_is_owed_again() -> None:
    pay([Paid(date(2024, 3, 5), -10, "B1"), Paid(date(2024, 3, 6), -25, customer=3), Paid(date(2024, 3, 7), -4, "A3")])
    # B1: 5 prepaid are left; customer 3: 45 − 30 − 25, so 10 are owed; the return of 30 is worth 26
    assert by("customer", "total", "prepaid") == {
        "C1": (234, 0), "C2": (60, 5), "C3": (10, 0), "(unassigned)": (7, 5),
    }  # fmt: skip
    assert listed(where={"customer": ["C3"]}).empty is False


def test_without_payments_everything_looks_unpaid(database: str) -> None:
    company(LINES)
    found = whole()
    assert not found.paid
    assert (found.total // E4, found.prepaid) == (100 + 200 - 30 + 80 + 60 + 30 + 7, 0)


@pytest.mark.usefixtures("owing")
def test_the_scope_and_who_may_not() -> None:
    bo = User(1, "b", "Bo", "sales_representative", frozenset({"kpis.read"}))
    with db.reading() as session, pytest.MonkeyPatch.context() as patch:
        patch.setattr("salesdash.access.scope.of", lambda *_: Scope(people=frozenset({2})))
        found = receivables.receivables(session, bo, as_of=DAY)
        assert (found.total, found.prepaid, found.overdue) == (140 * E4, 15 * E4, 80 * E4)
        assert receivables.orders(session, bo, as_of=DAY)["rep"].tolist() == ["Bo"]
        patch.setattr("salesdash.access.scope.of", lambda *_: Scope())
        assert receivables.receivables(session, bo, as_of=DAY).total == 0
        assert receivables.members(session, bo, "customer", as_of=DAY).empty
        for permission in ("kpis.quantities", "service.read", "people.manage"):
            other = User(2, "o", "O", "production", frozenset({permission}))
            for ask in (
                lambda who=other: receivables.receivables(session, who),
                lambda who=other: receivables.members(session, who, "customer"),
                lambda who=other: receivables.orders(session, who),
            ):
                with pytest.raises(NotPermitted):
                    ask()


@pytest.mark.usefixtures("owing")
def test_what_receivables_do_not_go_by_is_refused() -> None:
    with pytest.raises(BadInput, match="unknown_dimension"):
        whole(where={"product": ["P1"]})
    with pytest.raises(BadInput, match="unknown_dimension"):
        by("product", "total")
    with pytest.raises(BadInput, match="unknown_member"):
        whole(where={"region": ["Nowhere"]})
