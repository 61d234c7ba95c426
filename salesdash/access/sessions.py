"""Sessions: a random token in the browser's cookie, its hash here. A session ends at a fixed time after signing in,
since a page that is only shown must not write; it ends at once when the account is disabled."""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from salesdash.access.identity import User
from salesdash.access.links import fingerprint, new_token
from salesdash.config import config
from salesdash.models import Account, RolePermission, SignIn
from salesdash.models.base import now


def start(session: Session, account_id: int, device: str = "") -> str:
    """Begins a session and returns the token for the cookie: always a new one, whatever the browser held before."""
    session.execute(delete(SignIn).where(SignIn.expires_at < now()))
    token = new_token()
    session.add(
        SignIn(
            token_hash=fingerprint(token),
            account_id=account_id,
            expires_at=now() + timedelta(hours=config().session_hours),
            device=device[:400],
        )
    )
    session.flush()
    return token


def user_of(session: Session, token: str | None) -> User | None:
    """The person whose running session the token is, as services see them; None for any other token and for a
    disabled account. One query, since every run of a page asks."""
    if not token:
        return None
    rows = session.execute(
        select(
            Account.id, Account.login, Account.name, Account.role, Account.person_id, Account.language,
            RolePermission.permission,
        )
        .join(SignIn, SignIn.account_id == Account.id)
        .outerjoin(RolePermission, RolePermission.role == Account.role)
        .where(SignIn.token_hash == fingerprint(token), SignIn.expires_at > now(), Account.disabled_at.is_(None))
    ).all()  # fmt: skip
    if not rows:
        return None
    first = rows[0]
    return User(
        id=first.id,
        login=first.login,
        name=first.name,
        role=first.role,
        permissions=frozenset(row.permission for row in rows if row.permission is not None),
        person_id=first.person_id,
        language=first.language,
    )


def end(session: Session, token: str) -> None:
    """Ends the session of this token."""
    session.execute(delete(SignIn).where(SignIn.token_hash == fingerprint(token)))


def end_all(session: Session, account_id: int, keep: str | None = None) -> None:
    """Ends all sessions of an account, on all devices, but for the one of the token ``keep``."""
    ended = delete(SignIn).where(SignIn.account_id == account_id)
    if keep:
        ended = ended.where(SignIn.token_hash != fingerprint(keep))
    session.execute(ended)
