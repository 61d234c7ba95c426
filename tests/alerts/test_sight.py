"""Real signals: who is told of which, and how many are counted as not seen."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from salesdash import alerts, db, models, monitoring
from salesdash.access import users
from salesdash.access.identity import OPERATOR
from salesdash.alerts import news

AT = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
TODAY = date(2026, 11, 25)
E4 = 10_000


def signal(number: int, **more) -> models.Signal:
    """Revenue of October 80,000 where 100,000 were expected, an alert."""
    fields = {
        "id": number, "measure": "revenue", "frequency": "month", "period_on": date(2026, 10, 1),
        "as_of": date(2026, 10, 31), "level": "alert", "actual": 80_000 * E4, "expected": 100_000 * E4,
        "lo80": 92_000 * E4, "hi80": 108_000 * E4, "lo95": 88_000 * E4, "hi95": 112_000 * E4, "contributors": [],
        "token": f"t{number}",
    } | more  # fmt: skip
    return models.Signal(**fields)


@pytest.fixture
def business(company):
    """Regions N, S; Ann and Bo; signals: 1 all, 2 region N, 3 Ann, 4 Bo (a watch), 5 quantity, 6 closed, 7 over."""
    with db.writing() as session:
        session.add_all(models.Region(id=i, code=code, name=code) for i, code in ((1, "N"), (2, "S")))
        session.add_all(models.Person(id=i, code=code, name=code) for i, code in ((1, "ANN"), (2, "BO")))
        session.flush()
        session.add_all(
            [
                signal(1), signal(2, region_id=1), signal(3, person_id=1), signal(4, person_id=2, level="watch"),
                signal(5, measure="quantity"), signal(6, region_id=2, status="closed"),
                signal(7, person_id=2, period_on=date(2026, 9, 1), status="over"),
            ]
        )  # fmt: skip
        for login, role, place in (
            ("chief", "executive", {}), ("north", "analyst", {"regions": ["N"]}),
            ("ann", "sales_representative", {"rep": "ANN"}), ("nobody", "sales_representative", {}),
            ("plant", "production", {}), ("adam", "administrator", {}),
        ):  # fmt: skip
            users.add(session, OPERATOR, login, role, **place)


SEEN = {
    "chief": {1, 2, 3, 4, 5}, "north": {2}, "ann": {3}, "nobody": set(), "plant": {5}, "adam": set(),
}  # fmt: skip


@pytest.mark.parametrize("login", SEEN)
def test_everybody_is_told_of_what_they_may_see(business, login):
    with db.reading() as session:
        user = users.by_login(session, login)
        assert alerts.unseen(session, user, TODAY) == len(SEEN[login])
        if login != "adam":
            assert {one.id for one in news.living(session, user, "watch")} == SEEN[login]
            assert {one.id for one in news.living(session, user, "alert")} == SEEN[login] - {4}


def test_what_was_seen_is_not_counted_until_it_says_something_new(business):
    with db.writing() as session:
        chief = users.by_login(session, "chief")
        monitoring.seen(session, chief, [1, 2, 3])
    with db.reading() as session:
        assert alerts.unseen(session, chief, TODAY) == 2
        assert alerts.unseen(session, users.by_login(session, "north"), TODAY) == 1
    with db.writing() as session:
        session.scalar(select(models.Signal).where(models.Signal.id == 1)).token = "worse"
        db.touch(session, "signals")
    with db.reading() as session:
        assert alerts.unseen(session, chief, TODAY) == 3


def test_a_digest_of_real_signals_says_what_happened_and_never_what_is_not_theirs(business, office):
    with db.writing() as session:
        for login in ("chief", "ann", "plant"):
            user = users.by_login(session, login)
            alerts.choose(session, user, "email", cadences=["daily"], address=f"{login}@example.com", level="watch")
    assert alerts.tell(None, "daily", AT).sent == 3
    texts = {
        str(letter["To"]): letter.get_body(("plain",)).get_content().replace("\r\n", "\n")
        for letter in office.keeper.letters
    }
    assert "4 new alerts and 1 new watch" in texts["chief@example.com"]
    assert "ANN" in texts["ann@example.com"] and "BO" not in texts["ann@example.com"]
    assert "https://sales.example.com/signals?signal=3" in texts["ann@example.com"]
    assert "$" not in texts["plant@example.com"] and "Quantity" in texts["plant@example.com"]


def test_a_signal_for_programs(business):
    with db.reading() as session:
        (one,) = news.living(session, users.by_login(session, "north"), "alert")
    told = {name: one.document[name] for name in ("id", "measure", "period", "part", "actual", "expected", "deviation")}
    assert told == {
        "id": 2, "measure": "revenue", "period": "2026-10", "part": {"region": "N"}, "actual": 80_000,
        "expected": 100_000, "deviation": -20_000,
    }  # fmt: skip
