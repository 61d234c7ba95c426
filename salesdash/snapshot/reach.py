"""How far back the company's lines reach."""

from datetime import date

from salesdash.access.identity import EVERYTHING
from salesdash.snapshot.days import days_of
from salesdash.snapshot.facts import Facts
from salesdash.snapshot.files import Snapshot
from salesdash.snapshot.selection import Selection


def first_day(files: Snapshot) -> date | None:
    """The day of the company's first line; None without lines."""
    if not files.months:
        return None
    with Facts(files, Selection(EVERYTHING), [days_of(min(files.months))]) as facts:
        row = facts.connection.execute(f"SELECT min(day) {facts.lines()}").fetchone()
    return row[0] if row else None
