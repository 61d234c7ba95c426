"""One job from its beginning to its end, in the process that works."""

import importlib
import logging
import os
import secrets
import socket
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.access import users
from salesdash.access.identity import OPERATOR, User
from salesdash.errors import NotPermitted, SalesDashError
from salesdash.jobs.kinds import KINDS
from salesdash.jobs.pulse import Cancelled, Pulse
from salesdash.jobs.states import SILENCE, kept, plain
from salesdash.locale import N_
from salesdash.models import Account, Job
from salesdash.models.base import now

log = logging.getLogger(__name__)

#: how often work is begun that its process leaves
TRIES = 2
_OURS = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Running:
    """What work is handed: the database, what is wanted, with whose permissions, and where to say how far it is.
    ``report(stage, share)`` may be called as often as one likes and raises Cancelled when the work is to stop."""

    id: int
    url: str | None
    parameters: Mapping[str, Any]
    user: User
    report: Callable[[str, float], None]


def this_worker() -> str:
    """The name of this process among all that work on the database."""
    return f"{socket.gethostname()}:{os.getpid()}"[:100]


def begin(url: str | None) -> int | None:
    """Takes the job that has waited longest, and begins it; its id, None if none waits. Jobs that their process has
    left wait again, or have failed if that was not the first time."""
    with db.writing(url) as session:
        for other in session.scalars(select(Job).where(Job.status == "running").with_for_update()):
            if left(other):
                _take_back(session, other)
        session.flush()
        waiting = select(Job).where(Job.status == "waiting").order_by(Job.id).limit(1).with_for_update(skip_locked=True)
        job = session.scalar(waiting)
        if job is None:
            return None
        job.status, job.worker, job.tries = "running", this_worker(), job.tries + 1
        job.started_at = job.beat_at = now()
        job.stage, job.share = "", 0.0
        db.touch(session, "jobs")
        return job.id


def carry_out(url: str | None, job_id: int, tell: Callable[[str, float], None] | None = None) -> str:
    """Does the work of a job that ``begin`` gave; keeps what it brought or what went wrong. How it ended: done,
    failed or cancelled."""
    with Pulse(url, job_id, this_worker()) as pulse:

        def report(stage: str, share: float) -> None:
            pulse.say(stage, share)
            if tell is not None:
                tell(stage, share)

        try:
            kind, running = _running(url, job_id, report)
            log.debug("job %s begins: %s %s", job_id, kind, dict(running.parameters))
            status, result = "done", plain(_work(kind)(running) or {})
        except Cancelled:
            status, result = "cancelled", None
        except SalesDashError as problem:
            status, result = "failed", kept(problem)
        except Exception as problem:
            status, result = "failed", kept(_unexpected(job_id, problem))
    _end(url, job_id, status, result)
    return status


def _running(url: str | None, job_id: int, report: Callable[[str, float], None]) -> tuple[str, Running]:
    """What the work is handed. Raises NotPermitted if whoever asked has no account any more."""
    with db.reading(url) as session:
        job = session.get_one(Job, job_id)
        user = OPERATOR
        if job.account_id is not None:
            account = session.get_one(Account, job.account_id)
            if account.disabled_at is not None:
                raise NotPermitted("unknown_login", N_("There is no active account {login}."), login=account.login)
            user = users.identity(session, account)
        return job.kind, Running(job.id, url, dict(job.parameters), user, report)


def _work(kind: str) -> Callable[[Running], Mapping[str, Any] | None]:
    module, _colon, name = KINDS[kind].partition(":")
    work: Callable[[Running], Mapping[str, Any] | None] = getattr(importlib.import_module(module), name)
    return work


def _end(url: str | None, job_id: int, status: str, result: Mapping[str, Any] | None) -> None:
    ended: dict[str, Any] = {"status": status, "result": result, "ended_at": now()}
    if status == "done":
        ended["share"] = 1.0
    mine = (Job.id == job_id) & (Job.worker == this_worker()) & (Job.status == "running")
    with db.writing(url) as session:
        session.execute(update(Job).where(mine).values(**ended))
        db.touch(session, "jobs")
    log.debug("job %s has ended: %s", job_id, status)


def left(job: Job) -> bool:
    """Whether nobody works on a job that should be running: its process is gone, or has been silent for long."""
    host, _colon, number = job.worker.rpartition(":")
    if host == socket.gethostname() and job.worker != this_worker():
        try:
            os.kill(int(number), 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            pass  # it lives, as somebody else
    return job.beat_at is None or job.beat_at < now() - SILENCE


def _take_back(session: Session, job: Job) -> None:
    log.warning("job %s was left by its process %s", job.id, job.worker)
    if job.cancel_asked:
        job.status, job.ended_at = "cancelled", now()
    elif job.tries < TRIES:
        job.status = "waiting"
    else:
        job.status, job.ended_at = "failed", now()
        job.result = kept(
            SalesDashError(
                "left",
                N_("Its process ended in the middle of the work, {tries} times. Perhaps the machine lacks memory."),
                tries=job.tries,
            )
        )
    db.touch(session, "jobs")


def _unexpected(job_id: int, problem: Exception) -> SalesDashError:
    """A fault of the program: logged under an id; what and where it was stays with the job."""
    number = secrets.token_hex(4)
    places = [f"{Path(at.filename).name}:{at.lineno}" for at in traceback.extract_tb(problem.__traceback__)
              if at.filename.startswith(str(_OURS))]  # fmt: skip
    what = f"{type(problem).__name__}: {(str(problem).splitlines() or [''])[0][:300]}"
    where = places[-1] if places else ""
    log.error("error %s in job %s: %s (%s)", number, job_id, what, where)
    log.debug("error %s in full", number, exc_info=problem)
    return SalesDashError(
        "internal",
        N_("Something went wrong in the program. The log knows it as {id}."),
        id=number,
        what=what,
        where=where,
    )
