"""Who is told what, once; what happens when it cannot be told."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from salesdash import alerts, db
from salesdash.access import users
from salesdash.access.identity import OPERATOR
from salesdash.alerts import again, delivering, news, work
from salesdash.config import config
from salesdash.errors import BadInput
from salesdash.models import AlertChoice, AlertDelivery
from tests.alerts import board

#: a Wednesday
AT = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


@pytest.fixture
def seen(monkeypatch):
    """login → the signals that the person may see."""
    held: dict[str, list] = {}

    def living(_session, user, level):
        return [one for one in held.get(user.login, []) if level == "watch" or one.level == "alert"]

    monkeypatch.setattr(news, "living", living)
    return held


@pytest.fixture
def people(company):
    with db.writing() as session:
        made = {login: users.add(session, OPERATOR, login, "executive") for login in ("ann", "bo")}
    return made


def choose(people, login, *cadences, level="alert"):
    with db.writing() as session:
        alerts.choose(session, people[login], "email", cadences=cadences, address=f"{login}@example.com", level=level)


def states():
    with db.reading() as session:
        rows = session.query(AlertDelivery).order_by(AlertDelivery.about)
        return {row.about: (row.status, row.tries) for row in rows}


def told(cadence="at_once", at=AT):
    return alerts.tell(None, cadence, at)


def test_at_once_each_signal_is_told_once_and_again_when_it_says_more(people, seen, office):
    choose(people, "ann", "at_once")
    seen["ann"] = [board.news(1), board.news(2, "watch")]
    assert told().sent == 1
    assert told().sent == 0
    seen["ann"] = [board.news(1, token="worse"), board.news(3)]
    assert told().sent == 1
    subjects = [str(letter["Subject"]) for letter in office.keeper.letters]
    assert subjects == [
        "SalesDash · 1 new alert: Revenue of R1 is 12% below the forecast.",
        "SalesDash · 2 new alerts",
    ]
    assert states() == {"token-1": ("sent", 1), "token-3": ("sent", 1), "worse": ("sent", 1)}


def test_everybody_is_told_of_their_own(people, seen, office):
    choose(people, "ann", "at_once")
    choose(people, "bo", "at_once", level="watch")
    seen["ann"], seen["bo"] = [board.news(1)], [board.news(2, "watch")]
    assert told().sent == 2
    assert office.keeper.recipients == ["ann@example.com", "bo@example.com"]
    assert "R2" not in str(office.keeper.letters[0]) and "R1" not in str(office.keeper.letters[1])


def test_nothing_new_nothing_told(people, seen, office):
    choose(people, "ann", "at_once", "daily", "weekly")
    assert [told(cadence).sent for cadence in alerts.CADENCES] == [0, 0, 0]
    assert states() == {}


def test_a_daily_digest_comes_once_a_day_and_tells_apart_what_is_new(people, seen, office):
    choose(people, "ann", "daily")
    seen["ann"] = [board.news(1)]
    assert [told("daily").sent, told("daily", AT + timedelta(hours=3)).sent] == [1, 0]
    assert told("at_once").sent == told("weekly").sent == 0
    assert told("daily", AT + timedelta(days=1)).sent == 1
    first, second = (letter.get_body(("plain",)).get_content() for letter in office.keeper.letters)
    assert "New" in first and "Still open" not in first
    assert "Still open" in second and "nothing new left its path" in second
    assert set(states()) == {"daily 2026-11-25", "daily 2026-11-26", "token-1"}


def test_a_weekly_digest_comes_once_a_week(people, seen, office):
    choose(people, "ann", "weekly")
    seen["ann"] = [board.news(1)]
    days = (0, 1, 4, 5)  # Wednesday, Thursday, Sunday, Monday
    assert [told("weekly", AT + timedelta(days=day)).sent for day in days] == [1, 0, 0, 1]
    assert {"weekly 2026-11-23", "weekly 2026-11-30"} <= set(states())


def test_the_day_is_that_of_the_company(people, seen, office):
    from salesdash import company

    with db.writing() as session:
        company.change(session, OPERATOR, "time_zone", "Asia/Taipei")
    choose(people, "ann", "daily")
    seen["ann"] = [board.news(1)]
    told("daily", datetime(2026, 11, 25, 17, 0, tzinfo=UTC))
    assert "daily 2026-11-26" in states()


def test_whoever_left_is_told_nothing(people, seen, office):
    for login in ("ann", "bo"):
        choose(people, login, "at_once", "daily")
        seen[login] = [board.news(1)]
    with db.writing() as session:
        users.disable(session, OPERATOR, "ann")
        users.change(session, OPERATOR, "bo", role="administrator")
    assert [told(cadence).sent for cadence in alerts.CADENCES] == [0, 0, 0]
    assert office.keeper.letters == [] and states() == {}


def test_who_chose_to_be_told_no_more_is_not(people, seen, office):
    choose(people, "ann", "at_once")
    choose(people, "ann")
    seen["ann"] = [board.news(1)]
    assert told().sent == 0


def test_in_the_persons_language_or_the_one_they_chose_in(people, seen, office):
    from salesdash.locale import language, use

    use("zh_Hant")
    choose(people, "ann", "at_once")
    use("en")
    choose(people, "bo", "at_once")
    seen["ann"] = seen["bo"] = [board.news(1)]
    told()
    chinese, english = (str(letter["Subject"]) for letter in office.keeper.letters)
    assert english != chinese and language() == "en"


def test_what_could_not_be_sent_is_tried_again_a_bounded_number_of_times(people, seen, office):
    choose(people, "ann", "at_once")
    seen["ann"] = [board.news(1)]
    office.keeper.answer = "451 later"
    for tries in range(1, delivering.MOST_TRIES + 1):
        result = told("daily" if tries % 2 else "at_once") if tries > 1 else told()
        assert states()["token-1"] == ("waiting" if tries < delivering.MOST_TRIES else "failed", tries)
        assert result.problems == {"refused": 1}
    office.keeper.answer = "250 taken"
    assert told().sent == 0


def test_it_is_sent_as_soon_as_the_server_is_there_again(people, seen, office):
    choose(people, "ann", "at_once", "daily")
    seen["ann"] = [board.news(1)]
    office.keeper.answer = "451 later"
    assert (told().waiting, told("daily").waiting) == (1, 2)
    office.keeper.answer = "250 taken"
    assert told("weekly").sent == 2
    assert {status for status, _tries in states().values()} == {"sent"}
    with db.reading() as session:
        assert alerts.choices(session, people["ann"])["email"].trouble is None


def test_an_address_that_does_not_exist_is_not_tried_again(people, seen, office):
    choose(people, "ann", "at_once")
    choose(people, "bo", "at_once")
    seen["ann"] = seen["bo"] = [board.news(1)]
    office.keeper.refuses["ann@example.com"] = "550 no such user"
    result = told()
    assert (result.sent, result.failed, result.problems) == (1, 1, {"address": 1})
    with db.reading() as session:
        trouble = alerts.choices(session, people["ann"])["email"].trouble
    assert trouble is not None and trouble[1].endswith("(550 no such user).")


def test_a_digest_that_waited_too_long_makes_room_for_the_next(people, seen, office):
    choose(people, "ann", "daily")
    seen["ann"] = [board.news(1)]
    office.keeper.answer = "451 later"
    told("daily")
    office.keeper.answer = "250 taken"
    assert told("daily", AT + timedelta(days=1)).sent == 1
    assert states() == {"daily 2026-11-25": ("failed", 1), "daily 2026-11-26": ("sent", 1), "token-1": ("sent", 1)}
    assert "New" in office.keeper.letters[0].get_body(("plain",)).get_content()


def test_without_a_mail_server_nobody_loses_a_try(people, seen, monkeypatch):
    monkeypatch.delenv("SALESDASH_SMTP_URL", raising=False)
    config.cache_clear()
    choose(people, "ann", "at_once")
    seen["ann"] = [board.news(1)]
    result = told()
    assert (result.sent, result.waiting, result.problems) == (0, 1, {"no_server": 1})
    assert states() == {}


def test_two_rounds_at_the_same_time_tell_once(people, seen, office):
    choose(people, "ann", "at_once")
    seen["ann"] = [board.news(1)]
    rounds = [threading.Thread(target=told) for _ in range(2)]
    for one in rounds:
        one.start()
    for one in rounds:
        one.join()
    assert len(office.keeper.letters) == 1 and states() == {"token-1": ("sent", 1)}


def test_a_round_that_is_cancelled_keeps_what_it_told(people, seen, office):
    class Cancelled(Exception):
        pass

    def report(_stage, share):
        if share > 0:
            raise Cancelled

    for login in ("ann", "bo"):
        choose(people, login, "at_once")
        seen[login] = [board.news(1)]
    with pytest.raises(Cancelled):
        alerts.tell(None, "at_once", AT, report)
    assert told().sent == 1
    assert office.keeper.recipients == ["ann@example.com", "bo@example.com"]


def test_the_job(people, seen, office, database):
    class Running:
        url, parameters = database, {"cadence": "daily"}

        @staticmethod
        def report(_stage, _share):
            """Goes on."""

    choose(people, "ann", "daily")
    seen["ann"] = [board.news(1)]
    assert work.work(Running) == {"sent": 1, "waiting": 0, "failed": 0, "problems": {}}


def test_an_unknown_cadence(company):
    with pytest.raises(BadInput):
        told("hourly")


def test_a_trial(people, office):
    with db.reading() as session:
        assert alerts.try_out(session, people["ann"], "email", "ann@example.com") is None
        assert "127.0.0.1" not in str(alerts.try_out(session, people["ann"], "webhook", "http://127.0.0.1/"))
    assert str(office.keeper.letters[0]["Subject"]) == "SalesDash · A test of your alerts"
    with db.reading() as session:
        assert session.query(AlertChoice).count() == 0


def test_trying_again_waits_longer_with_every_try(people, seen, office):
    choose(people, "ann", "at_once")
    seen["ann"] = [board.news(1)]
    office.keeper.answer = "451 later"
    told()
    minutes = [10, 15, 40, 45, 100, 105]  # 15 after the first try, 30 after the second, 60 after the third
    for minute in minutes:
        told("again", AT + timedelta(minutes=minute))
    assert states()["token-1"] == ("waiting", 4)
    with db.reading() as session:
        assert not again.due(session, AT + timedelta(minutes=105 + 119))
        assert again.due(session, AT + timedelta(minutes=105 + 120))


def test_a_round_that_tries_again_tells_nothing_new(people, seen, office):
    choose(people, "ann", "at_once", "daily")
    seen["ann"] = [board.news(1)]
    assert told("again").sent == 0


def test_the_job_that_tries_again_is_asked_for_when_its_time_has_come(people, seen, office):
    from salesdash.jobs import schedules

    choose(people, "ann", "at_once")
    seen["ann"] = [board.news(1)]
    office.keeper.answer = "451 later"
    told()
    with db.writing() as session:
        assert schedules.ask_again(session, AT) == []
        asked = schedules.ask_again(session, AT + timedelta(minutes=15))
        assert len(asked) == 1 and schedules.ask_again(session, AT + timedelta(minutes=15)) == []
