"""Tokens, and links that work once: the first administrator's, a new password."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from salesdash.config import public_url
from salesdash.errors import BadInput
from salesdash.locale import N_
from salesdash.models import OneTimeLink
from salesdash.models.base import now

LIFE = {"setup": timedelta(days=7), "reset": timedelta(hours=24), "sign-in": timedelta(minutes=1)}


def new_token() -> str:
    """A token that cannot be guessed; the database keeps its ``fingerprint`` only."""
    return secrets.token_urlsafe(32)


def fingerprint(token: str) -> str:
    """What is stored of a token. Tokens are random enough that a plain hash cannot be turned round."""
    return hashlib.sha256(token.encode()).hexdigest()


def create(session: Session, purpose: str, account_id: int | None = None) -> str:
    """A new token for ``purpose`` (a key of LIFE); an older one of the same account no longer works."""
    outdated = OneTimeLink.expires_at < now()
    if account_id is not None:
        outdated |= (OneTimeLink.account_id == account_id) & (OneTimeLink.purpose == purpose)
    session.execute(delete(OneTimeLink).where(outdated))
    token = new_token()
    session.add(
        OneTimeLink(
            token_hash=fingerprint(token), purpose=purpose, account_id=account_id, expires_at=now() + LIFE[purpose]
        )
    )
    session.flush()
    return token


def look(session: Session, token: str, purpose: str) -> OneTimeLink:
    """The link behind a token that still works, without using it up. Raises BadInput for any other token."""
    link = session.scalar(
        select(OneTimeLink)
        .where(OneTimeLink.token_hash == fingerprint(token), OneTimeLink.purpose == purpose)
        .with_for_update()
    )
    if link is None or link.used_at is not None or link.expires_at <= now():
        raise BadInput("link_spent", N_("This link has been used already or has expired. Ask for a new one."))
    return link


def use(session: Session, token: str, purpose: str) -> OneTimeLink:
    """As ``look``; from now on the link works no more."""
    link = look(session, token, purpose)
    link.used_at = now()
    session.flush()
    return link


def password_address(token: str) -> str:
    """The address at which the holder of a reset token chooses a password."""
    return f"{public_url()}/reset?token={token}"


def forget(session: Session, account_id: int) -> None:
    """All links of an account stop working."""
    session.execute(delete(OneTimeLink).where(OneTimeLink.account_id == account_id))
