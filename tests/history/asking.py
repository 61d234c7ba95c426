"""What the tests of the history ask, of small companies worked out by hand."""

from datetime import date

from salesdash import db, history
from salesdash.access.identity import OPERATOR, User
from salesdash.history import View
from salesdash.periods import Range
from tests.kpis.company import E4, Line

#: two and a half years of months, each 100 higher than the one before, December 500 above that; on the third each
MONTHS = [
    Line(f"M{year}-{month}", date(year, month, 3), 1000 + 100 * ((year - 2022) * 12 + month) + 500 * (month == 12))
    for year in (2022, 2023, 2024)
    for month in range(1, 13)
    if (year, month) <= (2024, 6)
]


def asked(name: str, start: str, end: str, user: User = OPERATOR, **more: object):
    """The answer of an analysis over a period."""
    view = View(Range(date.fromisoformat(start), date.fromisoformat(end)), **more)  # type: ignore[arg-type]
    with db.reading() as session:
        return history.ANALYSES[name].ask(session, user, view)


def units(*values: float | None) -> list[int | None]:
    """Whole amounts as the answers have them."""
    return [None if value is None else round(value * E4) for value in values]
