"""Row scope: five kinds, the line of the day, regions, and people who are placed nowhere."""

from datetime import date

import pytest

from salesdash import db
from salesdash.access import scope, users
from salesdash.access.identity import EVERYTHING, OPERATOR, Scope, User
from salesdash.models import Account, Person, PersonPlace, Region, Team

DAY = date(2024, 6, 1)


@pytest.fixture
def house(company):
    """Teams 1 > 2 > 3, regions 1 > 2 and 3. People: 1 leads 2 and 3, 3 leads 4; 5 stands alone; 2 moves to team 3 in
    July and reports to 5 then."""
    with db.writing() as session:
        session.add_all(Team(id=n, code=f"T{n}", name=f"T{n}") for n in (1, 2, 3))
        session.add_all(Region(id=n, code=f"R{n}", name=f"R{n}") for n in (1, 2, 3))
        session.add_all(Person(id=n, code=f"P{n}", name=f"P{n}") for n in range(1, 6))
        session.flush()
        session.get_one(Team, 2).parent_id, session.get_one(Team, 3).parent_id = 1, 2
        session.get_one(Region, 2).parent_id = 1
        start = date(1900, 1, 1)
        session.add_all(
            [
                PersonPlace(person_id=1, valid_from=start, team_id=1),
                PersonPlace(person_id=2, valid_from=start, team_id=2, manager_id=1),
                PersonPlace(person_id=2, valid_from=date(2024, 7, 1), team_id=3, manager_id=5),
                PersonPlace(person_id=3, valid_from=start, team_id=2, manager_id=1),
                PersonPlace(person_id=4, valid_from=start, team_id=3, manager_id=3),
            ]
        )
    return company


def scope_of(kind, on=DAY, **given):
    """The scope of somebody made for this, with this kind of scope."""
    with db.writing() as session:
        made = users.add(session, OPERATOR, "somebody", "analyst", scope=kind, **given)
    with db.reading() as session:
        return scope.of(session, made, on)


def people(*ids):
    return Scope(people=frozenset(ids))


def test_own(house):
    assert scope_of("own", rep="P3") == people(3)


def test_own_and_reports_goes_through_others(house):
    assert scope_of("own_and_reports", rep="P1") == people(1, 2, 3, 4)


def test_the_reporting_line_is_that_of_the_day(house):
    assert scope_of("own_and_reports", date(2024, 7, 1), rep="P1") == people(1, 3, 4)


def test_own_unit_is_that_of_the_day(house):
    assert scope_of("own_unit", date(2024, 6, 30), rep="P2") == Scope(teams=frozenset({2}))
    with db.reading() as session:
        assert scope.of(session, users.by_login(session, "somebody"), date(2024, 7, 1)) == Scope(teams=frozenset({3}))


def test_own_unit_and_below(house):
    assert scope_of("own_unit_and_below", rep="P3") == Scope(teams=frozenset({2, 3}))


def test_the_unit_named_for_the_account_goes_first(house):
    assert scope_of("own_unit", rep="P1", team="T3") == Scope(teams=frozenset({3}))


def test_all_needs_no_place(house):
    assert scope_of("all") == EVERYTHING


@pytest.mark.parametrize("kind", ["own", "own_and_reports", "own_unit", "own_unit_and_below"])
def test_placed_nowhere_sees_nothing(house, kind):
    assert scope_of(kind).nothing


def test_a_person_taken_out_of_the_tree_does_not_see_more(house):
    assert scope_of("own_and_reports", rep="P5") == people(5)
    with db.reading() as session:
        assert scope.of(session, users.by_login(session, "somebody"), date(2024, 7, 1)) == people(5, 2)


def test_regions_narrow_with_everything_below(house):
    assert scope_of("all", regions=["R1"]) == Scope(everything=True, regions=frozenset({1, 2}))


def test_regions_narrow_the_other_scopes_too(house):
    assert scope_of("own", rep="P3", regions=["R3"]) == Scope(people=frozenset({3}), regions=frozenset({3}))


def test_circles_end(house):
    with db.writing() as session:
        session.add(PersonPlace(person_id=1, valid_from=date(2024, 5, 1), team_id=1, manager_id=4))
        session.get_one(Team, 1).parent_id = 3
    assert scope_of("own_and_reports", rep="P4") == people(1, 2, 3, 4)
    with db.writing() as session:
        users.change(session, OPERATOR, "somebody", scope="own_unit_and_below")
        assert scope.of(session, users.by_login(session, "somebody"), DAY).teams == {1, 2, 3}


def test_a_merged_person_is_the_one_who_stands_for_them(house):
    with db.writing() as session:
        made = users.add(session, OPERATOR, "merged", "sales_manager", rep="P3")
        session.get_one(Person, 3).merged_into_id = 5
    with db.reading() as session:
        assert scope.of(session, made, DAY) == people(5, 4)


def test_a_code_unknown_so_far_is_made(company):
    assert len(scope_of("own", rep="NEW").people) == 1
    with db.reading() as session:
        assert session.query(Person).filter_by(code="NEW").one().name == "NEW"


def test_a_disabled_or_unknown_account_sees_nothing(house):
    with db.writing() as session:
        made = users.add(session, OPERATOR, "somebody", "executive")
        users.disable(session, OPERATOR, "somebody")
        assert scope.of(session, made, DAY).nothing
        assert scope.of(session, User(999, "x", "x", "executive", frozenset()), DAY).nothing
        assert scope.of(session, OPERATOR, DAY) == EVERYTHING


def test_the_role_gives_the_scope_unless_one_is_set(house):
    with db.writing() as session:
        made = users.add(session, OPERATOR, "m", "sales_manager", rep="P1")
        assert scope.of(session, made, DAY) == people(1, 2, 3, 4)
        users.change(session, OPERATOR, "m", scope="own")
        assert scope.of(session, made, DAY) == people(1)
        assert session.get_one(Account, made.id).scope == "own"
