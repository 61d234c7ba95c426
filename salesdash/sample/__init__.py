"""The sample company: generated, so that a new user sees a running year; ``data/README.md`` tells its stories."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import company, db, snapshot
from salesdash.access import first
from salesdash.access.identity import User
from salesdash.errors import BadInput, Conflict
from salesdash.locale import N_
from salesdash.models import Account, AuditEntry, Base, CompanySetting, ImportBatch
from salesdash.sample import events, outlook, targets
from salesdash.sample.orders import generate
from salesdash.sample.removal import MEMBERS, clear
from salesdash.sample.store import write

__all__ = ["Loaded", "Removed", "is_loaded", "load", "remove"]

#: the calendar of lunar dates reaches as far
FIRST, LAST = date(1910, 1, 1), date(2095, 12, 31)

_LEFT = select(AuditEntry.id).where(AuditEntry.entity == "sample", AuditEntry.action == "remove").limit(1)


@dataclass(frozen=True)
class Loaded:
    """What was loaded: the last day, and how many lines, customers and users."""

    as_of: date
    lines: int
    customers: int
    users: int


@dataclass(frozen=True)
class Removed:
    """What was taken out. ``setup_address``: where the first administrator is made, if nobody who
    manages people can sign in any more."""

    lines: int
    members: int
    users: int
    setup_address: str | None = None


def is_loaded(session: Session) -> date | None:
    """The last day of the sample company if it is loaded, else None. Needs no permission."""
    row = session.get(CompanySetting, "sample")
    return date.fromisoformat(row.value) if row else None


def load(url: str | None = None, as_of: date | None = None, *, unless_left: bool = False) -> Loaded:
    """Generates the sample company that ends on ``as_of`` (by default yesterday in the company's time zone), stores
    it in one transaction, makes its snapshot and asks for its forecasts, which the next process that works off jobs
    makes. An act of the operator of the machine.

    Raises Conflict unless the database is empty (no imports, members or accounts), with ``unless_left`` also where
    the sample was taken out once (who starts with their own data does not get it back at the next start), BadInput
    for an ``as_of`` that is out of reach.
    """
    with db.reading(url) as session:
        if unless_left and session.scalar(_LEFT) is not None:
            raise _not_empty()
        _refuse_unless_empty(session)
        day = as_of or company.today(company.settings(session)) - timedelta(days=1)
    if not FIRST <= day <= LAST:
        raise BadInput(
            "date_out_of_range", N_("{day} is out of range: {first} to {last}."), day=day, first=FIRST, last=LAST
        )
    made = generate(day)
    with db.exclusive(db.engine(url), "import"), db.writing(url) as session:
        _refuse_unless_empty(session)
        batch = write(session, made)
        events.write(session, day)
        months = np.unique(made.calendar.dates[made.lines.day].astype("datetime64[M]")).astype(np.int64)
        snapshot.mark_months(session, [(1970 + m // 12) * 100 + m % 12 + 1 for m in months.tolist()])
        db.touch(session, "master", "settings")
        accounts = len(session.scalars(select(Account.id)).all())
        result = Loaded(day, batch.rows, len(made.customers.names), accounts)
    snapshot.refresh(db.engine(url))  # the targets go by last year's figures
    with db.writing(url) as session:
        targets.write(session, day)
        targets.close(session, day)
        outlook.ask(session, day)
    return result


def remove(url: str | None, user: User) -> Removed:
    """Takes the sample company out and leaves an empty database for the company's own data: all lines, imports,
    members, placements and merges (also what was imported or made while the sample was loaded), the sample users and
    their sessions, and the settings that loading made. Accounts that somebody made, their sign-ins, the exchange
    rates that somebody typed, and the audit trail stay.

    Takes settings.manage. Raises Conflict if the sample company is not loaded.
    """
    user.require("settings.manage")
    with db.exclusive(db.engine(url), "import"), db.writing(url) as session:
        if is_loaded(session) is None:
            raise Conflict("sample_not_loaded", N_("The sample company is not loaded."))
        lines, members, accounts = clear(session, user)
        result = Removed(lines, members, accounts, first.address(session))
    return result


def _refuse_unless_empty(session: Session) -> None:
    filled = session.scalar(select(ImportBatch.id).where(ImportBatch.status != "undone").limit(1)) is not None
    filled = filled or session.scalar(select(Account.id).limit(1)) is not None
    filled = filled or any(
        session.execute(select(Base.metadata.tables[name].c.id).limit(1)).first() is not None for name in MEMBERS
    )
    if filled or is_loaded(session) is not None:
        raise _not_empty()


def _not_empty() -> Conflict:
    return Conflict(
        "not_empty",
        N_("The sample company can only be loaded into an empty database, and this one holds data or accounts."),
    )
