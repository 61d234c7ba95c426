"""Accounts: who may sign in, as what, and which rows are theirs."""

import re
from collections.abc import Sequence
from typing import Any

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from salesdash import company, db
from salesdash.access import audit, links, passwords, references, sessions
from salesdash.access.identity import User
from salesdash.errors import BadInput, Conflict, NotPermitted
from salesdash.locale import LANGUAGES, N_
from salesdash.models import Account, AccountRegion, Region, Role, RolePermission, Team
from salesdash.models.base import now

COLUMNS = [
    "login", "name", "role", "scope", "scope_set", "rep", "team", "regions", "has_password", "disabled", "version",
]  # fmt: skip


def normal(login: str) -> str:
    """A login as it is stored and compared."""
    return login.strip().lower()


def identity(session: Session, account: Account) -> User:
    """The account as services see it."""
    permissions = session.scalars(select(RolePermission.permission).where(RolePermission.role == account.role))
    return User(
        id=account.id,
        login=account.login,
        name=account.name,
        role=account.role,
        permissions=frozenset(permissions),
        person_id=account.person_id,
        language=account.language,
    )


def by_login(session: Session, login: str) -> User:
    """The person with this login. Raises NotPermitted if there is none or the account is disabled."""
    account = session.scalar(select(Account).where(Account.login == normal(login)))
    if account is None or account.disabled_at is not None:
        raise NotPermitted("unknown_login", N_("There is no active account {login}."), login=login)
    return identity(session, account)


def account(session: Session, login: str) -> Account:
    """The account with this login, disabled or not. Raises BadInput if there is none."""
    found = session.scalar(select(Account).where(Account.login == normal(login)))
    if found is None:
        raise BadInput("unknown_account", N_("There is no account {login}."), login=login)
    return found


def add(
    session: Session,
    user: User,
    login: str,
    role: str,
    *,
    name: str | None = None,
    rep: str | None = None,
    team: str | None = None,
    regions: Sequence[str] = (),
    scope: str | None = None,
    language: str | None = None,
    password: str | None = None,
) -> User:
    """Makes an account. Takes people.manage.

    ``rep`` is the code of the person whose sales are theirs; one that is unknown so far is made, nameless, for files
    to fill. ``team`` and ``regions`` are codes that exist. Without ``password`` nobody can sign in until they have
    chosen one through the link of ``reset``. Raises BadInput for what does not fit, Conflict for a login in use.
    """
    user.require("people.manage")
    login = normal(login)
    if not re.fullmatch(r"[^\s\x00-\x1f\x7f<>\"'/\\]{1,200}", login) or login == "operator":
        raise BadInput("bad_login", N_("{login} cannot be a login: letters, digits and . _ - @ can."), login=login)
    if session.scalar(select(Account.id).where(Account.login == login)) is not None:
        raise Conflict("login_taken", N_("There is an account {login} already."), login=login)
    if language is not None and language not in LANGUAGES:
        raise BadInput("unknown_language", N_("There is no language {language}."), language=language)
    name = (name or "").strip() or login
    if password is not None:
        passwords.check(password, login, name, company.settings(session).name)
    made = Account(
        login=login,
        name=name[:400],
        role=references.role(session, role),
        scope=references.scope(scope),
        person_id=references.person(session, rep),
        team_id=references.member(session, Team, team),
        language=language,
        password_hash=passwords.hashed(password) if password is not None else None,
        preferences={},
    )
    session.add(made)
    session.flush()
    for region in dict.fromkeys(regions):
        session.add(AccountRegion(account_id=made.id, region_id=references.member(session, Region, region)))
    session.flush()
    audit.record(session, user, "create", "account", login, None, references.facts(session, made))
    db.touch(session, "access")
    return identity(session, made)


def change(session: Session, user: User, login: str, version: int | None = None, **new: Any) -> User:
    """Changes what is named of name, role, scope (None: the role's), rep, team, regions, language. Takes
    people.manage; nobody gives themself another role, scope, person, team or region. ``version`` as it was seen;
    another one in force raises Conflict. The last one who manages people keeps a role that lets them."""
    user.require("people.manage")
    changed = account(session, login)
    if version is not None and version != changed.version:
        raise Conflict("changed_meanwhile", N_("Somebody else changed this meanwhile. Look at it again."), login=login)
    if changed.id == user.id and set(new) - {"name", "language"}:
        raise NotPermitted("own_account", N_("Nobody changes their own role, scope or place: ask a colleague."))
    before = references.facts(session, changed)
    if "name" in new and (new["name"] or "").strip():
        changed.name = new["name"].strip()[:400]
    if "role" in new:
        changed.role = references.role(session, new["role"])
    if "scope" in new:
        changed.scope = references.scope(new["scope"])
    if "rep" in new:
        changed.person_id = references.person(session, new["rep"])
    if "team" in new:
        changed.team_id = references.member(session, Team, new["team"])
    if "language" in new:
        changed.language = new["language"] if new["language"] in LANGUAGES else None
    if "regions" in new:
        _set_regions(session, changed, new["regions"])
    _save(session, user, changed, "change", before)
    somebody_manages(session, user)
    return identity(session, changed)


