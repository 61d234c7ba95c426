"""The identity of the glossary: by hand, and for any products whatsoever."""

from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesdash.analytics.price_volume_mix import PARTS, Bridge, price_volume_mix

COLUMNS = ["quantity_0", "amount_0", "quantity_1", "amount_1"]


def bridge(*products: tuple, change: int | None = None) -> Bridge:
    frame = pd.DataFrame(list(products), columns=COLUMNS).astype("Int64")
    if change is None:
        change = int(frame["amount_1"].fillna(0).sum() - frame["amount_0"].fillna(0).sum())
    return price_volume_mix(frame, change)


def units(*values: float | None) -> tuple:
    return tuple(None if v is None else round(v * 10_000) for v in values)


def test_by_hand():
    # A: 10 at 5.00, then 12 at 6.00; B: 10 at 1.00, then 18 at 1.00. Q0 = 20, Q1 = 30, P0 = 60 / 20 = 3
    # volume (30 − 20)·3 = 30; price (6 − 5)·12 = 12; mix (12 − 10·1.5)·5 + (18 − 10·1.5)·1 = −15 + 3 = −12
    parts = bridge(units(10, 50, 12, 72), units(10, 10, 18, 18))
    assert parts == Bridge(*units(30, -12, 12, 0, 0, 0))
    assert parts.change == 300_000


def test_new_gone_and_other_by_hand():
    parts = bridge(
        units(None, None, 2, 14),  # new
        units(3, 9, None, None),  # gone
        units(None, None, -1, -4),  # came back only: other
        units(5, 20, -1, -4),  # sold, then only came back: other
        units(None, 7, None, 8),  # no quantities known: other
        units(4, 10, 0, 0),  # sold nothing net: other
        units(0, 0, 2, 5),  # had lines in both periods: other, not new
        change=round(4.5 * 10_000),  # and lines without a product
    )
    assert parts.parts() == dict(zip(PARTS, units(0, 0, 0, 14, -9, -0.5), strict=True))


def test_a_price_rise_alone_is_price_and_a_mix_shift_alone_is_mix():
    assert bridge(units(10, 50, 10, 60), units(4, 8, 4, 8)) == Bridge(*units(0, 0, 10, 0, 0, 0))
    assert bridge(units(10, 50, 5, 25), units(10, 10, 15, 15)) == Bridge(*units(0, -20, 0, 0, 0, 0))
    assert bridge(units(10, 50, 20, 100), units(10, 10, 20, 20)) == Bridge(*units(60, 0, 0, 0, 0, 0))


def test_prices_that_are_no_whole_number_lose_nothing():
    assert bridge((30_000, 10_000, 10_000, 3_333)).parts() == {
        "volume": -6_667, "mix": 0, "price": 0, "new": 0, "gone": 0, "other": 0,
    }  # fmt: skip
    assert bridge((3, 1, 1, 0), (3, 1, 1, 1)).change == -1


def test_no_products_at_all():
    assert bridge(change=50) == Bridge(0, 0, 0, 0, 0, 50)


def test_very_large_figures_do_not_overflow():
    parts = bridge((7 * 10**14, 8 * 10**17, 9 * 10**14, 8 * 10**17), (10**4, 10**4, 10**4, 10**4))
    assert parts.change == 0
    assert parts.volume == pytest.approx(8e17 * 2 / 7, rel=1e-9)
    assert parts.price == pytest.approx(-8e17 * 2 / 7, rel=1e-9)


amounts = st.one_of(st.none(), st.integers(-(10**12), 10**12))
quantities = st.one_of(st.none(), st.integers(-(10**9), 10**9))


@given(st.lists(st.tuples(quantities, amounts, quantities, amounts), max_size=30), st.integers(-(10**13), 10**13))
def test_the_parts_sum_to_the_change_and_follow_the_formulas(products, change):
    parts = bridge(*products, change=change)
    assert parts.change == change
    both = [p for p in products if None not in p and p[0] > 0 and p[2] > 0]
    q0, a0, q1 = (sum(p[i] for p in both) for i in (0, 1, 2))
    price = sum((Fraction(a) - Fraction(b * c, d) for d, b, c, a in both), Fraction())
    volume = Fraction((q1 - q0) * a0, q0) if both else Fraction()
    mix = sum((c - Fraction(d * q1, q0)) * Fraction(b, d) for d, b, c, _ in both)
    assert abs(parts.price - price) <= 1
    assert abs(parts.volume - volume) <= 1
    assert abs(parts.mix - mix) <= 2
    assert parts.new == sum(a1 for q, a, q1, a1 in products if a is None and a1 is not None and (q1 or 0) > 0)
    assert parts.gone == -sum(a for q, a, q1, a1 in products if a1 is None and a is not None and (q or 0) > 0)
