"""What people can filter by: by code, by name in any language, and no more than they may see."""

from datetime import date

import pytest

from salesdash import db, filters
from salesdash.access import users
from salesdash.access.identity import OPERATOR
from salesdash.access.setup import install_defaults
from salesdash.errors import NotPermitted
from salesdash.filters import Members, Option, worded
from salesdash.models import Region
from tests.kpis.company import Line, company

TODAY = date(2024, 6, 1)
NORTH = Option("N", {"en": "North", "zh_Hant": "北區", "zh_Hans": "北区"})
TWINS = [Option("T1", {"en": "Twin"}), Option("T2", {"en": "Twin"})]
MEMBERS = Members([NORTH, *TWINS])


def test_members_are_known_by_code_and_by_name_in_every_language():
    assert MEMBERS.resolve(["N", "North", "北區", "北区"]) == (["N"], [])
    assert MEMBERS.resolve(["T2", "Twin (T1)"]) == (["T2", "T1"], [])


def test_what_names_nothing_is_ignored_and_told():
    assert MEMBERS.resolve(["Twin", "S", "", "N"]) == (["N"], ["Twin", "S", ""])


def test_members_of_one_name_are_told_apart():
    assert MEMBERS.labels("zh_Hant") == {"N": "北區", "T1": "Twin (T1)", "T2": "Twin (T2)"}


def test_fixed_lists_are_offered_in_words():
    options = worded({"a": "Last month", "b": "This month"})
    assert options.labels("en") == {"a": "Last month", "b": "This month"}
    assert options.resolve(["b", "Last month"]) == (["b", "a"], [])


@pytest.fixture
def small(database: str) -> None:
    with db.writing() as session:
        install_defaults(session)
    company(
        [
            Line("A1", date(2024, 1, 10), 100, region=2, credit=1, customer=1),
            Line("A2", date(2024, 1, 20), 200, region=4, credit=2, customer=2, product=3),
            Line("A3", date(2024, 7, 1), 50, region=3, credit=3, customer=3),
        ]
    )


def codes(user, dimension: str) -> list[str]:
    with db.reading() as session:
        return list(filters.options(session, user, dimension, TODAY))


def account(role: str, **more):
    with db.writing() as session:
        return users.add(session, OPERATOR, role, role, **more)


@pytest.mark.usefixtures("small")
def test_who_sees_everything_is_offered_every_member_that_is_not_merged():
    assert codes(OPERATOR, "customer") == ["C1", "C2", "C3"]
    assert codes(account("executive"), "region") == ["N1", "N2", "North", "South"]


@pytest.mark.usefixtures("small")
def test_who_sees_their_own_sales_is_offered_what_these_carry_and_the_regions_above():
    ann = account("sales_representative", rep="Ann")
    assert codes(ann, "region") == ["N1", "North"]
    assert codes(ann, "customer") == ["C1"]
    assert codes(ann, "rep") == ["Ann"]
    assert codes(account("sales_manager"), "customer") == []  # placed nowhere


@pytest.mark.usefixtures("small")
def test_who_may_not_see_kpis_is_offered_nothing():
    with pytest.raises(NotPermitted):
        codes(account("customer_service"), "customer")


@pytest.mark.usefixtures("small")
def test_names_come_in_every_language():
    with db.writing() as session:
        session.query(Region).filter_by(code="South").one().name_zh_hant = "南區"
    with db.reading() as session:
        south = filters.options(session, OPERATOR, "region", TODAY)
    assert south.labels("zh_Hant")["South"] == "南區"
    assert south.labels("zh_Hans")["South"] == "South"


@pytest.mark.usefixtures("small")
def test_the_last_order_day_is_not_in_the_future():
    with db.reading() as session:
        assert filters.last_order_day(session, TODAY) == date(2024, 1, 20)
        assert filters.last_order_day(session, date(2024, 12, 31)) == date(2024, 7, 1)
        assert filters.last_order_day(session, date(2023, 12, 31)) is None
