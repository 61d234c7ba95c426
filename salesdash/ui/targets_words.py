"""Targets as people read and write them: amounts of each measure, periods, cells, what a change did."""

import re
from collections.abc import Mapping
from dataclasses import replace

from babel.numbers import get_currency_precision
from pandas import DataFrame

from salesdash.errors import BadInput
from salesdash.imports.reading import numbers
from salesdash.imports.reading.missing import NO_VALUE, Bad
from salesdash.imports.reading.plan import NumberStyle
from salesdash.locale import N_, formats
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY
from salesdash.periods import FiscalCalendar
from salesdash.targets.plan import Cell, scale
from salesdash.units import SCALE

YEAR = "year"
QUARTERS = ("q1", "q2", "q3", "q4")
#: from here on no amount is taken, so that sums of many cells stay exact
_MOST = numbers.LIMIT
_SHORT = re.compile(r"(.*\d)\s*([KMB])\s*", re.IGNORECASE)
_TIMES = {"K": 10**3, "M": 10**6, "B": 10**9}


def months(calendar: FiscalCalendar) -> list[int]:
    """The calendar months in the order of the fiscal year."""
    return [(calendar.first_month + at - 1) % 12 + 1 for at in range(12)]


def month_name(calendar: FiscalCalendar, year: int, month: int, *, short: bool = False) -> str:
    """The month of the fiscal year in words: Jan 2026; short: Jan."""
    return formats.month(calendar.month_bounds(year, month).start, short=short)


def quarter_name(calendar: FiscalCalendar, year: int, quarter: int) -> str:
    """The quarter with its months: Q1 (Jan – Mar)."""
    bounds = calendar.quarter_bounds(year, quarter)
    first, last = (formats.month(day, short=True) for day in (bounds.start, bounds.end))
    return f"Q{quarter} ({first} – {last})"


def period_names(calendar: FiscalCalendar, year: int) -> dict[str, str]:
    """What a target can be set for in a fiscal year: code → words. Codes: year, q1 to q4, m1 to m12 (as in the
    calendar)."""
    names = {YEAR: _("Whole year {year}").format(year=year)}
    names |= {code: quarter_name(calendar, year, at) for at, code in enumerate(QUARTERS, 1)}
    return names | {f"m{month}": month_name(calendar, year, month) for month in months(calendar)}


def period_code(cell: Cell) -> str:
    """The code of ``period_names`` of a cell's period."""
    return f"m{cell.month}" if cell.month else f"q{cell.quarter}" if cell.quarter else YEAR


def period_cell(year: int, code: str) -> Cell:
    """The cell of all of a period."""
    return replace(Cell(year), **period_of(code))  # type: ignore[arg-type]


def period_of(code: str) -> dict[str, int]:
    """What the code says about a cell: quarter or month."""
    return {} if code == YEAR else {"quarter" if code[0] == "q" else "month": int(code[1:])}


def shown(measure: str, value: int | None, currency: str, *, short: bool = False, signed: bool = False) -> str:
    """An amount of the measure with its currency."""
    return REGISTRY[measure].show(value, currency, short=short, signed=signed)


def plain(measure: str, value: int | None, currency: str) -> str:
    """An amount as it stands in a grid and as it may be typed: no currency; nothing where there is none."""
    if not value:
        return ""
    unit = REGISTRY[measure].unit
    if unit == "money":
        return formats.amount(value, currency=currency)
    return formats.quantity(value) if unit == "quantity" else formats.number(value)


def read(measure: str, currency: str, text: str) -> int | None:
    """The amount that somebody typed or pasted, None where it says that there is none (empty, a dash).

    Raises BadInput for what is no number, is negative, too large or finer than the measure is counted.
    """
    value = _number(text)
    if value is None:
        return None
    if value < 0:
        raise BadInput("negative_target", N_("A target is not negative: {text}."), text=text.strip())
    digits = _digits(measure, currency)
    if value % 10 ** (4 - digits):
        if digits:
            message = N_("{text} has more decimals than the {digits} that are counted.")
        else:
            message = N_("{text} has decimals; only whole ones are counted.")
        raise BadInput("too_fine", message, text=text.strip(), digits=digits)
    return value // (SCALE // scale(measure))


def read_weight(text: str) -> float | None:
    """A weight that somebody typed: any number that is not negative; None where there is none."""
    value = _number(text)
    if value is not None and value < 0:
        raise BadInput("negative_weight", N_("A weight is not negative: {text}."), text=text.strip())
    return None if value is None else value / SCALE


def _digits(measure: str, currency: str) -> int:
    return get_currency_precision(currency) if REGISTRY[measure].unit == "money" else 0


def _number(text: str) -> int | None:
    """In 1/10,000: with a point for decimals, or where that is no number, with a comma; 900K, 1.2M and 90萬 as well."""
    short = _SHORT.fullmatch(text)
    digits, times = (short[1], _TIMES[short[2].upper()]) if short else (text, 1)
    value = numbers.parse(digits, NumberStyle(".", times=times), SCALE, _MOST)
    if value == Bad.NOT_A_NUMBER:
        value = numbers.parse(digits, NumberStyle(",", times=times), SCALE, _MOST)
    if value == NO_VALUE:
        return None
    if value == Bad.NUMBER_OUT_OF_RANGE:
        raise BadInput("too_large", N_("{text} is too large."), text=text.strip()[:60])
    if value in (Bad.NOT_A_NUMBER, Bad.NOT_FINITE):
        raise BadInput(
            "not_a_number", N_("{text} is no number. Write it like 1200000, 1,200,000, 1,200.50 or 1.2M."),
            text=text.strip()[:60],
        )  # fmt: skip
    return value


def part_names(calendar: FiscalCalendar, by: str, rows: DataFrame) -> list[str]:
    """The names of the rows of a split: members by their names, periods in words."""
    if by not in ("quarter", "month"):
        return [str(name) for name in rows[f"{by}_name"]]
    return [period_label(calendar, label) for label in rows[by]]


def period_number(label: str) -> int:
    """The number of the quarter, or of the month in the calendar, that the label of a period names."""
    return int(label[-2:].lstrip("Q"))  # 2026-03, 2026-Q1


def period_label(calendar: FiscalCalendar, label: str) -> str:
    """The label of a period (2026, 2026-Q1, 2026-03) in words."""
    year = int(label.partition("-")[0])
    if "-Q" in label:
        return f"{quarter_name(calendar, year, period_number(label))} {year}"
    return month_name(calendar, year, period_number(label)) if "-" in label else label


def cell_words(
    cell: Cell, calendar: FiscalCalendar, names: Mapping[str, Mapping[str, str]], whole: str | None = None
) -> str:
    """A cell in words: Q1 (Jan – Mar) 2026 · North · Ann Lee. ``names``: dimension → code → name; ``whole``: what the
    reader sees of the company where that is not all of it."""
    if cell.month:
        period = month_name(calendar, cell.year, cell.month)
    else:
        period = f"{quarter_name(calendar, cell.year, cell.quarter)} {cell.year}" if cell.quarter else str(cell.year)
    parts = [
        names.get(dimension, {}).get(code, code)
        for dimension in ("region", "product_line", "channel", "rep")
        if (code := getattr(cell, dimension))
    ]
    return " · ".join([period, *(parts or [whole or _("the whole company")])])
