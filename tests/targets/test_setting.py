"""Setting, locking and moving targets: sums by hand, who may, what is refused."""

from datetime import date

import pytest
from sqlalchemy import select

from salesdash import db, targets
from salesdash.access.identity import OPERATOR
from salesdash.errors import BadInput, Conflict, NotPermitted
from salesdash.models import AuditEntry, ClosedPeriod, CustomerHolder
from salesdash.targets import Cell, Plan
from salesdash.units import SCALE
from tests.targets import firm as company

E = SCALE


def put(plan: Plan, amount: int, user=OPERATOR, give_way=None, seen=None, **named) -> targets.Change:
    with db.writing() as session:
        return targets.set_amount(
            session, user, plan, Cell(plan.year, **named), amount * E, give_way=give_way, seen=seen
        )


def value(plan: Plan, **named) -> int:
    """The amount of a cell in whole units."""
    with db.reading() as session:
        return targets.about(session, OPERATOR, plan, Cell(plan.year, **named)).amount // E


def test_what_is_set_sums_up_in_every_dimension(plan: Plan) -> None:
    put(plan, 120, rep="R1", month=1)
    put(plan, 80, rep="R2", region="N1", quarter=2)
    assert (value(plan), value(plan, quarter=1), value(plan, month=1), value(plan, rep="R2")) == (200, 120, 120, 80)
    assert (value(plan, region="N"), value(plan, region="N1"), value(plan, region="S")) == (80, 80, 0)


def test_siblings_give_way_or_the_parent_moves(plan: Plan) -> None:
    put(plan, 300)
    for rep, amount in (("R1", 100), ("R2", 200)):
        put(plan, amount, rep=rep)
    put(plan, 160, rep="R1")
    assert (value(plan), value(plan, rep="R1"), value(plan, rep="R2")) == (300, 160, 140)
    put(plan, 200, rep="R1", give_way="parent")
    assert (value(plan), value(plan, rep="R1"), value(plan, rep="R2")) == (340, 200, 140)


def test_siblings_that_cannot_give_way_are_said(plan: Plan) -> None:
    put(plan, 300)
    put(plan, 100, rep="R1")
    with pytest.raises(Conflict) as refused:
        put(plan, 400, rep="R1")
    assert "Let the cells above move" in refused.value.text()
    assert value(plan) == 300


def test_a_locked_cell_stays(plan: Plan) -> None:
    put(plan, 300)
    put(plan, 100, rep="R1")
    put(plan, 200, rep="R2")
    with db.writing() as session:
        targets.set_lock(session, OPERATOR, plan, Cell(plan.year, rep="R2"), True)
    put(plan, 450)
    assert (value(plan, rep="R1"), value(plan, rep="R2")) == (250, 200)
    with pytest.raises(Conflict) as refused:
        put(plan, 150)
    assert refused.value.code == "locked_too_much"
    assert value(plan) == 450


def test_many_cells_at_once_or_none(plan: Plan) -> None:
    rows = [(Cell(plan.year, rep="R1", month=m), 10 * E, None) for m in range(1, 13)]
    rows += [(Cell(plan.year, rep="R2", quarter=2), 50 * E, None)]
    with db.writing() as session:
        done = targets.set_many(session, OPERATOR, plan, rows)
    assert (done.status, done.version, done.moved) == ("in_force", 1, 170 * E)
    assert (value(plan), value(plan, quarter=2)) == (170, 80)
    with pytest.raises(BadInput) as refused, db.writing() as session:
        targets.set_many(session, OPERATOR, plan, [*rows, (Cell(plan.year, rep="NOBODY"), E, None)])
    assert (refused.value.code, refused.value.details["member"]) == ("unknown_member", "NOBODY")
    assert value(plan) == 170


@pytest.mark.parametrize(
    ("code", "amount", "named"),
    [
        ("negative", -1, {}),
        ("too_fine", 150, {}),
        ("too_large", 9 * 10**14, {}),
        ("unknown_member", E, {"region": "X"}),
        ("unknown_month", E, {"month": 13}),
        ("unknown_quarter", E, {"quarter": 5}),
        ("two_periods", E, {"quarter": 1, "month": 1}),
    ],
)
def test_what_cannot_be_a_target(firm: str, code: str, amount: int, named: dict) -> None:
    with pytest.raises(BadInput) as refused, db.writing() as session:
        targets.set_amount(session, OPERATOR, Plan(2020), Cell(2020, **named), amount)
    assert refused.value.code == code
    assert refused.value.text()


@pytest.mark.parametrize(
    ("code", "plan"),
    [("unknown_measure", Plan(2020, "cost")), ("unknown_level", Plan(2020, level="high")), ("other_year", Plan(2021))],
)
def test_plans_that_do_not_exist(firm: str, code: str, plan: Plan) -> None:
    with pytest.raises(BadInput) as refused, db.writing() as session:
        targets.set_amount(session, OPERATOR, plan, Cell(2020), E)
    assert refused.value.code == code


def test_the_second_of_two_is_told_both_values(plan: Plan) -> None:
    chief = company.user("chief")
    put(plan, 100, rep="R1")
    put(plan, 130, chief, seen=100 * E, rep="R1")
    with pytest.raises(Conflict) as refused:
        put(plan, 90, seen=100 * E, rep="R1")
    details = refused.value.details
    assert refused.value.code == "changed_meanwhile"
    assert [details[key] for key in ("seen", "now", "yours", "by")] == [100 * E, 130 * E, 90 * E, "chief"]
    assert "You saw 100, now it is 130 (chief)" in refused.value.text()
    assert value(plan, rep="R1") == 130


