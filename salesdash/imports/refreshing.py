"""Making the snapshot's files after the figures of some months have changed, so that pages are quick at once."""

import os
import subprocess
import sys

from sqlalchemy import func, select

from salesdash import db, snapshot
from salesdash.models import OrderLine
from salesdash.snapshot.files import wanted

#: an import waits for the snapshot if no more months than this, and no more lines in them, are to be made
MONTHS, LINES = 4, 400_000
#: lines from which on it is worth a process of its own
MANY_LINES = 100_000

_PROGRAM = "import sys; from salesdash import db, snapshot; snapshot.refresh(db.engine(sys.stdin.read()))"


def refresh(url: str | None) -> None:
    """Makes the missing files: now where that takes a second or so; those of many lines in a process of its own that
    goes on after the import has ended. Else, and meanwhile, whoever asks for figures makes what they need."""
    engine = db.engine(url)
    with db.reading(url) as session:
        files = wanted(session)
        missing = files.missing()
        last = session.scalar(select(func.max(OrderLine.id))) or 0
    months = sum(bool(files.of_month(month) & missing) for month in files.months)
    lines = last * months // max(len(files.months), 1)
    if months <= MONTHS and lines <= LINES:
        snapshot.refresh(engine)
    if (months <= MONTHS and lines <= LINES) or lines < MANY_LINES:
        return
    # the URL may hold a password: it goes by a pipe, not on the command line
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and program
        [sys.executable, "-c", _PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )
    assert process.stdin is not None
    process.stdin.write(engine.url.render_as_string(hide_password=False).encode())
    process.stdin.close()
