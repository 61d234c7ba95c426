"""``settings show`` and ``settings set``."""

import pytest

from tests.cli.conftest import Cli

DEFAULTS = {
    "name": "",
    "currency": "USD",
    "time_zone": "UTC",
    "fiscal_first_month": 1,
    "week_first_day": "monday",
    "close_day": 10,
    "payment_days": 30,
    "holiday_country": "",
    "peer_ranking": False,
}


def test_defaults_until_set(cli: Cli) -> None:
    answer = cli("settings", "show", "--json")
    assert (answer.status, answer.document) == (0, DEFAULTS)
    assert list(answer.document) == list(DEFAULTS)


def test_set_shows_all_settings(cli: Cli) -> None:
    assert cli("settings", "set", "currency", "eur", "--json").document == DEFAULTS | {"currency": "EUR"}
    assert cli("settings", "set", "fiscal_first_month", "April", "--json").document["fiscal_first_month"] == 4
    assert cli("settings", "set", "week_first_day", "sunday", "--json").document["week_first_day"] == "sunday"
    assert cli("settings", "set", "name", "晨光貿易", "--json").document["name"] == "晨光貿易"
    assert cli("settings", "show", "--json").document == DEFAULTS | {
        "currency": "EUR",
        "fiscal_first_month": 4,
        "week_first_day": "sunday",
        "name": "晨光貿易",
    }


def test_words_for_people(cli: Cli) -> None:
    answer = cli("settings", "show")
    assert answer.status == 0
    assert "currency            USD" in answer.out


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("colour", "red", "unknown_setting"),
        ("currency", "money", "bad_setting"),
        ("time_zone", "Mars/Base", "bad_setting"),
        ("fiscal_first_month", "13", "bad_setting"),
        ("week_first_day", "someday", "bad_setting"),
        ("close_day", "31", "bad_setting"),
        ("payment_days", "366", "bad_setting"),
        ("holiday_country", "Atlantis", "bad_setting"),
    ],
)
def test_what_does_not_fit_changes_nothing(cli: Cli, key: str, value: str, code: str) -> None:
    answer = cli("settings", "set", key, value, "--json")
    assert (answer.status, answer.error["code"]) == (2, code)
    assert cli("settings", "show", "--json").document == DEFAULTS
