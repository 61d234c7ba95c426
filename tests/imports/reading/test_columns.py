"""Which columns are recognised as which fields, and what people say about it."""

from pathlib import Path

import pytest

from salesdash.errors import BadInput
from salesdash.imports.kinds import KINDS
from salesdash.imports.reading import FilePlan, inspect, read
from salesdash.imports.reading.columns import match
from salesdash.imports.spellings import SPELLINGS, normal


def _found(kind: str, *header: str, **more: dict[str, str]) -> dict[str, str]:
    positions = match(header, KINDS[kind], more.get("mapping", {}), more.get("constants", {}))
    return {key: " + ".join(header[i] for i in places) for key, places in positions.items()}


def test_spellings_are_written_as_they_are_compared() -> None:
    for fields in SPELLINGS.values():
        for tiers in fields.values():
            assert all(normal(word) == word for tier in tiers for word in tier.split())


def test_every_field_is_recognised_by_its_own_key() -> None:
    for kind in KINDS.values():
        header = [key for key in kind.keys if key not in ("first_name", "last_name")]
        assert _found(kind.key, *header) == dict(zip(header, header, strict=True))


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Order Date", "ordered_on"), ("OrderDate", "ordered_on"), ("InvoiceDate", "ordered_on"),
        ("訂單日期", "ordered_on"), ("下单日期", "ordered_on"), ("ＯＲＤＥＲ＿ＤＡＴＥ", "ordered_on"),
        ("order-date", "ordered_on"), ("Sales", "net_amount"),
        ("Amount", "net_amount"), ("Total", "net_amount"), ("Amount (USD)", "net_amount"), ("金額（元）", "net_amount"),
        ("销售额", "net_amount"), ("InvoiceNo", "order_no"), ("SalesOrderNumber", "order_no"), ("訂單編號", "order_no"),
        ("StockCode", "product"), ("Order Quantity", "quantity"), ("Qty.", "quantity"), ("UnitPrice", "unit_price"),
        ("ResellerKey", "customer"), ("EmployeeKey", "rep"), ("業務員", "rep"), ("SalesTerritoryKey", "region"),
        ("TotalProductCost", "cost"), ("Discount (%)", "discount"), ("Country/Region", "country"), ("通路", "channel"),
        ("Order #", "order_no"), ("requiredDate", "due_on"), ("shippedDate", "shipped_on"),
    ],
)  # fmt: skip
def test_usual_spellings_of_orders(header: str, field: str) -> None:
    assert _found("orders", header) == {field: header}


def test_category_and_sub_category() -> None:
    assert _found("orders", "Category", "Sub-Category") == {"category": "Category", "product_line": "Sub-Category"}
    assert _found("orders", "Category") == {"product_line": "Category"}


def test_a_number_goes_before_the_name() -> None:
    assert _found("orders", "Customer Name", "Customer ID") == {
        "customer": "Customer ID",
        "customer_name": "Customer Name",
    }
    assert _found("orders", "Customer Name") == {"customer": "Customer Name"}
    assert _found("orders", "OrderDateKey", "OrderDate") == {"ordered_on": "OrderDate"}
    assert _found("orders", "OrderDateKey") == {"ordered_on": "OrderDateKey"}


@pytest.mark.parametrize(
    "pair", [("Sales", "Amount"), ("Order Date", "OrderDate"), ("Total", "Total"), ("訂單編號", "Order No")]
)
def test_two_columns_for_one_field(pair: tuple[str, str]) -> None:
    with pytest.raises(BadInput) as refusal:
        _found("orders", *pair)
    assert refusal.value.code == "duplicate_column"
    assert refusal.value.details["choices"] == list(pair)


def test_what_people_say_goes_first() -> None:
    assert _found("orders", "Sales", "Amount", mapping={"net_amount": "sales"}) == {"net_amount": "Sales"}
    assert _found("orders", "Sales", "Freight", mapping={"net_amount": "Freight"}) == {"net_amount": "Freight"}
    assert _found("orders", "Sales", "Region", constants={"region": "North"}) == {"net_amount": "Sales"}
    assert _found("orders", "Sales", "Region", mapping={"region": ""}) == {"net_amount": "Sales"}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"mapping": {"turnover": "Sales"}}, "unknown_field"),
        ({"constants": {"turnover": "1"}}, "unknown_field"),
        ({"mapping": {"net_amount": "Umsatz"}}, "unknown_column"),
    ],
)
def test_what_people_cannot_say(more: dict[str, dict[str, str]], code: str) -> None:
    with pytest.raises(BadInput) as refusal:
        _found("orders", "Sales", **more)
    assert refusal.value.code == code


