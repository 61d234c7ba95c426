"""Changes that wait for approval: by somebody else than who proposed them, who may decide on that much."""

from typing import Any

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash.access import audit
from salesdash.access.identity import User
from salesdash.analytics.target_sheet import Cell as Coordinates
from salesdash.errors import BadInput, Conflict, NotPermitted
from salesdash.filters import member_names
from salesdash.locale import N_, language
from salesdash.models import Account, Person, TargetProposal, TargetSheet
from salesdash.models.base import now
from salesdash.targets import authority, changing, coding, history, holders, state
from salesdash.targets.changing import Change, Request, Turn
from salesdash.targets.plan import Plan

PROPOSALS = [
    "id", "year", "measure", "level", "kind", "period", *coding.MEMBERS, "amount", "moved", "reason", "by", "by_name",
    "at", "status", "decided_by", "decided_by_name", "decided_at", "note", "version", "mine",
]  # fmt: skip


def proposals(session: Session, user: User) -> pd.DataFrame:
    """Changes that were proposed, newest first: PROPOSALS. ``status``: waiting, approved, rejected, withdrawn;
    ``amount``: the one wanted where a single cell is set; people by login and by name, times in UTC; ``version``: the
    one that it became; ``mine``: the reader proposed it. Who approves targets sees all, others their own. Takes
    targets.set or targets.approve."""
    user.require("targets.set", "targets.approve")
    wanted = (
        select(TargetProposal, TargetSheet)
        .join(TargetSheet, TargetSheet.id == TargetProposal.sheet_id)
        .order_by(TargetProposal.id.desc())
    )
    if not user.may("targets.approve"):
        wanted = wanted.where(TargetProposal.proposed_by == user.id)
    people = {one.id: one for one in session.scalars(select(Account))}
    rows = []
    for one, sheet in session.execute(wanted).tuples():
        plan, subject, amount = _plan(sheet), changing.subject_of(one.operation), None
        if one.operation["kind"] == "set" and len(one.operation["cells"]) == 1:
            amount = one.operation["cells"][0][1]
        by, decided = people[one.proposed_by], people.get(one.decided_by or 0)
        decider = decided.login if decided else "operator" if one.decided_at else None
        (cell,) = coding.in_codes(session, plan, [subject])
        rows.append(
            [one.id, plan.year, plan.measure, plan.level, one.operation["kind"], *cell.values(), amount, one.moved,
             one.reason, by.login, _name(session, by), one.at, one.status, decider,
             _name(session, decided) if decided else decider, one.decided_at, one.note, one.version,
             one.proposed_by == user.id]
        )  # fmt: skip
    return pd.DataFrame(rows, columns=PROPOSALS).astype(dict.fromkeys(("amount", "moved", "version"), "Int64"))


def _name(session: Session, account: Account) -> str:
    """Who somebody is: the person whose account it is, else what the account is called."""
    person = session.get(Person, account.person_id) if account.person_id else None
    return member_names(person).get(language(), person.name) if person else account.name


def approve(session: Session, user: User, proposal: int, note: str = "") -> Change:
    """Puts a proposal in force: its operation on the sheet as it is now. Takes targets.approve, and an own limit that
    covers what it moves; never who proposed it, with whatever account. Raises NotPermitted, BadInput for an unknown
    proposal, Conflict for one that is decided already or impossible by now."""
    found, at = _decided(session, user, proposal)
    operation: dict[str, Any] = found.operation
    undoes = operation["version"] if operation["kind"] == "undo" else None
    new = history.without(session, at, undoes) if undoes else changing.applied(session, at, operation)
    changed = state.difference(at.sheet, new)
    changing.check_touched(session, at, changed)
    amount = found.moved if undoes else authority.moved(at.sheet, new, changed, operation)
    if not authority.within(session, user, at.plan, amount, at.sheet.value(Coordinates())):
        raise NotPermitted(
            "above_limit", N_("This moves more than your own limit allows: somebody with a higher one has to decide.")
        )
    holders.follow(session, operation, user.login)
    proposer = session.get_one(Account, found.proposed_by)
    request = Request(operation, changing.subject_of(operation), found.reason, undoes=undoes, batch_id=found.batch_id)
    change = changing.put_in_force(
        session, user, at, request, new=new, operation=operation, amount=amount, proposed_by=proposer.login
    )
    found.version = change.version
    _close(session, user, found, "approved", note)
    return change


def reject(session: Session, user: User, proposal: int, note: str = "") -> None:
    """Turns a proposal down. Takes targets.approve; whoever proposed it withdraws it instead."""
    found, at = _decided(session, user, proposal)
    _close(session, user, found, "rejected", note)
    _record(session, user, "reject", at, found)


def withdraw(session: Session, user: User, proposal: int, note: str = "") -> None:
    """Takes an own proposal back. Takes targets.set."""
    user.require("targets.set")
    found, sheet = _waiting(session, proposal)
    if found.proposed_by != user.id:
        raise NotPermitted("not_yours", N_("Only whoever proposed a change withdraws it."))
    _close(session, user, found, "withdrawn", note)
    _record(session, user, "withdraw", changing.turn_on(session, user, _plan(sheet), sheet), found)


def withdraw_import(session: Session, user: User, batch_id: int, note: str = "") -> int:
    """Takes back what an import proposed and nobody has decided yet, as a part of undoing it; gives how many. The
    caller holds the locks on the sheets. Takes targets.set."""
    user.require("targets.set")
    wanted = select(TargetProposal).where(TargetProposal.batch_id == batch_id, TargetProposal.status == "waiting")
    found = session.scalars(wanted.execution_options(populate_existing=True)).all()
    for one in found:
        _close(session, user, one, "withdrawn", note)
        sheet = session.get_one(TargetSheet, one.sheet_id)
        _record(session, user, "withdraw", changing.turn_on(session, user, _plan(sheet), sheet), one)
    return len(found)


def _decided(session: Session, user: User, proposal: int) -> tuple[TargetProposal, Turn]:
    """The proposal and its sheet, if the user may decide on it."""
    user.require("targets.approve")
    found, sheet = _waiting(session, proposal)
    proposer = session.get_one(Account, found.proposed_by)
    if found.proposed_by == user.id or (user.person_id is not None and proposer.person_id == user.person_id):
        raise NotPermitted("own_proposal", N_("Nobody decides on a change that they proposed themselves."))
    return found, changing.turn_on(session, user, _plan(sheet), sheet)


def _waiting(session: Session, proposal: int) -> tuple[TargetProposal, TargetSheet]:
    """The proposal with the turn on its sheet."""
    found = session.get(TargetProposal, proposal)
    if found is None:
        raise BadInput("unknown_proposal", N_("There is no proposal {proposal}."), proposal=proposal)
    sheet = session.get_one(TargetSheet, found.sheet_id, with_for_update=True, populate_existing=True)
    session.refresh(found)
    if found.status != "waiting":
        raise Conflict("already_decided", N_("This proposal was decided already."))
    return found, sheet


def _close(session: Session, user: User, found: TargetProposal, status: str, note: str) -> None:
    found.status, found.note = status, note[:1000]
    found.decided_by, found.decided_at = user.id, now()
    session.flush()


def _record(session: Session, user: User, action: str, at: Turn, found: TargetProposal) -> None:
    after = {"moved": changing.shown(at.plan, found.moved), "reason": found.reason, "note": found.note}
    audit.record(session, user, action, "target", f"{at.plan.key} / proposal {found.id}", None, after)


def _plan(sheet: TargetSheet) -> Plan:
    return Plan(sheet.year, sheet.measure, sheet.level)
