"""Tables as files that people take away: CSV that spreadsheets read in every language, and Excel.

Each is headed by its title, the period and filters in words, when the data was as of, who took it and how many rows
follow. Text that a spreadsheet would run as a formula is neutralised.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

import xlsxwriter
from babel.numbers import get_currency_precision
from pandas import DataFrame, isna

from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.units import SCALE

#: how the values of a column read. amount, quantity: whole numbers of 1/10,000
Form = Literal["text", "count", "decimal", "amount", "quantity", "ratio", "date"]

#: beginnings that make a spreadsheet take text for a formula
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
_MOST_ROWS = 1_048_576


@dataclass(frozen=True)
class Column:
    """A column of the file: the data frame's own name, the heading in words, and how its values read."""

    key: str
    heading: str
    form: Form = "text"


@dataclass(frozen=True)
class Sheet:
    """A table on its way out. ``filters`` are (name, value) pairs in words; ``as_of`` is in words too."""

    title: str
    columns: Sequence[Column]
    rows: DataFrame
    as_of: str
    person: str
    filters: Sequence[tuple[str, str]] = field(default_factory=tuple)
    currency: str = "USD"

    def head(self) -> list[tuple[str, str]]:
        """The lines above the table."""
        return [
            (self.title, ""),
            *self.filters,
            *([(_("Currency"), self.currency)] if any(c.form == "amount" for c in self.columns) else []),
            *([(_("Data as of"), self.as_of)] if self.as_of else []),
            (_("Downloaded by"), self.person),
            (_("Rows"), str(len(self.rows))),
        ]


def neutral(text: str) -> str:
    """``text`` so that no spreadsheet runs it as a formula: an apostrophe goes before what begins like one."""
    return f"'{text}" if text.lstrip(" \u00a0\u3000\ufeff").startswith(_DANGEROUS) else text


def in_words(value: Any, form: Form, currency: str) -> str:
    """A value as a table on a page or a terminal shows it: whole, without the currency, what is missing as a dash."""
    if value is None or isna(value):
        return formats.DASH
    if form == "text":
        return str(value)
    if isinstance(value, date):
        return formats.day(value)
    if form == "amount":
        return formats.amount(int(value), currency=currency)
    if form == "quantity":
        return formats.quantity(int(value))
    number = float(value)
    return formats.percent(number) if form == "ratio" else formats.number(number, 2 if form == "decimal" else 0)


def as_csv(sheet: Sheet) -> bytes:
    """The table as CSV in UTF-8 with a byte order mark, so that Excel reads Chinese; numbers are plain, dates ISO."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerows([neutral(name), neutral(value)] if value else [neutral(name)] for name, value in sheet.head())
    writer.writerow([])
    writer.writerow([neutral(c.heading) for c in sheet.columns])
    writer.writerows([_csv_value(v) for v in row] for row in _values(sheet))
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def as_excel(sheet: Sheet) -> bytes:
    """The table as an Excel workbook: headed as the CSV, numbers as numbers, dates as dates, the heading frozen."""
    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(out, options) as book:
        page = book.add_worksheet(_sheet_name(sheet.title))
        bold, heading = book.add_format({"bold": True}), book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        forms = {f: book.add_format({"num_format": pattern}) for f, pattern in _patterns(sheet.currency).items()}
        for at, (name, value) in enumerate(sheet.head()):
            page.write_string(at, 0, neutral(name), bold)
            page.write_string(at, 1, neutral(value))
        top = len(sheet.head()) + 1
        for at, column in enumerate(sheet.columns):
            page.write_string(top, at, neutral(column.heading), heading)
            page.set_column(at, at, _width(sheet, column), forms.get(column.form))
        for down, row in enumerate(_values(sheet), top + 1):
            if down >= _MOST_ROWS:
                break  # a sheet holds no more; the count at its head says how many there are
            for at, value in enumerate(row):
                _write(page, down, at, value, forms.get(sheet.columns[at].form))
        page.freeze_panes(top + 1, 0)
        page.autofilter(top, 0, min(top + len(sheet.rows), _MOST_ROWS - 1), max(len(sheet.columns) - 1, 0))
    return out.getvalue()


def file_name(title: str, ending: str, today: date) -> str:
    """A name for the file that every system takes: the title and the day."""
    words = "-".join("".join(c if c.isalnum() else " " for c in title).split())
    return f"{words or 'table'}-{today.isoformat()}.{ending}"


def _values(sheet: Sheet) -> Iterator[list[Any]]:
    columns: Iterable[list[Any]] = [
        [_value(v, column.form) for v in sheet.rows[column.key].astype(object).tolist()] for column in sheet.columns
    ]
    return (list(row) for row in zip(*columns, strict=True))


def _value(value: Any, form: Form) -> Any:
    if isna(value):
        return None
    if form in ("amount", "quantity"):
        return Decimal(int(value)) / SCALE
    if form == "date":
        return value.date() if isinstance(value, datetime) else value
    return str(value) if form == "text" else value


def _csv_value(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return neutral(value) if isinstance(value, str) else str(value)


def _write(page: Any, down: int, at: int, value: Any, form: Any) -> None:
    if value is None:
        return
    if isinstance(value, str):
        page.write_string(down, at, neutral(value)[:32_767])
    elif isinstance(value, date):
        page.write_datetime(down, at, datetime(value.year, value.month, value.day), form)  # noqa: DTZ001 - a day
    else:
        page.write_number(down, at, float(value), form)


def _patterns(currency: str) -> dict[Form, str]:
    decimals = get_currency_precision(currency)
    return {
        "amount": "#,##0" + ("." + "0" * decimals if decimals else ""),
        "quantity": "#,##0.####",
        "count": "#,##0",
        "decimal": "#,##0.00",
        "ratio": "0.0%",
        "date": "yyyy-mm-dd",
    }


def _width(sheet: Sheet, column: Column) -> int:
    if column.form != "text":
        return max(14, min(len(column.heading) + 2, 24))
    longest = max((len(str(v)) for v in sheet.rows[column.key].head(200)), default=0)
    return max(12, min(longest + 2, 50))


def _sheet_name(title: str) -> str:
    return "".join(" " if c in "[]:*?/\\'" else c for c in title).strip()[:31] or "SalesDash"
