"""How a person wants to be told: by e-mail or webhook, at once, daily or weekly. Everybody chooses for themself."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash.access import audit
from salesdash.access.identity import User
from salesdash.alerts import mail, problems, reach
from salesdash.errors import BadInput, NotPermitted
from salesdash.locale import N_, language
from salesdash.models import Account, AlertChoice, AlertDelivery

#: code → name
CHANNELS = {"email": N_("E-mail"), "webhook": N_("Webhook")}
CADENCES = {"at_once": N_("At once"), "daily": N_("Daily"), "weekly": N_("Weekly")}
LEVELS = {"alert": N_("Alerts only"), "watch": N_("Alerts and watches")}
#: the level of a choice that holds no more; it stays with what was told under it
OFF = "off"
#: whoever holds one of these sees signals
SEEING = ("kpis.read", "kpis.quantities")


@dataclass(frozen=True)
class Choice:
    """What a person chose for a channel. ``cadences`` empty: not told there. ``address`` "": the one of the account.
    ``trouble``: since when the latest could not be told, and why."""

    channel: str
    cadences: tuple[str, ...] = ()
    address: str = ""
    level: str = "alert"
    trouble: tuple[datetime, str] | None = None


def choices(session: Session, user: User) -> dict[str, Choice]:
    """What the person chose, per channel of CHANNELS. Takes what seeing signals takes."""
    account = _account(session, user)
    rows = list(session.scalars(select(AlertChoice).where(AlertChoice.account_id == account.id)))
    return {channel: _of(session, channel, [row for row in rows if row.channel == channel]) for channel in CHANNELS}


def choose(
    session: Session, user: User, channel: str, *, cadences: Collection[str], address: str = "", level: str = "alert"
) -> None:
    """From now on this. Takes what seeing signals takes. Raises BadInput for a word that does not exist, and for an
    address that cannot be used: an e-mail goes to the account's login unless told otherwise."""
    account = _account(session, user)
    if channel not in CHANNELS or level not in LEVELS or not set(cadences) <= set(CADENCES):
        raise BadInput("unknown_choice", N_("There is no such way to be told."))
    address = address.strip()
    if cadences:
        _check(account, channel, address)
    rows = {
        row.cadence: row
        for row in session.scalars(
            select(AlertChoice).where(AlertChoice.account_id == account.id, AlertChoice.channel == channel)
        )
    }
    before = _facts(rows.values())
    for cadence in CADENCES:
        if cadence in cadences:
            row = rows.setdefault(cadence, AlertChoice(account_id=account.id, channel=channel, cadence=cadence))
            row.address, row.level = address, level
        elif cadence in rows:
            rows[cadence].level = OFF
    session.add_all(rows.values())
    # who follows the browser's language is written to in the one they read when they chose
    account.preferences = account.preferences | {"told_in": language()}
    session.flush()
    after = _facts(rows.values())
    if after != before:
        audit.record(session, user, "change", "alerts", user.login, {channel: before}, {channel: after})


def address_of(account: Account, choice: AlertChoice) -> str:
    """Where the choice leads to."""
    return choice.address or (account.login if choice.channel == "email" else "")


def _account(session: Session, user: User) -> Account:
    user.require(*SEEING)
    account = session.get(Account, user.id) if user.id is not None else None
    if account is None:
        raise NotPermitted("no_account", N_("This takes an account of your own."))
    return account


def _check(account: Account, channel: str, address: str) -> None:
    if channel == "webhook":
        reach.place(address)
    elif not mail.is_address(address or account.login):
        raise BadInput("bad_email", N_("{address} is no e-mail address."), address=address or account.login)


def _of(session: Session, channel: str, rows: list[AlertChoice]) -> Choice:
    held = [row for row in rows if row.level != OFF]
    latest = session.scalar(
        select(AlertDelivery)
        .where(AlertDelivery.choice_id.in_([row.id for row in held]))
        .order_by(AlertDelivery.at.desc(), AlertDelivery.id.desc())
        .limit(1)
    )
    last = next(iter(held or rows), None)
    return Choice(
        channel=channel,
        cadences=tuple(cadence for cadence in CADENCES if cadence in {row.cadence for row in held}),
        address=last.address if last else "",
        level=last.level if last and last.level != OFF else "alert",
        trouble=(latest.at, problems.words(latest.problem)) if latest and latest.problem else None,
    )


def _facts(rows: Collection[AlertChoice]) -> dict[str, str]:
    """For the trail. Of a webhook only the host: the rest of its address may be a secret."""
    return {
        row.cadence: f"{row.level} {row.address if row.channel == 'email' else urlsplit(row.address).hostname}".strip()
        for row in rows
        if row.level != OFF
    }
