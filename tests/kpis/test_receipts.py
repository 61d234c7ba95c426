"""Receipts: payments counted in the cells of their orders, worked out by hand. Amounts in whole units here."""

from datetime import date
from typing import Any

import pytest

from salesdash import db, kpis, models, snapshot
from salesdash.access.identity import EVERYTHING, OPERATOR, User
from salesdash.kpis import View
from salesdash.periods import Range
from salesdash.snapshot.receipts import spans
from tests.kpis.company import Line, Paid, company, members, pay, publish

LINES = [
    Line("A1", date(2024, 1, 10), 100, customer=1, product=1, credit=1, region=2),
    Line("A1", date(2024, 1, 10), 50, customer=1, product=2, credit=1, region=2),
    # shared by Ann and Bo 60:40
    Line("A2", date(2024, 1, 20), 200, customer=2, product=1, credit=4, region=3, channel=2),
    # 30 of 90 come back: what was returned takes no part of a payment
    Line("A3", date(2024, 2, 5), 90, customer=3, product=1, credit=2, region=4),
    Line("A3", date(2024, 2, 25), -30, customer=3, product=1, credit=2, region=4),
    Line("A3", date(2024, 2, 5), 40, customer=3, product=2, credit=2, region=4),
    Line("A3", date(2024, 2, 26), -40, customer=3, product=2, credit=2, region=4),
]
PAYMENTS = [
    Paid(date(2024, 2, 1), 90, "A1"),  # 60 for P1, 30 for P2
    Paid(date(2024, 3, 15), 100, "A2"),  # 60 for Ann, 40 for Bo, who is in West by then
    Paid(date(2024, 3, 31), 60, "A3", customer=1),  # the order says whose it is
    Paid(date(2024, 3, 20), 7, customer=1),  # Ann's, by the customer's last line
    Paid(date(2024, 4, 2), 5, "Z9", customer=2),  # an order that is unknown so far: Ann and Bo, 3 and 2
    Paid(date(2024, 1, 5), 11, customer=4),  # customer 1, before any line: nobody's
    Paid(date(2024, 4, 3), 13),  # of nobody at all
    Paid(date(2024, 4, 4), -10, "A2"),  # went back
]
YEAR = (date(2024, 1, 1), date(2024, 12, 31))
PLANNER = User(None, "p", "P", "production", frozenset({"kpis.quantities"}))


@pytest.fixture
def paying(database: str) -> None:
    company(LINES)
    pay(PAYMENTS)


def table(*days: date, **arguments: Any) -> dict[str, Any]:
    with db.reading() as session:
        return kpis.table(session, OPERATOR, *(days or YEAR), **arguments).document()


def receipts(by: str, **arguments: Any) -> dict[str, int]:
    answer = table(by=[by], **arguments)
    found = {row[by]: row["receipts"] for row in answer["rows"]}
    assert sum(found.values()) == answer["total"]["receipts"]
    return found


@pytest.mark.usefixtures("paying")
def test_receipts_add_up_in_every_dimension() -> None:
    assert table()["total"]["receipts"] == 276
    assert receipts("month") == {"2024-01": 11, "2024-02": 90, "2024-03": 167, "2024-04": 8}
    assert receipts("product") == {"P1": 60 + 90 + 60, "P2": 30, "(unassigned)": 7 + 5 + 11 + 13}
    assert receipts("product_line") == {"Road": 210, "Bells": 30, "(unassigned)": 36}
    assert receipts("rep") == {"Ann": 90 + 54 + 7 + 3, "Bo": 36 + 60 + 2, "(unassigned)": 24}
    assert receipts("customer") == {"C1": 90 + 7 + 11, "C2": 95, "C3": 60, "(unassigned)": 13}
    assert receipts("region") == {"N1": 97, "N2": 95, "South": 60, "(unassigned)": 24}
    assert receipts("region_parent") == {"North": 192, "South": 60, "(unassigned)": 24}
    assert receipts("channel") == {"Shop": 157, "Web": 95, "(unassigned)": 24}


@pytest.mark.usefixtures("paying")
def test_the_team_is_the_one_of_the_payments_day() -> None:
    assert receipts("team") == {"East": 154, "West": 98, "(unassigned)": 24}


