"""Periods as files write them: 2026, FY2026, 2026-Q1, 2026-03, 2026年3月, Mar, M03, 三月, 第一季, a date."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_CHINESE = {word: number for number, word in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
_BRACKETS = re.compile(r"\(.*?\)|\[.*?\]")
_DECORATION = re.compile(r"target|plan|quota|budget|goal|目標|目标|計劃|计划|預算|预算|指標|指标|配額|配额")
_YEAR = r"(?:fy|cy)?[ ]?((?:19|20|21)\d\d)(?:[ ]?年度?)?"
_CN = "十二|十一|[一二三四五六七八九十]"
_SUB = rf"(?:q(?P<q1>[1-4])|(?P<q2>[1-4])q|第?(?P<q3>[1-4一二三四])季度?|quarter (?P<q4>[1-4])|qtr ?(?P<q5>[1-4])|" \
       rf"m(?:onth)? ?(?P<m1>0?[1-9]|1[0-2])|第?(?P<m2>0?[1-9]|1[0-2]|{_CN})月份?|(?P<m3>[a-z]{{3,9}})\.?)"  # fmt: skip
_GAP = r"[ ]?[-/._, ]?[ ]?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        _YEAR,
        _SUB,
        rf"{_YEAR}{_GAP}{_SUB}",
        rf"{_SUB}{_GAP}{_YEAR}",
        rf"{_YEAR}[-/._ ]?(?P<m4>0[1-9]|1[0-2]|(?<=[-/._年 ])[1-9])(?:月)?",
        rf"(?P<m4>0?[1-9]|1[0-2])[-/.]{_YEAR}",
        r"(?P<m3>[a-z]{3,4})[-' ](?P<short>\d\d)",
    )
)
_DAY = re.compile(
    r"(?P<year>(?:19|20|21)\d\d)(?:(?P<month>\d\d)(?P<day>\d\d)|[-/.年](?P<month_>\d{1,2})[-/.月](?P<day_>\d{1,2}))"
    r"日?(?:[ t].*)?"
)


@dataclass(frozen=True)
class Period:
    """What a text says of a period: a year of the company (None: not said) and in it a quarter, or a month of the
    calendar; or a ``day``, whose month of the calendar is meant."""

    year: int | None = None
    quarter: int | None = None
    month: int | None = None
    day: date | None = None

    @property
    def field(self) -> str | None:
        """The field of a column that holds this month or quarter of every row."""
        if self.month is not None:
            return f"m{self.month:02}"
        return f"q{self.quarter}" if self.quarter is not None else None


def period(text: str) -> Period | None:
    """The period that a text names, None if it names none."""
    bare = unicodedata.normalize("NFKC", text).casefold().strip()
    if len(bare) > 40:
        return None
    if match := _DAY.fullmatch(bare):
        try:
            day = date(int(match["year"]), int(match["month"] or match["month_"]), int(match["day"] or match["day_"]))
        except ValueError:
            return None
        return Period(month=day.month, day=day)
    for form in _FORMS:
        if match := form.fullmatch(bare):
            found = _found(match)
            if found is not None:
                return found
    return None


def column(name: str) -> Period | None:
    """The month or quarter that a column holds by its name, units in brackets and words like target left away."""
    bare = _DECORATION.sub("", _BRACKETS.sub("", unicodedata.normalize("NFKC", name).casefold()))
    found = period(bare.strip(" _-:：,."))
    return found if found is not None and found.field is not None else None


def number(text: str, of: str) -> int | None:
    """The month or quarter that a column of months ("m") or quarters ("q") names: 3, M03, March, 三月."""
    bare = unicodedata.normalize("NFKC", text).strip()
    if bare.isdecimal():
        found = int(bare)
        return found if 1 <= found <= (12 if of == "m" else 4) else None
    named = period(bare)
    if named is None or named.year is not None or named.day is not None:
        return None
    return named.month if of == "m" else named.quarter


def year(text: str) -> int | None:
    """The year that a text names: 2026, FY2026, 2026年度."""
    found = period(text)
    return found.year if found is not None and found.field is None else None


def _found(match: re.Match[str]) -> Period | None:
    groups = match.groupdict()
    quarter = month = None
    for key, value in groups.items():
        if value is None or key == "short":
            continue
        if key == "m3":
            month = next((i for i, name in enumerate(_MONTHS, 1) if _names(value, name)), None)
            if month is None:
                return None
        elif key.startswith("m"):
            month = _CHINESE.get(value) or int(value)
        else:
            quarter = _CHINESE.get(value) or int(value)
    years = [value for value in match.groups() if value is not None and len(value) == 4 and value.isdecimal()]
    named = int(years[0]) if years else 2000 + int(groups["short"]) if groups.get("short") else None
    return Period(named, quarter, month)


def _names(word: str, month: str) -> bool:
    return len(word) >= 3 and (month.startswith(word) or word == "sept" == month[:4])
