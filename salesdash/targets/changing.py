"""Changing targets: every change is one operation on one sheet, in one transaction, in force at once or proposed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from salesdash.access import audit
from salesdash.access.identity import User
from salesdash.analytics.target_sheet import Cell as Coordinates
from salesdash.analytics.target_sheet import Impossible, Sheet
from salesdash.errors import Conflict, NotPermitted
from salesdash.locale import N_
from salesdash.models import TargetProposal, TargetSheet, TargetVersion
from salesdash.targets import authority, holders, operations, state, storage
from salesdash.targets.coding import in_codes, in_words, key_of, months_of
from salesdash.targets.plan import Plan, scale
from salesdash.targets.scoping import Reach, reach
from salesdash.targets.trail import last_change

Seen = Sequence[tuple[Coordinates, int | None, int | None]]


@dataclass(frozen=True)
class Change:
    """What became of a change. ``status``: "in_force", then ``version`` is the sheet's version that it made (the
    present one where nothing had to change); or "proposed", then ``proposal`` waits for somebody else. ``moved``: the
    amount moved or added."""

    status: str
    version: int | None
    proposal: int | None
    moved: int
    reason: str = ""


@dataclass(frozen=True)
class Turn:
    """A sheet that is this transaction's to change, and whose cells the user may change."""

    plan: Plan
    row: TargetSheet
    sheet: Sheet
    reach: Reach


@dataclass(frozen=True)
class Request:
    """What is asked for. ``seen``: cell, the amount that the person saw (None: not said), the one that they want.
    ``subject``: the cell that the audit trail names. ``hint``: what to say where siblings cannot give way. ``moved``:
    how much it moves, where that is known already."""

    operation: Mapping[str, Any]
    subject: Coordinates
    reason: str = ""
    seen: Seen = ()
    hint: str | None = None
    batch_id: int | None = None
    undoes: int | None = None
    moved: int | None = None


def turn(session: Session, user: User, plan: Plan) -> Turn:
    """Takes the turn on a sheet: others wait until the transaction ends. Takes targets.set."""
    user.require("targets.set")
    plan.check()
    return turn_on(session, user, plan, storage.locked_sheet(session, plan))


def turn_on(session: Session, user: User, plan: Plan, row: TargetSheet) -> Turn:
    """As ``turn`` for a sheet whose row the caller has locked already, whatever brought the user here."""
    return Turn(plan, row, state.load(session, plan, row), reach(session, user))


def subject_of(operation: Mapping[str, Any]) -> Coordinates:
    """The cell that an operation is about; everything where it is about several."""
    match operation["kind"]:
        case "set" if len(operation["cells"]) == 1:
            return Coordinates(*operation["cells"][0][0])
        case "split" | "lock":
            return Coordinates(*operation["cell"])
        case "transfer":
            return Coordinates(rep=operation["taker"])
    return Coordinates()


def carry_out(session: Session, user: User, at: Turn, request: Request, new: Sheet | None = None) -> Change:
    """Does what is asked for, or proposes it where it is above the user's authority. ``new``: the sheet after it, where
    that is known already."""
    check_seen(session, at, request.seen)
    operation = {**request.operation, "people": None if at.reach.people is None else sorted(at.reach.people)}
    if new is None:
        new = applied(session, at, operation, request.hint)
    changed = state.difference(at.sheet, new)
    check_touched(session, at, changed)
    amount = authority.moved(at.sheet, new, changed, operation) if request.moved is None else request.moved
    # what is taken back is not moved a second time
    enough = authority.within if request.undoes else authority.may_alone
    if enough(session, user, at.plan, amount, at.sheet.value(Coordinates())):
        if not holders.follow(session, operation, user.login) and changed.nothing:
            return Change("in_force", at.row.version, None, 0, request.reason)
        return put_in_force(session, user, at, request, new=new, operation=operation, amount=amount)
    proposal = TargetProposal(
        sheet_id=at.row.id, base_version=at.row.version, operation=operation, moved=amount,
        reason=request.reason[:1000], proposed_by=user.id, batch_id=request.batch_id,
    )  # fmt: skip
    session.add(proposal)
    session.flush()
    said = {"kind": operation["kind"], "moved": shown(at.plan, amount), "reason": request.reason}
    after = words(session, at, request.subject, new) | said
    audit.record(session, user, "propose", "target", f"{at.plan.key} / proposal {proposal.id}", None, after)
    return Change("proposed", None, proposal.id, amount, request.reason)


