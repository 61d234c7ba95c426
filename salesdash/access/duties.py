"""Who does what: positions with their duties and limits, roles with their permissions and scope. Everybody may read
it; who manages people may change it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from salesdash import db
from salesdash.access import audit, references, users
from salesdash.access.identity import User
from salesdash.access.permissions import PERMISSIONS, ROLES, SCOPES
from salesdash.errors import BadInput, Conflict, NotPermitted
from salesdash.locale import N_, gettext
from salesdash.models import Account, AuthorityLimit, Position, Role, RolePermission

#: who manages people approves nothing of the business
NEVER_TOGETHER = {"people.manage", "targets.approve"}
LARGEST_AMOUNT = 9 * 10**14


@dataclass(frozen=True)
class PositionView:
    """A position as it is shown. ``limits``: subject → amount in 1/10,000 of the company's currency; ``holders`` are
    names of people with an active account. Name, duties and subjects are in the reader's language where they are
    those that every company starts with."""

    code: str
    name: str
    role: str
    duties: str
    limits: Mapping[str, int]
    holders: tuple[str, ...]
    version: int


def positions(session: Session, user: User) -> list[PositionView]:
    """All positions in use, in their order. Takes no permission."""
    held: dict[int | str, list[str]] = {}
    active = select(Account).where(Account.disabled_at.is_(None)).order_by(Account.name)
    for account in session.scalars(active):
        held.setdefault(account.position_id or account.role, []).append(account.name)
    limits: dict[int, dict[str, int]] = {}
    for limit in session.scalars(select(AuthorityLimit).order_by(AuthorityLimit.id)):
        limits.setdefault(limit.position_id, {})[gettext(limit.subject)] = limit.amount
    return [
        PositionView(
            code=one.code,
            name=gettext(one.name),
            role=one.role,
            duties=gettext(one.duties),
            limits=limits.get(one.id, {}),
            holders=tuple(held.get(one.id, []) + held.get(one.code, [])),
            version=one.version,
        )
        for one in session.scalars(select(Position).where(Position.active).order_by(Position.place, Position.id))
    ]


def change_position(
    session: Session,
    user: User,
    code: str,
    version: int,
    *,
    name: str,
    duties: str,
    limits: Mapping[str, int],
) -> None:
    """Rewrites a position; ``limits`` as in PositionView. Takes people.manage. Raises BadInput for an empty name, a
    limit without a subject or a negative or too large amount, Conflict if somebody changed it meanwhile."""
    user.require("people.manage")
    found = session.scalar(select(Position).where(Position.code == code))
    if found is None:
        raise BadInput("unknown_position", N_("There is no position {position}."), position=code)
    if found.version != version:
        raise _meanwhile()
    if not name.strip() or len(name) > 200 or len(duties) > 4000:
        raise BadInput("bad_position", N_("A position needs a name of at most 200 characters."))
    for subject, amount in limits.items():
        if not subject.strip() or len(subject) > 200 or not 0 <= amount <= LARGEST_AMOUNT:
            raise BadInput(
                "bad_limit", N_("A limit needs a subject and an amount of 0 or more: {subject}."), subject=subject
            )
    before = _position_facts(session, found)
    found.name = _kept(found.name, name.strip())
    found.duties = _kept(found.duties, duties.strip())
    originals = {gettext(subject): subject for subject in before["limits"]}
    wanted = {originals.get(subject.strip(), subject.strip()): amount for subject, amount in limits.items()}
    if wanted != before["limits"]:
        session.execute(delete(AuthorityLimit).where(AuthorityLimit.position_id == found.id))
        session.add_all(
            AuthorityLimit(position_id=found.id, subject=subject, amount=amount) for subject, amount in wanted.items()
        )
        flag_modified(found, "name")  # the version moves with the limits too
    _flush(session)
    after = _position_facts(session, found)
    if after != before:
        audit.record(session, user, "change", "position", code, before, after)
        db.touch(session, "access")


def roles(session: Session, user: User) -> pd.DataFrame:
    """A row per role: role, scope, version, and a column per permission code with True or False. Takes no
    permission."""
    given: dict[str, set[str]] = {}
    for row in session.scalars(select(RolePermission)):
        given.setdefault(row.role, set()).add(row.permission)
    order = list(ROLES)
    found = sorted(session.scalars(select(Role)), key=lambda role: order.index(role.code))
    rows = [
        {"role": one.code, "scope": one.scope, "version": one.version}
        | {code: code in given.get(one.code, set()) for code in PERMISSIONS}
        for one in found
    ]
    return pd.DataFrame(rows, columns=["role", "scope", "version", *PERMISSIONS])


def change_role(session: Session, user: User, role: str, version: int, *, scope: str, permissions: set[str]) -> None:
    """Gives a role a scope and exactly these permissions. Takes people.manage; nobody widens the role that they hold
    themself (a colleague in another role, or the operator, may).

    Raises NotPermitted for that, BadInput for an unknown code, Conflict if somebody changed it meanwhile, if managing
    people and approving targets would come together (nobody holds all), or if nobody were left who manages people.
    """
    user.require("people.manage")
    found = session.get(Role, references.role(session, role))
    assert found is not None
    if found.version != version:
        raise _meanwhile()
    if unknown := permissions - set(PERMISSIONS):
        raise BadInput("unknown_permission", N_("There is no permission {permission}."), permission=min(unknown))
    if permissions >= NEVER_TOGETHER:
        raise Conflict("never_together", N_("Who manages people approves nothing of the business: choose one of both."))
    held = {row.permission: row for row in session.scalars(select(RolePermission).where(RolePermission.role == role))}
    before: dict[str, Any] = {"scope": found.scope, "permissions": sorted(held)}
    wanted = references.scope(scope) or found.scope
    if role == user.role and not user.operator and (permissions - set(held) or _wider(wanted, found.scope)):
        raise NotPermitted("own_role", N_("Nobody widens the role that they hold themselves: ask a colleague."))
    found.scope = wanted
    for permission in set(held) - permissions:
        session.delete(held[permission])
    session.add_all(RolePermission(role=role, permission=permission) for permission in permissions - set(held))
    after = {"scope": found.scope, "permissions": sorted(permissions)}
    if after == before:
        return
    flag_modified(found, "scope")  # the version moves with the permissions too
    _flush(session)
    users.somebody_manages(session, user)
    audit.record(session, user, "change", "role", role, before, after)
    db.touch(session, "access")


def _wider(scope: str, than: str) -> bool:
    """SCOPES goes from the narrowest to the widest."""
    order = list(SCOPES)
    return order.index(scope) > order.index(than)


def scope_name(code: str) -> str:
    """The name of a scope in the reader's language."""
    return gettext(SCOPES[code])


def _kept(stored: str, shown: str) -> str:
    """What to store: the source text as long as the person left its translation as it was."""
    return stored if shown == gettext(stored) else shown


def _position_facts(session: Session, position: Position) -> dict[str, Any]:
    limits = select(AuthorityLimit).where(AuthorityLimit.position_id == position.id).order_by(AuthorityLimit.id)
    return {
        "name": position.name,
        "duties": position.duties,
        "limits": {limit.subject: limit.amount for limit in session.scalars(limits)},
    }


def _meanwhile() -> Conflict:
    return Conflict("changed_meanwhile", N_("Somebody else changed this meanwhile. Look at it again."))


def _flush(session: Session) -> None:
    try:
        session.flush()
    except StaleDataError as stale:
        raise _meanwhile() from stale
