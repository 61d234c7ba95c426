"""Signing in and choosing passwords. These functions open their own short transactions, since a failed attempt must
be remembered although it fails, and hashing must not hold the database."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import company, db
from salesdash.access import audit, links, lockout, passwords, sessions, users
from salesdash.access.identity import User
from salesdash.errors import BadInput, Conflict, NotPermitted
from salesdash.imports.record import sample_batch
from salesdash.locale import N_
from salesdash.models import Account, ImportBatch


def with_password(login: str, password: str, address: str, device: str = "", url: str | None = None) -> str:
    """Begins a session and returns its token.

    Raises NotPermitted with one and the same message for a wrong password, an unknown login, a disabled account and
    one without a password; after several failures for every attempt, for a while (see ``lockout``).
    """
    login = users.normal(login)[:200]
    with db.writing(url) as session:
        blocked = lockout.enter(session, "login", login)
        lockout.enter(session, "address", address)
        if blocked and (account := _active(session, login)) is not None:
            audit.record(session, users.identity(session, account), "lock_out", "account", login, None, None)
    with db.reading(url) as session:
        account = _active(session, login)
        stored = account.password_hash if account else None
    if not passwords.matches(stored, password):
        raise NotPermitted("wrong_password", N_("Login or password is wrong."))
    with db.writing(url) as session:
        lockout.succeed(session, login, address)
        return _begin(session, login, device)


def with_link(token: str, device: str = "", url: str | None = None) -> str:
    """Begins a session from the link that another service's sign-in led to. Raises BadInput for a spent one."""
    with db.writing(url) as session:
        link = links.use(session, token, "sign-in")
        account = session.get_one(Account, link.account_id)
        return _begin(session, account.login, device)


def as_sample(login: str, device: str = "", url: str | None = None) -> str:
    """Begins a session of a person of the sample company. The caller has made sure that this machine asks; raises
    NotPermitted unless this is one of ``sample_people``: accounts that somebody made have passwords."""
    with db.writing(url) as session:
        if users.normal(login) not in {account.login for account in sample_people(session)}:
            raise NotPermitted("not_the_sample", N_("This is not the sample company."))
        return _begin(session, users.normal(login), device)


def sample_people(session: Session) -> list[Account]:
    """The active accounts that the sample company brought, by name; none once an import that is not the sample's is
    published, since those data are nobody else's to see."""
    other = select(ImportBatch.id).where(ImportBatch.status == "published", ImportBatch.id != sample_batch(session))
    if not company.settings(session).sample or session.scalar(other.limit(1)) is not None:
        return []
    active = select(Account).where(Account.disabled_at.is_(None)).order_by(Account.name)
    return [account for account in session.scalars(active) if account.preferences.get("sample")]


def from_service(email: str, url: str | None = None) -> str:
    """A token for ``with_link``, for somebody whom another service vouches for by a verified e-mail address that is
    the login of an active account. Raises NotPermitted for anybody else: accounts are never made by signing in."""
    with db.writing(url) as session:
        return links.create(session, "sign-in", users.by_login(session, email).id)


def check_link(token: str, url: str | None = None) -> None:
    """Raises BadInput for a reset token with which no password can be chosen any more."""
    with db.reading(url) as session:
        try:
            links.look(session, token, "reset")
        except BadInput as spent:
            raise BadInput(
                "link_spent",
                N_(
                    "This link has been used already or has expired. An administrator makes a new one on the page "
                    "People and duties."
                ),
            ) from spent


def choose_password(token: str, password: str, url: str | None = None) -> None:
    """Sets the password of the account that a reset link was made for. All its sessions end. Raises BadInput for a
    spent link or an unusable password; the link then still works."""
    with db.reading(url) as session:
        account = session.get_one(Account, links.look(session, token, "reset").account_id)
        passwords.check(password, account.login, account.name, company.settings(session).name)
    stored = passwords.hashed(password)
    with db.writing(url) as session:
        account = session.get_one(Account, links.use(session, token, "reset").account_id)
        if account.disabled_at is not None:
            raise Conflict("account_disabled", N_("The account {login} is disabled."), login=account.login)
        _set_password(session, users.identity(session, account), account, stored)


def change_password(user: User, old: str, new: str, keep: str | None = None, url: str | None = None) -> None:
    """Sets the own password. All other sessions end; the one of the token ``keep`` stays. Raises BadInput if ``old``
    is not the present one or ``new`` is unusable, NotPermitted after several wrong ones."""
    with db.writing(url) as session:
        lockout.enter(session, "login", user.login)
    with db.reading(url) as session:
        account = session.get_one(Account, user.id)
        stored, own_words = account.password_hash, (account.login, account.name, company.settings(session).name)
    if not passwords.matches(stored, old):
        raise BadInput("wrong_old_password", N_("The present password is not right."))
    passwords.check(new, *own_words)
    stored = passwords.hashed(new)
    with db.writing(url) as session:
        _set_password(session, user, session.get_one(Account, user.id), stored, keep)


def _active(session: Session, login: str) -> Account | None:
    return session.scalar(select(Account).where(Account.login == login, Account.disabled_at.is_(None)))


def _begin(session: Session, login: str, device: str) -> str:
    account = _active(session, login)
    if account is None:
        raise NotPermitted("wrong_password", N_("Login or password is wrong."))
    audit.record(session, users.identity(session, account), "sign_in", "account", login, None, None)
    return sessions.start(session, account.id, device)


def _set_password(session: Session, user: User, account: Account, stored: str, keep: str | None = None) -> None:
    account.password_hash = stored
    sessions.end_all(session, account.id, keep)
    lockout.forget(session, account.login)
    audit.record(session, user, "password", "account", account.login, None, None)
