"""What jobs brought, in words."""

from datetime import date

from salesdash.alerts.problems import MEANINGS
from salesdash.jobs import words
from salesdash.jobs.planning import Plan


def test_what_a_forecast_is_about():
    asked = {"measure": "revenue", "by": ["region"], "frequency": "month", "horizon": 12}
    assert words.about("forecast", asked) == "Revenue by Region, 12 months ahead"
    assert words.about("forecast", asked | {"as_of": "2026-09-30"}) == (
        "Revenue by Region, 12 months ahead, as of Sep 30, 2026"
    )
    assert words.about("forecast", asked | {"by": [], "horizon": None}) == (
        "Revenue, months to the end of the next fiscal year"
    )
    several = {"measures": ["revenue", "orders"], "by": ["", "rep"], "frequency": "week", "horizon": 8}
    assert words.about("forecast", several) == "Revenue, Orders by Total alone, Representative, 8 weeks ahead"


def plan(**given):
    stands = {"enabled": True, "last_at": None, "next_on": None, "due": False, "jobs": 1, "version": 1}
    return Plan("tell", "tell", "daily", {}, **(stands | given))


def test_when_a_schedule_is_due_next():
    assert words.next_due(plan(enabled=False, due=False)) == "next due: never, it is off"
    assert words.next_due(plan(due=True)) == "due now"
    assert words.next_due(plan()) == "next due: after the next import"
    assert words.next_due(plan(next_on=date(2026, 12, 1))) == "next due: Dec 1, 2026"


def test_how_jobs_stand():
    assert words.standing([]) == ""
    assert words.standing(["running", "done", "failed"]) == "1 job waits or runs. Of the last 2, 1 failed."
    assert words.standing(["waiting", "running"]) == "2 jobs wait or run."
    assert words.standing(["cancelled"]) == "Of the last one, 0 failed."


def test_what_was_told():
    told = {"sent": 1, "waiting": 0, "failed": 0, "problems": {}}
    assert words.brought(told) == "1 message sent"
    told = {"sent": 3, "waiting": 2, "failed": 1, "problems": {"no_server": 2, "address": 1}}
    assert words.brought(told) == (
        "3 messages sent, 2 to be tried again, 1 given up "
        "(no mail server is set up; the mail server does not accept an address)"
    )


def test_every_trouble_has_its_words():
    assert set(words.TROUBLES) == set(MEANINGS) - {"overtaken"}


def test_what_was_found_and_forecast():
    assert words.brought({"views": 4, "new": 1, "open": 12}) == "1 new signal, 12 open"
    assert words.brought({"run": 7}) == "Forecast 7"
    assert words.brought({"run": 7, "as_of": "2026-09-30"}) == "Forecast 7, as of Sep 30, 2026"
    assert words.brought({}) == "–"
