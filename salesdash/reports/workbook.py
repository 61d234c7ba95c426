"""A report as an Excel workbook: one sheet per question, numbers as numbers, native charts that follow the cells."""

import io
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision

from salesdash.downloads import Form, neutral
from salesdash.locale import gettext as _
from salesdash.reports import looks
from salesdash.reports.answers import Report, Section
from salesdash.units import SCALE

_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
#: the first row of the table, below the answer
_TOP = 4
#: letters in the widest column, and points of a line
_WIDEST, _LINE = 60, 15


def to_xlsx(report: Report) -> bytes:
    """The report as a workbook. Texts that a spreadsheet would run as formulas are neutralised."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        book.set_properties({"title": _text(report.head.title), "author": _text(report.head.person)})
        _Book(book, report).write()
    return out.getvalue()


class _Book:
    """The workbook in the making."""

    def __init__(self, book: Any, report: Report) -> None:
        self._book, self._report = book, report
        self._bold = book.add_format({"bold": True, "font_size": 14, "font_color": looks.TEXT})
        self._muted = book.add_format({"font_color": looks.MUTED, "valign": "top"})
        self._wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        heading = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom", "font_color": looks.TEXT}
        self._heading, self._figure = book.add_format(heading), book.add_format(heading | {"align": "right"})
        self._forms = {form: book.add_format({"num_format": p}) for form, p in _patterns(report.head.currency).items()}
        self._names: set[str] = set()

    def write(self) -> None:
        """All sheets."""
        self._summary()
        for section in self._report.sections:
            self._section(section)

    def _summary(self) -> None:
        head = self._report.head
        sheet = self._book.add_worksheet(self._name(_("In short")))
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 34, self._muted)
        sheet.set_column(1, 1, 100, self._wrapped)
        lines = [(head.company, ""), *head.lines(), ("", "")]
        lines += [(name, said) for name, said in self._report.summary()]
        lines += [(_("Not in this report") if at == 0 else "", why) for at, why in enumerate(self._report.missing)]
        sheet.write_string(0, 0, _text(head.title), self._bold)
        for at, (name, said) in enumerate(lines, 1):
            sheet.write_string(at, 0, _text(name))
            sheet.write_string(at, 1, _text(said))
        sheet.freeze_panes(1, 0)
        self._print(sheet)

    def _section(self, section: Section) -> None:
        table, sheet = section.table, self._book.add_worksheet(self._name(section.title))
        head = self._report.head
        sheet.hide_gridlines(2)
        sheet.write_string(0, 0, _text(section.message), self._bold)
        title = section.chart.title if section.chart else section.title
        sheet.write_string(1, 0, _text(f"{title} · {head.label} ({head.days}) · {head.rows}"), self._muted)
        sheet.write_string(2, 0, _text(" ".join(section.notes)), self._muted)
        for at, column in enumerate(table.columns):
            heading = self._heading if column.form == "text" else self._figure
            sheet.write_string(_TOP, at, _text(column.heading), heading)
            longest = max((looks.text_width(str(v)) for v in table.values(column.key) if v is not None), default=0)
            sheet.set_column(at, at, min(max(longest + 2, 16), _WIDEST) if column.form == "text" else 15)
            for row, value in enumerate(table.values(column.key)):
                if column.form == "text" and (lines := -(-looks.text_width(str(value)) // _WIDEST)) > 1:
                    sheet.set_row(_TOP + 1 + row, lines * _LINE)
                self._cell(sheet, _TOP + 1 + row, at, value, table.form(row, column))
        sheet.freeze_panes(_TOP + 1, 1)
        if section.chart and len(table.rows):
            from salesdash.reports.workbook_charts import insert

            insert(self._book, sheet, section, _TOP)
        self._print(sheet)

    def _cell(self, sheet: Any, row: int, at: int, value: Any, form: Form) -> None:
        if value is None:
            return
        if form == "text":
            sheet.write_string(row, at, _text(str(value))[:32_767], self._wrapped)
        elif form == "date":
            sheet.write_datetime(row, at, value, self._forms["date"])
        else:
            number = Decimal(int(value)) / SCALE if form in ("amount", "quantity") else value
            sheet.write_number(row, at, float(number), self._forms[form])

    def _print(self, sheet: Any) -> None:
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        head = self._report.head
        footer = _text(f"{head.company} · {head.title}").replace("&", "&&")
        sheet.set_footer(f"&L{footer[:200]}&R&P / &N")

    def _name(self, title: str) -> str:
        """A name that a sheet may have and that no other has."""
        bare = "".join(" " if c in "[]:*?/\\'？：" else c for c in looks.clean(title)).strip()[:31] or "-"
        name, number = bare, 2
        while name.casefold() in self._names:
            name, number = f"{bare[:28]} {number}", number + 1
        self._names.add(name.casefold())
        return name


def _text(text: str) -> str:
    return neutral(looks.clean(text))


def _patterns(currency: str) -> dict[Form, str]:
    decimals = get_currency_precision(currency)
    return {
        "amount": "#,##0" + ("." + "0" * decimals if decimals else ""),
        "quantity": "#,##0.####",
        "count": "#,##0",
        "ratio": "0.0%",
        "date": "yyyy-mm-dd",
    }
