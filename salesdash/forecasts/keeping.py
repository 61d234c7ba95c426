"""How long runs are kept: last quarter's forecast is to be judged, and no database grows for ever.

Of the runs of one measure, dimensions and frequency there stay: the ten made last; of each calendar month that a
run's knowledge ends in, the one made last, for three years; and every run that a scenario, an override or a signal
refers to. The others go when a new run of theirs has been made.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.forecasts.question import Question
from salesdash.forecasts.storing import clear, same
from salesdash.models import ForecastOverride, ForecastRun, Scenario, Signal

LATEST, MONTHS = 10, 36


def to_go(runs: Sequence[tuple[int, date]], held: Iterable[int]) -> list[int]:
    """Which runs (id, as_of) go; ``held``: those that something refers to."""
    made = sorted(runs, reverse=True)
    stay = {run for run, _as_of in made[:LATEST]} | set(held)
    newest = max((as_of for _run, as_of in made), default=date.min)
    months: set[int] = set()
    for run, as_of in made:
        month = as_of.year * 12 + as_of.month
        if month not in months and month > newest.year * 12 + newest.month - MONTHS:
            stay.add(run)
        months.add(month)
    return [run for run, _as_of in made if run not in stay]


def tidy(url: str | None, asked: Question) -> None:
    """Takes away the runs that go, a short transaction for each part."""
    with db.reading(url) as session:
        runs = _runs(session, asked)
        going = to_go(runs, _held(session))
    for run in going:
        with db.writing(url) as session:
            if run in _held(session):  # somebody came to refer to it just now
                continue
            found = session.get(ForecastRun, run)
            if found is None:  # another run of the same has tidied too
                continue
            found.status = "going"
            db.touch(session, "forecasts")
        clear(url, run)
        with db.writing(url) as session:
            session.execute(delete(ForecastRun).where(ForecastRun.id == run))


def _runs(session: Session, asked: Question) -> list[tuple[int, date]]:
    rows = session.execute(select(ForecastRun.id, ForecastRun.as_of).where(*same(asked), ForecastRun.status == "done"))
    return [(run, as_of) for run, as_of in rows.tuples()]


def _held(session: Session) -> set[int]:
    """The runs that something refers to."""
    found = {run for table in (Scenario, ForecastOverride, Signal) for run in session.scalars(select(table.run_id))}
    return {run for run in found if run is not None}
