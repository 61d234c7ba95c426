"""Teams, managers and regions of people hold from a date."""

from datetime import date

import pytest
from sqlalchemy import select

from salesdash import db
from salesdash.access.identity import OPERATOR, User
from salesdash.errors import BadInput, Conflict, NotPermitted
from salesdash.masterdata import people
from salesdash.models import AuditEntry, MonthVersion
from tests.masterdata.conftest import version
from tests.masterdata.figures import revenue, total

MARCH = date(2026, 3, 1)


def test_history_stays_with_the_team_that_held_it(analyst: User) -> None:
    assert revenue("team") == {"T1": 750, "(unassigned)": 800}
    with db.reading() as session:
        before = {row.month: row.token for row in session.scalars(select(MonthVersion))}
    with db.writing() as session:
        people.assign(session, analyst, ["R2"], MARCH, team="T2")
    # R2 had 200 in February, and 160 (40 % of 400) in March
    assert revenue("team") == {"T1": 590, "T2": 160, "(unassigned)": 800}
    assert revenue("team", end=date(2026, 2, 28)) == {"T1": 350}
    assert total()["revenue"] == 1550
    with db.reading() as session:
        after = {row.month: row.token for row in session.scalars(select(MonthVersion))}
        held = people.places(session, analyst, "R2")
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert {month for month in after if after[month] != before[month]} == {202603}
    assert held[["valid_from", "team", "manager", "region"]].values.tolist() == [
        [date(1900, 1, 1), "T1", "M", "N"],
        [MARCH, "T2", "M", "N"],
    ]
    assert (entry.action, entry.key, entry.before["team"], entry.after["team"]) == ("place", "R2", "T1", "T2")


def test_a_place_is_taken_back(analyst: User) -> None:
    with db.writing() as session:
        people.assign(session, analyst, ["R2"], MARCH, team="T2")
        people.forget(session, analyst, "R2", MARCH)
    assert revenue("team") == {"T1": 750, "(unassigned)": 800}
    with pytest.raises(BadInput), db.writing() as session:
        people.forget(session, analyst, "R2", MARCH)


def test_several_people_at_once_and_away_from_a_team(analyst: User) -> None:
    with db.writing() as session:
        people.assign(session, analyst, ["R1", "R2"], date(2026, 2, 1), team="T2", region="S")
    assert revenue("team") == {"T1": 150, "T2": 600, "(unassigned)": 800}
    with db.writing() as session:
        people.assign(session, analyst, ["R1"], date(2026, 2, 1), team=None)
    assert revenue("team") == {"T1": 150, "T2": 360, "(unassigned)": 1040}


def test_a_change_of_the_first_place_is_for_always(analyst: User) -> None:
    with db.writing() as session:
        people.assign(session, analyst, ["R1", "R2"], team="T2")
    assert revenue("team") == {"T2": 750, "(unassigned)": 800}


def test_nobody_reports_to_themself_on_any_day(analyst: User) -> None:
    for boss in ("R1", "M"):
        with pytest.raises(BadInput), db.writing() as session:
            people.assign(session, analyst, ["M"], manager=boss)
    with db.writing() as session:
        people.assign(session, analyst, ["R1"], MARCH, manager="R2")
    # R1 reports to R2 from March on only, so R2 may report to R1 before, but not for good
    with pytest.raises(BadInput) as refused, db.writing() as session:
        people.assign(session, analyst, ["R2"], manager="R1")
    assert refused.value.code == "below_itself"


def test_the_second_of_two_people_is_told(analyst: User, administrator: User) -> None:
    seen = version("rep", "R1")
    with db.writing() as session:
        people.assign(session, analyst, ["R1"], MARCH, team="T2", versions={"R1": seen})
    with pytest.raises(Conflict), db.writing() as session:
        people.assign(session, administrator, ["R1"], MARCH, team="T1", versions={"R1": seen})
    with pytest.raises(Conflict), db.writing() as session:
        people.forget(session, administrator, "R1", MARCH, version=seen)


def test_what_does_not_fit(analyst: User, executive: User) -> None:
    for since, place in ((MARCH, {"team": "T9"}), (MARCH, {"boss": "M"}), (date(1800, 1, 1), {"team": "T1"})):
        with pytest.raises(BadInput), db.writing() as session:
            people.assign(session, analyst, ["R1"], since, **place)
    with pytest.raises(NotPermitted), db.writing() as session:
        people.assign(session, executive, ["R1"], MARCH, team="T2")
    with db.writing() as session:
        people.assign(session, OPERATOR, ["R1"], MARCH, team="T2")
