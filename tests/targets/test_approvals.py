"""Changes above one's authority: proposed, decided by somebody else who may."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from salesdash import db, targets
from salesdash.access.identity import OPERATOR
from salesdash.access.setup import CHANGE_OF_TARGETS
from salesdash.errors import BadInput, Conflict, NotPermitted
from salesdash.models import Account, AuditEntry, AuthorityLimit, Position, TargetProposal
from salesdash.targets import Cell, Plan, authority
from salesdash.units import SCALE
from tests.targets import firm as company

E = SCALE
#: what a sales manager may change alone
LIMIT = 100_000


def put(plan: Plan, amount: int, login: str = "mona", rep: str = "R1") -> targets.Change:
    with db.writing() as session:
        cell = Cell(plan.year, rep=rep)
        return targets.set_amount(session, company.user(login), plan, cell, amount * E, reason="growth")


def value(plan: Plan) -> int:
    with db.reading() as session:
        return targets.about(session, OPERATOR, plan, Cell(plan.year, rep="R1")).amount // E


def decide(what: str, login: str, proposal: int | None, note: str = "") -> targets.Change | None:
    assert proposal is not None
    with db.writing() as session:
        return getattr(targets, what)(session, company.user(login), proposal, note)


def status(proposal: int | None) -> str:
    with db.reading() as session:
        return session.get_one(TargetProposal, proposal).status


def test_within_the_limit_at_once_above_it_proposed(plan: Plan) -> None:
    assert put(plan, LIMIT).status == "in_force"
    with db.reading() as session:
        assert authority.left(session, company.user("mona"), plan) == 0
    asked = put(plan, 2 * LIMIT + 1)
    assert (asked.status, asked.version, asked.moved) == ("proposed", None, (LIMIT + 1) * E)
    assert value(plan) == LIMIT
    done = decide("approve", "chief", asked.proposal, "fine")
    assert done is not None and (done.status, done.version) == ("in_force", 2)
    assert value(plan) == 2 * LIMIT + 1
    with db.reading() as session:
        version = targets.versions(session, OPERATOR, plan).iloc[0]
        seen = targets.proposals(session, company.user("mona")).set_index("id").loc[asked.proposal]
        trail = select(AuditEntry.action, AuditEntry.login).where(AuditEntry.entity == "target")
        actions = session.execute(trail.order_by(AuditEntry.id.desc()).limit(2)).tuples().all()
    assert (version["by"], version["approved_by"], version["reason"]) == ("mona", "chief", "growth")
    assert seen[["status", "by", "decided_by", "note", "version", "rep", "mine"]].tolist() == [
        "approved", "mona", "chief", "fine", 2, "R1", True,
    ]  # fmt: skip
    assert [tuple(one) for one in actions] == [("approve", "chief"), ("propose", "mona")]


def test_a_limit_cannot_be_passed_in_slices(plan: Plan) -> None:
    first = put(plan, 60_000)
    assert first.status == "in_force"
    assert put(plan, 60_000 + 40_001).status == "proposed"
    assert put(plan, 60_000 + 40_000).status == "in_force"
    assert put(plan, 100_001).status == "proposed"
    with db.writing() as session:  # what is taken back is not counted
        taken = targets.undo(session, company.user("mona"), plan, 2, "too much")
    assert taken.status == "in_force"
    assert put(plan, 60_000 + 40_000).status == "in_force"


def test_executives_and_the_operator_need_nobody(plan: Plan) -> None:
    assert put(plan, 5_000_000, "chief").status == "in_force"
    with db.writing() as session:
        done = targets.set_amount(session, OPERATOR, plan, Cell(plan.year), 90_000_000 * E)
    assert done.status == "in_force"


@pytest.mark.parametrize("login", ["mona", "rob", "ana", "prod", "adam", "finn", "mark", "assi", "cust"])
def test_who_may_not_decide(plan: Plan, login: str) -> None:
    asked = put(plan, 2 * LIMIT)
    for what in ("approve", "reject"):
        with pytest.raises(NotPermitted):
            decide(what, login, asked.proposal)
    if login != "mona":
        with pytest.raises(NotPermitted):
            decide("withdraw", login, asked.proposal)
    assert status(asked.proposal) == "waiting"


def _limit_of_executives(amount: int | None) -> None:
    with db.writing() as session:
        position = session.scalars(select(Position.id).where(Position.code == "executive")).one()
        held = session.scalars(
            select(AuthorityLimit).where(
                AuthorityLimit.position_id == position, AuthorityLimit.subject == CHANGE_OF_TARGETS
            )
        ).one_or_none()
        if held is not None:
            session.delete(held)
        if amount is not None:
            session.add(AuthorityLimit(position_id=position, subject=CHANGE_OF_TARGETS, amount=amount * E))


@pytest.fixture
def limited(plan: Plan):
    """Executives may decide on 500,000."""
    _limit_of_executives(500_000)
    yield plan
    _limit_of_executives(None)


def test_nobody_decides_on_their_own_proposal(limited: Plan) -> None:
    asked = put(limited, 600_000, "chief")
    assert asked.status == "proposed"
    for what in ("approve", "reject"):
        with pytest.raises(NotPermitted) as refused:
            decide(what, "chief", asked.proposal)
        assert refused.value.code == "own_proposal"
    with pytest.raises(NotPermitted) as refused:
        decide("approve", "boss", asked.proposal)
    assert refused.value.code == "above_limit"
    with db.writing() as session:
        targets.approve(session, OPERATOR, asked.proposal)
    assert value(limited) == 600_000


def test_nor_with_a_second_account_of_the_same_person(limited: Plan) -> None:
    with db.writing() as session:
        session.execute(update(Account).where(Account.login.in_(["chief", "boss"])).values(person_id=3))
    try:
        asked = put(limited, 600_000, "chief")
        with pytest.raises(NotPermitted) as refused:
            decide("reject", "boss", asked.proposal)
        assert refused.value.code == "own_proposal"
    finally:
        with db.writing() as session:
            session.execute(update(Account).where(Account.login.in_(["chief", "boss"])).values(person_id=None))


def test_the_database_takes_no_own_decision(plan: Plan) -> None:
    asked = put(plan, 2 * LIMIT)
    with pytest.raises(IntegrityError), db.writing() as session:
        proposal = session.get_one(TargetProposal, asked.proposal)
        proposal.status, proposal.decided_by = "approved", proposal.proposed_by


def test_reject_and_withdraw(plan: Plan) -> None:
    first, second = put(plan, 2 * LIMIT), put(plan, 3 * LIMIT)
    decide("reject", "boss", first.proposal, "too much")
    decide("withdraw", "mona", second.proposal)
    assert (status(first.proposal), status(second.proposal), value(plan)) == ("rejected", "withdrawn", 0)
    for what, login in (("approve", "chief"), ("reject", "chief"), ("withdraw", "mona")):
        for one in (first, second):
            with pytest.raises(Conflict) as refused:
                decide(what, login, one.proposal)
            assert refused.value.code == "already_decided"
    with pytest.raises(BadInput):
        decide("approve", "chief", 10**6)


def test_an_approval_sees_the_sheet_of_its_day(plan: Plan) -> None:
    asked = put(plan, 2 * LIMIT)
    put(plan, 150_000, "chief")
    done = decide("approve", "boss", asked.proposal)
    assert done is not None and done.moved == 50_000 * E
    assert value(plan) == 2 * LIMIT


def test_each_sees_their_own_and_who_approves_all(plan: Plan) -> None:
    asked = put(plan, 2 * LIMIT)
    with db.reading() as session:
        assert asked.proposal in targets.proposals(session, company.user("chief"))["id"].tolist()
        assert targets.proposals(session, company.user("mona"))["mine"].all()
        with pytest.raises(NotPermitted):
            targets.proposals(session, company.user("rob"))


def test_measures_that_are_no_money_go_by_their_part_of_the_sheet(firm: str) -> None:
    plan = Plan(2028, "orders")
    with db.writing() as session:
        targets.set_amount(session, OPERATOR, plan, Cell(2028, rep="R1"), 100)
        mona = company.user("mona")
        few = targets.set_amount(session, mona, plan, Cell(2028, rep="R1"), 110, give_way="parent")
        many = targets.set_amount(session, mona, plan, Cell(2028, rep="R1"), 122, give_way="parent")
        executive = targets.set_amount(session, company.user("chief"), plan, Cell(2028, rep="R1"), 300)
        # a tenth of 300, less the 10 of before; executives need nobody
        left = [authority.left(session, company.user(login), plan) for login in ("mona", "chief")]
    assert [one.status for one in (few, many, executive)] == ["in_force", "proposed", "in_force"]
    assert left == [20, None]


def test_undoing_more_than_the_limit_is_proposed_too(plan: Plan) -> None:
    put(plan, 5 * LIMIT, "chief")
    with db.writing() as session:
        asked = targets.undo(session, company.user("mona"), plan, 1)
    assert asked.status == "proposed"
    decide("approve", "chief", asked.proposal)
    assert value(plan) == 0
