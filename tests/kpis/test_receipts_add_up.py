"""On random small companies receipts sum to all that was paid, in every dimension, from summaries and without."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from salesdash import db, kpis, models
from salesdash.access.identity import EVERYTHING, OPERATOR, Scope
from tests.kpis.company import Line, Paid, members, pay, publish

YEAR = (date(2024, 1, 1), date(2024, 12, 31))

a_line = st.builds(
    Line,
    order=st.sampled_from(["O1", "O2", "O3"]),
    day=st.integers(0, 60).map(lambda n: date(2024, 1, 1 + n % 28).replace(month=1 + n % 3)),
    net=st.integers(-50, 100),
    customer=st.sampled_from([1, 2, 4, None]),
    product=st.sampled_from([1, 2, 3, None]),
    region=st.sampled_from([2, 3, 4, None]),
    credit=st.sampled_from([1, 2, 4, 5, None]),
)
a_payment = st.builds(
    Paid,
    day=st.integers(1, 28).map(lambda n: date(2024, 1 + n % 4, n)),
    amount=st.integers(-20, 99),
    order=st.sampled_from(["O1", "O2", "O3", "O9", None]),
    customer=st.sampled_from([1, 2, 4, None]),
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(a_line, min_size=1, max_size=12), payments=st.lists(a_payment, min_size=1, max_size=8))
def test_members_always_sum_to_all_that_was_paid(database: str, lines: list[Line], payments: list[Paid]) -> None:
    with db.writing() as session:
        if session.get(models.Customer, 1) is None:
            members(session)
        for model in (models.OrderLine, models.SpanningOrder, models.MonthVersion, models.Payment, models.ImportBatch):
            session.execute(delete(model))
    publish(lines, units=1)
    pay(payments, units=1)
    everybody = Scope(people=frozenset(range(4)))
    with db.reading() as session, pytest.MonkeyPatch.context() as patch:
        for scope in (EVERYTHING, everybody):
            patch.setattr("salesdash.access.scope.of", lambda *_, scope=scope: scope)
            for by in ("rep", "product", "month"):
                for summaries in (True, False):
                    answer = kpis.table(session, OPERATOR, *YEAR, by=[by], summaries=summaries)
                    assert (
                        answer.rows["receipts"].sum() == answer.total["receipts"][0] == sum(p.amount for p in payments)
                    )
