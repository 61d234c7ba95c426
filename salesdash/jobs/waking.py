"""One process per database that works while pages go on."""

import logging
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from salesdash import db
from salesdash.config import config
from salesdash.jobs import schedules
from salesdash.jobs.working import LOCK, waits

log = logging.getLogger(__name__)

#: size in bytes from which on the log of the workers begins anew
LOG_BYTES = 2_000_000
_PROGRAM = "import sys; from salesdash.jobs import serving; serving.serve(sys.stdin.read())"


def wake(url: str | None = None) -> bool:
    """Starts a process that works off what waits, unless one lives or the installation wants none
    (``SALESDASH_START_WORKERS``). Call it after the transaction that asked. True if a process was started."""
    bind = db.engine(url)
    if not config().start_workers:
        return False
    with db.alone(bind, LOCK) as free:
        # one that lives looks once more after it has let go of the lock, so it will find what was asked until now
        if not free:
            return False
    path = log_file(url)
    path.parent.mkdir(parents=True, exist_ok=True)
    full = path.exists() and path.stat().st_size > LOG_BYTES
    with path.open("wb" if full else "ab") as out:
        # the URL may hold a password: it goes by a pipe, not on the command line
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and program
            [sys.executable, "-c", _PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=out,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )
    assert process.stdin is not None
    process.stdin.write(bind.url.render_as_string(hide_password=False).encode())
    process.stdin.close()
    return True


def look_after(url: str | None = None, at: datetime | None = None) -> bool:
    """What a server does every minute: in the night it asks for what is due by the calendar (people wait for pages by
    day; who wants another hour calls ``jobs run`` then), and wakes whoever works off what waits. True if a process
    was started."""
    if not config().start_workers:
        return False
    from salesdash.alerts import again as alerts_again  # what mail takes is loaded where it is needed

    with db.reading(url) as session:
        when = schedules.moment(session, at)
        nightly = when.at.hour in schedules.NIGHT and schedules.something_due(session, when)
        again = alerts_again.due(session, when.at)
    if nightly or again:
        with db.writing(url) as session:
            if nightly:
                schedules.ask_due(session, at)
            else:
                schedules.ask_again(session, at)
    return waits(url) and wake(url)


def log_file(url: str | None) -> Path:
    """Where the processes that pages start write their log: beside the snapshot."""
    folder = db.cache_dir(db.engine(url))
    return folder.with_name(f"{folder.name}.worker.log")
