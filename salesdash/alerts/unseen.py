"""How many signals a person has not looked at yet, for the navigation: asked on every run of every page, and so kept
until signals or people change."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.access.identity import User
from salesdash.alerts.choices import SEEING
from salesdash.forecasts.sight import sight
from salesdash.kpis.remembered import Remembered
from salesdash.metrics import REGISTRY
from salesdash.models import Signal, SignalSeen
from salesdash.monitoring.status import LIVING

#: whose places and regions decide what is theirs to see
_VERSIONS = ("database", "signals", "access", "master", "holders")
_living: Remembered[dict[int, str]] = Remembered(1000)


def unseen(session: Session, user: User, today: date) -> int:
    """Open signals that the person may see and has not seen as they are now; 0 for who sees none."""
    if user.id is None or not any(user.may(code) for code in SEEING):
        return 0
    versions = db.versions(session)
    key = (*(versions.get(name) for name in _VERSIONS), user.id, user.permissions, today)
    living = _living.get(key, lambda: _asked(session, user))
    if not living:
        return 0
    seen = select(SignalSeen.signal_id, SignalSeen.token).where(
        SignalSeen.account_id == user.id, SignalSeen.signal_id.in_(list(living))
    )
    return len(living) - sum(living[number] == token for number, token in session.execute(seen))


def _asked(session: Session, user: User) -> dict[int, str]:
    """Signal → what it says now."""
    rows = session.execute(
        select(Signal.id, Signal.token, Signal.measure)
        .where(Signal.status.in_(LIVING), sight(session, user).condition(Signal))
    )  # fmt: skip
    amounts = user.may("kpis.read")
    return {number: token for number, token, measure in rows if amounts or REGISTRY[measure].is_quantity}
