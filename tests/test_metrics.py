"""The metric registry: formulas by hand-worked figures, and what every entry must say."""

import pytest

from salesdash.access.permissions import ROLES
from salesdash.metrics import BASE, REGISTRY, complete

#: two orders: 10.00 and 20.00 with costs 6.00 and unknown; 3.00 returned
CELL = {
    "revenue": 270_000, "orders": 2, "customers": 2, "new_customers": 1, "quantity": 30_000, "cost": 60_000,
    "gross_profit": 40_000, "costed_revenue": 100_000, "sold": 300_000, "returned": 30_000,
    "receipts": 150_000,
}  # fmt: skip


def test_ratios_by_hand():
    done = complete(CELL)
    assert done["gross_margin"] == 0.4
    assert done["average_order_value"] == 135_000  # 13.50
    assert done["return_rate"] == 0.1
    assert {key: done[key] for key in BASE if key in REGISTRY} == {key: CELL[key] for key in BASE if key in REGISTRY}


def test_what_has_no_base_is_undefined():
    done = complete(CELL | {"orders": 0, "costed_revenue": None, "sold": 0})
    assert done["average_order_value"] is None
    assert done["gross_margin"] is None
    assert done["return_rate"] is None


def test_an_average_amount_is_rounded_to_a_ten_thousandth():
    assert complete(CELL | {"revenue": 10, "orders": 3})["average_order_value"] == 3
    assert complete(CELL | {"revenue": 10**17 + 1, "orders": 1})["average_order_value"] == 10**17 + 1


@pytest.mark.parametrize(
    ("key", "now", "before", "change", "shown", "judgement", "level"),
    [
        ("revenue", 110, 100, 0.10, "+10.0%", "better", None),
        ("revenue", 80, 100, -0.20, "-20.0%", "worse", "alert"),
        ("revenue", 93, 100, -0.07, "-7.0%", "worse", "watch"),
        ("revenue", 5, 0, None, "–", None, None),
        ("revenue", 5, None, None, "–", None, None),
        ("revenue", 50, -100, 1.5, "+150.0%", "better", None),
        ("return_rate", 0.06, 0.04, 0.02, "+2.0 pts", "worse", "watch"),
        ("return_rate", 0.04, 0.05, -0.01, "-1.0 pts", "better", None),
        ("gross_margin", 0.40, 0.40, 0.0, "0.0 pts", "same", None),
        ("cost", 120, 100, 0.20, "+20.0%", None, None),
    ],
)
def test_changes(key, now, before, change, shown, judgement, level):
    metric = REGISTRY[key]
    result = metric.change(now, before)
    assert result == (None if change is None else pytest.approx(change))
    assert metric.show_change(result) == shown
    assert metric.judgement(result) == judgement
    assert metric.level(result) == level


def test_values_in_words_and_for_programs():
    assert REGISTRY["revenue"].show(12_345_600, "USD") == "$1,234.56"
    assert REGISTRY["revenue"].json(12_345_600) == 1234.56
    assert REGISTRY["orders"].show(1234, "USD") == "1,234"
    assert REGISTRY["quantity"].show(15_000, "USD") == "1.5"
    assert REGISTRY["quantity"].json(20_000) == 2
    assert REGISTRY["return_rate"].show(0.1234, "USD") == "12.3%"
    assert REGISTRY["return_rate"].json(None) is None


def test_entries_are_whole():
    for key, metric in REGISTRY.items():
        assert metric.key == key
        assert metric.name and metric.formula
        assert metric.owner in ROLES
        assert metric.over is None or set(metric.over) <= set(BASE)
        assert metric.over is not None or key in BASE
        assert metric.thresholds is None or (metric.good and metric.thresholds.watch < metric.thresholds.alert)
        assert not (metric.additive and metric.over)