def _plan(tmp_path: Path, text: str, kind: str = "orders", **options: object) -> FilePlan:
    path = tmp_path / "file.csv"
    path.write_text(text, encoding="utf-8")
    return inspect(path, kind, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^", "~"])
def test_delimiters(tmp_path: Path, delimiter: str) -> None:
    text = 'Order No,Order Date,Customer,Amount\nA1,2024-01-05,"Smith; Co",12.50\nA2,2024-01-06,"Jones",1.25\n'
    plan = _plan(tmp_path, text.replace(",", delimiter))
    assert (plan.delimiter, plan.rows, len(plan.columns)) == (delimiter, 2, 4)


def test_missing_fields_are_told_and_every_row_rejected(tmp_path: Path) -> None:
    plan = _plan(tmp_path, "Order No,Order Date,Quantity\nA1,2024-01-05,2\n")
    assert plan.missing == ["net_amount"]
    assert [(r.field, r.reason) for chunk in read(plan) for r in chunk.rejects] == [("net_amount", "no_amount")]


def test_constants_fill_every_row(tmp_path: Path) -> None:
    options = {"constants": {"channel": "Web", "net_amount": "5"}}
    plan = _plan(tmp_path, "Order No,Order Date\nA1,2024-01-05\nA2,2024-01-05\n", **options)
    chunk = next(read(plan))
    assert list(chunk.fields["channel"]) == ["Web", "Web"]  # type: ignore[arg-type]
    assert chunk.fields["net_amount"].values.tolist() == [50_000, 50_000]  # type: ignore[union-attr]


@pytest.mark.parametrize("constants", [{"ordered_on": "soon"}, {"quantity": "many"}, {"channel": " "}])
def test_constants_must_be_readable(tmp_path: Path, constants: dict[str, str]) -> None:
    with pytest.raises(BadInput) as refusal:
        _plan(tmp_path, "Order No,Order Date,Amount\nA1,2024-01-05,1\n", constants=constants)
    assert refusal.value.code == "bad_constant"


def test_units_in_the_header(tmp_path: Path) -> None:
    chunk = next(read(_plan(tmp_path, "訂單編號,訂單日期,銷售額(萬元)\nA1,2024-01-05,1.5\n")))
    assert chunk.fields["net_amount"].values.tolist() == [150_000_000]  # type: ignore[union-attr]


def test_discounts_are_fractions_or_percentages(tmp_path: Path) -> None:
    head = "Order No,Order Date,Amount,Discount\n"

    def discounts(*values: str) -> list[int]:
        plan = _plan(tmp_path, head + "".join(f"A,2024-01-05,1,{v}\n" for v in values))
        return next(read(plan)).fields["discount"].values.tolist()  # type: ignore[union-attr]

    assert discounts("0", "0.15", "1") == [0, 150_000, 1_000_000]
    assert discounts("0", "15", "100", "0.5") == [0, 150_000, 1_000_000, 5_000]
    assert discounts("0%", "15%", "") == [0, 150_000, 0]


def test_codes_lose_what_a_spreadsheet_added(tmp_path: Path) -> None:
    rows = ("17850.0", ' "  007 "'.strip(), "1.50", "'=A1", '"=""00123"""', "NULL", "NA")
    plan = _plan(tmp_path, "Order No,Order Date,Amount,Customer\n" + "".join(f"A,2024-01-05,1,{v}\n" for v in rows))
    expected = ["17850", "007", "1.50", "=A1", "00123", None, "NA"]
    assert list(next(read(plan)).fields["customer"]) == expected  # type: ignore[arg-type]


def test_names_of_people_are_joined(tmp_path: Path) -> None:
    plan = _plan(tmp_path, "EmployeeKey,FirstName,LastName\n1,Guy,Gilbert\n2,小明,王\n", "reps")
    assert plan.columns == {"rep": "EmployeeKey", "name": "FirstName + LastName"}
    assert list(next(read(plan)).fields["name"]) == ["Guy Gilbert", "王小明"]  # type: ignore[arg-type]
