"""Dates as people write them. A column is read in one form, decided from all of its values.

Most ways of writing say by themselves what they mean: a year of four digits first, 年月日, a month's name, a Republic
year of three digits. Where they do not (03/04/2024, 24/01/05) the whole column decides: the form that fits more of
its values than any other. Where two fit all the same, people must say.
"""

import re
import unicodedata
from collections import Counter
from datetime import date
from functools import cache

from salesdash.errors import BadInput
from salesdash.imports.reading.missing import MISSING, NO_VALUE, Bad
from salesdash.locale import N_

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


def _read_as(text: str, form: str | None) -> int | None:
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
        days = _read_as(text, YMD if form == SERIAL else form)
    if days is None or (days == Bad.NO_SUCH_DATE and _YEAR_LAST.fullmatch(text)):
        readings = [d for d in (_read_as(text, other) for other in FORMS) if d is not None]
        if any(d > Bad.LIMIT for d in readings):
            return Bad.OTHER_DATE_FORM
        return days or (Bad.NO_SUCH_DATE if readings else Bad.NOT_A_DATE)
    return days


@cache
def form_of(wanted: str) -> str:
    """The form that a person wrote down: %d/%m/%Y, D/M/Y, dd.mm.yyyy, DMY, Y-M-D, ROC. Raises BadInput
    unknown_date_format."""
    if re.search("roc|民國|民国", wanted, re.I):
        return ROC
    letters = re.sub(r"%[BbhH]", lambda m: "%m" if m[0] in ("%B", "%b", "%h") else "", wanted)
    letters = re.sub(r"[ T,]*(%[HIMSfpzZ]|[Hh]{1,2}:).*$", "", letters)
    order = re.sub(r"(.)\1+", r"\1", re.sub(r"[^dmy]", "", letters.replace("年", "y").lower()))
    order = {"iso": "ymd"}.get(wanted.strip().lower(), order)
    found = {"dmy": DMY, "mdy": MDY, "ymd": YMD}.get(order)
    if found is None:
        raise BadInput(
            "unknown_date_format",
            N_("There is no form of dates {form}. Examples: {examples}."),
            form=wanted,
            examples=", ".join(FORMS),
        )
    return found


def decide(counts: Counter[str], column: str, *, serial: bool, others: frozenset[str] = frozenset()) -> str | None:
    """The form of a column from its values and how often each stands there; None where every value says it itself.

    ``serial``: the file is a spreadsheet, whose days may stand as numbers. ``others``: forms that other columns of
    the file were read in. Raises BadInput ambiguous_dates, naming the forms in ``choices``.
    """
    certain = republic = numbers = 0
    unsure: Counter[str] = Counter()
    for value, count in counts.items():
        text = bare(value)
        if text.casefold() in MISSING:
            continue
        if _certain(text) is not None:
            certain += count
            republic += count if _REPUBLIC.fullmatch(text) or _REPUBLIC_BARE.fullmatch(text) else 0
        elif _YEAR_LAST.fullmatch(text) or _SHORT.fullmatch(text):
            unsure[text] += count
        elif _SERIAL.fullmatch(text):
            numbers += count
    if serial and numbers > certain + unsure.total():
        return SERIAL
    fits = {form: _fit(unsure, form) for form in (FORMS if republic else FORMS[:3])}
    most = max(fits.values())
    best = [form for form, fit in fits.items() if fit == most]
    if republic and ROC in best:
        best = [ROC]
    if len(best) > 1:
        best = [form for form in best if form in others] or best
    if most == 0 or (len(best) > 1 and unsure.total() * 20 < certain):
        return None  # nothing to read so, or a few that go another way than the column: they are rejected
    telling = [text for text in unsure if len({_read_as(text, form) for form in best}) > 1]
    if telling:
        raise _ambiguous(column, best, min(telling))
    return best[0]


def _fit(values: Counter[str], form: str) -> int:
    fits = 0
    for text, count in values.items():
        days = _read_as(text, form)
        if days is not None and days > Bad.LIMIT:
            fits += count
    return fits


def _ambiguous(column: str, forms: list[str], example: str) -> BadInput:
    return BadInput(
        "ambiguous_dates",
        N_("The dates in {column}, such as {example}, can be read as {forms}. Say which it is (date format)."),
        column=column,
        example=example,
        forms=" / ".join(forms),
        choices=forms,
    )


def shown(counts: Counter[str], form: str | None) -> str:
    """How the column's dates are written, for people: the form with the separator that most values have."""
    written: Counter[str] = Counter()
    for value, count in counts.most_common(200):
        text = bare(value)
        if text.casefold() in MISSING:
            continue
        if _EIGHT.fullmatch(text):
            written["YMD"] += count
        elif _YEAR_FIRST.fullmatch(text):
            written["Y年M月D日" if "年" in text else "Y{0}M{0}D".format(text[4].strip() or " ")] += count
        elif _REPUBLIC.fullmatch(text) or _REPUBLIC_BARE.fullmatch(text):
            written[ROC] += count
        elif form and form != SERIAL and (m := re.search(r"[-/.]", text)) and not re.search("[a-z]", text, re.I):
            written[form.replace("/", m[0])] += count
        elif _certain(text) is not None:
            written["D-MON-Y"] += count
    return written.most_common(1)[0][0] if written else form or "Y-M-D"
