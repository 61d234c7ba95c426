"""Which periods are closed."""

from salesdash import db
from salesdash.appraisal import closed_months, is_closed
from salesdash.models import ClosedPeriod


def test_closed_months_are_those_of_the_year_alone(database):
    with db.writing() as session:
        session.add_all(ClosedPeriod(year=2026, period=code, closed_by="x") for code in (1, 2, 3, 101))
        session.add(ClosedPeriod(year=2025, period=12, closed_by="x"))
    with db.reading() as session:
        assert closed_months(session, 2026) == {1, 2, 3}
        assert closed_months(session, 2024) == frozenset()
        assert is_closed(session, 2026, 101) and is_closed(session, 2025, 12)
        assert not is_closed(session, 2026, 0) and not is_closed(session, 2026, 102)
