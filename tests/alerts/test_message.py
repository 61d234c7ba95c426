"""What stands in a message, in the three languages, as text and as HTML."""

from datetime import date

import pytest

from salesdash.alerts import message, writing
from salesdash.alerts.pace import Pace
from salesdash.locale import LANGUAGES, use
from tests.alerts.board import MINE, news

E4 = 10_000
DAY = date(2026, 11, 25)
PACES = [
    Pace("2026-11", "Nov 2026", "revenue", DAY, 2_000_000 * E4, 1_200_000 * E4, 0.6, 0.95, -63_158 * E4),
    Pace("2026", "2026", "revenue", DAY, 20_000_000 * E4, 19_000_000 * E4, 0.95, 1.02, 372_549 * E4),
]


def digest(**more):
    given = {"fresh": [news(1), news(2, "watch")], "known": [news(3, **MINE)], "paces": PACES, "login": "ann"} | more
    return message.digest("Acme", "weekly", "weekly 2026-11-23", DAY, currency="USD", **given)


def test_at_once_one_signal_is_its_own_subject():
    told = message.at_once("Acme", [news(1)], "USD")
    assert told.subject == "Acme · 1 new alert: Revenue of R1 is 12% below the forecast."
    assert told.abouts == ("token-1",) and not told.is_digest


def test_at_once_several_signals_are_counted():
    told = message.at_once("", [news(1), news(2), news(3, "watch")], "USD")
    assert told.subject == "SalesDash · 2 new alerts and 1 new watch"
    assert told.abouts == ("token-1", "token-2", "token-3")


def test_a_digest_as_text():
    assert writing.plain(digest()).splitlines()[3:] == [
        "Pace against target, up to Nov 25, 2026",
        "---------------------------------------",
        "* Nov 2026: $1.2M of $2M (60.0%), $63.2K behind what was to be expected by now",
        "* 2026: $19M of $20M (95.0%), $373K ahead of what was to be expected by now",
        "",
        "Yours to do",
        "-----------",
        "* [overdue] Call the customers, due on Nov 20, 2026",
        "  https://sales.example.com/signals?signal=3",
        "",
        "New",
        "---",
        "* [Alert] Revenue of R1 is 12% below the forecast.",
        "  https://sales.example.com/signals?signal=1",
        "* [Watch] Revenue of R2 is 12% below the forecast.",
        "  https://sales.example.com/signals?signal=2",
        "",
        "Still open",
        "----------",
        "* [Alert] Revenue of R3 is 12% below the forecast.",
        "  https://sales.example.com/signals?signal=3",
        "",
        "-- ",
        "You chose to be told this way. Change it at http://127.0.0.1:8501/account",
    ]


def test_a_digest_for_programs():
    told = digest()
    assert told.abouts == ("weekly 2026-11-23",) and told.tokens == ("token-1", "token-2") and told.is_digest
    document = told.document
    assert (document["kind"], document["company"], document["currency"]) == ("weekly", "Acme", "USD")
    assert [one["id"] for one in document["signals"]] == [1, 2] and [one["id"] for one in document["open"]] == [3]
    assert document["pace"][0] == {
        "period": "2026-11", "measure": "revenue", "as_of": "2026-11-25", "target": 2_000_000, "actual": 1_200_000,
        "attainment": 0.6, "pace": 0.95, "lead": -63_158,
    }  # fmt: skip
    assert document["text"].startswith("Acme · Weekly digest, Nov 25, 2026: 1 new alert and 1 new watch\nNov 2026: ")


def test_a_digest_without_news_says_so():
    assert "nothing new left its path" in digest(fresh=[]).subject


def test_what_another_person_promised_is_not_theirs():
    assert "Yours to do" not in writing.plain(digest(login="bo"))


def test_many_signals_are_counted_and_not_listed():
    told = message.at_once("Acme", [news(i) for i in range(message.MOST + 3)], "USD")
    assert "and 3 more" in writing.plain(told) and "and 3 more" in writing.html(told)
    assert len(told.abouts) == message.MOST + 3


def test_html_is_escaped():
    told = message.at_once("<b>Acme</b>", [news(1, sentence="<script>x</script>", url='https://x/?a=1&b="2')], "USD")
    html = writing.html(told)
    assert "<script>" not in html and "<b>Acme" not in html
    assert 'href="https://x/?a=1&amp;b=&quot;2"' in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language(language):
    use(language)
    told = digest()
    assert told.subject and writing.plain(told) and writing.html(told)
