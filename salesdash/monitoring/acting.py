"""What people do about signals: who looks after one, why it came about, what was agreed. Of two who save at once the
second is told."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.access import audit, users
from salesdash.access.identity import User
from salesdash.errors import BadInput, Conflict
from salesdash.forecasts.sight import sight
from salesdash.kpis.remembered import Remembered
from salesdash.locale import N_
from salesdash.metrics import REGISTRY
from salesdash.models import Account, CompanyEvent, Signal, SignalCause
from salesdash.monitoring.status import CHOSEN, LINKS

_LONGEST = 2000
#: stands for "as it is"
SAME: Any = object()
_owners: Remembered[dict[str, str]] = Remembered(512)


def act(
    session: Session,
    user: User,
    id: int,
    version: int,
    *,
    owner: str | None = SAME,
    status: str = SAME,
    cause: int | None = SAME,
    note: str = SAME,
    action: str = SAME,
    due: date | None = SAME,
    link: Mapping[str, Any] | None = SAME,
) -> int:
    """Changes what is said about a signal; what is not given stays. ``version``: the one that was seen; the new one is
    returned. ``owner``: a login; ``cause``: an id of ``causes``; ``link``: {"kind": target, event or budget, "id"}.

    Takes signals.manage and that the user may see the signal. Raises BadInput ``unknown_signal``, ``unknown_owner``,
    ``unknown_status``, ``unknown_cause``, ``unknown_link``, ``too_long``, ``action_missing``, Conflict
    ``changed_meanwhile``.
    """
    user.require("signals.manage")
    row = _seen(session, user, id)
    if row.version != version:
        raise Conflict("changed_meanwhile", N_("Somebody else changed this meanwhile. Look at it again."))
    before = _told(session, row)
    if owner is not SAME:
        row.owner_id = _owner(session, user, row, owner)
    if status is not SAME and status != row.status:
        if status not in CHOSEN:
            raise BadInput("unknown_status", N_("There is no status {status}."), status=status)
        row.status = status
    if cause is not SAME:
        row.cause_id = _cause(session, cause)
    if note is not SAME:
        row.note = _short(note)
    if action is not SAME:
        row.action = _short(action)
    if due is not SAME:
        row.action_due = due
    if link is not SAME:
        row.link = _link(session, link)
    if row.action_due is not None and not row.action:
        raise BadInput("action_missing", N_("A date needs an action that is to be done by then."))
    after = _told(session, row)
    if after != before:
        session.flush()
        audit.record(session, user, "change", "signal", str(row.id), before, after)
        db.touch(session, "signals")
    return row.version


def owners(session: Session, user: User, id: int) -> dict[str, str]:
    """Who can look after a signal: login → name of everybody who may see it. Takes signals.manage."""
    user.require("signals.manage")
    return _who(session, _seen(session, user, id))


def _who(session: Session, row: Signal) -> dict[str, str]:
    versions = db.versions(session)
    cell = (row.region_id, row.person_id, row.measure)
    key = (*(versions.get(name) for name in ("database", "access", "master", "holders")), cell)

    def ask() -> dict[str, str]:
        found = {}
        for login, name in session.execute(
            select(Account.login, Account.name).where(Account.disabled_at.is_(None)).order_by(Account.name)
        ):
            who = users.by_login(session, login)
            quantities = REGISTRY[row.measure].is_quantity and who.may("kpis.quantities")
            if (who.may("kpis.read") or quantities) and sight(session, who).sees(
                region=row.region_id, rep=row.person_id
            ):
                found[login] = name or login
        return found

    return _owners.get(key, ask)


def _seen(session: Session, user: User, number: int) -> Signal:
    sees = sight(session, user).condition(Signal)
    row = session.scalar(select(Signal).where(Signal.id == number, sees).with_for_update())
    if row is None or not (user.may("kpis.read") or REGISTRY[row.measure].is_quantity):
        raise BadInput("unknown_signal", N_("There is no signal {signal}."), signal=number)
    return row


def _told(session: Session, row: Signal) -> dict[str, Any]:
    owner = session.get(Account, row.owner_id) if row.owner_id else None
    cause = session.get(SignalCause, row.cause_id) if row.cause_id else None
    return {
        "owner": owner.login if owner else None, "status": row.status, "cause": cause.name if cause else None,
        "note": row.note, "action": row.action, "due": row.action_due, "link": row.link,
    }  # fmt: skip


def _owner(session: Session, user: User, row: Signal, login: str | None) -> int | None:
    if login is None:
        return None
    found = session.scalar(select(Account).where(Account.login == login))
    if found is None or (found.id != row.owner_id and login not in _who(session, row)):
        raise BadInput("unknown_owner", N_("{login} may not see this signal, and so cannot own it."), login=login)
    return found.id


def _cause(session: Session, cause: int | None) -> int | None:
    if cause is not None and session.get(SignalCause, cause) is None:
        raise BadInput("unknown_cause", N_("There is no cause {cause}."), cause=cause)
    return cause


def _short(words: str) -> str:
    if len(words.strip()) > _LONGEST:
        raise BadInput("too_long", N_("This is longer than {most} characters."), most=_LONGEST)
    return words.strip()


def _link(session: Session, link: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if not link:
        return None
    kind, number = link.get("kind"), link.get("id")
    known = kind in LINKS and isinstance(number, str | int | None) and len(str(number)) <= 100
    if known and kind == "event":
        known = isinstance(number, int) and session.get(CompanyEvent, number) is not None
    if not known:
        raise BadInput("unknown_link", N_("There is nothing to link to: {link}."), link=f"{kind} {number}")
    return {"kind": kind, "id": number}
