"""Workbooks, Parquet and compressed files, and the real files."""

import datetime as dt
import gzip
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from salesdash.errors import BadInput
from salesdash.imports.reading import Chunk, Numbers, inspect, read


def _all(path: Path, kind: str = "orders") -> tuple[list[Chunk], int]:
    """The chunks of a file, and the sum of its net amounts in 1/10,000."""
    chunks = list(read(inspect(path, kind), 1000))
    return chunks, sum(int(_values(chunk, "net_amount").sum()) for chunk in chunks if "net_amount" in chunk.fields)


def _values(chunk: Chunk, field: str):
    column = chunk.fields[field]
    assert isinstance(column, Numbers)
    return column.values


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A workbook with a sheet of remarks first, then orders: a title, empty rows, dates as dates, numbers and text."""
    path = tmp_path / "orders.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Remarks").write("A1", "for your information")
        sheet = book.add_worksheet("Orders")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write("B1", "Orders of January")
        sheet.write_row("B3", ["Order No", "Order Date", "Customer", "Amount"])
        sheet.write_row("B4", [1001, "", 17850, 1.234])
        sheet.write_datetime("C4", dt.datetime.fromisoformat("2024-01-05 13:30"), day)
        sheet.write_row("B6", ["A-2", "", "Smith", "1,234.50"])
        sheet.write_datetime("C6", dt.datetime.fromisoformat("2024-01-06"), day)
        sheet.write_row("B7", ["A-3", "not yet", "Smith", 5])
    return path


def test_workbook(workbook: Path) -> None:
    plan = inspect(workbook, "orders")
    assert (plan.format, plan.sheet, plan.rows, plan.encoding) == ("xlsx", "Orders", 3, None)
    (chunk,) = read(plan)
    assert list(chunk.fields["order_no"]) == ["1001", "A-2"]  # type: ignore[arg-type]
    assert list(chunk.fields["customer"]) == ["17850", "Smith"]  # type: ignore[arg-type]
    assert chunk.fields["ordered_on"].astype(str).tolist() == ["2024-01-05", "2024-01-06"]  # type: ignore[union-attr]
    assert _values(chunk, "net_amount").tolist() == [12_340, 12_345_000]
    assert chunk.lines.tolist() == [4, 6]
    assert [(r.line, r.place, r.field, r.value, r.reason) for r in chunk.rejects] == [
        (7, 3, "ordered_on", "not yet", "not_a_date")
    ]


def test_days_of_a_workbook_may_be_plain_numbers(tmp_path: Path) -> None:
    path = tmp_path / "orders.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["Order No", "Order Date", "Amount"])
        sheet.write_row("A2", ["A", 45296, 1])
    (chunk,) = read(inspect(path, "orders"))
    assert chunk.fields["ordered_on"].astype(str).tolist() == ["2024-01-05"]  # type: ignore[union-attr]


def test_typed_columns_of_parquet(tmp_path: Path) -> None:
    path = tmp_path / "orders.parquet"
    table = pa.table(
        {
            "Order No": pa.array([1, 2, None]),
            "Order Date": pa.array([dt.date(2024, 1, 5)] * 3),
            "Ship Date": pa.array([dt.datetime.fromisoformat("2024-01-06 10:30"), None, None]),
            "Amount": pa.array([Decimal("1.2345"), Decimal(-2), Decimal(3)], pa.decimal128(10, 4)),
            "Unit Price": pa.array([1e-7, 1.234, 1e15]),
            "Channel": pa.array(["Web", "NULL", "Shop"]).dictionary_encode(),
        }
    )
    pq.write_table(table, path)
    plan = inspect(path, "orders")
    (chunk,) = read(plan)
    assert plan.format == "parquet"
    assert list(chunk.fields["order_no"]) == ["1", "2"]  # type: ignore[arg-type]
    assert list(chunk.fields["channel"]) == ["Web", None]  # type: ignore[arg-type]
    assert chunk.fields["shipped_on"].astype(str).tolist() == ["2024-01-06", "NaT"]  # type: ignore[union-attr]
    assert _values(chunk, "net_amount").tolist() == [12_345, -20_000]
    assert _values(chunk, "unit_price").tolist() == [0, 12_340]
    assert [(r.line, r.field, r.reason) for r in chunk.rejects] == [(3, "unit_price", "number_out_of_range")]
    assert chunk.rejects[0].row[1] == "2024-01-05"


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv.gz"
    text = (
        'Order No,Order Date,Amount,Note\r\n\r\nA,2024-01-05,1,"two\r\nlines"\r\nB,2024-01-05,x,\r\nC,2024-01-05,1,\r\n'
    )
    path.write_bytes(gzip.compress(text.encode()))
    (chunk,) = read(inspect(path, "orders"))
    assert (chunk.lines.tolist(), chunk.places.tolist()) == ([3, 6], [1, 3])
    assert [(r.line, r.place, r.row) for r in chunk.rejects] == [(5, 2, ["B", "2024-01-05", "x", ""])]
    assert chunk.raw[0] == ["A", "2024-01-05", "1", "two\r\nlines"]
    assert chunk.raw[1][0] == "C"


@pytest.mark.parametrize(
    ("name", "rows", "e4"),
    [
        ("adventureworks/reseller_sales.csv", 60_855, 809_777_202_100),
        ("adventureworks/reseller_sales_2020_06_utf16.csv", 3_004, 34_291_500_100),
        ("adventureworks/internet_sales.parquet", 60_398, 293_586_772_207),
    ],
)
def test_real_orders(shared_data: Path, name: str, rows: int, e4: int) -> None:
    chunks, total = _all(shared_data / name)
    assert (sum(map(len, chunks)), sum(len(chunk.rejects) for chunk in chunks), total) == (rows, 0, e4)


def test_costs_of_the_real_orders(shared_data: Path) -> None:
    chunks, _total = _all(shared_data / "adventureworks/reseller_sales.csv")
    assert sum(int(chunk.fields["cost"].missing.sum()) for chunk in chunks) == 76  # type: ignore[union-attr]


def test_online_retail(shared_data: Path) -> None:
    plan = inspect(shared_data / "online_retail/online_retail.csv.gz", "orders")
    rows = total = nobody = cancelled = 0
    for chunk in read(plan):
        rows += len(chunk)
        # at most 81,000 pieces at 3 decimals: the products stay far within 64 bits
        total += int((_values(chunk, "quantity") // 10_000 * _values(chunk, "unit_price")).sum())
        nobody += sum(customer is None for customer in chunk.fields["customer"])  # type: ignore[union-attr]
        cancelled += sum(order[0] == "C" for order in chunk.fields["order_no"])  # type: ignore[union-attr]
    assert (rows, total, nobody, cancelled) == (541_909, 97_477_479_340, 135_080, 9_288)


@pytest.mark.parametrize(
    ("kind", "name", "rows", "columns"),
    [
        ("products", "products", 397, {"product": "ProductKey", "name": "Product", "product_line": "Subcategory",
                                       "category": "EnglishProductCategoryName"}),
        ("customers", "resellers", 701, {"customer": "ResellerKey", "name": "ResellerName",
                                         "country": "Country_Region"}),
        ("regions", "territories", 11, {"region": "SalesTerritoryKey", "name": "SalesTerritoryRegion",
                                        "parent": "SalesTerritoryGroup"}),
        ("reps", "employees", 296, {"rep": "EmployeeKey", "name": "FirstName + LastName",
                                    "manager": "ParentEmployeeKey", "team": "DepartmentName",
                                    "region": "SalesTerritoryKey", "title": "Title", "hired_on": "HireDate",
                                    "left_on": "EndDate", "other_code": "EmployeeNationalIDAlternateKey"}),
    ],
)  # fmt: skip
def test_real_master_data(shared_data: Path, kind: str, name: str, rows: int, columns: dict[str, str]) -> None:
    path = shared_data / "adventureworks" / f"{name}.csv"
    chunks, _total = _all(path, kind)
    assert inspect(path, kind).columns == columns
    assert (sum(map(len, chunks)), sum(len(chunk.rejects) for chunk in chunks)) == (rows, 0)


def test_managers_lose_their_decimals(shared_data: Path) -> None:
    chunks, _total = _all(shared_data / "adventureworks/employees.csv", "reps")
    assert list(chunks[0].fields["manager"])[:3] == ["18", "7", "14"]  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["call_center", "survey_response"])
def test_real_files_without_header(shared_data: Path, name: str) -> None:
    with pytest.raises(BadInput) as refusal:
        inspect(shared_data / "adventureworks" / f"{name}_headerless.csv", "orders")
    assert refusal.value.code == "no_header"


def test_unquoted_commas(shared_data: Path) -> None:
    plan = inspect(shared_data / "northwind/orders_unquoted_commas.csv", "orders", mapping={"net_amount": "freight"})
    (chunk,) = read(plan)
    assert (plan.rows, len(chunk), len(chunk.rejects)) == (830, 654, 176)
    assert {reject.reason for reject in chunk.rejects} == {"too_many_fields"}
    assert chunk.rejects[0].line == 4
    assert chunk.rejects[0].row[:2] == ["10250", "HANAR"]
