"""What a choice has to tell now: signals that were not told yet, or the digest of the day or week."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import company
from salesdash.access.identity import User
from salesdash.alerts import message as messages
from salesdash.alerts import news, pace
from salesdash.alerts.message import Message
from salesdash.models import AlertChoice, AlertDelivery
from salesdash.periods import FiscalCalendar


def message(session: Session, user: User, choice: AlertChoice, cadence: str, at: datetime) -> Message | None:
    """In the language in force; None where there is nothing to tell. ``cadence``: what is due now; a choice of
    another cadence has only what waits to be tried again."""
    held = _held(session, choice.id)
    due = choice.cadence == cadence
    found = news.living(session, user, choice.level)
    settings = company.settings(session)
    if choice.cadence == "at_once":
        wanted = ("waiting", None) if due else ("waiting",)
        fresh = [one for one in found if held.get(one.token) in wanted]
        return messages.at_once(settings.name, fresh, settings.currency) if fresh else None
    day = at.astimezone(ZoneInfo(settings.time_zone)).date()
    about = digest_of(choice.cadence, day, settings.calendar)
    if not (held.get(about) == "waiting" or (due and about not in held)):
        return None
    paces = pace.of(session, user)
    if not found and not paces:
        return None
    fresh = [one for one in found if held.get(one.token) != "sent"]
    known = [one for one in found if held.get(one.token) == "sent"]
    return messages.digest(
        settings.name, choice.cadence, about, day, fresh=fresh, known=known, paces=paces, login=user.login,
        currency=settings.currency,
    )  # fmt: skip


def digest_of(cadence: str, day: date, calendar: FiscalCalendar) -> str:
    """Under which a digest is kept: its day, or the first day of its week."""
    first = day if cadence == "daily" else calendar.bounds("week", day).start
    return f"{cadence} {first.isoformat()}"


def _held(session: Session, choice_id: int) -> dict[str, str]:
    """What was told or tried under the choice: about → status."""
    wanted = select(AlertDelivery.about, AlertDelivery.status).where(AlertDelivery.choice_id == choice_id)
    return {about: status for about, status in session.execute(wanted).tuples()}  # noqa: C416 - a result is no pairs
