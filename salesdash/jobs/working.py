"""Working off what waits: one process per database at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sqlalchemy import select

from salesdash import db
from salesdash.jobs import schedules
from salesdash.jobs.running import begin, carry_out, left
from salesdash.jobs.states import ALIVE
from salesdash.models import Job

#: names of the locks of who works, and of who waits for that
LOCK, NEXT = "worker", "worker-next"

_ALIVE = select(Job).where(Job.status.in_(ALIVE))
#: how far the work is: job, stage, share
Tell = Callable[[int, str, float], None]


@dataclass(frozen=True)
class Worked:
    """What ``run_due`` did: ids of the jobs that schedules asked for, how each job that it worked off has ended.
    ``busy``: another process works and one waits for it already, so what waits is theirs."""

    asked: list[int]
    ended: dict[int, str]
    busy: bool


def run_due(url: str | None, tell: Tell | None = None) -> Worked:
    """Asks for all that schedules have due, then works off everything that waits, in this process. Waits for another
    process that is at it; if one waits already, what waits is left to it."""
    with db.writing(url) as session:
        asked = schedules.ask_due(session)
    ended: dict[int, str] = {}
    with db.alone(db.engine(url), NEXT) as first:
        if first:
            with db.exclusive(db.engine(url), LOCK):
                _all(url, ended, tell)
    work_off(url, ended, tell)
    return Worked(asked, ended, busy=not first)


def work_off(url: str | None, ended: dict[int, str] | None = None, tell: Tell | None = None) -> dict[int, str]:
    """Works off all that waits unless another process does; id → how it has ended. What is asked for while this
    process lets go of its lock is not left behind: it looks once more."""
    ended = {} if ended is None else ended
    while waits(url):
        with db.alone(db.engine(url), LOCK) as ours:
            if not ours:
                break
            _all(url, ended, tell)
    return ended


def waits(url: str | None) -> bool:
    """Whether a job waits, or was left by its process."""
    with db.reading(url) as session:
        return any(job.status == "waiting" or left(job) for job in session.scalars(_ALIVE))


def _all(url: str | None, ended: dict[int, str], tell: Tell | None) -> None:
    """Job by job, until none waits and no import has come in meanwhile."""
    while True:
        while (job_id := begin(url)) is not None:
            ended[job_id] = carry_out(url, job_id, partial(tell, job_id) if tell else None)
        with db.writing(url) as session:
            if not schedules.after_import(session):
                return
