"""How a job stands, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from salesdash.errors import SalesDashError
from salesdash.locale import gettext, ngettext
from salesdash.models import Job
from salesdash.models.base import now

#: the states in which a job is still to come to an end
ALIVE = ("waiting", "running")
#: a running job that has given no sign of life for so long was left by its process
SILENCE = timedelta(minutes=2)


@dataclass(frozen=True)
class JobState:
    """A job. ``status``: waiting, running, done, failed, cancelled; ``asked_by``: a login, "" the operator or the
    schedule; ``share``: how far it is, 0 to 1; ``cancelling``: somebody asked it to stop; ``silent``: it should be
    running and gives no sign of life. ``result``: what it brought, None unless it is done; ``failure``: code, text
    and details of what went wrong, None unless it failed."""

    id: int
    kind: str
    key: str
    parameters: Mapping[str, Any]
    status: str
    asked_by: str
    asked_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    stage: str
    share: float
    cancelling: bool
    silent: bool
    result: Mapping[str, Any] | None
    failure: Mapping[str, Any] | None

    @property
    def alive(self) -> bool:
        """True while it waits or runs."""
        return self.status in ALIVE

    def problem(self) -> str | None:
        """What went wrong, in the language in force; None unless it failed."""
        return told(self.failure) if self.failure else None


def state(job: Job, login: str | None) -> JobState:
    """The job as it stands."""
    ended = job.result or {}
    return JobState(
        id=job.id,
        kind=job.kind,
        key=job.key,
        parameters=job.parameters,
        status=job.status,
        asked_by=login or "",
        asked_at=job.asked_at,
        started_at=job.started_at,
        ended_at=job.ended_at,
        stage=job.stage,
        share=job.share,
        cancelling=job.status == "running" and job.cancel_asked,
        silent=job.status == "running" and (job.beat_at is None or job.beat_at < now() - SILENCE),
        result=ended if job.status == "done" else None,
        failure=ended if job.status == "failed" else None,
    )


def kept(problem: SalesDashError) -> dict[str, Any]:
    """An error as a job keeps it: its text is a template, to be read in any language later."""
    text = problem.message if isinstance(problem.message, str) else list(problem.message)
    return {"code": problem.code, "text": text, "details": {name: plain(one) for name, one in problem.details.items()}}


def told(failure: Mapping[str, Any]) -> str:
    """What ``kept`` made, in the language in force."""
    text, details = failure["text"], failure["details"]
    if isinstance(text, str):
        return gettext(text).format_map(details)
    singular, plural, counted = text
    return ngettext(singular, plural, details[counted]).format_map(details)


def plain(value: Any) -> Any:
    """``value`` as JSON can hold it."""
    if isinstance(value, Mapping):
        return {str(name): plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value]
    if hasattr(value, "item"):  # NumPy's own numbers
        value = value.item()
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
