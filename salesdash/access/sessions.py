"""Sessions: a random token in the browser's cookie, its hash here. A session ends at a fixed time after signing in,
since a page that is only shown must not write; it ends at once when the account is disabled."""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from salesdash.access.links import fingerprint, new_token
from salesdash.config import config
from salesdash.models import Account, SignIn
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


def account_of(session: Session, token: str | None) -> Account | None:
    """The active account whose running session the token is, else None."""
    if not token:
        return None
    return session.scalar(
        select(Account)
        .join(SignIn, SignIn.account_id == Account.id)
        .where(SignIn.token_hash == fingerprint(token), SignIn.expires_at > now(), Account.disabled_at.is_(None))
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
