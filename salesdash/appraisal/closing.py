"""Closing periods: an explicit act that freezes their figures for good."""

from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from salesdash import company, db
from salesdash.access import audit
from salesdash.access.identity import User
from salesdash.appraisal import rules
from salesdash.appraisal.evaluating import Evaluated, evaluate
from salesdash.appraisal.periods import Period, of_label
from salesdash.company import calendar
from salesdash.errors import Conflict
from salesdash.locale import N_
from salesdash.models import ClosedPeriod, FrozenPart, FrozenScore, TargetSheet
from salesdash.periods import FiscalCalendar


def prepare(session: Session, user: User, label: str) -> list[str]:
    """Names of what ``close`` would close, without closing it; raises what it would raise. Called before, on a session
    that only reads, it makes the figures, so that closing holds the database for a moment only."""
    fiscal, opened = _to_close(session, user, label)
    for one in opened:
        evaluate(session, one)
    return [one.label(fiscal) for one in opened]


def close(session: Session, user: User, label: str) -> list[str]:
    """Closes a period (2026-03, 2026-Q1, 2026) with all that lies in it and is still open, and freezes the figures of
    each: targets, actuals, parts and scores of everybody and every unit, with the scorecards and bands in force now.
    Returns the names of what was closed. It cannot be undone; targets in it cannot change any more.

    Takes periods.close. Raises BadInput for a name of no period, Conflict for one that has not ended or is closed.
    """
    fiscal, opened = _to_close(session, user, label, lock=True)
    bands = [band.plain() for band in rules.bands_in_force(session).content]
    session.add_all(ClosedPeriod(year=one.year, period=one.code, closed_by=user.login, bands=bands) for one in opened)
    try:
        session.flush()
    except IntegrityError as other:
        raise _closed_already(opened[-1].label(fiscal), "–") from other
    frozen = [(one, _freeze(session, one)) for one in opened]
    for one, scores in frozen:
        audit.record(session, user, "close", "period", one.label(fiscal), None, {"scores": scores})
    db.touch(session, "appraisals", "targets")
    return [one.label(fiscal) for one in opened]


def _to_close(session: Session, user: User, label: str, *, lock: bool = False) -> tuple[FiscalCalendar, list[Period]]:
    """The open periods in the one that is named, itself last."""
    user.require("periods.close")
    fiscal = calendar(session)
    period = of_label(fiscal, label)
    name = period.label(fiscal)
    if period.bounds(fiscal).end >= company.today(company.settings(session)):
        raise Conflict(
            "not_ended", N_("{period} has not ended yet: it can be closed from the day after on."), period=name
        )
    if lock:  # targets of the year wait until the period is closed, so that what is frozen is what they end as
        session.execute(select(TargetSheet.id).where(TargetSheet.year == period.year).with_for_update())
    before = session.get(ClosedPeriod, (period.year, period.code))
    if before is not None:
        raise _closed_already(name, before.closed_by)
    closed = set(session.scalars(select(ClosedPeriod.period).where(ClosedPeriod.year == period.year)))
    return fiscal, [one for one in period.inside() if one.code not in closed]


def _freeze(session: Session, period: Period) -> int:
    """Writes what the evaluation says now; returns how many scores."""
    found = evaluate(session, period)
    rows = [_score(period, one) for one in found]
    session.add_all(rows)
    session.flush()
    parts = [row for kept, one in zip(rows, found, strict=True) for row in _parts(kept.id, one)]
    if parts:
        session.execute(insert(FrozenPart), parts)
    return len(rows)


def _score(period: Period, one: Evaluated) -> FrozenScore:
    return FrozenScore(
        year=period.year, period=period.code, person_id=one.person, team_id=one.unit, role=one.role,
        score=_float(one.score.value),
    )  # fmt: skip


def _parts(score_id: int, one: Evaluated) -> list[dict[str, Any]]:
    return [
        {
            "score_id": score_id, "place": place, "measure": counted.part.measure, "weight": counted.part.weight,
            "floor": counted.part.floor, "cap": counted.part.cap, "target": counted.target, "actual": counted.actual,
            "attainment": _float(counted.attainment), "share": _float(counted.share), "points": _float(counted.points),
        }
        for place, counted in enumerate(one.score.parts)
    ]  # fmt: skip


def _float(value: Any) -> float | None:
    return None if value is None else float(value)


def _closed_already(name: str, by: str) -> Conflict:
    return Conflict("already_closed", N_("{period} was closed already, by {by}."), period=name, by=by)
