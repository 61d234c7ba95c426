"""What is due by itself."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from salesdash import company as companies
from salesdash import db, jobs
from salesdash.access.identity import OPERATOR
from salesdash.jobs import schedules
from salesdash.jobs.schedules import Moment, due, next_on, parts
from salesdash.models import Job, Schedule
from tests.imports.helpers import bring, write

TAIPEI = ZoneInfo("Asia/Taipei")
#: a Wednesday, 01:00 in Taipei, still Tuesday in UTC
NOW = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)


def schedule(cadence: str, last: datetime | None = None, token: str = "", *, enabled: bool = True) -> Schedule:
    return Schedule(
        kind="tell", parameters={}, cadence=cadence, enabled=enabled, last_at=last, last_token=token
    )  # fmt: skip


@pytest.mark.parametrize(
    ("cadence", "last", "expected"),
    [
        ("daily", datetime(2026, 11, 24, 15, 59, tzinfo=UTC), True),  # 23:59 of the day before in Taipei
        ("daily", datetime(2026, 11, 24, 16, 0, tzinfo=UTC), False),  # 00:00 of this day
        ("weekly", datetime(2026, 11, 21, 15, 59, tzinfo=UTC), True),  # Saturday; the week begins on Sunday
        ("weekly", datetime(2026, 11, 21, 16, 0, tzinfo=UTC), False),
        ("monthly", datetime(2026, 10, 31, 15, 59, tzinfo=UTC), True),
        ("monthly", datetime(2026, 10, 31, 16, 0, tzinfo=UTC), False),
        ("monthly", None, True),
    ],
)
def test_a_span_that_has_begun_since(cadence: str, last: datetime | None, expected: bool) -> None:
    when = Moment(NOW.astimezone(TAIPEI), week_first_day=6, token="t")
    assert due(schedule(cadence, last), when) is expected
    assert not due(schedule(cadence, last, enabled=False), when)
    assert not due(schedule(cadence, last), Moment(when.at, 6, token=""))


def test_facts_that_have_changed_since() -> None:
    when = Moment(NOW, 0, token="t")
    assert due(schedule("after_import", NOW, "before"), when)
    assert not due(schedule("after_import", None, "t"), when)


def test_a_forecast_is_a_job_per_measure_and_dimension() -> None:
    given = {"measures": ["revenue", "quantity"], "by": ["region", "rep"], "frequency": "month", "horizon": 12}
    found = parts(Schedule(kind="forecast", cadence="monthly", parameters=given))
    assert [(one["measure"], one["by"]) for _key, one in found] == [
        ("quantity", ["region"]), ("quantity", ["rep"]), ("revenue", ["region"]), ("revenue", ["rep"]),
    ]  # fmt: skip
    assert found[2] == (
        'forecast {"by":["region"],"frequency":"month","horizon":12,"measure":"revenue"}',
        {"measure": "revenue", "by": ["region"], "frequency": "month", "horizon": 12},
    )
    assert [one["by"] for _key, one in parts(Schedule(kind="forecast", parameters=given | {"by": []}))] == [[], []]


def test_a_company_starts_with_forecasts_of_all_measures_and_of_the_total() -> None:
    found = [one for _key, one in parts(Schedule(kind="forecast", parameters=schedules.DEFAULTS[0][2]))]
    assert len(found) == 25 and {one["horizon"] for one in found} == {None}
    assert [one["by"] for one in found if one["measure"] == "orders"] == [
        [], ["region"], ["channel"], ["product_line"], ["rep"],
    ]  # fmt: skip
    assert [one["measure"] for one in found if not one["by"]] == [
        "gross_margin", "gross_profit", "quantity", "orders", "revenue",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cadence", "last", "expected"),
    [
        ("daily", datetime(2026, 11, 24, 16, 0, tzinfo=UTC), date(2026, 11, 26)),  # asked at 00:00 of the 25th
        ("daily", datetime(2026, 11, 24, 15, 59, tzinfo=UTC), date(2026, 11, 25)),  # due now
        ("weekly", datetime(2026, 11, 21, 16, 0, tzinfo=UTC), date(2026, 11, 29)),  # a Sunday
        ("monthly", datetime(2026, 11, 1, 0, 0, tzinfo=UTC), date(2026, 12, 1)),
        ("monthly", None, date(2026, 11, 25)),
        ("after_import", None, None),
    ],
)
def test_the_day_on_which_it_is_due_next(cadence: str, last: datetime | None, expected: date | None) -> None:
    when = Moment(NOW.astimezone(TAIPEI), week_first_day=6, token="t")
    assert next_on(schedule(cadence, last), when) == expected
    assert next_on(schedule(cadence, last, enabled=False), when) is None
    assert next_on(schedule(cadence, last), Moment(when.at, 6, token="")) is None


def test_what_was_asked_for_otherwise_is_not_due(company: str) -> None:
    with db.writing() as session:
        db.touch(session, "facts")
        schedules.settled(session, ("forecast", "monitor"), schedules.moment(session, NOW))
    with db.writing() as session:
        asked = schedules.ask_due(session, NOW)
        assert {session.get_one(Job, one).kind for one in asked} == {"tell"}


def waiting() -> list[str]:
    with db.reading() as session:
        return list(session.scalars(select(Job.kind).where(Job.status == "waiting").order_by(Job.id)))


def ended() -> None:
    with db.writing() as session:
        for job in session.scalars(select(Job)):
            job.status = "done"


def test_an_import_and_its_undoing_ask_for_what_runs_after_imports(company: str, tmp_path) -> None:
    with db.writing() as session:
        assert schedules.ask_due(session) == []  # no facts yet
    path = write(tmp_path / "a.csv", "order_no,ordered_on,net_amount", "A,2024-03-01,5")
    batch = bring(company, path).batch
    assert waiting() == ["monitor", "tell"]
    ended()
    bring(company, path)  # nothing new in it
    assert waiting() == []
    from salesdash import imports

    imports.undo(company, OPERATOR, batch)
    assert waiting() == ["monitor", "tell"]


def test_what_is_due_is_asked_for_once(company: str) -> None:
    with db.writing() as session:
        companies.change(session, OPERATOR, "time_zone", "Asia/Taipei")
        db.touch(session, "facts")
        asked = schedules.ask_due(session, NOW)
    assert len(asked) == 5 * 5 + 4
    ended()
    with db.writing() as session:
        assert schedules.ask_due(session, NOW) == []
        assert len(schedules.ask_due(session, datetime(2026, 11, 25, 17, 0, tzinfo=UTC))) == 1  # another day


def test_an_import_while_the_work_runs_is_not_forgotten(company: str) -> None:
    with db.writing() as session:
        db.touch(session, "facts")
        monitor, _tell = jobs.after_import(session)
        session.get_one(Job, monitor).status = "running"
    with db.writing() as session:
        db.touch(session, "facts")
        jobs.after_import(session)  # the one that runs may have read the figures already
    with db.writing() as session:
        for job in session.scalars(select(Job)):
            job.status = "done"
        session.flush()
        assert len(jobs.after_import(session)) == 1
    with db.writing() as session:
        assert jobs.after_import(session) == []
