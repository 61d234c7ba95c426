"""Versions, differences, undoing."""

import pytest

from salesdash import db, targets
from salesdash.access.identity import OPERATOR
from salesdash.errors import BadInput, Conflict
from salesdash.targets import Cell, Plan, Weights
from salesdash.units import SCALE
from tests.targets import firm as company

E = SCALE


def put(plan: Plan, amount: int, user=OPERATOR, give_way=None, **named) -> targets.Change:
    with db.writing() as session:
        cell = Cell(plan.year, **named)
        return targets.set_amount(session, user, plan, cell, amount * E, give_way=give_way, reason="because")


def value(plan: Plan, **named) -> int:
    with db.reading() as session:
        return targets.about(session, OPERATOR, plan, Cell(plan.year, **named)).amount // E


def undo(plan: Plan, version: int) -> targets.Change:
    with db.writing() as session:
        return targets.undo(session, OPERATOR, plan, version, "a mistake")


def test_versions_say_who_what_and_why(plan: Plan) -> None:
    put(plan, 100, rep="R1", month=3)
    with db.writing() as session:
        weights = Weights("typed", {"ROAD": 1, "BELL": 1})
        targets.split(session, company.user("chief"), plan, Cell(plan.year), "product_line", weights)
    with db.reading() as session:
        found = targets.versions(session, OPERATOR, plan)
    assert found["version"].tolist() == [2, 1]
    assert found["kind"].tolist() == ["split", "set"]
    assert found["by"].tolist() == ["chief", "operator"]
    assert found.loc[1, ["period", "rep", "reason", "moved"]].tolist() == [f"{plan.year}-03", "R1", "because", 100 * E]


def test_a_narrow_scope_sees_versions_of_its_people(plan: Plan) -> None:
    put(plan, 100, rep="R1")
    put(plan, 50, rep="R3")
    with db.writing() as session:
        rows = [(Cell(plan.year, rep=rep), 70 * E, None) for rep in ("R1", "R3")]
        targets.set_many(session, OPERATOR, plan, rows)
    with db.reading() as session:
        mine = targets.versions(session, company.user("rob"), plan)
        every = targets.versions(session, company.user("chief"), plan)
    assert every["version"].tolist() == [3, 2, 1]
    assert every[["period", "rep"]].isna().all(axis=1).tolist() == [True, False, False]  # the newest is of several
    assert mine["version"].tolist() == [3, 1]
    assert mine["rep"].tolist() == [None, "R1"]
    assert mine["moved"].isna().tolist() == [True, False]


def test_a_difference_names_what_changed(plan: Plan) -> None:
    put(plan, 100, rep="R1")
    put(plan, 50, rep="R2")
    put(plan, 80, rep="R1")
    with db.reading() as session:
        found = targets.difference(session, OPERATOR, plan, 1, 3)
        none = targets.difference(session, OPERATOR, plan, 2, 2)
        nothing_seen = targets.difference(session, company.user("assi"), plan, 1, 3)
        with pytest.raises(BadInput):
            targets.difference(session, OPERATOR, plan, 1, 9)
    rows = found.sort_values("rep")[["period", "rep", "rep_name", "before", "after", "change"]].to_numpy().tolist()
    assert rows == [
        [str(plan.year), "R1", "Name of R1", 100 * E, 80 * E, -20 * E],
        [str(plan.year), "R2", "Name of R2", 0, 50 * E, 50 * E],
    ]
    assert none.empty
    assert nothing_seen.empty  # R2's assistant is placed in no team


def test_an_older_version_reads_as_it_was(plan: Plan) -> None:
    put(plan, 100, rep="R1")
    put(plan, 80, rep="R1")
    with db.reading() as session:
        amounts = [targets.cells(session, OPERATOR, plan, version=v)["target"].sum() // E for v in (0, 1, 2)]
        with pytest.raises(BadInput):
            targets.cells(session, OPERATOR, plan, version=3)
    assert amounts == [0, 100, 80]


def test_undo_brings_back_amounts_and_marks(plan: Plan) -> None:
    put(plan, 100)
    put(plan, 60, rep="R1")
    put(plan, 30, rep="R2")
    put(plan, 200)
    assert undo(plan, 4).version == 5
    assert [value(plan), value(plan, rep="R1"), value(plan, rep="R2")] == [100, 60, 30]
    with db.reading() as session:
        found = targets.versions(session, OPERATOR, plan)
        marks = targets.sheet(session, OPERATOR, plan).marks
    assert found.loc[found["version"] == 4, "undone_by"].tolist() == [5]
    assert len(marks) == 3


def test_undoing_something_older_leaves_later_changes_of_others(plan: Plan) -> None:
    put(plan, 100, rep="R1")
    put(plan, 50, rep="R2")
    undo(plan, 1)
    assert [value(plan), value(plan, rep="R1"), value(plan, rep="R2")] == [50, 0, 50]


def test_what_a_later_version_changed_is_not_undone(plan: Plan) -> None:
    put(plan, 100, rep="R1")
    put(plan, 120, rep="R1")
    with pytest.raises(Conflict) as refused:
        undo(plan, 1)
    assert refused.value.code == "changed_since"
    undo(plan, 2)
    with pytest.raises(Conflict):
        undo(plan, 2)
    undo(plan, 3)
    assert value(plan, rep="R1") == 120


def test_what_was_locked_since_is_not_undone(plan: Plan) -> None:
    put(plan, 100, rep="R1")
    put(plan, 120, rep="R1", month=2, give_way="parent")
    with db.writing() as session:
        targets.set_lock(session, OPERATOR, plan, Cell(plan.year, rep="R1"), True)
    with pytest.raises(Conflict) as refused:
        undo(plan, 2)
    assert refused.value.code == "locked_since"


def test_an_undone_split_can_be_undone_itself(plan: Plan) -> None:
    put(plan, 1000)
    with db.writing() as session:
        targets.split(session, OPERATOR, plan, Cell(plan.year), "quarter", "equal")
    undo(plan, 2)
    with db.reading() as session:
        assert targets.cells(session, OPERATOR, plan, by=("quarter",))["quarter"].tolist() == [None]
    undo(plan, 3)
    assert value(plan, quarter=4) == 250


def test_versions_that_do_not_exist(plan: Plan) -> None:
    for version in (0, 1, 7):
        with pytest.raises(BadInput):
            undo(plan, version)
