"""Failed sign-ins slow down the next ones, per login and per address, in all processes alike."""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from salesdash.access.links import fingerprint
from salesdash.errors import NotPermitted
from salesdash.locale import NN_
from salesdash.models import SignInFailure
from salesdash.models.base import now

#: attempts that are free before each further failure blocks for twice as long as the one before
FREE = {"login": 5, "address": 30}
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
#: after so long without an attempt the count starts anew
FORGOTTEN = timedelta(hours=24)


def enter(session: Session, kind: str, value: str) -> bool:
    """Counts an attempt as failed before anything is compared, so that attempts at once count too; ``succeed`` takes
    it back. True if a further failure is blocked from now on. Raises NotPermitted while blocked, whether the login
    exists or not."""
    row = _row(session, fingerprint(f"{kind}:{value}"))
    moment = now()
    if row.blocked_until is not None and row.blocked_until > moment:
        minutes = -(-(row.blocked_until - moment) // timedelta(minutes=1))
        raise NotPermitted(
            "too_many_attempts",
            NN_(
                "Too many failed attempts. Try again in {minutes} minute.",
                "Too many failed attempts. Try again in {minutes} minutes.",
                "minutes",
            ),
            minutes=minutes,
        )
    if moment - row.last_at > FORGOTTEN:
        row.failures = 0
    row.failures += 1
    row.last_at = moment
    beyond = row.failures - FREE[kind]
    row.blocked_until = moment + min(FIRST_WAIT * 2 ** min(beyond, 10), LONGEST_WAIT) if beyond >= 0 else None
    return beyond >= 0


def succeed(session: Session, login: str, address: str) -> None:
    """The attempt was none of the failed ones: the login starts anew, the address gets its attempt back (and only
    that: else whoever has one password could go on guessing others for ever)."""
    session.execute(delete(SignInFailure).where(SignInFailure.key == fingerprint(f"login:{login}")))
    session.execute(delete(SignInFailure).where(SignInFailure.last_at < now() - FORGOTTEN))
    row = _row(session, fingerprint(f"address:{address}"))
    row.failures = max(0, row.failures - 1)
    if row.failures < FREE["address"]:
        row.blocked_until = None


def forget(session: Session, login: str) -> None:
    """The login starts anew."""
    session.execute(delete(SignInFailure).where(SignInFailure.key == fingerprint(f"login:{login}")))


def _row(session: Session, key: str) -> SignInFailure:
    """The row of the key, locked till the end of the transaction; made if missing, by whoever comes first."""
    wanted = select(SignInFailure).where(SignInFailure.key == key).with_for_update()
    row = session.scalar(wanted)
    if row is None:
        try:
            with session.begin_nested():
                session.add(SignInFailure(key=key, failures=0, last_at=now()))
        except IntegrityError:
            session.expire_all()
        row = session.scalars(wanted).one()
    return row
