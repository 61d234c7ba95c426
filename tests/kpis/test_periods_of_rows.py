"""Rows by period, in the company's calendar, and what each compares with."""

from datetime import date

import pytest

from salesdash import company as settings
from salesdash import db, kpis
from salesdash.access.identity import OPERATOR
from tests.kpis.company import Line, company

DAYS = [date(2023, 3, 15), date(2023, 4, 1), date(2024, 2, 15), date(2024, 3, 15), date(2024, 3, 31), date(2024, 4, 1)]


@pytest.fixture(autouse=True)
def lines(database: str) -> None:
    company([Line(f"O{n}", day, 10**n) for n, day in enumerate(DAYS)])


def rows(start: date, end: date, by: str, compare: str | None = None) -> dict:
    with db.reading() as session:
        answer = kpis.table(session, OPERATOR, start, end, by=[by], compare=compare).document()
    return {row[by]: row for row in answer["rows"]}


def revenue(start: date, end: date, by: str) -> dict:
    return {label: row["revenue"] for label, row in rows(start, end, by).items()}


def test_calendar_periods() -> None:
    year = (date(2024, 1, 1), date(2024, 12, 31))
    assert revenue(*year, "month") == {"2024-02": 100, "2024-03": 11_000, "2024-04": 100_000}
    assert revenue(*year, "quarter") == {"2024-Q1": 11_100, "2024-Q2": 100_000}
    assert revenue(date(2023, 1, 1), date(2024, 12, 31), "year") == {"2023": 11, "2024": 111_100}
    assert revenue(*year, "week") == {"2024-W07": 100, "2024-W11": 1000, "2024-W13": 10_000, "2024-W14": 100_000}
    assert revenue(date(2024, 3, 31), date(2024, 4, 1), "day") == {"2024-03-31": 10_000, "2024-04-01": 100_000}


def test_fiscal_periods() -> None:
    with db.writing() as session:
        settings.change(session, OPERATOR, "fiscal_first_month", "4")
        settings.change(session, OPERATOR, "week_first_day", "6")
    both = (date(2023, 1, 1), date(2024, 12, 31))
    assert revenue(*both, "year") == {"2023": 1, "2024": 11_110, "2025": 100_000}
    assert revenue(*both, "quarter") == {"2023-Q4": 1, "2024-Q1": 10, "2024-Q4": 11_100, "2025-Q1": 100_000}
    assert revenue(date(2024, 3, 31), date(2024, 4, 1), "week") == {"2025-W01": 110_000}


def test_a_row_of_a_period_compares_with_the_same_for_its_own_days() -> None:
    found = rows(date(2024, 1, 1), date(2024, 12, 31), "month", "previous")
    assert found["2024-03"]["previous"]["revenue"] == 100
    assert found["2024-04"]["previous"]["revenue"] == 11_000
    assert found["2024-02"]["previous"]["revenue"] is None  # no lines in January: no data is not zero
    assert found["2024-02"]["change"]["revenue"] is None
    year = rows(date(2024, 1, 1), date(2024, 12, 31), "month", "year")
    assert year["2024-03"]["previous"]["revenue"] == 1
    assert year["2024-03"]["change"]["revenue"] == pytest.approx(10_999)


def test_a_member_compares_with_itself_in_the_comparison_of_the_whole() -> None:
    found = rows(date(2024, 3, 1), date(2024, 3, 31), "channel", "previous")
    assert found["Shop"]["revenue"] == 11_000
    assert found["Shop"]["previous"]["revenue"] == 100
    assert found["Shop"]["change"]["orders"] == 1
