"""Dates as people write them. A column is read in one form, decided from all of its values.

Most ways of writing say by themselves what they mean: a year of four digits first, 年月日, a month's name, a Republic
year of three digits. Where they do not (03/04/2024, 24/01/05) the whole column decides: the form that fits more of
its values than any other. Where two fit all the same, people must say.
"""

import re
import unicodedata
from datetime import date
from enum import Enum, auto

from salesdash.imports.reading.missing import MISSING, NO_VALUE, Bad

DMY, MDY, YMD, ROC, SERIAL = "D/M/Y", "M/D/Y", "Y/M/D", "ROC Y/M/D", "serial"
FORMS = (DMY, MDY, YMD, ROC)
_EPOCH = date(1970, 1, 1).toordinal()
_EXCEL = date(1899, 12, 30).toordinal()

_SEP = r"\s*[-/.,年月 ]\s*"
_CLOCK = r"([01]?\d|2[0-3])[:時时]([0-5]\d)(?:[:分]([0-5]\d)(?:[.,]\d{1,9})?秒?)?"
_TIME = re.compile(
    rf"(?:[T ]|(?<=日)) *(?:上午|下午|AM|PM)? *{_CLOCK} *(?:[AP]\.?M\.?)? *(?:Z|UTC|GMT|[+-]\d{{2}}:?\d{{2}})?$", re.I
)
_WEEKDAY = r" *(?:\([一二三四五六日]\)|\(?(?:星期|週|周)[一二三四五六日天]\)?)$"
_DAY_NAME = re.compile(rf"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]*\s+|{_WEEKDAY}", re.I)
_YEAR_FIRST = re.compile(rf"(\d{{4}}){_SEP}(\d{{1,2}}){_SEP}(\d{{1,2}})\s*日?")
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_REPUBLIC = re.compile(rf"(?:中華民國|民國|中华民国|民国)\s*(\d{{1,3}}){_SEP}(\d{{1,2}}){_SEP}(\d{{1,2}})\s*日?")
_REPUBLIC_BARE = re.compile(rf"(\d{{3}}){_SEP}(\d{{1,2}}){_SEP}(\d{{1,2}})\s*日?|(\d{{3}})(\d{{2}})(\d{{2}})")
_YEAR_LAST = re.compile(rf"(\d{{1,2}}){_SEP}(\d{{1,2}}){_SEP}(\d{{4}})")
_SHORT = re.compile(rf"(\d{{1,2}}){_SEP}(\d{{1,2}}){_SEP}(\d{{2}})\s*日?")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[-/., ]*([a-z]{3,9})[-/., ]+(\d{4}|\d{2})", re.I)
_MONTH_DAY = re.compile(r"([a-z]{3,9})[-/., ]*(\d{1,2})(?:st|nd|rd|th)?[-/., ]+(\d{4}|\d{2})", re.I)
_YEAR_MONTH_DAY = re.compile(r"(\d{4})[-/., ]*([a-z]{3,9})[-/., ]*(\d{1,2})", re.I)
_SERIAL = re.compile(r"(\d{1,6})(?:\.\d+)?")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip


def _month(name: str) -> int:
    """1…12 of an English month's name or its beginning, 0 if it is none."""
    return next((i for i, month in enumerate(_MONTHS, 1) if month.startswith(name.lower())), 0)


def _four(year: str) -> int:
    """A year of two digits lies between 1969 and 2068."""
    return int(year) if len(year) > 2 else int(year) + (2000 if int(year) < 69 else 1900)


def _days(year: int, month: int, day: int) -> int:
    """Days since 1970, or a code of Bad."""
    if not 1900 <= year <= 2199:
        return Bad.DATE_OUT_OF_RANGE
    try:
        return date(year, month, day).toordinal() - _EPOCH
    except ValueError:
        return Bad.NO_SUCH_DATE


def bare(text: str) -> str:
    """The date without a time of day and without a weekday."""
    if len(text) > 64:
        return "too long for a date"
    text = (text if text.isascii() else unicodedata.normalize("NFKC", text)).strip()
    return _DAY_NAME.sub("", _TIME.sub("", text)).strip()


