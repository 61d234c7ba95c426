"""Figures of a small company, worked out by hand. Amounts in whole units here, 1/10,000 in the answers."""

from datetime import date

import pytest

from salesdash import db, kpis
from salesdash.access.identity import EVERYTHING, OPERATOR, User
from salesdash.errors import BadInput, NotPermitted
from salesdash.kpis import View
from salesdash.periods import Range
from tests.kpis.company import Line, company

LINES = [
    # January: customer 1 buys for 100 (cost 60) and 50 in one order; customer 2 for 200, shared 60:40
    Line("A1", date(2024, 1, 10), 100, cost=60),
    Line("A1", date(2024, 1, 10), 50, product=2),
    Line("A2", date(2024, 1, 20), 200, customer=2, credit=4, region=3, cost=150),
    # February: customer 1 returns 30, nobody buys
    Line("A3", date(2024, 2, 5), -30, quantity=-1),
    # March: customer 4 is customer 1; A4 goes on in April; an order of nobody in a region given by its country
    Line("A4", date(2024, 3, 30), 70, customer=4, credit=2),
    Line("A4", date(2024, 4, 2), 20, customer=4, credit=2),
    Line("A5", date(2024, 3, 31), 10, customer=None, region=None, country=1, credit=None, channel=2),
]
QUARTER = (date(2024, 1, 1), date(2024, 3, 31))


@pytest.fixture(autouse=True)
def small(database: str) -> None:
    company(LINES)


def document(start: date, end: date, **arguments: object) -> dict:
    with db.reading() as session:
        return kpis.table(session, OPERATOR, start, end, **arguments).document()  # type: ignore[arg-type]


def test_the_total_of_a_quarter() -> None:
    total = document(*QUARTER)["total"]
    assert total == {
        "revenue": 400, "orders": 4, "customers": 2, "new_customers": 2, "quantity": 4, "cost": 210,
        "gross_profit": 90, "gross_margin": 0.3, "average_order_value": 100, "return_rate": 30 / 430,
        "receipts": None,
    }  # fmt: skip


def test_a_shared_line_counts_by_its_shares_and_once_in_the_total() -> None:
    answer = document(*QUARTER, by=["rep"])
    rows = {row["rep"]: row for row in answer["rows"]}
    assert {code: row["revenue"] for code, row in rows.items()} == {"Ann": 240, "Bo": 150, "(unassigned)": 10}
    assert {code: row["orders"] for code, row in rows.items()} == {"Ann": 2, "Bo": 2, "(unassigned)": 1}
    assert {code: row["new_customers"] for code, row in rows.items()} == {"Ann": 2, "Bo": 1, "(unassigned)": 0}
    assert answer["total"]["orders"] == 4
    assert rows["(unassigned)"]["customers"] == 0


def test_an_order_of_two_months_counts_in_each_and_once_in_both() -> None:
    answer = document(date(2024, 3, 1), date(2024, 4, 30), by=["month"])
    assert [(row["month"], row["orders"], row["revenue"]) for row in answer["rows"]] == [
        ("2024-03", 2, 80),
        ("2024-04", 1, 20),
    ]
    assert answer["total"]["orders"] == 2


def test_a_pure_return_is_no_order_and_a_month_of_returns_has_no_customer() -> None:
    total = document(date(2024, 2, 1), date(2024, 2, 29))["total"]
    assert (total["revenue"], total["orders"], total["customers"]) == (-30, 0, 0)
    assert (total["average_order_value"], total["return_rate"], total["gross_margin"]) == (None, None, None)


def test_without_lines_everything_is_undefined() -> None:
    answer = document(date(2023, 1, 1), date(2023, 12, 31), by=["region"], compare="year")
    assert answer["rows"] == []
    assert set(answer["total"].pop("previous").values()) == {None}
    assert set(answer["total"].pop("change").values()) == {None}
    assert set(answer["total"].values()) == {None}


def test_a_region_includes_what_lies_below_and_rows_are_what_lines_carry() -> None:
    answer = document(*QUARTER, by=["region"], where={"region": ["North"]})
    assert [(row["region"], row["region_name"], row["revenue"]) for row in answer["rows"]] == [
        ("N1", "N1", 190),
        ("N2", "N2", 200),
    ]
    above = document(*QUARTER, by=["region_parent"])
    assert [(row["region_parent"], row["revenue"]) for row in above["rows"]] == [("North", 390), ("South", 10)]


def test_the_team_is_the_one_of_the_day() -> None:
    rows = document(date(2024, 1, 1), date(2024, 12, 31), by=["team"])["rows"]
    assert {row["team"]: row["revenue"] for row in rows} == {"East": 320, "West": 90, "(unassigned)": 10}
    assert document(*QUARTER, where={"team": ["Sales"]})["total"]["revenue"] == 390


def test_change_against_the_previous_month() -> None:
    total = document(date(2024, 3, 1), date(2024, 3, 31), compare="previous")["total"]
    assert total["previous"]["revenue"] == -30
    assert total["change"]["revenue"] == pytest.approx(110 / 30)
    assert total["change"]["orders"] is None  # the base is 0