@pytest.mark.usefixtures("paying")
def test_filters_and_days() -> None:
    assert table(where={"rep": ["Bo"], "region": ["North"]})["total"]["receipts"] == 38
    assert table(where={"product": ["P1"]})["total"]["receipts"] == 210
    assert table(date(2024, 3, 16), date(2024, 4, 3), where={"team": ["Sales"]})["total"]["receipts"] == 60 + 7 + 5
    assert table(date(2024, 3, 1), date(2024, 3, 31), compare="previous")["total"]["previous"]["receipts"] == 90


@pytest.mark.usefixtures("paying")
def test_a_period_with_payments_alone_has_a_row() -> None:
    answer = table(date(2024, 4, 1), date(2024, 4, 30), by=["rep"])
    assert {row["rep"]: (row["receipts"], row["revenue"]) for row in answer["rows"]} == {
        "Ann": (-3, None), "Bo": (-2, None), "(unassigned)": (13, None),
    }  # fmt: skip
    assert (answer["total"]["receipts"], answer["total"]["orders"]) == (8, None)
    assert table(date(2024, 1, 1), date(2024, 1, 31), where={"rep": ["Ann"]})["total"]["receipts"] == 0


@pytest.mark.usefixtures("paying")
def test_who_holds_a_customer_gets_what_the_customer_pays_alone() -> None:
    with db.writing() as session:
        for since, person in ((date(2024, 1, 1), 3), (date(2024, 3, 20), 2), (date(2024, 3, 21), 1)):
            row = models.CustomerHolder(customer_id=1, person_id=person, valid_from=since, set_by="t")
            session.add(row)
        db.touch(session, "holders")
    assert receipts("rep") == {"Ann": 147, "Bo": 98 + 7, "Cy": 11, "(unassigned)": 13}


@pytest.mark.usefixtures("paying")
def test_the_page_shows_them_and_who_sees_quantities_does_not() -> None:
    view = View(
        Range(date(2024, 3, 1), date(2024, 3, 31)), {}, {"previous": Range(date(2024, 2, 1), date(2024, 2, 29))}
    )
    with db.reading() as session, pytest.MonkeyPatch.context() as patch:
        page = kpis.overview(session, OPERATOR, view)
        assert page.totals["receipts"].value == 1_670_000
        assert page.totals["receipts"].bases == {"previous": 900_000}
        shown = page.trend["receipts"].tolist()[-3:]
        assert shown == [110_000, 900_000, 1_670_000]
        patch.setattr("salesdash.access.scope.of", lambda *_: EVERYTHING)
        answer = kpis.table(session, PLANNER, *YEAR, by=["rep"])
    assert answer.total["receipts"].isna().all()
    assert set(answer.rows["rep"]) == {"Ann", "Bo"}  # whom lines are credited to


def test_without_payments_there_are_no_receipts_and_an_order_that_comes_later_is_found(database: str) -> None:
    company(LINES[:2])
    assert table()["total"]["receipts"] is None
    with db.reading() as session:
        assert not any("receipts" in name for name in snapshot.current(session).names())
    pay([Paid(date(2024, 5, 1), 20, "A2", customer=1)])
    assert receipts("customer") == {"C1": 20}
    publish(LINES[2:3], first_id=10)
    assert receipts("customer") == {"C1": 0, "C2": 20}


def test_payments_before_any_order_count(database: str) -> None:
    with db.writing() as session:
        members(session)
    pay([Paid(date(2024, 5, 1), 20, "A2", customer=1), Paid(date(2024, 5, 2), 2)])
    assert receipts("customer") == {"C1": 20, "(unassigned)": 2}


def test_whole_months_and_edges() -> None:
    days = [Range(date(2024, 1, 15), date(2024, 4, 30)), Range(date(2024, 5, 1), date(2024, 5, 2))]
    assert spans(days) == (
        [Range(date(2024, 2, 1), date(2024, 4, 30))],
        [Range(date(2024, 1, 15), date(2024, 1, 31)), Range(date(2024, 5, 1), date(2024, 5, 2))],
    )
    assert spans([Range(date(2024, 2, 2), date(2024, 3, 30))]) == ([], [Range(date(2024, 2, 2), date(2024, 3, 30))])
