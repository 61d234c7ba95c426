"""Numbers, money and dates as a person reads them, in the language in force. The only place that formats them.

What is undefined or unknown (None) reads as a dash, never as 0.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import dates, numbers
from babel.lists import format_list

from salesdash.locale import babel_locale, language
from salesdash.locale import gettext as _

DASH = "–"
_SCALE = Decimal(10_000)
#: below this a short amount is written out, since compact forms begin here in some languages only
_SHORT_FROM = 10_000


def money(amount_e4: int | None, currency: str, *, short: bool = False, signed: bool = False) -> str:
    """An amount given in 1/10,000 of ``currency``: $1,234,567.89, short $1.2M or US$120萬."""
    if amount_e4 is None:
        return DASH
    return _signed(amount_e4, signed) + _money(int(amount_e4), currency, short, language())


@lru_cache(maxsize=16_384)
def _money(amount_e4: int, currency: str, short: bool, _language: str) -> str:
    value, locale = Decimal(amount_e4) / _SCALE, babel_locale()
    if not short:
        return numbers.format_currency(value, currency, locale=locale)
    if abs(value) >= _SHORT_FROM:
        value, digits = _three_figures(value)
        return numbers.format_compact_currency(value, currency, locale=locale, fraction_digits=digits)
    pattern = locale.currency_formats["standard"].pattern.split(";")[0]
    digits = _small_digits(value, currency)
    pattern = pattern.replace("0.00", "0." + "0" * digits if digits else "0")
    return numbers.format_currency(value, currency, pattern, locale=locale, currency_digits=False)


def amount(amount_e4: int | None, *, short: bool = False, signed: bool = False, currency: str = "USD") -> str:
    """An amount as :func:`money` gives it, without the currency, for tables and axes that name it once."""
    if amount_e4 is None:
        return DASH
    value = Decimal(int(amount_e4)) / _SCALE
    digits = _small_digits(value, currency) if short else numbers.get_currency_precision(currency)
    return number(value, digits, short=short, signed=signed)


def quantity(quantity_e4: int | None, *, short: bool = False, signed: bool = False) -> str:
    """A quantity given in 1/10,000, with as many decimals as it has."""
    if quantity_e4 is None:
        return DASH
    value = Decimal(int(quantity_e4)) / _SCALE
    return number(value, None, short=short, signed=signed)


def number(value: float | Decimal | None, digits: int | None = 0, *, short: bool = False, signed: bool = False) -> str:
    """A plain number with ``digits`` decimals (None: as many as it has, up to 4); short: 1.2M or 120萬."""
    if value is None:
        return DASH
    # numpy's numbers do not compare with Decimal, which the memory of _number would have them do
    return _signed(value, signed) + _number(Decimal(str(value)), digits, short, language())


@lru_cache(maxsize=16_384)
def _number(value: Decimal, digits: int | None, short: bool, _language: str) -> str:
    locale = babel_locale()
    if short and abs(value) >= _SHORT_FROM:
        rounded, places = _three_figures(value)
        return numbers.format_compact_decimal(rounded, locale=locale, fraction_digits=places)
    pattern = "#,##0.####" if digits is None else "#,##0" + ("." + "0" * digits if digits else "")
    return numbers.format_decimal(value, pattern, locale=locale)


def percent(fraction: float | None, digits: int = 1, *, signed: bool = False) -> str:
    """A fraction as per cent: 0.123 is 12.3%."""
    if fraction is None:
        return DASH
    pattern = "0." + "0" * digits + "%" if digits else "0%"
    return _signed(fraction, signed) + numbers.format_percent(fraction, "#,##" + pattern, locale=babel_locale())


def points(fraction: float | None, digits: int = 1, *, signed: bool = True) -> str:
    """A difference of two ratios in percentage points: 0.012 is +1.2 pts."""
    if fraction is None:
        return DASH
    return _("{points} pts").format(points=number(Decimal(str(fraction)) * 100, digits, signed=signed))


def day(value: date | None, *, weekday: bool = False) -> str:
    """A date: Nov 23, 2026; with its weekday Mon, Nov 23, 2026."""
    if value is None:
        return DASH
    return dates.format_skeleton("yMMMEd" if weekday else "yMMMd", value, locale=babel_locale())


def month(value: date, *, short: bool = False) -> str:
    """The calendar month of a date: Nov 2026; short, for axes: Nov."""
    return dates.format_skeleton("MMM" if short else "yMMM", value, locale=babel_locale())


def month_day(value: date) -> str:
    """A date without its year, for axes: Nov 23."""
    return dates.format_skeleton("MMMd", value, locale=babel_locale())


def month_name(number: int, *, short: bool = False) -> str:
    """A calendar month without a year, 1 to 12: November; short Nov."""
    return str(dates.get_month_names("abbreviated" if short else "wide", "stand-alone", babel_locale())[number])


def weekday_name(number: int, *, short: bool = False) -> str:
    """A weekday, 0 (Monday) to 6: Monday; short Mon."""
    return str(dates.get_day_names("abbreviated" if short else "wide", "stand-alone", babel_locale())[number])


def span(start: date, end: date) -> str:
    """Both ends of a period: Nov 1 – 23, 2026."""
    return dates.format_interval(start, end, "yMMMd", locale=babel_locale())


def moment(value: datetime | None, time_zone: str = "UTC") -> str:
    """A moment in the company's time zone: Nov 23, 2026, 14:05."""
    if value is None:
        return DASH
    locale, local = babel_locale(), value.astimezone(ZoneInfo(time_zone))
    clock = dates.format_skeleton("Hm", local, locale=locale)
    return str(locale.datetime_formats["medium"]).format(clock, dates.format_date(local, "medium", locale=locale))


def listing(items: Sequence[str]) -> str:
    """Several things in a row, as the language joins them: a, b, and c."""
    return format_list(list(items), locale=babel_locale())


def currency_name(currency: str) -> str:
    """The currency in words: US Dollar."""
    return numbers.get_currency_name(currency, locale=babel_locale())


def country_name(code: str) -> str:
    """The country of two letters in words: Taiwan."""
    return str(babel_locale().territories.get(code, code))


def _signed(value: float | Decimal, wanted: bool) -> str:
    return "+" if wanted and value > 0 else ""


def _small_digits(value: Decimal, currency: str) -> int:
    """Decimals of a short amount that is too small for a compact form."""
    return 0 if value == value.to_integral() or abs(value) >= 1000 else numbers.get_currency_precision(currency)


def _three_figures(value: Decimal) -> tuple[Decimal, int]:
    """The value rounded to three figures, and the decimals that its compact form then has (1.23M, 12.3M, 123M)."""
    rounded = value.quantize(Decimal(1).scaleb(value.adjusted() - 2), ROUND_HALF_EVEN)
    # Chinese groups by four figures, so that 1.23, 12.3, 123 and 1234 stand before 萬 and 億
    place = rounded.adjusted() % (4 if language() != "en" else 3)
    return rounded, max(0, 2 - place)
