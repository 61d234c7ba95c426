"""What jobs brought, in words."""

from salesdash.alerts.problems import MEANINGS
from salesdash.jobs import words


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
    assert words.brought({}) == "–"