def disable(session: Session, user: User, login: str, version: int | None = None) -> None:
    """Ends an account: its sessions end at once, its history stays. Takes people.manage."""
    user.require("people.manage")
    ended = account(session, login)
    if version is not None and version != ended.version:
        raise Conflict("changed_meanwhile", N_("Somebody else changed this meanwhile. Look at it again."), login=login)
    if ended.id == user.id:
        raise NotPermitted("own_account", N_("Nobody disables their own account: ask a colleague."))
    if ended.disabled_at is not None:
        return
    before = references.facts(session, ended)
    ended.disabled_at = now()
    sessions.end_all(session, ended.id)
    links.forget(session, ended.id)
    _save(session, user, ended, "disable", before)
    somebody_manages(session, user)


def enable(session: Session, user: User, login: str) -> None:
    """Opens a disabled account again. Takes people.manage."""
    user.require("people.manage")
    opened = account(session, login)
    if opened.disabled_at is None:
        return
    before = references.facts(session, opened)
    opened.disabled_at = None
    _save(session, user, opened, "enable", before)


def reset(session: Session, user: User, login: str, *, new: bool = False) -> str:
    """A one-time address at which the person chooses a new password, to be handed over by whoever asked for it.
    The present password works until then. ``new``: the account was made in this transaction, whose entry in the audit
    trail says it all. Takes people.manage. Raises Conflict for a disabled account."""
    user.require("people.manage")
    forgetful = account(session, login)
    if forgetful.disabled_at is not None:
        raise Conflict("account_disabled", N_("The account {login} is disabled."), login=login)
    token = links.create(session, "reset", forgetful.id)
    if not new:
        audit.record(session, user, "reset", "account", forgetful.login, None, None)
    return links.password_address(token)


def table(session: Session, user: User) -> pd.DataFrame:
    """All accounts by login: COLUMNS; ``scope`` is the one in force, ``scope_set`` the one set for the person or
    None; rep, team and regions are codes. Takes people.manage."""
    user.require("people.manage")
    scopes = dict(session.execute(select(Role.code, Role.scope)).all())
    rows = []
    for one in session.scalars(select(Account).order_by(Account.login)):
        facts = references.facts(session, one)
        rows.append(
            facts
            | {
                "login": one.login,
                "scope": one.scope or scopes[one.role],
                "scope_set": one.scope,
                "has_password": one.password_hash is not None,
                "version": one.version,
            }
        )
    return pd.DataFrame(rows, columns=COLUMNS)


def somebody_manages(session: Session, user: User) -> None:
    """Raises Conflict if nobody is left who manages people; the operator of the machine may leave it so."""
    session.flush()
    manages = (
        select(Account.id)
        .join(RolePermission, RolePermission.role == Account.role)
        .where(RolePermission.permission == "people.manage", Account.disabled_at.is_(None))
        .limit(1)
    )
    if not user.operator and session.scalar(manages) is None:
        raise Conflict("last_administrator", N_("Somebody has to be left who manages people."))


def _set_regions(session: Session, changed: Account, codes: Sequence[str]) -> None:
    wanted = {region for code in codes if (region := references.member(session, Region, code)) is not None}
    held = {
        row.region_id: row
        for row in session.scalars(select(AccountRegion).where(AccountRegion.account_id == changed.id))
    }
    for region in set(held) - wanted:
        session.delete(held[region])
    for region in wanted - set(held):
        session.add(AccountRegion(account_id=changed.id, region_id=region))
    if wanted != set(held):
        flag_modified(changed, "name")  # the version moves with the regions too


def _save(session: Session, user: User, one: Account, action: str, before: dict[str, Any]) -> None:
    try:
        session.flush()
    except StaleDataError as stale:
        raise Conflict("changed_meanwhile", N_("Somebody else changed this meanwhile. Look at it again.")) from stale
    after = references.facts(session, one)
    if after != before:
        audit.record(session, user, action, "account", one.login, before, after)
        db.touch(session, "access")
