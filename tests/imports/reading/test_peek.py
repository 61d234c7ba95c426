"""The first look at a file."""

import gzip
from pathlib import Path

import pytest

from salesdash.errors import BadInput
from salesdash.imports.kinds import KINDS
from salesdash.imports.reading import peek

ORDERS = "Order No;Order Date;Sales\nA-1;2026-01-05;12,50\nA-2;;7,00\n"


def written(folder: Path, text: str, name: str = "file.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def test_the_header_and_the_first_values_are_shown(tmp_path: Path) -> None:
    seen = peek.look(written(tmp_path, ORDERS), "orders")
    assert seen.header == ("Order No", "Order Date", "Sales")
    assert seen.sample("Sales") == "12,50"
    assert seen.sample("Order Date") == "2026-01-05"
    assert seen.sample("not there") == ""


def test_a_title_above_the_header_is_passed_over(tmp_path: Path) -> None:
    seen = peek.look(written(tmp_path, "Export of 5 May\n" + ORDERS), "orders")
    assert seen.header == ("Order No", "Order Date", "Sales")


def test_without_a_header_the_first_row_is_shown(tmp_path: Path) -> None:
    assert peek.look(written(tmp_path, "1|2|3\n4|5|6\n"), "orders", delimiter="|").header == ("1", "2", "3")


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("OrderID,OrderDate,CustomerID", "orders"),
        ("產品編號,產品名稱,類別", "products"),
        ("CustomerID,CompanyName,Country", "customers"),
        ("EmployeeID,LastName,ReportsTo", "reps"),
        ("RegionID,Region Name,Parent", "regions"),
        ("Date,Currency,Rate", "rates"),
        ("Campaign,Start Date,End Date,Channel", "events"),
        ("colour,size", None),
    ],
)
def test_the_kind_is_the_one_whose_fields_the_header_names(tmp_path: Path, header: str, kind: str | None) -> None:
    assert peek.suggest(written(tmp_path, f"{header}\n"), KINDS) == kind


def test_a_kind_that_is_not_among_those_asked_for_is_not_suggested(tmp_path: Path) -> None:
    assert peek.suggest(written(tmp_path, ORDERS), ["products", "rates"]) is None


def test_compressed_and_chinese_files_are_looked_at_too(tmp_path: Path) -> None:
    path = tmp_path / "訂單.csv.gz"
    path.write_bytes(gzip.compress("訂單編號,訂單日期,客戶,金額\nA1,2026/1/5,東方公司,100\n".encode("big5")))
    assert peek.suggest(path, KINDS) == "orders"
    assert peek.look(path, "orders").sample("客戶") == "東方公司"


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as refused:
        peek.look(written(tmp_path, "<html><body>no</body></html>"), "orders")
    assert refused.value.code == "wrong_content"
