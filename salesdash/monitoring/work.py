"""What a job of the kind "monitor" does: every view that was forecast, closed and running periods."""

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from salesdash import db
from salesdash.access.identity import OPERATOR
from salesdash.forecasts import runs
from salesdash.models import Signal
from salesdash.monitoring.status import LIVING
from salesdash.monitoring.watching import monitor

if TYPE_CHECKING:
    from salesdash.jobs import Running


def work(running: "Running") -> dict[str, Any]:
    """Monitors every measure, dimensions and frequency that has a run; ``{"views", "new", "open"}``: how many signals
    were new, how many are open now. ``as_of`` may be given, by default as far as the data reach."""
    running.user.require("forecasts.run", "signals.manage")
    given = running.parameters.get("as_of")
    as_of = date.fromisoformat(given) if given else None
    with db.reading(running.url) as session:
        views = sorted({(run.measure, run.by, run.frequency) for run in runs(session, OPERATOR)})
    new: set[int] = set()
    for at, (measure, by, frequency) in enumerate(views):
        running.report("monitoring", at / len(views))
        found = monitor(running.url, OPERATOR, measure=measure, by=by, frequency=frequency, as_of=as_of)
        new |= found.new  # a series is seen in several views
    running.report("monitoring", 1.0)
    with db.reading(running.url) as session:
        living = set(session.scalars(select(Signal.id).where(Signal.status.in_(LIVING))))
    return {"views": len(views), "new": len(new & living), "open": len(living)}
