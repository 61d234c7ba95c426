"""Files that people take away: what stands in them, read back with other readers than the writer's."""

import csv
import io
from datetime import date

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from salesdash.downloads import Column, Sheet, as_csv, as_excel, file_name, neutral
from salesdash.locale import use

COLUMNS = [
    Column("name", "Region"),
    Column("revenue", "Revenue", "amount"),
    Column("orders", "Orders", "count"),
    Column("gross_margin", "Gross margin", "ratio"),
    Column("first", "First order", "date"),
]


def sheet(**changes) -> Sheet:
    rows = pd.DataFrame(
        {
            "name": ["華北", "=HYPERLINK(1)", None],
            "revenue": pd.array([12_345_678, -5_000, None], dtype="Int64"),
            "orders": pd.array([3, 0, None], dtype="Int64"),
            "gross_margin": pd.array([0.25, None, None], dtype="Float64"),
            "first": [date(2024, 2, 29), pd.NaT, None],
        }
    )
    given = {
        "title": "Revenue by region",
        "columns": COLUMNS,
        "rows": rows,
        "as_of": "Nov 23, 2026",
        "person": "Ann Lee",
        "filters": [("Period", "Nov 1 – 23, 2026"), ("Channel", "=Online")],
    }
    return Sheet(**(given | changes))


def test_csv_is_headed_by_what_it_shows_and_reads_in_excel():
    raw = as_csv(sheet())
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert rows[:8] == [
        ["Revenue by region"],
        ["Period", "Nov 1 – 23, 2026"],
        ["Channel", "'=Online"],
        ["Currency", "USD"],
        ["Data as of", "Nov 23, 2026"],
        ["Downloaded by", "Ann Lee"],
        ["Rows", "3"],
        [],
    ]
    assert rows[8:] == [
        ["Region", "Revenue", "Orders", "Gross margin", "First order"],
        ["華北", "1234.5678", "3", "0.25", "2024-02-29"],
        ["'=HYPERLINK(1)", "-0.5", "0", "", ""],
        ["", "", "", "", ""],
    ]


def test_excel_has_numbers_as_numbers_and_no_formula():
    book = CalamineWorkbook.from_filelike(io.BytesIO(as_excel(sheet())))
    assert book.sheet_names == ["Revenue by region"]
    rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert rows[0][0] == "Revenue by region"
    assert rows[5][:2] == ["Downloaded by", "Ann Lee"]
    assert rows[8] == ["Region", "Revenue", "Orders", "Gross margin", "First order"]
    assert rows[9] == ["華北", 1234.5678, 3.0, 0.25, date(2024, 2, 29)]
    assert rows[10][:3] == ["'=HYPERLINK(1)", -0.5, 0.0]
    assert rows[10][3:] == ["", ""]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\u3000=1", "\r=1"])
def test_text_that_begins_like_a_formula_is_neutralised(text):
    assert neutral(text) == f"'{text}"
    one = sheet(rows=pd.DataFrame({"name": [text]}), columns=[Column("name", text)], title=text)
    cells = [cell for row in csv.reader(io.StringIO(as_csv(one).decode("utf-8-sig"), newline="")) for cell in row]
    assert [c for c in cells if c.endswith(text)] == [f"'{text}"] * 3
    assert neutral("Ann-Marie = 1") == "Ann-Marie = 1"


def test_titles_that_no_sheet_or_file_may_have():
    book = CalamineWorkbook.from_filelike(io.BytesIO(as_excel(sheet(title="[A/B]: 'every' thing, " + "long " * 9))))
    assert len(book.sheet_names[0]) <= 31
    assert file_name("銷售額 / Region: North", "csv", date(2026, 11, 23)) == "銷售額-Region-North-2026-11-23.csv"
    assert file_name("../", "xlsx", date(2026, 11, 23)) == "table-2026-11-23.xlsx"


def test_an_empty_table_still_says_what_it_is():
    empty = sheet(rows=sheet().rows.iloc[:0])
    assert b"Rows,0" in as_csv(empty)
    assert CalamineWorkbook.from_filelike(io.BytesIO(as_excel(empty))).get_sheet_by_index(0).height == 9


def test_yen_have_no_decimals_in_excel_but_csv_keeps_what_there_is():
    assert b"1234.5678" in as_csv(sheet(currency="JPY"))
    use("zh_Hant")
    assert "JPY" in as_csv(sheet(currency="JPY")).decode()