def applied(session: Session, at: Turn, operation: Mapping[str, Any], hint: str | None = None) -> Sheet:
    """The sheet after an operation. Raises the error that says what is impossible."""
    try:
        return operations.apply(at.sheet, operation)
    except Impossible as impossible:
        raise operations.refused(session, at.plan, impossible, hint=hint) from impossible


def check_seen(session: Session, at: Turn, seen: Seen) -> None:
    """Raises Conflict with both values where somebody changed a cell since the person saw it."""
    amounts = at.sheet.values([cell for cell, was, _ in seen if was is not None])
    for cell, was, wanted in seen:
        if was is not None and was != (now := amounts[cell]):
            by, when = last_change(session, at.row, at.sheet, cell)
            raise Conflict(
                "changed_meanwhile",
                N_("{cell}: somebody else changed it meanwhile. You saw {seen_shown}, now it is {now_shown} ({by})."),
                cell=in_words(session, at.plan, cell), seen=was, now=now, yours=wanted, by=by, at=when,
                seen_shown=shown(at.plan, was), now_shown=shown(at.plan, now),
            )  # fmt: skip


def check_touched(session: Session, at: Turn, changed: state.Difference) -> None:
    """Raises unless all that changes is within the user's reach and lies in no closed period."""
    outside = ~at.reach.inside(changed.coordinates)
    if outside.any():
        cell = Coordinates._make(changed.coordinates[outside][0].tolist())
        raise NotPermitted(
            "outside_scope",
            N_("This would change {cell}, which is not in your scope."),
            cell=in_words(session, at.plan, cell),
        )
    closed = at.sheet.closed
    for row in changed.coordinates.tolist() if closed else ():
        if closed.intersection(months_of(row[0])):
            raise operations.refused(session, at.plan, Impossible("closed", Coordinates._make(row)))


def put_in_force(
    session: Session,
    user: User,
    at: Turn,
    request: Request,
    *,
    new: Sheet,
    operation: Mapping[str, Any],
    amount: int,
    proposed_by: str | None = None,
) -> Change:
    """Saves the sheet as its next version, with its place in the history and the audit trail. ``proposed_by``: whose
    change it is where ``user`` approves it."""
    state.save(session, at.row, new)
    session.add(
        TargetVersion(
            sheet_id=at.row.id, number=at.row.version, by=proposed_by or user.login, reason=request.reason[:1000],
            operation=dict(operation), moved=amount, approved_by=user.login if proposed_by else None,
            undoes=request.undoes, batch_id=request.batch_id,
        )
    )  # fmt: skip
    session.flush()
    before, after = words(session, at, request.subject, at.sheet), words(session, at, request.subject, new)
    said = {"kind": operation["kind"], "version": at.row.version, "moved": shown(at.plan, amount)}
    optional = {"reason": request.reason, "undoes": request.undoes, "proposed_by": proposed_by}
    said |= {name: value for name, value in optional.items() if value}
    key = key_of(at.plan, in_codes(session, at.plan, [request.subject])[0])
    audit.record(session, user, "approve" if proposed_by else "change", "target", key, before, after | said)
    return Change("in_force", at.row.version, None, amount, request.reason)


def words(session: Session, at: Turn, cell: Coordinates, sheet: Sheet) -> dict[str, Any]:
    """A cell of a sheet for the audit trail."""
    amounts = {"amount": shown(at.plan, sheet.value(cell)), "total": shown(at.plan, sheet.value(Coordinates()))}
    return {"plan": at.plan.key, **in_codes(session, at.plan, [cell])[0], **amounts, "locked": sheet.marks.get(cell)}


def shown(plan: Plan, amount: int) -> str:
    """An amount as a plain number, exact, in whole units."""
    return f"{Decimal(amount) / scale(plan.measure):f}"
