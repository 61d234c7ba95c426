"""Asking for work, looking after it, stopping it."""

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd
from sqlalchemy import Select, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.access import audit
from salesdash.access.identity import User
from salesdash.errors import BadInput, Conflict
from salesdash.jobs.kinds import ASKING, KINDS, MANAGING, permissions
from salesdash.jobs.states import ALIVE, JobState, plain, state
from salesdash.locale import N_
from salesdash.models import Account, Job
from salesdash.models.base import now

#: columns of ``listing``
COLUMNS = [
    "id", "kind", "parameters", "status", "asked_by", "asked_at", "started_at", "ended_at", "stage", "share",
    "cancelling", "silent", "result", "failure",
]  # fmt: skip


def ask(session: Session, user: User, kind: str, key: str, parameters: Mapping[str, Any]) -> int:
    """Asks for work; returns the id of its job. Of one key one job at most waits or runs: if one does, it is that one.
    Call ``wake`` after the transaction. Takes a permission of the kind (``ASKING``), with which the work is done.

    Raises BadInput for an unknown kind, Conflict (``being_cancelled``) while the living one is being stopped.
    """
    user.require(*permissions(kind))
    return enter(session, None if user.operator else user.id, kind, key, parameters)


def enter(session: Session, account_id: int | None, kind: str, key: str, parameters: Mapping[str, Any]) -> int:
    """As ``ask``, for whom a permission was asked of already; account None: the operator, or the schedule."""
    if (living := alive(session, key)) is None:
        job = Job(kind=kind, key=key, parameters=plain(parameters), account_id=account_id)
        try:
            with session.begin_nested():
                session.add(job)
        except IntegrityError:
            if (living := alive(session, key)) is None:
                raise
            # somebody was quicker, in this very moment: theirs is the one
        else:
            db.touch(session, "jobs")
            return job.id
    if living.cancel_asked:
        raise Conflict(
            "being_cancelled", N_("The same work is being stopped just now. Ask again in a moment."), job=living.id
        )
    return living.id


def alive(session: Session, key: str) -> Job | None:
    """The job of the key that waits or runs."""
    return session.scalar(select(Job).where(Job.key == key, Job.status.in_(ALIVE)))


def busy(session: Session, kinds: Collection[str]) -> bool:
    """Whether a job of these kinds waits or runs. Says nothing of whose it is, so that everybody may ask."""
    return session.scalar(select(Job.id).where(Job.kind.in_(kinds), Job.status.in_(ALIVE)).limit(1)) is not None


def look(session: Session, user: User, job_id: int) -> JobState:
    """How a job stands. For whoever asked for it, whoever may ask for its kind, and those who manage the settings.

    Raises BadInput for a job that is not there or not theirs to see.
    """
    row = session.execute(_rows(user).where(Job.id == job_id)).first()
    if row is None:
        raise BadInput("unknown_job_number", N_("There is no job {job}."), job=job_id)
    job, login = row
    return state(job, login)


def listing(session: Session, user: User, limit: int = 200) -> pd.DataFrame:
    """The jobs that the person may look at, those that wait or run first, then the latest: COLUMNS, as in
    ``JobState``."""
    order = (Job.status.in_(ALIVE).desc(), Job.id.desc())
    found = [state(job, login) for job, login in session.execute(_rows(user).order_by(*order).limit(limit))]
    return pd.DataFrame([[getattr(one, name) for name in COLUMNS] for one in found], columns=COLUMNS)


def cancel(session: Session, user: User, job_id: int) -> JobState:
    """Stops a job: one that waits at once, one that runs at its next report. For whoever asked for it and those who
    manage the settings. One that has ended stays as it is.

    Raises BadInput for an unknown job, NotPermitted for somebody else's.
    """
    seen = look(session, user, job_id)
    job = session.get_one(Job, job_id, with_for_update=True)
    if job.account_id is None or job.account_id != user.id:
        user.require(MANAGING)
    if job.status in ALIVE and not job.cancel_asked:
        job.cancel_asked = True
        if job.status == "waiting":
            job.status, job.ended_at = "cancelled", now()
        audit.record(session, user, "cancel", "job", f"{job.id} {job.kind}", None, None)
        db.touch(session, "jobs")
        session.flush()
    return state(job, seen.asked_by)


def _rows(user: User) -> Select[Job, str]:
    """The jobs that the person may look at, each with the login of whoever asked."""
    rows = select(Job, Account.login).outerjoin(Account, Account.id == Job.account_id)
    if user.may(MANAGING):
        return rows
    kinds = [kind for kind in KINDS if any(user.may(code) for code in ASKING.get(kind, ()))]
    return rows.where(or_(Job.account_id == (user.id or 0), Job.kind.in_(kinds)))
