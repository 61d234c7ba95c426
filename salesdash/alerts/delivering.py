"""Tells people what they chose to be told. Nothing is told twice: what was sent is kept per choice, and a delivery is
noted before it is tried, so that an interruption cannot make it start over without end."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from salesdash import company, db
from salesdash.access import users
from salesdash.access.identity import User
from salesdash.alerts import again, composing, mail, message, webhook, writing
from salesdash.alerts.choices import CADENCES, OFF, SEEING, address_of
from salesdash.alerts.mail import Postman
from salesdash.alerts.message import Message
from salesdash.alerts.problems import Problem, words
from salesdash.errors import BadInput
from salesdash.locale import N_, language, use
from salesdash.models import Account, AlertChoice, AlertDelivery
from salesdash.models.base import now

#: how often one thing is tried
MOST_TRIES = 5
#: the cadence of a round that only tries again
AGAIN = "again"

Report = Callable[[str, float], None]


@dataclass
class Told:
    """What a round brought: messages sent, those to be tried again, those given up; ``problems``: what went wrong, as
    often as it did."""

    sent: int = 0
    waiting: int = 0
    failed: int = 0
    problems: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Ready:
    """A message with all that is needed to send it."""

    choice: int
    channel: str
    address: str
    message: Message


def tell(url: str | None, cadence: str, moment: datetime | None = None, report: Report | None = None) -> Told:
    """Tells everybody whose choice has this cadence, and tries again what could not be told before, whatever its
    cadence; AGAIN does the latter alone. Whoever was disabled or may see signals no more is told nothing. One round
    goes on at a time."""
    if cadence not in (*CADENCES, AGAIN):
        raise BadInput("unknown_choice", N_("There is no such way to be told."))
    at, told, spoken = moment or now(), Told(), language()
    with db.exclusive(db.engine(url), "alerts"), Postman() as postman:
        ids = _chosen(url, cadence, at)
        try:
            for place, choice in enumerate(ids):
                if report is not None:
                    report("telling", place / len(ids))
                ready = _prepared(url, choice, cadence, at)
                if ready is not None:
                    _deliver(url, ready, postman, at, told)
        finally:
            use(spoken)
    return told


def try_out(session: Session, user: User, channel: str, address: str) -> str | None:
    """Sends a trial to ``address`` ("": that of the account); what went wrong in words, None if it went through.
    Takes what seeing signals takes."""
    user.require(*SEEING)
    account = session.get(Account, user.id)
    if account is None:
        return None
    settings = company.settings(session)
    where = address_of(account, AlertChoice(channel=channel, address=address.strip()))
    ready = _Ready(account.id, channel, where, message.trial(settings.name, settings.currency, now()))
    problem = mail.hindrance() if channel == "email" else None
    if problem is None:
        with Postman() as postman:
            problem = _sent(ready, postman, now())
    return words(problem.kept()) if problem else None


def _chosen(url: str | None, cadence: str, at: datetime) -> list[int]:
    """Choices of this cadence, and those where something waits to be tried again; for AGAIN, those whose time has
    come."""
    with db.reading(url) as session:
        waiting = session.execute(
            select(AlertDelivery.choice_id, AlertDelivery.at, AlertDelivery.tries).where(
                AlertDelivery.status == "waiting"
            )
        )
        waits = {choice for choice, last, tries in waiting if cadence != AGAIN or again.is_time(last, tries, at)}
        return list(
            session.scalars(
                select(AlertChoice.id)
                .join(Account, Account.id == AlertChoice.account_id)
                .where(AlertChoice.level != OFF, Account.disabled_at.is_(None))
                .where(or_(AlertChoice.cadence == cadence, AlertChoice.id.in_(waits)))
                .order_by(AlertChoice.id)
            )
        )


def _prepared(url: str | None, choice_id: int, cadence: str, at: datetime) -> _Ready | None:
    """What is to be told now, in the person's language; None where there is nothing."""
    with db.reading(url) as session:
        choice = session.get(AlertChoice, choice_id)
        account = session.get(Account, choice.account_id) if choice else None
        if choice is None or account is None or account.disabled_at is not None:
            return None
        user = users.identity(session, account)
        if not any(user.may(code) for code in SEEING):
            return None
        use(account.language or account.preferences.get("told_in", ""))
        made = composing.message(session, user, choice, cadence, at)
        return _Ready(choice.id, choice.channel, address_of(account, choice), made) if made else None


def _deliver(url: str | None, ready: _Ready, postman: Postman, at: datetime, told: Told) -> None:
    if ready.channel == "email" and (problem := mail.hindrance()):
        status = "waiting"  # nobody's try is lost while there is no mail server
    else:
        with db.writing(url) as session:
            _note(session, ready, at)
        problem = _sent(ready, postman, at)
        with db.writing(url) as session:
            status = _settle(session, ready, problem, at)
    setattr(told, status, getattr(told, status) + 1)
    if problem is not None:
        told.problems[problem.code] = told.problems.get(problem.code, 0) + 1


def _rows(session: Session, choice: int, abouts: Iterable[str]) -> dict[str, AlertDelivery]:
    wanted = select(AlertDelivery).where(AlertDelivery.choice_id == choice, AlertDelivery.about.in_(list(abouts)))
    return {row.about: row for row in session.scalars(wanted)}


def _note(session: Session, ready: _Ready, at: datetime) -> None:
    """That it is being tried; what waited from an older digest is given up."""
    rows = _rows(session, ready.choice, ready.message.abouts)
    for about in ready.message.abouts:
        row = rows.get(about) or AlertDelivery(choice_id=ready.choice, about=about, tries=0, status="waiting")
        row.tries, row.at = row.tries + 1, at
        session.add(row)
    if not ready.message.is_digest:
        return
    older = select(AlertDelivery).where(
        AlertDelivery.choice_id == ready.choice, AlertDelivery.status == "waiting",
        AlertDelivery.about.not_in(ready.message.abouts),
    )  # fmt: skip
    for row in session.scalars(older):
        row.status, row.problem = "failed", Problem("overtaken").kept()


def _sent(ready: _Ready, postman: Postman, at: datetime) -> Problem | None:
    key = f"{ready.choice}-{ready.message.abouts[0].replace(' ', '-')}"
    if ready.channel == "webhook":
        return webhook.post(ready.address, ready.message.document, key)
    text, html = writing.plain(ready.message), writing.html(ready.message)
    return postman.send(mail.letter(ready.address, ready.message.subject, text, html, key=key, at=at))


def _settle(session: Session, ready: _Ready, problem: Problem | None, at: datetime) -> str:
    """Keeps what became of it and returns it: sent, waiting, failed."""
    states = set()
    for row in _rows(session, ready.choice, ready.message.abouts).values():
        given_up = problem is not None and (problem.lasting or row.tries >= MOST_TRIES)
        row.status = "sent" if problem is None else "failed" if given_up else "waiting"
        row.problem = problem.kept() if problem else ""
        states.add(row.status)
    if problem is None:
        known = _rows(session, ready.choice, ready.message.tokens)
        for token in ready.message.tokens:
            row = known.get(token) or AlertDelivery(choice_id=ready.choice, about=token, tries=1)
            row.status, row.at, row.problem = "sent", at, ""
            session.add(row)
    return "sent" if problem is None else "waiting" if "waiting" in states else "failed"
