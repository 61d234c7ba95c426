"""The process that pages start, killed in the middle."""

import os
import signal
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from salesdash import db, jobs
from salesdash.access.identity import OPERATOR
from salesdash.config import config
from salesdash.jobs import kinds, waking, working
from salesdash.models import Job

#: as the real one, with one kind more
PROGRAM = (
    "import sys; from salesdash.jobs import kinds, serving; kinds.KINDS['hold'] = 'tests.jobs.works:hold'; "
    "serving.serve(sys.stdin.read())"
)


@pytest.fixture
def workers(company: str, monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen]:
    """The processes that were started."""
    started: list[subprocess.Popen] = []
    popen = subprocess.Popen

    def start(*words, **more) -> subprocess.Popen:
        started.append(popen(*words, **more))
        return started[-1]

    monkeypatch.setattr(waking.subprocess, "Popen", start)
    monkeypatch.setenv("SALESDASH_START_WORKERS", "true")
    config.cache_clear()
    monkeypatch.setattr(waking, "_PROGRAM", PROGRAM)
    monkeypatch.setitem(kinds.KINDS, "hold", "tests.jobs.works:hold")
    return started


def stands(job_id: int) -> jobs.JobState:
    with db.reading() as session:
        return jobs.look(session, OPERATOR, job_id)


def test_a_killed_process_costs_time_and_nothing_else(workers: list[subprocess.Popen], tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with db.writing() as session:
        given = {"mark": str(tmp_path / "mark"), "pipe": str(pipe)}
        job_id = jobs.ask(session, OPERATOR, "hold", "h", given)
    assert jobs.wake()
    process = int(pipe.read_text())  # waits until the work has begun
    assert stands(job_id).status == "running"
    assert not jobs.wake() and not jobs.look_after()  # one process at a time
    os.kill(process, signal.SIGKILL)
    assert workers[-1].wait() == -signal.SIGKILL
    assert working.waits(None)
    assert jobs.look_after()  # the server finds it
    assert workers[-1].wait() == 0
    with db.reading() as session:
        job = session.get_one(Job, job_id)
        assert (job.status, job.tries) == ("done", 2)
        assert job.result["process"] not in (process, os.getpid())
    assert "left by its process" in waking.log_file(None).read_text()


def test_a_server_asks_in_the_night_and_leaves_the_day_to_pages(workers: list, monkeypatch: pytest.MonkeyPatch) -> None:
    woken = []
    monkeypatch.setattr(waking, "wake", lambda url=None: woken.append(url) is None)
    night, day = datetime(2026, 11, 25, 3, tzinfo=UTC), datetime(2026, 11, 25, 12, tzinfo=UTC)
    assert not jobs.look_after(None, night)  # no facts yet
    with db.writing() as session:
        db.touch(session, "facts")
    assert not jobs.look_after(None, day)
    assert jobs.look_after(None, night)
    with db.reading() as session:
        assert len(jobs.listing(session, OPERATOR)) == 5 * 5 + 4  # measures by dimensions; the others
    assert jobs.look_after(None, day) and len(woken) == 2  # they wait still


def test_an_installation_that_wants_none(company: str) -> None:
    with db.writing() as session:
        jobs.ask(session, OPERATOR, "forecast", "f", {})
    assert not jobs.wake() and not jobs.look_after()
