"""The sign of life of a job that runs, and the way in which it hears that it is to stop."""

import logging
import threading
import time
from types import TracebackType

from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError

from salesdash import db
from salesdash.models import Job
from salesdash.models.base import now

log = logging.getLogger(__name__)

#: seconds between two looks, and between two signs of life while nothing has moved
LOOK, BEAT = 1.0, 10.0


class Cancelled(Exception):
    """Somebody asked the job to stop. Work lets it pass."""


class Pulse:
    """Stores a job's progress and looks whether it is to stop, in a thread of its own and in short transactions. So
    reporting costs nothing, and may be done while the work holds a transaction of its own."""

    def __init__(self, url: str | None, job_id: int, worker: str) -> None:
        self._url, self._job_id, self._worker = url, job_id, worker
        self._said: tuple[str, float] = ("", 0.0)
        self._stored, self._stored_at = self._said, time.monotonic()
        self._stop = threading.Event()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._go_on, name=f"pulse of job {job_id}", daemon=True)

    def __enter__(self) -> "Pulse":
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._ended.set()
        self._thread.join()

    def say(self, stage: str, share: float) -> None:
        """How far the work is. Raises Cancelled if it is to stop."""
        if self._stop.is_set():
            raise Cancelled
        self._said = (stage[:64], min(max(float(share), 0.0), 1.0))

    def beat(self) -> None:
        """One look, and where something moved or it is time, one sign of life."""
        mine = (Job.id == self._job_id) & (Job.worker == self._worker) & (Job.status == "running")
        said = self._said
        if said != self._stored or time.monotonic() - self._stored_at >= BEAT:
            with db.writing(self._url) as session:
                fresh = {"beat_at": now(), "stage": said[0], "share": said[1]}
                session.execute(update(Job).where(mine).values(**fresh))
            self._stored, self._stored_at = said, time.monotonic()
        with db.reading(self._url) as session:
            asked = session.scalar(select(Job.cancel_asked).where(mine))
        if asked is not False:  # or the job was taken away from this process
            self._stop.set()

    def _go_on(self) -> None:
        while not self._ended.wait(LOOK):
            try:
                self.beat()
            except SQLAlchemyError:
                log.exception("The sign of life of job %s could not be stored", self._job_id)