def test_a_closed_month_stays(plan: Plan) -> None:
    put(plan, 100, rep="R1", month=1)
    put(plan, 100, rep="R1", month=2)
    with db.writing() as session:
        session.add(ClosedPeriod(year=plan.year, period=1, closed_by="finn"))
        db.touch(session, "appraisals")
    for named in ({"rep": "R1", "month": 1}, {"rep": "R2", "month": 1}):
        with pytest.raises(Conflict) as refused:
            put(plan, 50, give_way="parent", **named)
        assert refused.value.code == "closed"
    put(plan, 260, rep="R1")
    assert (value(plan, month=1), value(plan, month=2)) == (100, 160)


def test_a_narrow_scope_reaches_its_people_only(plan: Plan) -> None:
    mona = company.user("mona")
    assert put(plan, 100, mona, rep="R1").status == "in_force"
    for named in ({}, {"rep": "R3"}, {"region": "N1"}):
        with pytest.raises(NotPermitted) as refused:
            put(plan, 100, mona, **named)
        assert refused.value.code == "outside_scope"


def test_others_in_a_narrow_scope_cannot_be_made_to_give_way(plan: Plan) -> None:
    put(plan, 300)
    put(plan, 100, rep="R1")
    put(plan, 200, rep="R3")
    with pytest.raises((Conflict, NotPermitted)):
        put(plan, 150, company.user("mona"), rep="R1", give_way="siblings")
    assert value(plan, rep="R3") == 200


@pytest.mark.parametrize("login", ["rob", "ana", "prod", "adam", "finn", "mark", "assi", "cust"])
def test_who_may_not_set_targets(plan: Plan, login: str) -> None:
    user = company.user(login)
    with pytest.raises(NotPermitted):
        put(plan, 1, user, rep="R1")
    for change in (
        lambda s: targets.set_lock(s, user, plan, Cell(plan.year), True),
        lambda s: targets.split(s, user, plan, Cell(plan.year), "month", "equal"),
        lambda s: targets.transfer(s, user, plan, "R1", "R2", from_month=1),
        lambda s: targets.undo(s, user, plan, 1),
        lambda s: targets.approve(s, user, 1),
        lambda s: targets.reject(s, user, 1),
    ):
        with pytest.raises(NotPermitted), db.writing() as session:
            change(session)


def test_a_transfer_keeps_totals_and_says_who_holds_the_customer(plan: Plan) -> None:
    for month in (1, 7):
        put(plan, 100, rep="R1", month=month)
    put(plan, 40, rep="R2", month=7)
    with db.writing() as session:
        targets.transfer(
            session, company.user("chief"), plan, "R1", "R2", from_month=7, share=0.25, customers=["C1"], reason="moved"
        )
    assert (value(plan), value(plan, month=7)) == (240, 140)
    assert [value(plan, rep=rep, month=7) for rep in ("R1", "R2")] == [75, 65]
    with db.reading() as session:
        (held,) = session.scalars(select(CustomerHolder).where(CustomerHolder.valid_from == date(plan.year, 7, 1)))
        assert (held.customer_id, held.person_id, held.set_by) == (1, 2, "chief")
    with db.writing() as session:
        targets.undo(session, OPERATOR, plan, 4)
    assert [value(plan, rep=rep, month=7) for rep in ("R1", "R2")] == [100, 40]
    with db.reading() as session:
        assert not session.scalars(select(CustomerHolder).where(CustomerHolder.valid_from == held.valid_from)).all()


def test_a_transfer_that_cannot_be(plan: Plan) -> None:
    for code, arguments in {
        "same_person": ("R1", "R1", {}), "bad_share": ("R1", "R2", {"share": 2}),
        "unknown_member": ("R1", "R2", {"customers": ["C9"]}),
    }.items():  # fmt: skip
        with pytest.raises(BadInput) as refused, db.writing() as session:
            targets.transfer(session, OPERATOR, plan, *arguments[:2], from_month=1, **arguments[2])
        assert refused.value.code == code
    with pytest.raises(NotPermitted), db.writing() as session:
        targets.transfer(session, company.user("mona"), plan, "R1", "R3", from_month=1)


def test_every_change_is_in_the_audit_trail(plan: Plan) -> None:
    put(plan, 100, rep="R1")
    put(plan, 150, company.user("chief"), rep="R1")
    with db.reading() as session:
        trail = select(AuditEntry).where(AuditEntry.entity == "target").order_by(AuditEntry.id.desc()).limit(1)
        entry = session.scalars(trail).one()
    assert (entry.login, entry.action, entry.key) == ("chief", "change", f"{plan.year} revenue target / rep R1")
    assert (entry.before["amount"], entry.after["amount"]) == ("100", "150")
    assert (entry.after["kind"], entry.after["version"], entry.after["moved"]) == ("set", 2, "50")


def test_members_that_were_merged_count_as_what_stands_for_them(plan: Plan) -> None:
    from salesdash.masterdata import merging

    put(plan, 100, channel="SHOP")
    put(plan, 50, channel="WEB")
    with db.writing() as session:
        number = merging.merge(session, OPERATOR, "channel", "WEB", "SHOP")
    assert value(plan, channel="SHOP") == value(plan, channel="WEB") == 150
    with db.writing() as session:
        merging.undo(session, OPERATOR, number)
    assert (value(plan, channel="SHOP"), value(plan, channel="WEB")) == (100, 50)
