"""Conditions on periods."""

from datetime import date

import pytest

from salesdash.errors import BadInput
from salesdash.kpis.times import chosen_days, joined
from salesdash.periods import FiscalCalendar, Range

YEAR = Range(date(2024, 1, 1), date(2024, 12, 31))


def days(*bounds: tuple[int, int, int, int]) -> list[Range]:
    return [Range(date(2024, a, b), date(2024, c, d)) for a, b, c, d in bounds]


@pytest.mark.parametrize(
    ("where", "left"),
    [
        ({}, [YEAR]),
        ({"region": ["N"]}, [YEAR]),
        ({"month": ["2024-02"]}, days((2, 1, 2, 29))),
        ({"month": ["2024-05", "2024-02"]}, days((2, 1, 2, 29), (5, 1, 5, 31))),
        ({"month": ["2024-02", "2024-03"]}, days((2, 1, 3, 31))),
        ({"quarter": ["2024-Q1"], "month": ["2024-03", "2024-04"]}, days((3, 1, 3, 31))),
        ({"year": ["2024"], "week": ["2024-W01"]}, days((1, 1, 1, 7))),
        ({"day": ["2024-02-29"], "month": ["2024-02"]}, days((2, 29, 2, 29))),
    ],
)
def test_days_that_remain(where: dict, left: list[Range]) -> None:
    assert chosen_days(FiscalCalendar(), YEAR, where) == left


def test_fiscal_terms_and_the_edges_of_the_question() -> None:
    april = FiscalCalendar(first_month=4)
    assert chosen_days(april, YEAR, {"year": ["2025"]}) == days((4, 1, 12, 31))
    assert chosen_days(april, YEAR, {"quarter": ["2025-Q1"]}) == days((4, 1, 6, 30))


@pytest.mark.parametrize(
    ("where", "code"),
    [
        ({"month": ["2025-01"]}, "no_days"),
        ({"month": ["2024-01"], "quarter": ["2024-Q2"]}, "no_days"),
        ({"month": ["2024"]}, "unknown_period"),
        ({"day": ["2024-02-30"]}, "unknown_period"),
    ],
)
def test_what_leaves_nothing_or_names_nothing(where: dict, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        chosen_days(FiscalCalendar(), YEAR, where)
    assert refused.value.code == code


def test_overlapping_stretches_are_one() -> None:
    assert joined(days((3, 5, 3, 9), (1, 1, 2, 1), (2, 2, 2, 3), (3, 9, 3, 20))) == days((1, 1, 2, 3), (3, 5, 3, 20))
