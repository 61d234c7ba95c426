"""Products, prices, pairs and returns of a company worked out by hand, and what their sentences say of them."""

from datetime import date

import pytest

from salesdash.errors import BadInput
from salesdash.history import sentences
from tests.history.asking import asked, units
from tests.kpis.company import Line, company

#: product 1 is P1 (line Road), 2 is P2 (Bells), 3 is P3 (Trail). 2023: P1 10 × 10, P2 10 × 5; 2024: P1 5 × 12 and
#: one returned, P2 30 × 5, P3 new 8 × 20; 200 of nothing known
LINES = [
    Line("Z", date(2022, 1, 3), 1),  # the data begin early enough for a year before
    Line("A1", date(2023, 2, 1), 100, quantity=10),
    Line("A2", date(2023, 3, 1), 50, product=2, quantity=10),
    Line("B1", date(2024, 2, 1), 60, quantity=5),
    Line("B1", date(2024, 2, 1), 100, product=2, quantity=20),
    Line("B2", date(2024, 3, 1), 50, product=2, quantity=10),
    Line("B2", date(2024, 3, 1), 160, product=3, quantity=8),
    Line("B3", date(2024, 4, 1), -12, quantity=-1),
    Line("B4", date(2024, 4, 2), 200, product=None, customer=2),
]
YEAR = ("2024-01-01", "2024-12-31")


def test_products_prices_and_returns(database):
    company(LINES)
    found = asked("products", *YEAR, by="product")
    # P3 160, P2 150, P1 48 of 358; P1 begins at 86.6 %, a B
    assert found.rows["code"].tolist() == ["P3", "P2", "P1"]
    assert found.rows["value"].tolist() == units(160, 150, 48)
    assert found.rows["share"].tolist() == pytest.approx([160 / 358, 150 / 358, 48 / 358])
    assert found.rows["abc"].tolist() == ["A", "A", "B"]
    assert found.rows["base"].fillna(0).tolist() == units(0, 50, 100)
    assert found.rows["growth"].fillna(9).tolist() == pytest.approx([9, 2.0, -0.52])  # nothing before is no growth
    assert found.unassigned == 200 * 10_000
    assert found.growth == pytest.approx((558 - 150) / 150)
    said = sentences(found, "USD")
    assert said["abc"] == "2 of 3 products make up 86.6% of revenue (class A)."
    assert said["top"] == "P3 leads with 44.7% of revenue; the largest 3 together make up 100.0%."
    assert said["growth"] == "1 of 2 grew against a year before: P2 gained most (+$100), P1 lost most (-$52)."

    found = asked("prices", *YEAR, by="product")
    rows = found.rows.set_index("code")
    # P1: 48 ÷ 4 = 12 against 10; price effect 2 × 4, quantity effect −6 × 10. P2: the price stayed, 20 × 5 more
    assert rows.loc[["P1", "P2"], "price"].tolist() == units(12, 5)
    assert rows.loc["P1", "price_change"] == pytest.approx(0.2)
    assert rows.loc[["P1", "P2"], "price_effect"].tolist() == units(8, 0)
    assert rows.loc[["P1", "P2"], "quantity_effect"].tolist() == units(-60, 100)
    assert rows["price_effect"].isna()["P3"]
    assert (found.price_effect, found.quantity_effect, found.compared) == (*units(8, 40), 2)
    # February 160 ÷ 25, March 210 ÷ 18; April has no positive quantity
    assert found.months["price"].tolist()[:2] == units(6.4, 11.6667)
    said = sentences(found, "USD")
    assert said["effects"] == (
        "Over what was sold in both years prices changed revenue by +$8 and quantities by +$40; P1 moved most by its "
        "price (+$8)."
    )
    assert said["prices"].startswith(
        "Of 2 sold in both years 1 became dearer and 0 cheaper; the price of the largest, P2,"
    )

    found = asked("returns", *YEAR, by="product")
    assert found.rows[["code", "sold", "returned", "lines"]].values.tolist() == [["P1", *units(60, 12), 1]]
    assert (found.sold, found.returned) == tuple(units(570, 12))
    assert (found.rate, found.rate_before) == (pytest.approx(12 / 570), 0)
    said = sentences(found, "USD")
    assert said["products"] == "Most came back of P1: $12, 100.0% of all returns."
    assert said["months"].startswith("2.1% of what was sold came back, 0.0% a year before")
    assert (
        sentences(asked("returns", "2023-01-01", "2023-12-31"), "USD")["products"]
        == "Nothing came back in this period."
    )

    filtered = asked("products", *YEAR, by="product", where={"product_line": ["Bells"]})
    assert filtered.rows["code"].tolist() == ["P2"]
    early = asked("products", "2022-01-01", "2022-12-31")
    assert early.base is None and early.rows["growth"].isna().all()
    assert "do not reach back" in sentences(early, "USD")["growth"]
    with pytest.raises(BadInput):
        asked("products", *YEAR, by="region")
    with pytest.raises(BadInput):
        asked("products", *YEAR, measure="orders")
    with pytest.raises(BadInput):
        asked("prices", *YEAR, measure="revenue")


def orders(*held: tuple[int, ...]) -> list[Line]:
    """Orders that hold these products."""
    return [
        Line(f"O{n}", date(2024, 5, 1 + n % 20), 10, product=p) for n, products in enumerate(held) for p in products
    ]


def test_pairs(database):
    # 20 orders: 8 hold 1 and 2, 2 hold 1 alone, 4 hold 2 alone, 6 hold 3 alone
    company(orders(*[(1, 2)] * 8, *[(1,)] * 2, *[(2,)] * 4, *[(3,)] * 6))
    found = asked("baskets", *YEAR, by="product")
    assert (found.orders, found.several, found.fewest) == (20, 8, 5)
    assert found.rows[["a", "b", "orders", "orders_a", "orders_b"]].values.tolist() == [["P2", "P1", 8, 12, 10]]
    row = found.rows.iloc[0]
    assert (row["support"], row["confidence"], row["confidence_back"]) == pytest.approx((0.4, 8 / 12, 0.8))
    assert row["lift"] == pytest.approx(0.4 / (0.6 * 0.5))
    said = sentences(found, "USD")
    assert said["pairs"] == (
        "P2 and P1 are bought together 1.33 times as often as chance would have it: in 8 of 20 orders (40.0%)."
    )
    assert said["grid"] == "Of the orders with P1 80.0% hold P2 too: the closest tie of all."
    few = asked("baskets", *YEAR, by="product", minimum_support=0.5)
    assert few.rows.empty and few.fewest == 10
    assert sentences(few, "USD")["pairs"] == (
        "Too little data: no two of them are in 10 orders or more together (20 orders in all)."
    )
    with pytest.raises(BadInput):
        asked("baskets", *YEAR, minimum_support=0)
