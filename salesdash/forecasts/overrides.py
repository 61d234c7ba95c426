"""Overrides: what a manager expects instead of a run's mean, and why. They stand beside it, never in its place, and are
scored against it once the periods have come (forecast value added: Gilliland 2010)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pandas import DataFrame
from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import company, db
from salesdash.access import audit
from salesdash.access.identity import User
from salesdash.errors import BadInput, Conflict
from salesdash.forecasts.actuals import actuals
from salesdash.forecasts.history import calendar, line_days
from salesdash.forecasts.question import DIMENSIONS, question
from salesdash.forecasts.runs import Run, run_of, runs
from salesdash.forecasts.said import CELL_COLUMNS, cell_of, changed_meanwhile, flush, key_of, living, logins, named
from salesdash.forecasts.sight import sight
from salesdash.locale import N_
from salesdash.models import ForecastOverride, ForecastPoint, ForecastSeries
from salesdash.models.base import now
from salesdash.periods import Grain

#: columns of ``overrides``; ``mean``: what the run itself expects
COLUMNS = ["id", "run_id", *CELL_COLUMNS, "period_on", "mean", "amount", "reason", "by", "at", "version"]
#: what ``value_added`` says of each: 1/10,000 off, the run's mean and the override
SCORED = [*COLUMNS, "actual", "error_mean", "error_override"]
_REASON = 1000
_LARGEST = 9 * 10**18
#: data whose last day is older are of the past: nobody could know what came after it
_LONG_AGO = timedelta(days=92)


@dataclass(frozen=True)
class Added:
    """What overrides brought: ``rows`` (SCORED) of periods that have come; ``wape_mean``, ``wape_override``: Σ|f - y| ÷
    Σ|y| over them, None without any; ``better``: how many came nearer than the run's mean, ``worse``: farther."""

    rows: DataFrame
    wape_mean: float | None
    wape_override: float | None
    better: int
    worse: int


def overrides(session: Session, user: User, run_id: int, cell: Mapping[str, str | None] | None = None) -> DataFrame:
    """The overrides of a run that hold, oldest period first: COLUMNS; of one cell where it is given. Permissions as
    ``forecasts.points``; those of series that the user may see."""
    return _listed(session, user, [run_of(session, user, run_id)], cell)


def override(  # noqa: PLR0917 - as a sentence would name them: which run, what of it, when, how much, why
    session: Session,
    user: User,
    run_id: int,
    cell: Mapping[str, str | None],
    period_on: date,
    amount: int,
    reason: str,
) -> int:
    """Says what is expected of a cell in a period instead (1/10,000 of the measure's unit), in the place of an override
    that was there; its id. Takes forecasts.adjust. Raises BadInput ``no_reason``, ``no_such_point``,
    ``amount_out_of_range``; Conflict ``period_over`` for a period that has ended: an override is a forecast."""
    user.require("forecasts.adjust")
    run = run_of(session, user, run_id)
    reason = reason.strip()
    if not reason or len(reason) > _REASON:
        raise BadInput("no_reason", N_("Say why, in at most {limit} characters."), limit=_REASON)
    if not -_LARGEST <= amount <= _LARGEST:
        raise BadInput("amount_out_of_range", N_("The amount is too large."))
    ids = cell_of(session, user, cell)
    mean = _mean(session, run, ids, period_on)
    if mean is None:
        raise BadInput("no_such_point", N_("This forecast says nothing of that period."))
    _refuse_ended(session, run, period_on)
    db.touch(session, "forecasts")  # from here on writers take turns
    same = [ForecastOverride.run_id == run.id, ForecastOverride.period_on == period_on,
            ForecastOverride.withdrawn_at.is_(None), *living(ForecastOverride, ids)]  # fmt: skip
    before = session.scalar(select(ForecastOverride).where(*same).with_for_update())
    if before is not None and (before.amount, before.reason) == (amount, reason):
        return before.id
    if before is not None:
        before.withdrawn_at = now()
        flush(session)
    made = ForecastOverride(
        run_id=run.id, period_on=period_on, amount=amount, reason=reason, account_id=user.id, **ids
    )  # fmt: skip
    session.add(made)
    session.flush()
    old = {"amount": before.amount if before else mean, "reason": before.reason if before else ""}
    key = key_of(session, run.measure, run.frequency, period_on, made)
    audit.record(session, user, "override", "forecast", key, old, {"amount": amount, "reason": reason, "run": run.id})
    return made.id