def test_who_has_lines_in_the_comparison_only_stands_in_the_rows_too() -> None:
    answer = document(date(2024, 2, 1), date(2024, 2, 29), by=["rep"], compare="previous")
    before = {row["rep"]: (row["revenue"], row["previous"]["revenue"]) for row in answer["rows"]}
    assert before == {"Ann": (-30, 270), "Bo": (None, 80)}
    assert sum(previous for _now, previous in before.values()) == answer["total"]["previous"]["revenue"] == 350


def test_ratios_change_in_points() -> None:
    total = document(date(2024, 2, 1), date(2024, 2, 29), compare="previous")["total"]
    assert total["previous"]["return_rate"] == 0
    assert total["change"]["return_rate"] is None
    assert total["change"]["revenue"] == pytest.approx(-380 / 350)


def test_unknown_members_and_dimensions_are_named() -> None:
    with pytest.raises(BadInput, match="unknown_member") as error:
        document(*QUARTER, where={"region": ["Nowhere"]})
    assert error.value.details["member"] == "Nowhere"
    with pytest.raises(BadInput, match="unknown_dimension"):
        document(*QUARTER, by=["colour"])
    with pytest.raises(BadInput, match="unknown_dimension"):
        document(*QUARTER, where={"colour": ["red"]})
    with pytest.raises(BadInput, match="dates_reversed"):
        document(QUARTER[1], QUARTER[0])


def test_who_may_see_quantities_sees_nothing_else() -> None:
    planner = User(None, "p", "P", "production", frozenset({"kpis.quantities"}), operator=False)
    with db.reading() as session, pytest.MonkeyPatch.context() as patch:
        patch.setattr("salesdash.access.scope.of", lambda *_: EVERYTHING)
        answer = kpis.table(session, planner, *QUARTER, by=["region"], compare="previous").document()
        page = kpis.overview(session, planner, View(Range(*QUARTER), {}, {"previous": Range(*QUARTER)}))
    assert answer["total"].pop("quantity") == 4
    del answer["total"]["previous"], answer["total"]["change"]
    assert set(answer["total"].values()) == {None}
    assert page.totals["quantity"].value == 40_000
    assert {figure.value for name, figure in page.totals.items() if name != "quantity"} == {None}
    assert page.trend["revenue"].isna().all()
    assert page.trend["quantity"].notna().any()
    assert page.bridge is None
    assert len(page.customers["top"]) == len(page.products["top"]) == 0
    assert page.by["region"]["revenue"].isna().all()
    with pytest.raises(NotPermitted):
        document_as(User(None, "x", "X", "administrator", frozenset()))


def document_as(user: User) -> None:
    with db.reading() as session:
        kpis.table(session, user, *QUARTER)


def test_the_page_agrees_with_the_table_and_explains_the_change() -> None:
    view = View(
        Range(date(2024, 3, 1), date(2024, 3, 31)), {}, {"previous": Range(date(2024, 1, 1), date(2024, 1, 31))}
    )
    with db.reading() as session:
        page = kpis.overview(session, OPERATOR, view)
    assert page.totals["revenue"].value == 800_000
    assert page.totals["revenue"].bases == {"previous": 3_500_000}
    assert page.totals["customers"].value == 1
    # sold in both periods: product 1, 2 pieces for 300 (one of them customer 2's) and 2 for 80; product 2 is gone
    assert page.bridge == {
        "volume": 0, "mix": 0, "price": -2_200_000, "new": 0, "gone": -500_000, "other": 0,
    }  # fmt: skip
    assert page.products["top"]["code"].tolist() == ["P1"]
    assert page.products["falling"]["code"].tolist() == ["P1", "P2"]
    assert page.customers["falling"][["code", "difference"]].values.tolist() == [["C2", -2_000_000], ["C1", -800_000]]
    assert page.data_until == date(2024, 4, 2)
    assert page.imported_at is not None
    trend = page.trend.set_index("label")
    assert len(trend) == 24
    assert trend.loc["2024-02", "revenue"] == -300_000
    assert trend["revenue"].isna().sum() == 21
    regions = page.by["region"]
    assert regions["code"].tolist() == ["N1", "South", "N2"]
    assert regions["revenue_previous"].tolist()[0] == 1_500_000


def test_the_orders_behind_a_figure() -> None:
    with db.reading() as session:
        found = kpis.orders(session, OPERATOR, *QUARTER, {"region": ["North"]}, limit=2)
        rest = kpis.orders(session, OPERATOR, *QUARTER, {"region": ["North"]}, limit=2, offset=2)
    assert found["order_no"].tolist() + rest["order_no"].tolist() == ["A4", "A3", "A2", "A1"]
    assert found.attrs["orders"] == 4
    assert rest["rep"].tolist() == ["Ann, Bo", "Ann"]
    assert rest["revenue"].tolist() == [2_000_000, 1_500_000]
    assert rest["lines"].tolist() == [1, 2]


def test_filters_offer_what_has_lines_with_what_lies_above() -> None:
    with db.reading() as session:
        regions = kpis.members(session, OPERATOR, "region")
        customers = kpis.members(session, OPERATOR, "customer")
    assert regions.set_index("code")["parent"].to_dict() == {"N1": "North", "N2": "North", "North": None, "South": None}
    assert customers["code"].tolist() == ["(unassigned)", "C1", "C2"]