class Writing(Enum):
    """How a date is written, as far as it matters for the form of its column."""

    EIGHT_DIGITS = auto()
    YEAR_FIRST = auto()
    REPUBLIC = auto()
    WITH_NAME = auto()  # of the month
    UNSURE = auto()  # 03/04/2024, 24/01/05
    NUMBER = auto()


def writing_of(text: str) -> Writing | None:
    """How a date without time of day (see ``bare``) is written, None if it is none."""
    if _EIGHT.fullmatch(text):
        return Writing.EIGHT_DIGITS
    if _YEAR_FIRST.fullmatch(text):
        return Writing.YEAR_FIRST
    if _REPUBLIC.fullmatch(text) or _REPUBLIC_BARE.fullmatch(text):
        return Writing.REPUBLIC
    if _certain(text) is not None:
        return Writing.WITH_NAME
    if _YEAR_LAST.fullmatch(text) or _SHORT.fullmatch(text):
        return Writing.UNSURE
    return Writing.NUMBER if _SERIAL.fullmatch(text) else None


def _certain(text: str) -> int | None:
    """Days of a date that says by itself how it is to be read, or a code of Bad; None if it does not."""
    if m := _YEAR_FIRST.fullmatch(text) or _EIGHT.fullmatch(text):
        return _days(*map(int, m.groups()))
    if m := _REPUBLIC.fullmatch(text) or _REPUBLIC_BARE.fullmatch(text):
        year, month, day = (int(part) for part in m.groups() if part)
        return _days(year + 1911, month, day) if year else Bad.DATE_OUT_OF_RANGE
    if (m := _DAY_MONTH.fullmatch(text)) and _month(m[2]):
        return _days(_four(m[3]), _month(m[2]), int(m[1]))
    if (m := _MONTH_DAY.fullmatch(text)) and _month(m[1]):
        return _days(_four(m[3]), _month(m[1]), int(m[2]))
    if (m := _YEAR_MONTH_DAY.fullmatch(text)) and _month(m[2]):
        return _days(int(m[1]), _month(m[2]), int(m[3]))
    return None


def parse_as(text: str, form: str | None) -> int | None:
    """Days of an uncertain date read in that form, or a code of Bad; None if it is not written in that form."""
    if m := _YEAR_LAST.fullmatch(text):
        a, b, year = m[1], m[2], int(m[3])
    elif m := _SHORT.fullmatch(text):
        a, b, year = m[1], m[2], _four(m[3])
        if form in (YMD, ROC):
            return _days(_four(a) if form == YMD else int(a) + 1911, int(b), int(m[3]))
    else:
        return None
    if form == DMY:
        return _days(year, int(b), int(a))
    return _days(year, int(a), int(b)) if form == MDY else None


def parse(text: str, form: str | None) -> int:
    """Days since 1970-01-01, NO_VALUE for an empty value, else a code of Bad.

    ``form``: DMY, MDY, YMD or ROC for the values that do not say it themselves; SERIAL takes numbers of a
    spreadsheet's days as well.
    """
    text = bare(text)
    if text.casefold() in MISSING:
        return NO_VALUE
    days = _certain(text)
    if days is None and form == SERIAL and (m := _SERIAL.fullmatch(text)):
        days = int(m[1]) + _EXCEL - _EPOCH
        return days if 0 < int(m[1]) < 109_574 else Bad.DATE_OUT_OF_RANGE  # up to 2199
    if days is None:
        days = parse_as(text, YMD if form == SERIAL else form)
    if days is None or (days == Bad.NO_SUCH_DATE and _YEAR_LAST.fullmatch(text)):
        readings = [d for d in (parse_as(text, other) for other in FORMS) if d is not None]
        if any(d > Bad.LIMIT for d in readings):
            return Bad.OTHER_DATE_FORM
        return days or (Bad.NO_SUCH_DATE if readings else Bad.NOT_A_DATE)
    return days
