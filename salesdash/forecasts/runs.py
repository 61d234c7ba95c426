"""Runs: which there are, which is the latest, whether facts have changed since."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.access.identity import User
from salesdash.company import calendar
from salesdash.errors import BadInput
from salesdash.forecasts.question import MEASURES, question, require_sight
from salesdash.forecasts.storing import same
from salesdash.kpis.remembered import Remembered
from salesdash.locale import N_
from salesdash.metrics import REGISTRY
from salesdash.models import ForecastRun, MonthVersion
from salesdash.periods import FiscalCalendar, Grain

_known: Remembered[list["Run"]] = Remembered(128)


@dataclass(frozen=True)
class Run:
    """A run that was made to its end. ``as_of``: the last day that it knew; ``begins``: the first day that it speaks
    of; ``seconds``: how long it took; ``series``, ``failed``: how many, and how many of these have no forecast;
    ``parameters``, ``versions``: how and with what it was made; ``stale``: the figures that it was made from have
    changed since."""

    id: int
    measure: str
    by: tuple[str, ...]
    frequency: Grain
    horizon: int
    as_of: date
    begins: date
    made_at: datetime
    made_by: str
    seconds: float
    series: int
    failed: int
    status: str
    parameters: dict[str, Any]
    versions: dict[str, Any]
    stale: bool


def runs(
    session: Session,
    user: User,
    *,
    measure: str | None = None,
    by: Sequence[str] | None = None,
    frequency: str | None = None,
) -> list[Run]:
    """The runs of a measure, dimensions and frequency (None: of any) whose figures the user may see, those that know
    the latest day first, of one day the last made. Takes kpis.read; for quantities kpis.quantities is enough."""
    user.require("kpis.read", "kpis.quantities")
    conditions: list[ColumnElement[bool]] = []
    if by is not None:
        conditions.append(ForecastRun.by == ",".join(question("revenue", by).by))
    if frequency is not None:
        conditions.append(ForecastRun.frequency == frequency)
    seen = [name for name in MEASURES if user.may("kpis.read") or REGISTRY[name].is_quantity]
    conditions.append(ForecastRun.measure.in_(seen))
    if measure is not None:
        require_sight(user, measure)
        conditions.append(ForecastRun.measure == measure)
    key = (measure, tuple(by) if by is not None else None, frequency, tuple(seen))
    return list(_told(session, conditions, key))


def latest(  # noqa: PLR0917 - what a forecast is about, in the order of its words
    session: Session,
    user: User,
    measure: str,
    by: Sequence[str] = (),
    frequency: str = "month",
    as_of: date | None = None,
) -> Run | None:
    """The run that knows the latest day, of those that know nothing after ``as_of``; None without any. A run made
    today as of a day long past does not take its place. Raises BadInput for an unknown measure or dimension."""
    require_sight(user, measure)
    asked = question(measure, by, frequency)
    found = _told(session, list(same(asked)), (measure, asked.by, frequency))
    return next((run for run in found if as_of is None or run.as_of <= as_of), None)


def run_of(session: Session, user: User, run: int) -> Run:
    """One run. Raises BadInput ``unknown_run`` where there is none that has come to its end, NotPermitted where its
    measure is not for the user."""
    user.require("kpis.read", "kpis.quantities")
    found = _told(session, [ForecastRun.id == run], run)
    if not found:
        raise BadInput("unknown_run", N_("There is no forecast run {run}."), run=run)
    require_sight(user, found[0].measure)
    return found[0]


def _told(session: Session, conditions: Sequence[ColumnElement[bool]], key: Any) -> list[Run]:
    versions = db.versions(session)
    of = tuple(versions.get(name) for name in ("database", "forecasts", "facts", "settings"))

    def read() -> list[Run]:
        newest = (ForecastRun.as_of.desc(), ForecastRun.id.desc())
        done = select(ForecastRun).where(*conditions, ForecastRun.status == "done").order_by(*newest)
        fiscal, tokens = calendar(session), Tokens(session)
        return [_run(fiscal, row, tokens) for row in session.scalars(done)]

    return _known.get((of, key), read)


def _run(fiscal: FiscalCalendar, row: ForecastRun, tokens: "Tokens") -> Run:
    frequency: Grain = row.frequency  # type: ignore[assignment]
    begins = begin_of(fiscal, frequency, row.as_of)
    return Run(
        id=row.id, measure=row.measure, by=tuple(row.by.split(",")) if row.by else (), frequency=frequency,
        horizon=row.horizon, as_of=row.as_of, begins=begins, made_at=row.made_at, made_by=row.made_by,
        seconds=row.seconds, series=row.series, failed=row.failed, status=row.status, parameters=row.parameters,
        versions=row.versions, stale=tokens.until(begins) != row.data_token,
    )  # fmt: skip


def begin_of(fiscal: FiscalCalendar, frequency: Grain, as_of: date) -> date:
    """The first day of the period after the last that had come to its end on ``as_of``."""
    bounds = fiscal.bounds(frequency, as_of)
    return bounds.start if bounds.end > as_of else bounds.end + timedelta(days=1)


class Tokens:
    """The state of the facts up to a day, as one token that is another one after any change of them."""

    def __init__(self, session: Session) -> None:
        self._months = sorted(session.execute(select(MonthVersion.month, MonthVersion.token)).tuples())
        self._known: dict[int, str] = {}

    def until(self, day: date) -> str:
        """The token of the months that hold days before ``day``."""
        last = date.fromordinal(day.toordinal() - 1)
        month = last.year * 100 + last.month
        if month not in self._known:
            content = ",".join(f"{number}:{token}" for number, token in self._months if number <= month)
            self._known[month] = hashlib.blake2b(content.encode(), digest_size=16).hexdigest()
        return self._known[month]
