"""What is due by itself: after imports, or when a day, a week, a month has begun."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from salesdash import company, db
from salesdash.jobs.asking import alive, enter
from salesdash.jobs.kinds import key
from salesdash.locale import N_
from salesdash.models import Schedule
from salesdash.models.base import now
from salesdash.periods import plus_months

#: cadence → name
CADENCES: dict[str, str] = {
    "after_import": N_("after imports"),
    "daily": N_("daily"),
    "weekly": N_("weekly"),
    "monthly": N_("monthly"),
}
#: what a company starts with, in the order in which it is worked off
DEFAULTS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("forecast", "monthly", {
        "measures": ["revenue", "orders", "quantity", "gross_profit", "gross_margin"],
        "by": ["", "region", "channel", "product_line", "rep"],  # "": the total alone
        "frequency": "month",
        "horizon": None,  # to the end of the next fiscal year
    }),
    ("monitor", "after_import", {}),
    ("tell", "after_import", {"cadence": "at_once"}),
    ("tell", "daily", {"cadence": "daily"}),
    ("tell", "weekly", {"cadence": "weekly"}),
)  # fmt: skip
#: the hours of the night in which a server that is left alone begins what is due by the calendar
NIGHT = range(2, 6)


@dataclass(frozen=True)
class Moment:
    """Now, in the company's time zone, with its first day of the week (0 Monday) and the state of its facts (""
    while it has none)."""

    at: datetime
    week_first_day: int
    token: str


def moment(session: Session, at: datetime | None = None) -> Moment:
    """The moment ``at``, by default this one."""
    settings = company.settings(session)
    token = db.versions(session).get("facts", "")
    return Moment((at or now()).astimezone(ZoneInfo(settings.time_zone)), settings.week_first_day, token[:32])


def due(schedule: Schedule, when: Moment) -> bool:
    """Whether it is time: for what runs after imports, if the facts have changed since it last ran; else if a day,
    week or month has begun since. Nothing is due while there are no facts."""
    if not schedule.enabled or not when.token:
        return False
    if schedule.cadence == "after_import":
        return schedule.last_token != when.token
    if schedule.last_at is None:
        return True
    last, today = schedule.last_at.astimezone(when.at.tzinfo).date(), when.at.date()
    return _begins(schedule.cadence, last, when.week_first_day) < _begins(
        schedule.cadence, today, when.week_first_day
    )  # fmt: skip


def _begins(cadence: str, day: date, week_first_day: int) -> date:
    """The first day of the span in which ``day`` lies."""
    if cadence == "monthly":
        return day.replace(day=1)
    return day - timedelta(days=(day.weekday() - week_first_day) % 7) if cadence == "weekly" else day


def next_on(schedule: Schedule, when: Moment) -> date | None:
    """The day on which what goes by the calendar is due next, the present one if it is due already; None for what runs
    after imports, is off, or waits for facts."""
    if not schedule.enabled or schedule.cadence == "after_import" or not when.token:
        return None
    today = when.at.date()
    if due(schedule, when):
        return today
    if schedule.cadence == "monthly":
        return plus_months(today, 1)
    return _begins(schedule.cadence, today, when.week_first_day) + timedelta(7 if schedule.cadence == "weekly" else 1)


def settled(session: Session, kinds: Collection[str], when: Moment) -> None:
    """The schedules of these kinds have asked for all that they have due by ``when``."""
    of = [one.id for one in ensure(session) if one.kind in kinds]
    ran = {"last_at": when.at, "last_token": when.token}
    session.execute(update(Schedule).where(Schedule.id.in_(of)).values(**ran))


def parts(schedule: Schedule) -> list[tuple[str, dict[str, Any]]]:
    """The jobs of a schedule: key and parameters. Forecasts are one job per measure and dimension; the measure that is
    named first is made last, so that it is what the latest run of a dimension tells."""
    given: Mapping[str, Any] = schedule.parameters
    if schedule.kind != "forecast":
        return [(key(schedule.kind, given), dict(given))]
    rest = {name: value for name, value in given.items() if name not in ("measures", "by")}
    # the total has a run of its own rather than that of a dimension's: how far out its alerts lie is told for a view of
    # one series, and one series costs next to nothing
    ways = [[by] if by else [] for by in given["by"] or [""]]
    each = [{**rest, "measure": measure, "by": by} for measure in reversed(given["measures"]) for by in ways]
    return [(key(schedule.kind, one), one) for one in each]


def ask_due(session: Session, at: datetime | None = None, *, after_imports_only: bool = False) -> list[int]:
    """Asks for what is due; the ids of the jobs. In the caller's transaction."""
    when = moment(session, at)
    ids: list[int] = []
    for schedule in ensure(session):
        if due(schedule, when) and not (after_imports_only and schedule.cadence != "after_import"):
            ids += begin(session, schedule, when)
    return ids if after_imports_only else ids + ask_again(session, at)


def ask_again(session: Session, at: datetime | None = None) -> list[int]:
    """Asks that people be told what they could not be told before, where its time has come; the id of the job."""
    from salesdash.alerts import again  # what mail takes is loaded where it is needed

    parameters = {"cadence": "again"}
    if not again.due(session, at or now()) or alive(session, key("tell", parameters)) is not None:
        return []
    return [enter(session, None, "tell", key("tell", parameters), parameters)]


def something_due(session: Session, when: Moment) -> bool:
    """Whether ``ask_due`` would ask for anything; changes nothing."""
    stored = list(session.scalars(select(Schedule)))
    return any(due(schedule, when) for schedule in stored) or (not stored and when.token != "")


def begin(session: Session, schedule: Schedule, when: Moment) -> list[int]:
    """Asks for the jobs of a schedule. One of the same key that runs already may have begun before the facts changed:
    then the schedule stays due until it has ended."""
    ids: list[int] = []
    whole = True
    for one, parameters in parts(schedule):
        living = alive(session, one)
        whole = whole and (living is None or living.status == "waiting")
        if living is None:
            ids.append(enter(session, None, schedule.kind, one, parameters))
    ran = {"last_at": when.at, "last_token": when.token} if whole else {"last_at": when.at}
    # not by way of the object: its version counts what people change
    session.execute(
        update(Schedule).where(Schedule.id == schedule.id).values(**ran).execution_options(synchronize_session=False)
    )
    session.expire(schedule)
    return ids


def after_import(session: Session) -> list[int]:
    """Asks for what runs after imports and is due; the ids of the jobs. Call it in a transaction of its own, after
    the one that made the import count."""
    return ask_due(session, after_imports_only=True)


def ensure(session: Session) -> list[Schedule]:
    """All schedules, by id; a kind that has none gets those that a company starts with."""
    stored = list(session.scalars(select(Schedule).order_by(Schedule.id).with_for_update()))
    there = {one.kind for one in stored}
    made = [
        Schedule(kind=kind, cadence=cadence, parameters=parameters)
        for kind, cadence, parameters in DEFAULTS
        if kind not in there
    ]
    session.add_all(made)
    session.flush()
    return stored + made
