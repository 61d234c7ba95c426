"""Makes damaged and hostile files at test time, each with what has to become of it.

``CASES``: name → (file name, bytes, expected). Expected is the code of a BadInput, or a dictionary: ``rows`` data rows,
``rejected`` reason → count.
"""

import gzip
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

HEADER = "Order No,Order Date,Customer,Product,Quantity,Unit Price,Amount"
ROW = "A{0},2024-01-{1:02d},C{0},P{0},2,5.00,10.00"


def table(*rows: str, header: str = HEADER, end: str = "\n") -> str:
    """A file of orders: the header, the rows."""
    return end.join([header, *rows]) + end


def good(count: int, first: int = 1) -> list[str]:
    """Rows with nothing wrong about them."""
    return [ROW.format(i, (i - 1) % 28 + 1) for i in range(first, first + count)]


@dataclass(frozen=True)
class Case:
    """One file: its name, what makes its bytes, and what has to become of it."""

    file_name: str
    content: Callable[[], bytes]
    code: str | None = None
    rows: int = 0
    rejected: tuple[tuple[str, int], ...] = ()


CASES: dict[str, Case] = {}


def refused(name: str, file_name: str, code: str, content: bytes | Callable[[], bytes]) -> None:
    """A file that is refused whole, with that code."""
    CASES[name] = Case(file_name, content if callable(content) else lambda: content, code)


def taken(name: str, content: str | bytes, rows: int, file_name: str = "orders.csv", **rejected: int) -> None:
    """A file that is read, with so many data rows and so many rejected for each reason."""
    data = content.encode() if isinstance(content, str) else content
    CASES[name] = Case(file_name, lambda: data, None, rows, tuple(sorted(rejected.items())))


def zipped(entries: dict[str, bytes]) -> bytes:
    """A zip archive."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return target.getvalue()


def workbook(cells: str, extra: dict[str, bytes] | None = None) -> bytes:
    """The least Excel workbook, whose only sheet holds these rows of XML."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
        f'ContentType="{types}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" '
        f'ContentType="{types}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets><sheet name="S" sheetId="1" '
        'r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    }
    return zipped({name: text.encode() for name, text in parts.items()} | (extra or {}))


