"""When what could not be told is tried again: soon at first, later with every try."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash.models import AlertDelivery

#: after the first try; doubled with every further one
PAUSE = timedelta(minutes=15)


def is_time(last: datetime, tries: int, at: datetime) -> bool:
    """Whether something that was last tried at ``last``, for the ``tries``-th time, may be tried once more."""
    return at >= last + PAUSE * 2 ** max(tries - 1, 0)


def due(session: Session, at: datetime) -> bool:
    """Whether anything waits whose time has come."""
    waiting = select(AlertDelivery.at, AlertDelivery.tries).where(AlertDelivery.status == "waiting")
    return any(is_time(last, tries, at) for last, tries in session.execute(waiting))
