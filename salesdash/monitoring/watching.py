"""Monitoring a view: finding what left its path, keeping it, telling it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from salesdash import db
from salesdash.access.identity import User
from salesdash.errors import Conflict
from salesdash.forecasts import question, runs
from salesdash.forecasts.question import require_sight
from salesdash.locale import N_
from salesdash.monitoring.comparing import View
from salesdash.monitoring.finding import findings
from salesdash.monitoring.signals import signals
from salesdash.monitoring.status import LIVING
from salesdash.monitoring.storing import store
from salesdash.monitoring.view import SignalView


@dataclass(frozen=True)
class Found:
    """``signals``: the open ones of the view that the user may see, the most severe first; ``new``: the ids of those
    that were not known, or were over, before."""

    view: View
    signals: list[SignalView]
    new: frozenset[int]


def monitor(
    url: str | None,
    user: User,
    *,
    measure: str = "revenue",
    by: Sequence[str] = (),
    frequency: str = "month",
    as_of: date | None = None,
) -> Found:
    """Holds the last period that ended by ``as_of`` (as far as the data reach, by default) and the running one against
    their latest forecasts and targets, for all series of the view; keeps and updates signals.

    Takes forecasts.run or signals.manage, and the sight of the measure. Raises BadInput as ``forecasts.question``,
    Conflict ``no_forecast`` where nothing was forecast yet.
    """
    user.require("forecasts.run", "signals.manage")
    require_sight(user, measure)
    view = View(measure, question(measure, by, frequency).by, frequency, as_of)  # type: ignore[arg-type]
    with db.reading(url) as session:
        if not runs(session, user, measure=measure, by=view.by, frequency=frequency):
            raise no_forecast()
        found = findings(session, view)
    new: frozenset[int] = frozenset()
    if found:
        with db.writing(url) as session:
            new = store(session, user, view, found)
    with db.reading(url) as session:
        told = signals(session, user, status=LIVING, measure=measure, by=view.by, frequency=frequency, until=as_of)
    return Found(view, told, new)


def no_forecast() -> Conflict:
    """There is nothing to hold actuals against."""
    return Conflict("no_forecast", N_("There is no forecast of this yet to hold actuals against: forecast run"))
