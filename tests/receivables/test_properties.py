"""On random small companies receivables, receipts and prepaid amounts always make up revenue, and every order's open
amount is what plain Python says."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from salesdash import db, kpis, models, receivables
from salesdash.access.identity import OPERATOR
from tests.kpis.company import Line, Paid, members, pay, publish

BEGINNING = date(1900, 1, 1)

a_day = st.tuples(st.integers(1, 4), st.integers(1, 28)).map(lambda two: date(2024, *two))
a_line = st.builds(
    Line,
    order=st.sampled_from(["O1", "O2", "O3", "O4", "O5"]),
    day=a_day,
    net=st.integers(-60, 100),
    customer=st.sampled_from([1, 2, 4, None]),
    region=st.sampled_from([2, 3, 4, None]),
    credit=st.sampled_from([1, 2, 4, 5, None]),
)
a_payment = st.builds(
    Paid,
    day=a_day,
    amount=st.integers(-30, 120),
    order=st.sampled_from(["O1", "O2", "O3", "O4", "O9", None]),
    customer=st.sampled_from([1, 2, 4, None]),
)


@pytest.fixture
def staffed(database: str) -> None:
    with db.writing() as session:
        members(session)


def replace(lines: Sequence[Line], payments: Sequence[Paid]) -> None:
    with db.writing() as session:
        for model in (models.OrderLine, models.SpanningOrder, models.MonthVersion, models.Payment, models.ImportBatch):
            session.execute(delete(model))
    publish(lines, units=1)
    pay(payments, units=1)


@pytest.mark.usefixtures("staffed")
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lines=st.lists(a_line, min_size=1, max_size=14), payments=st.lists(a_payment, max_size=8),
    day=a_day, dimension=st.sampled_from(receivables.DIMENSIONS),
)  # fmt: skip
def test_receivables_and_receipts_make_up_revenue(
    lines: list[Line], payments: list[Paid], day: date, dimension: str
) -> None:
    replace(lines, payments)
    with db.reading() as session:
        whole = receivables.receivables(session, OPERATOR, as_of=day)
        parts = receivables.members(session, OPERATOR, dimension, as_of=day)
        figures = kpis.table(session, OPERATOR, BEGINNING, day, by=["customer"])
        of_customer = receivables.members(session, OPERATOR, "customer", as_of=day).set_index("code")
        listed = receivables.orders(session, OPERATOR, as_of=day, overdue=False)
    total = figures.total.fillna(0).iloc[0]
    assert whole.total + total["receipts"] - whole.prepaid == total["revenue"]
    assert sum(whole.ageing.values()) == whole.total == parts["total"].sum() == listed["amount"].sum()
    assert (whole.overdue, whole.prepaid) == (parts["overdue"].sum(), parts["prepaid"].sum())
    assert (parts.drop(columns=["code", "name"]) >= 0).all().all()
    for row in figures.rows.fillna(0).to_dict("records"):
        owes = of_customer.loc[row["customer"]] if row["customer"] in of_customer.index else {"total": 0, "prepaid": 0}
        assert owes["total"] + row["receipts"] - owes["prepaid"] == row["revenue"]


@pytest.mark.usefixtures("staffed")
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(a_line, min_size=1, max_size=14), payments=st.lists(a_payment, max_size=8))
def test_every_order_as_plain_python_says(lines: list[Line], payments: list[Paid]) -> None:
    """One customer per order here, so that a payment of an order is wholly that customer's."""
    owner = {"O1": 1, "O2": 1, "O3": 2, "O4": 1, "O5": None}
    lines = [Line(one.order, one.day, one.net, customer=owner[one.order]) for one in lines]
    replace(lines, payments)
    with db.reading() as session:
        listed = receivables.orders(session, OPERATOR, as_of=date(2024, 12, 31), overdue=False)
    assert {row["order_no"]: row["amount"] for row in listed.to_dict("records") if row["order_no"]} == _open(
        lines, payments
    )


def _open(lines: Sequence[Line], payments: Sequence[Paid]) -> dict[str, int]:
    first: dict[str, tuple[date, int]] = {}
    revenue: dict[str, int] = defaultdict(int)
    customer = {line.order: line.customer for line in lines}
    for number, line in enumerate(lines):
        day, place = first.get(line.order, (line.day, number))
        first[line.order] = (min(day, line.day), place)
        revenue[line.order] += line.net
    balance, pool = dict(revenue), defaultdict(int)
    for paid in payments:
        if paid.order in balance:
            balance[paid.order] -= paid.amount
        else:
            pool[1 if paid.customer == 4 else paid.customer] += paid.amount
    for order, left in balance.items():
        if left < 0 and revenue[order] < 0:
            pool[customer[order]] -= left
    found = {}
    for order in sorted(balance, key=lambda one: first[one]):
        if balance[order] <= 0:
            continue
        used = max(min(pool[customer[order]], balance[order]), 0) if customer[order] else 0
        pool[customer[order]] -= used
        if balance[order] > used:
            found[order] = balance[order] - used
    return found
