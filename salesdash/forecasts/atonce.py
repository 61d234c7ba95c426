"""Making a run while somebody waits for it: noted as a job like any other, done in the process that asks."""

from collections.abc import Callable

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from salesdash import db
from salesdash.access.identity import User
from salesdash.errors import Conflict, SalesDashError
from salesdash.forecasts.history import reach
from salesdash.forecasts.question import Question, parameters, require_sight
from salesdash.locale import N_
from salesdash.models import Job
from salesdash.models.base import now


def run_at_once(url: str | None, user: User, asked: Question, report: Callable[[str, float], None]) -> int:
    """Makes the run now; its id. Takes forecasts.run and the sight of the measure.

    Raises Conflict ``forecast_running`` while a job of the same question waits or runs, ``no_history`` where there is
    nothing to learn from, ``forecast_cancelled`` if somebody stopped it; what else went wrong as the job kept it.
    """
    user.require("forecasts.run")
    require_sight(user, asked.measure)
    with db.reading(url) as session:
        reach(session, asked)
    from salesdash.jobs.running import carry_out  # here: jobs tell people of targets, which are split by forecasts

    job = _begun(url, user, asked)
    try:
        status = carry_out(url, job, report)
    except BaseException:  # the person stopped it, or the machine does
        with db.writing(url) as session:
            session.execute(update(Job).where(Job.id == job).values(status="cancelled", ended_at=now()))
            db.touch(session, "jobs")
        raise
    with db.reading(url) as session:
        result = session.get_one(Job, job).result or {}
    if status == "cancelled":
        raise Conflict("forecast_cancelled", N_("Somebody stopped the forecast before its end."), job=job)
    if status == "failed":
        text = result["text"]
        raise SalesDashError(
            result["code"], text if isinstance(text, str) else (text[0], text[1], text[2]), **result["details"]
        )
    return int(result["run"])


def _begun(url: str | None, user: User, asked: Question) -> int:
    """A job of this process that runs already, so that nobody else takes it."""
    from salesdash.jobs.kinds import key
    from salesdash.jobs.running import this_worker

    wanted = parameters(asked)
    job = Job(
        kind="forecast", key=key("forecast", wanted), parameters=wanted, status="running",
        account_id=None if user.operator else user.id, worker=this_worker(), tries=1, started_at=now(), beat_at=now(),
    )  # fmt: skip
    try:
        with db.writing(url) as session:
            session.add(job)
            session.flush()
            db.touch(session, "jobs")
    except IntegrityError as living:
        raise Conflict(
            "forecast_running", N_("The same forecast waits or is being made just now. See: jobs list")
        ) from living
    return job.id
