"""The first administrator, and whether one is needed: while nobody who manages people can sign in, a one-time address
makes one."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.access import links, sign_in, users
from salesdash.access.identity import OPERATOR
from salesdash.access.setup import install_defaults
from salesdash.config import public_url
from salesdash.errors import BadInput, Conflict
from salesdash.locale import N_
from salesdash.models import Account, RolePermission
from salesdash.web import service


def somebody_manages(session: Session) -> bool:
    """True if an active account with people.manage can sign in: with its password, as one of the sample's people, or
    through another service where the installation has one."""
    managers = session.scalars(
        select(Account)
        .join(RolePermission, RolePermission.role == Account.role)
        .where(RolePermission.permission == "people.manage", Account.disabled_at.is_(None))
    ).all()
    if any(account.password_hash is not None or service.configured() for account in managers):
        return True
    at_one_click = {account.id for account in sign_in.sample_people(session)}
    return any(account.id in at_one_click for account in managers)


def address(session: Session) -> str | None:
    """A new one-time address at which the first administrator is made, None if somebody manages people already."""
    if somebody_manages(session):
        return None
    return f"{public_url()}/setup?token={links.create(session, 'setup')}"


def check(token: str, url: str | None = None) -> None:
    """Raises what ``make`` would raise for this token: BadInput for a spent one, which says how to get another,
    Conflict if somebody manages people already."""
    with db.reading(url) as session:
        _check(session, token)


def make(token: str, login: str, name: str, password: str, *, device: str = "", url: str | None = None) -> str:
    """Makes the account of an administrator, signs it in and returns the token of its session. Raises as ``check``,
    and for what does not fit as ``users.add``."""
    with db.exclusive(db.engine(url), "setup"), db.writing(url) as session:
        _check(session, token)
        links.use(session, token, "setup")
        install_defaults(session)
        made = users.add(session, OPERATOR, login, "administrator", name=name, password=password)
        entrance = links.create(session, "sign-in", made.id)
    return sign_in.with_link(entrance, device, url)


def _check(session: Session, token: str) -> None:
    if somebody_manages(session):
        raise Conflict(
            "administrator_exists", N_("There is an administrator already. Sign in, or ask them for an account.")
        )
    try:
        links.look(session, token, "setup")
    except BadInput as spent:
        raise BadInput(
            "link_spent",
            N_("This link has been used already or has expired. Start the server again: it prints a new one."),
        ) from spent