def cell(place: str, text: Any) -> str:
    """One cell of a sheet, as text."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def _far_cell() -> bytes:
    return workbook(f'<row r="1">{cell("A1", "Order No")}</row><row r="1048576">{cell("XFD1048576", "x")}</row>')


def _packed_zeros() -> bytes:
    return gzip.compress((HEADER + "\n").encode() + b"A1,2024-01-01,C,P,1,1,1\n" * 2_000_000)


def _zip_bomb() -> bytes:
    return workbook("", {"xl/media/zeros.bin": bytes(48 * 1024 * 1024)})


# what is not what its name says
refused(
    "html_named_csv", "report.csv", "wrong_content", b"\xef\xbb\xbf \n<!DOCTYPE html><html><body><table></table></html>"
)
refused("html_table_named_csv", "report.csv", "wrong_content", b"<table><tr><td>Order No</td></tr></table>")
refused("xml_named_csv", "report.csv", "wrong_content", b'<?xml version="1.0"?><orders/>')
refused("json_named_csv", "orders.csv", "wrong_content", b'{"orders": [{"Order No": 1}]}')
refused("png_named_csv", "logo.csv", "wrong_content", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
refused("pdf_named_csv", "a.csv", "wrong_content", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj")
refused("zip_named_csv", "orders.csv", "wrong_content", zipped({"orders.csv": table(*good(3)).encode()}))
refused("workbook_named_csv", "orders.csv", "wrong_content", workbook(f'<row r="1">{cell("A1", "Order No")}</row>'))
refused("csv_named_xlsx", "orders.xlsx", "wrong_content", table(*good(3)).encode())
refused("csv_named_parquet", "orders.parquet", "wrong_content", table(*good(3)).encode())
refused("csv_named_gz", "orders.csv.gz", "wrong_content", table(*good(3)).encode())
refused("gzip_named_csv", "orders.csv", "wrong_content", gzip.compress(table(*good(3)).encode()))
refused("gzip_of_png", "logo.gz", "wrong_content", gzip.compress(b"\x89PNG\r\n\x1a\n" + bytes(100)))
refused("old_excel", "orders.xlsx", "wrong_content", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
refused("zip_named_xlsx", "orders.xlsx", "wrong_content", zipped({"readme.txt": b"no workbook"}))
refused("program_named_csv", "a.csv", "wrong_content", b"\x7fELF\x02\x01\x01" + bytes(200))
refused("control_characters", "a.csv", "wrong_content", bytes(range(1, 32)) * 50)
# damaged
refused("empty", "orders.csv", "empty_file", b"")
refused("gzip_cut_off", "orders.csv.gz", "damaged_file", lambda: gzip.compress(table(*good(4000)).encode())[:-3000])
refused("gzip_cut_in_header", "orders.csv.gz", "damaged_file", b"\x1f\x8b\x08\x00\x00")
refused("workbook_cut_off", "orders.xlsx", "damaged_file", workbook(f'<row r="1">{cell("A1", "x")}</row>')[:-60])
refused("parquet_cut_off", "orders.parquet", "damaged_file", b"PAR1" + bytes(40) + b"PAR1")
refused("workbook_without_sheet", "orders.xlsx", "damaged_file", zipped({"xl/workbook.xml": b"<workbook/>"}))
# enormous
refused("zip_bomb", "orders.xlsx", "too_large", _zip_bomb)
refused("gzip_bomb", "orders.csv.gz", "too_large", _packed_zeros)
refused("far_cell", "orders.xlsx", "too_many_cells", _far_cell)
refused("one_endless_line", "orders.csv", "line_too_long", lambda: b"Order No" + b"x" * (18 << 20))
# without a usable header
refused("no_header", "orders.csv", "no_header", "\n".join(good(5)).encode())
refused("blank_lines_only", "orders.csv", "no_header", b"\n\n\r\n\n")
refused("prose", "orders.csv", "no_header", b"Dear all,\nplease find the orders in the other mail.\n")
refused("two_columns", "orders.csv", "duplicate_column", b"Order No,Order Date,Sales,Amount\nA,2024-01-01,1,1\n")
refused(
    "same_header_twice", "orders.csv", "duplicate_column", b"Order No,Order No,Order Date,Amount\n1,1,2024-01-01,1\n"
)
refused("open_dates", "orders.csv", "ambiguous_dates", b"Order No,Order Date,Amount\nA,03/04/2024,1\nB,05/06/2024,2\n")
refused("open_numbers", "orders.csv", "ambiguous_numbers", b"Order No;Order Date;Amount\nA;2024-01-05;1,234\n")

# read, with what is wrong rejected
taken("header_only", table(), 0)
taken("no_line_end", table(*good(3)).rstrip("\n"), 3)
taken("cut_in_a_row", table(*good(3)) + "A9,2024-01", 4, too_few_fields=1)
taken("ragged", table(*good(2), "A,2024-01-01", "A,2024-01-01,C,P,1,2,3,4,5", *good(1, 9)), 5, too_few_fields=1,
      too_many_fields=1)  # fmt: skip
taken("blank_lines", table("", *good(2), "", "   ", *good(1, 5), "\t", ""), 3)
taken("end_of_file_sign", table(*good(2)) + "\x1a", 2)
taken("old_mac_line_ends", table(*good(3), end="\r"), 3)
taken("mixed_line_ends", HEADER + "\r\n" + good(1)[0] + "\n" + good(1, 2)[0] + "\r" + good(1, 3)[0], 3)
taken("nul_bytes", table(*good(2), "A\0,2024-01-01,C,P,1,2,3", *good(1, 5)), 4, nul=1)
taken("open_quote", table(*good(2), 'A,2024-01-01,"C,P,1,2,3', *good(3, 5)), 6, open_quote=1)
taken("open_quote_at_end", table(*good(2), 'A,2024-01-01,"C,P,1,2,3'), 3, open_quote=1)
taken("open_quote_long_file", table(*good(2), 'A,2024-01-01,"C,P,1,2,3', *good(3000, 5)), 3003, open_quote=1)
taken(
    "quotes_turned_over",
    table(*good(1), 'A,2024-01-01,"C,P,1,2,3', *['A,2024-01-02,"C, Ltd",P,1,2,3'] * 4),
    6,
    open_quote=1,
)
taken("quote_inside", table('A1,2024-01-01,"12" pipe,P,2,5,10', 'A2,2024-01-02,"12"" pipe",P,2,5,10'), 2)
taken("line_end_in_quotes", table('A1,2024-01-01,"two\nlines",P,2,5,10', *good(2, 3)), 3)
taken("bytes_that_are_no_text", table("Aé,2024-01-01,Cé,P,1,2,3", *["Bé,2024-01-02,Cé,P,1,2,3"] * 9).encode()
      + b"A\xff\xfe,2024-01-01,C,P,1,2,3\n", 11, undecodable=1)  # fmt: skip
taken("year_zero", table("A,0000-01-01,C,P,1,2,3", "B,0001-01-01,C,P,1,2,3", *good(2)), 4, date_out_of_range=2)
taken("far_years", table("A,1899-12-31,C,P,1,2,3", "B,2200-01-01,C,P,1,2,3", "C,9999-12-31,C,P,1,2,3"), 3,
      date_out_of_range=3)  # fmt: skip
taken("no_such_dates", table("A,2023-02-29,C,P,1,2,3", "B,2024-02-29,C,P,1,2,3", "C,2024-13-01,C,P,1,2,3"), 3,
      no_such_date=2)  # fmt: skip
taken("no_dates", table("A,yesterday,C,P,1,2,3", "B,44927,C,P,1,2,3", "C,,C,P,1,2,3", *good(1)), 4, not_a_date=2,
      required=1)  # fmt: skip
taken("no_numbers", table("A,2024-01-01,C,P,1,2,ten", "B,2024-01-01,C,P,1,2,1e5x", *good(1)), 3, not_a_number=2)
taken("not_finite", table("A,2024-01-01,C,P,1,2,inf", "B,2024-01-01,C,P,1,2,-Infinity", "C,2024-01-01,C,P,1,2,1e400"),
      3, not_finite=2, number_out_of_range=1)  # fmt: skip
taken("too_large_numbers", table("A,2024-01-01,C,P,1,2,90000000000.0001", "B,2024-01-01,C,P,1,2,-90000000001",
      "C,2024-01-01,C,P,1,2,90000000000"), 3, number_out_of_range=2)  # fmt: skip
taken("a_number_of_100000_digits", table(f"A,2024-01-01,C,P,1,2,{'9' * 100_000}", *good(2)), 3, number_out_of_range=1)
taken("a_number_of_2_million_digits", table(f"A,2024-01-01,C,P,1,2,{'9' * 2_000_000}", *good(2)), 3, field_too_long=1)
taken("endless_codes", table(f"{'A' * 300},2024-01-01,C,P,1,2,3", *good(1)), 2, text_too_long=1)
taken("formulas", table("\"=cmd|' /C calc'!A0\",2024-01-01,@SUM(1),+C,1,2,3", *good(1)), 2)
taken("required_empty", table(",2024-01-01,C,P,1,2,3", "NULL,2024-01-01,C,P,1,2,3", "A,2024-01-01,C,P,,,"), 3,
      required=2, no_amount=1)  # fmt: skip
taken("delimiters_only", table(",,,,,,", *good(1)), 2, required=1)
taken("ten_thousand_columns", ",".join([HEADER, *(f"x{i}" for i in range(9993))]) + "\n"
      + "\n".join(row + "," * 9993 for row in good(20)) + "\n", 20)  # fmt: skip
taken("headers_twice_unused", "Order No,Order Date,Amount,Note,Note\nA,2024-01-01,1,x,y\n", 1)
taken("title_above", "Orders of January\n\nprinted on 2024-02-01\n" + table(*good(2)), 2)
taken("spreadsheet_hint", "sep=;\n" + table(*good(2)).replace(",", ";"), 2)
taken("right_to_left_and_zero_width", table("A\u200b,2024-01-01,\u202eC\u202c,P,1,2,3"), 1)
taken("discount_over_100", "Order No,Order Date,Amount,Discount\n"
      + "".join(f"A,2024-01-01,1,{d}\n" for d in (150, -5, 15)), 3, not_a_discount=2)  # fmt: skip
