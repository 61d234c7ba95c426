"""Cohorts and concentration of a company worked out by hand, and what their sentences say of them."""

from datetime import date

import pytest

from salesdash.history import sentences
from tests.history.asking import asked, units
from tests.kpis.company import Line, company

#: customer 1 (of whom 4 is a part) buys in every month from January to April, twice on one day in January; 2 in
#: January and March; 3 in February only. The last line is of nobody, at the end of April: so April is told whole
LINES = [
    Line("Y", date(2023, 1, 1), 1, customer=None),
    Line("A1", date(2024, 1, 5), 100),
    Line("A2", date(2024, 1, 5), 100, customer=4),
    Line("A3", date(2024, 2, 5), 100),
    Line("A4", date(2024, 3, 5), 100),
    Line("A5", date(2024, 4, 5), 200),
    Line("B1", date(2024, 1, 9), 150, customer=2),
    Line("B2", date(2024, 3, 9), 150, customer=2, region=3),
    Line("C1", date(2024, 2, 20), 100, customer=3),
    Line("C2", date(2024, 3, 1), -10, customer=3, quantity=-1),
    Line("N", date(2024, 4, 30), 40, customer=None),
]
SPRING = ("2024-01-01", "2024-04-30")


def test_who_comes_back_and_how_much_hangs_on_whom(database):
    company(LINES)
    found = asked("customers", *SPRING)
    assert found.grain == "month"
    assert found.cohorts[["label", "customers", "partial"]].values.tolist() == [
        ["2024-01", 2, False], ["2024-02", 1, False],
    ]  # fmt: skip
    shares = found.retention.set_index(["cohort", "age"])["share"].to_dict()
    assert shares == {
        ("2024-01", 0): 1, ("2024-01", 1): 0.5, ("2024-01", 2): 1, ("2024-01", 3): 0.5,
        ("2024-02", 0): 1, ("2024-02", 1): 0, ("2024-02", 2): 0,  # a return is no purchase
    }  # fmt: skip
    # age 1: one of two and none of one; age 3: only January is so old
    assert found.average["share"].tolist() == pytest.approx([1, 1 / 3, 2 / 3, 0.5])
    assert found.average["customers"].tolist() == [3, 3, 3, 2]
    assert found.frequency.values.tolist() == [["1", 1], ["2", 1], ["4", 1]]
    assert (found.buyers, found.repeat_rate, found.begins) == (3, pytest.approx(2 / 3), None)
    assert sentences(found, "USD") == {
        "cohorts": "3 customers bought for the first time; the largest group, 2, began in Jan 2024.",
        "average": "33.3% of new customers buy again in the month after their first purchase, 50.0% after 3 months.",
        "frequency": "66.7% of 3 customers bought on two days or more.",
    }
    running = asked("customers", "2024-01-01", "2024-04-20")  # April in part only
    assert running.retention["age"].max() == 2
    quarters = asked("customers", "2023-01-01", "2024-12-31")
    assert quarters.grain == "quarter" and quarters.cohorts["label"].tolist() == ["2024-Q1"]
    assert quarters.begins == date(2023, 1, 1)
    north = asked("customers", *SPRING, where={"region": ["N2"]})
    assert north.cohorts.empty and north.buyers == 1  # the first purchase of 2 was elsewhere
    assert sentences(north, "USD")["cohorts"] == "Nobody bought for the first time in this period."

    found = asked("concentration", *SPRING)
    # 600, 300, 90: squares of 60.6, 30.3 and 9.1 %
    assert found.rows["value"].tolist() == units(600, 300, 90)
    assert found.rows["code"].tolist() == ["C1", "C2", "C3"]
    assert (found.spread.members, found.spread.total, found.unassigned) == (3, *units(990, 40))
    assert found.spread.herfindahl == pytest.approx((600**2 + 300**2 + 90**2) / 990**2)
    assert sentences(found, "USD")["curve"] == (
        "The largest of 3 customers brings 60.6% of revenue: as concentrated as with 2.1 of equal size "
        "(Herfindahl 0.4674)."
    )
    assert sentences(found, "USD")["top"].startswith("C1 alone brings 60.6%; there is no year before")
    one = asked("concentration", "2024-04-01", "2024-04-30")
    assert sentences(one, "USD")["curve"] == "Too little data: fewer than two customers brought anything."