def withdraw(session: Session, user: User, override_id: int, version: int) -> None:
    """Takes an override back: the run's mean holds again. Takes forecasts.adjust. Raises Conflict where somebody
    changed it since ``version``, and ``period_over``: what has come is scored."""
    user.require("forecasts.adjust")
    one = session.get(ForecastOverride, override_id)
    if one is None or one.version != version or one.withdrawn_at is not None:
        raise changed_meanwhile()
    if not sight(session, user).sees(region=one.region_id, rep=one.person_id):
        raise changed_meanwhile()
    run = run_of(session, user, one.run_id)
    _refuse_ended(session, run, one.period_on)
    one.withdrawn_at = now()
    flush(session)
    key = key_of(session, run.measure, run.frequency, one.period_on, one)
    audit.record(session, user, "withdraw", "forecast", key, {"amount": one.amount, "reason": one.reason}, None)
    db.touch(session, "forecasts")


def value_added(
    session: Session, user: User, measure: str, by: tuple[str, ...] = (), frequency: str = "month"
) -> Added:
    """How overrides of all runs of a measure, dimensions and frequency did beside the means of these runs, over the
    periods that have come to their end. Permissions and sight as ``overrides``."""
    asked = question(measure, by, frequency)
    found = runs(session, user, measure=measure, by=asked.by, frequency=frequency)
    rows = _listed(session, user, found, None)
    if rows.empty:
        return Added(DataFrame(columns=SCORED), None, None, 0, 0)
    # the run that knew least has the longest stretch of what came since
    earliest = min(found, key=lambda run: run.begins)
    came = actuals(session, user, earliest.id)
    came = came[(came["days_elapsed"] >= came["days"]) & came["actual"].notna()]
    known = {_key(row): int(row["actual"]) for row in came.to_dict("records")}
    rows["actual"] = [known.get(_key(row)) for row in rows.to_dict("records")]
    rows = rows[rows["actual"].notna() & rows["mean"].notna()].reset_index(drop=True)
    rows["error_mean"] = (rows["mean"] - rows["actual"]).abs()
    rows["error_override"] = (rows["amount"] - rows["actual"]).abs()
    whole = int(rows["actual"].abs().sum())
    return Added(
        rows=rows[SCORED],
        wape_mean=int(rows["error_mean"].sum()) / whole if whole else None,
        wape_override=int(rows["error_override"].sum()) / whole if whole else None,
        better=int((rows["error_override"] < rows["error_mean"]).sum()),
        worse=int((rows["error_override"] > rows["error_mean"]).sum()),
    )


def _key(row: Mapping[Any, Any]) -> tuple[Any, ...]:
    codes = tuple(None if (code := row.get(name)) is None or code != code else code for name in DIMENSIONS)  # noqa: PLR0124 - NaN
    return (row["period_on"], *codes)


def _listed(session: Session, user: User, found: list[Run], cell: Mapping[str, str | None] | None) -> DataFrame:
    seen = sight(session, user)
    wanted = select(ForecastOverride).where(
        ForecastOverride.run_id.in_([run.id for run in found]),
        ForecastOverride.withdrawn_at.is_(None),
        seen.condition(ForecastOverride),
    )
    if cell is not None:
        wanted = wanted.where(*living(ForecastOverride, cell_of(session, user, cell)))
    there = list(session.scalars(wanted.order_by(ForecastOverride.period_on, ForecastOverride.id)))
    who, by_run = logins(session, there), {run.id: run for run in found}
    rows = []
    for one, names in zip(there, named(session, there), strict=True):
        ids = {column: getattr(one, column) for column in ("region_id", "product_line_id", "channel_id", "person_id")}
        mean = _mean(session, by_run[one.run_id], ids, one.period_on)
        rows.append(
            [one.id, one.run_id, *names, one.period_on, mean, one.amount, one.reason, who[one.id], one.at, one.version]
        )
    return DataFrame(rows, columns=COLUMNS)


def _mean(session: Session, run: Run, ids: Mapping[str, int], period_on: date) -> int | None:
    """What the run itself expects."""
    series = select(ForecastSeries.number).where(ForecastSeries.run_id == run.id, *living(ForecastSeries, ids))
    return session.scalar(
        select(ForecastPoint.mean).where(
            ForecastPoint.run_id == run.id,
            ForecastPoint.period_on == period_on,
            ForecastPoint.number == series.limit(1).scalar_subquery(),
        )
    )


def _now(session: Session) -> date:
    """The day that decides whether a period is over: today, or the last day of data that ended long ago."""
    today = company.today(company.settings(session))
    told = line_days(session)
    return told[-1] if told and today - told[-1] > _LONG_AGO else today


def _refuse_ended(session: Session, run: Run, period_on: date) -> None:
    grain: Grain = run.frequency  # type: ignore[assignment]
    days = calendar(session).bounds(grain, period_on)
    if days.end < _now(session):
        raise Conflict("period_over", N_("This period has ended: what was expected of it stays as it was said."))
