"""Assumptions and sums of landings by hand: no database."""

from datetime import date
from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas import DataFrame

from salesdash.analytics.landing import Landing, landing
from salesdash.analytics.landing_sums import together, with_running
from salesdash.errors import BadInput
from salesdash.forecasts import assumed
from salesdash.forecasts.assumed import Assumption
from salesdash.periods import Range

MARCH, APRIL = Range(date(2026, 3, 1), date(2026, 3, 31)), Range(date(2026, 4, 1), date(2026, 4, 30))


def test_growth_holds_from_its_period_on() -> None:
    one = Assumption("growth", 5, date(2026, 4, 1))
    assert [one.factor("revenue", days) for days in (MARCH, APRIL)] == [1, 1.05]
    half = Assumption("growth", -10, date(2026, 4, 16), date(2026, 4, 30))  # 15 of 30 days
    assert half.factor("quantity", APRIL) == pytest.approx(0.95)


def test_an_event_counts_by_its_days() -> None:
    sale = Assumption("event", 31, date(2026, 3, 22), date(2026, 4, 2))  # 10 of 31 days, 2 of 30
    assert sale.factor("revenue", MARCH) == pytest.approx(1.1)
    assert sale.factor("orders", APRIL) == pytest.approx(1 + 0.31 / 15)


def test_a_price_moves_quantity_only_where_somebody_says_how() -> None:
    alone = Assumption("price", 10, date(2026, 3, 1))
    assert alone.factor("revenue", MARCH) == pytest.approx(1.1)
    assert alone.factor("quantity", MARCH) == 1
    # 10 % dearer at an elasticity of -1: 1 / 1.1 of the quantity, the same revenue
    elastic = Assumption("price", 10, date(2026, 3, 1), elasticity=-1)
    assert elastic.factor("quantity", MARCH) == pytest.approx(1 / 1.1)
    assert elastic.factor("revenue", MARCH) == pytest.approx(1)
    assert Assumption("price", -100, date(2026, 3, 1), elasticity=-2).factor("revenue", MARCH) == 0


@pytest.mark.parametrize(
    ("code", "given", "measure"),
    [
        ("unknown_assumption", {"kind": "luck"}, "revenue"),
        ("bad_percent", {"percent": -101}, "revenue"),
        ("bad_percent", {"percent": float("nan")}, "revenue"),
        ("bad_elasticity", {"kind": "price", "elasticity": -11}, "revenue"),
        ("dates_reversed", {"until": date(2026, 2, 1)}, "revenue"),
        ("price_needs_cost", {"kind": "price"}, "gross_profit"),
    ],
)
def test_what_cannot_be_assumed(code: str, given: dict, measure: str) -> None:
    with pytest.raises(BadInput) as wrong:
        Assumption(**({"kind": "growth", "percent": 5, "since": date(2026, 3, 1)} | given)).check(measure)
    assert wrong.value.code == code


def test_assumptions_are_kept_as_they_are() -> None:
    both = (
        Assumption("price", 3.5, date(2026, 3, 1), elasticity=-1.2, dimension="region", code="N"),
        Assumption("event", -100, date(2026, 3, 1), date(2026, 3, 2), name="Stocktaking"),
    )
    assert assumed.read([one.document() for one in both]) == both
    assert both[1].document() == {
        "kind": "event", "percent": -100, "since": "2026-03-01", "until": "2026-03-02", "name": "Stocktaking",
    }  # fmt: skip


POINT = {"mean": 400, "lo80": 360, "hi80": 480, "lo95": 300, "hi95": 600}


def test_a_running_period_is_what_came_and_the_rest_of_its_forecast() -> None:
    # three quarters of the days are over: 100 of 400 still to come, half as wide as the whole
    known = Landing(1000, 1000, 1000, 1000, 1000, 1000, 0)
    assert with_running(known, POINT, 350, 0.75) == Landing(1350, 1450, 1430, 1490, 1400, 1550, 1)
    # with a month after it both spreads count in full
    later = Landing(0, 500, 480, 520, 460, 540, 1)
    assert with_running(later, POINT, 350, 0.75) == Landing(350, 950, 910, 1010, 860, 1090, 2)
    assert with_running(known, POINT, 500, 1.0) == Landing(1500, 1500, 1500, 1500, 1500, 1500, 1)


def test_series_together_are_as_wide_as_they_can_be() -> None:
    one, two = Landing(10, 100, 90, 120, 80, 140, 2), Landing(0, 50, 40, 60, 30, 70, 2)
    assert together([one, two]) == Landing(10, 150, 130, 180, 110, 210, 2)
    assert together([]) == Landing(0, 0, 0, 0, 0, 0, 0)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 10**5)), min_size=1, max_size=6))
def test_a_sum_is_never_wider_than_its_parts_together(steps: list[tuple[int, int]]) -> None:
    series = DataFrame(
        [(n, m, m - w, m + w, m - 2 * w, m + 2 * w) for n, (m, w) in enumerate(steps, 1)],
        columns=["step", "mean", "lo80", "hi80", "lo95", "hi95"],
    )
    found = landing(0, series)
    widths = [w for _m, w in steps]
    assert sqrt(sum(w * w for w in widths)) - 1 <= found.hi80 - found.mean <= sum(widths) + 1
