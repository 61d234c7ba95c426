"""Numbers, money and dates as people of each language read them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np
import pytest

from salesdash.locale import formats, use


@pytest.mark.parametrize(
    ("language", "amount", "whole", "short"),
    [
        ("en", 1_234_567.891, "$1,234,567.89", "$1.23M"),
        ("en", -45_678.4, "-$45,678.40", "-$45.7K"),
        ("en", 9_800.5, "$9,800.50", "$9,800"),
        ("en", 999_999, "$999,999.00", "$1M"),
        ("en", 0, "$0.00", "$0"),
        ("en", 0.5, "$0.50", "$0.50"),
        ("zh_Hant", 1_200_000, "US$1,200,000.00", "US$120萬"),
        ("zh_Hant", -45_678.4, "-US$45,678.40", "-US$4.57萬"),
        ("zh_Hant", 99_999_999, "US$99,999,999.00", "US$1億"),
        ("zh_Hans", 12_345_678_901, "US$12,345,678,901.00", "US$123亿"),
    ],
)
def test_money(language, amount, whole, short):
    use(language)
    assert formats.money(round(amount * 10_000), "USD") == whole
    assert formats.money(round(amount * 10_000), "USD", short=True) == short


def test_decimals_are_those_of_the_currency():
    assert formats.money(12_345_000, "JPY") == "¥1,234"  # half to even
    assert formats.amount(12_345_000, currency="JPY") == "1,234"
    assert formats.amount(12_345_000, currency="USD") == "1,234.50"


def test_large_amounts_keep_every_digit():
    assert formats.amount(9 * 10**18 + 1200) == "900,000,000,000,000.12"


def test_what_is_unknown_is_a_dash_and_never_zero():
    shown = {
        formats.money(None, "USD"), formats.amount(None), formats.quantity(None), formats.number(None),
        formats.percent(None), formats.points(None), formats.day(None), formats.moment(None),
    }  # fmt: skip
    assert shown == {"–"}


def test_signs_are_written_for_changes_only():
    assert formats.percent(0.1234, signed=True) == "+12.3%"
    assert formats.percent(-0.1234, signed=True) == "-12.3%"
    assert formats.percent(0.0, signed=True) == "0.0%"
    assert formats.points(0.0123) == "+1.2 pts"
    assert formats.amount(12_000_000, short=True, signed=True) == "+1,200"


def test_quantities_show_the_decimals_they_have():
    assert formats.quantity(12_345_000) == "1,234.5"
    assert formats.quantity(120_000) == "12"
    assert formats.quantity(1_200_000_0000, short=True) == "1.2M"


@pytest.mark.parametrize(
    ("language", "day", "month", "span", "moment"),
    [
        ("en", "Nov 23, 2026", "Nov 2026", "Nov 1\u2009–\u200923, 2026", "Nov 23, 2026, 14:05"),
        ("zh_Hant", "2026年11月23日", "2026年11月", "2026年11月1日至23日", "2026年11月23日 14:05"),
        ("zh_Hans", "2026年11月23日", "2026年11月", "2026年11月1日至23日", "2026年11月23日 14:05"),
    ],
)
def test_dates(language, day, month, span, moment):
    use(language)
    assert formats.day(date(2026, 11, 23)) == day
    assert formats.month(date(2026, 11, 23)) == month
    assert formats.span(date(2026, 11, 1), date(2026, 11, 23)) == span
    assert formats.moment(datetime(2026, 11, 23, 6, 5, tzinfo=UTC), "Asia/Taipei") == moment


def test_weekday_and_currency_in_words():
    assert formats.day(date(2026, 11, 23), weekday=True) == "Mon, Nov 23, 2026"
    use("zh_Hant")
    assert formats.day(date(2026, 11, 23), weekday=True) == "2026年11月23日 週一"
    assert formats.currency_name("USD") == "美元"


def test_numbers_of_every_kind_are_shown():
    for twelve in (12, 12.0, Decimal(12), np.int64(12), np.float64(12)):
        assert formats.number(twelve) == "12"
        assert formats.number(twelve, short=True, signed=True) == "+12"


def test_lists_are_joined_as_the_language_does():
    assert formats.listing(["a"]) == "a"
    assert formats.listing(["a", "b", "c"]) == "a, b, and c"
    use("zh_Hant")
    assert formats.listing(["甲", "乙"]) == "甲和乙"
