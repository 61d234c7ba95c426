"""Schedules as people see and change them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.access import audit
from salesdash.access.identity import User
from salesdash.errors import BadInput, Conflict
from salesdash.jobs.kinds import MANAGING, key
from salesdash.jobs.schedules import CADENCES, DEFAULTS, Moment, begin, due, ensure, moment, next_on, parts
from salesdash.locale import N_
from salesdash.models import Schedule


@dataclass(frozen=True)
class Plan:
    """A schedule. ``name`` tells it apart; ``last_at``: when it last asked, None never; ``next_on``: the
    day on which it is due next, None if that follows no calendar (or it is off); ``due``: whether it is due now;
    ``jobs``: how many jobs it asks for; ``version`` as it was seen, 0 while it is as a company starts."""

    name: str
    kind: str
    cadence: str
    parameters: Mapping[str, Any]
    enabled: bool
    last_at: datetime | None
    next_on: date | None
    due: bool
    jobs: int
    version: int

    def document(self) -> dict[str, Any]:
        """As programs read it."""
        shown = ("kind", "cadence", "parameters", "enabled", "last_at", "next_on", "due")
        return {name: getattr(self, name) for name in shown}


def plans(session: Session, user: User) -> list[Plan]:
    """The schedules, in the order in which they are worked off; where nothing is stored yet, those that a company
    starts with. Takes settings.manage."""
    user.require(MANAGING)
    stored = list(session.scalars(select(Schedule).order_by(Schedule.id)))
    there = {one.kind for one in stored}
    ahead = [
        Schedule(kind=kind, cadence=cadence, parameters=parameters, enabled=True, version=0)
        for kind, cadence, parameters in DEFAULTS
        if kind not in there
    ]
    when = moment(session)
    return [_plan(one, when) for one in stored + ahead]


def change(session: Session, user: User, name: str, version: int, **new: Any) -> Plan:
    """Changes what is named of ``enabled``, ``cadence`` and ``parameters`` of a schedule. Takes settings.manage.

    Raises BadInput for an unknown schedule, cadence or an empty choice, Conflict if somebody else changed it after
    ``version`` was seen.
    """
    user.require(MANAGING)
    schedule = _stored(session, name)
    if version not in {schedule.version, 0} or (version == 0 and schedule.version > 1):
        raise Conflict("changed_meanwhile", N_("Somebody else changed this meanwhile. Look at it again."))
    if new.get("cadence", schedule.cadence) not in CADENCES:
        raise BadInput("unknown_cadence", N_("There is no such schedule: {cadence}."), cadence=new["cadence"])
    wanted = new.get("parameters", schedule.parameters)
    if schedule.kind == "forecast" and not wanted.get("measures"):
        raise BadInput("nothing_to_forecast", N_("Choose at least one measure."))
    before = _facts(schedule)
    for field in ("enabled", "cadence", "parameters"):
        if field in new:
            setattr(schedule, field, new[field])
    audit.record(session, user, "change", "schedule", schedule.kind, before, _facts(schedule))
    db.touch(session, "jobs")
    session.flush()
    return _plan(schedule, moment(session))


def run_now(session: Session, user: User, name: str) -> list[int]:
    """Asks for the jobs of a schedule at once, as the schedule itself would; the ids of those that are new. Call
    ``wake`` after the transaction. Takes settings.manage."""
    user.require(MANAGING)
    schedule = _stored(session, name)
    ids = begin(session, schedule, moment(session))
    audit.record(session, user, "start", "schedule", schedule.kind, None, {"jobs": len(ids)})
    return ids


def _stored(session: Session, name: str) -> Schedule:
    for schedule in ensure(session):
        if _name(schedule) == name:
            return schedule
    raise BadInput("unknown_schedule", N_("Somebody else changed this meanwhile. Look at it again."))


def _name(schedule: Schedule) -> str:
    """Alerts have a schedule per way of telling; of the other kinds there is one."""
    return key(schedule.kind, schedule.parameters) if schedule.kind == "tell" else schedule.kind


def _plan(schedule: Schedule, when: Moment) -> Plan:
    return Plan(
        name=_name(schedule),
        kind=schedule.kind,
        cadence=schedule.cadence,
        parameters=schedule.parameters,
        enabled=schedule.enabled,
        last_at=schedule.last_at,
        next_on=next_on(schedule, when),
        due=due(schedule, when),
        jobs=len(parts(schedule)),
        version=schedule.version,
    )


def _facts(schedule: Schedule) -> dict[str, Any]:
    return {"enabled": schedule.enabled, "cadence": schedule.cadence, **schedule.parameters}
