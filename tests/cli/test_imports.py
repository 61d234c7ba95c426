"""``import``: every key of its documents, every way it ends."""

import csv
from pathlib import Path

import pytest

from tests.cli.conftest import Cli

ORDERS = """order_no,ordered_on,customer,product,region,channel,rep,quantity,unit_price,cost
A1,2024-01-05,C1,P1,N,web,R1,2,10.00,12.00
A1,2024-01-05,C1,P2,N,web,R1,1,5.50,3.00
A2,2024-01-20,C2,P1,S,shop,R2,3,10.00,18.00
A3,2024-02-03,C1,P1,N,web,R1,-1,10.00,-6.00
A4,2024-02-10,C3,P2,S,shop,R2,4,5.50,
"""
KEYS = [
    "batch", "kind", "rows", "accepted", "inserted", "updated", "duplicates", "rejected", "changed_orders",
    "rejects_file", "columns", "dialect", "seconds",
]  # fmt: skip


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    path.write_text(ORDERS)
    return path


def counts(document: dict) -> tuple[int, ...]:
    return tuple(
        document[key] for key in ("rows", "accepted", "inserted", "updated", "duplicates", "rejected", "changed_orders")
    )


def revenue(cli: Cli) -> float | None:
    document = cli("kpis", "--from", "2024-01-01", "--to", "2024-12-31", "--json").document
    return document["total"]["revenue"]


def test_a_sign_of_another_currency_is_told(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "payments.csv"
    path.write_text("paid_on,customer,amount\n2024-01-05,C1,€5\n")
    arguments = ("import", path, "--kind", "payments", "--dry-run", "--json")
    answer = cli(*arguments)
    assert answer.status == 0 and answer.document["rejected"] == 0
    assert answer.document["warnings"] == [
        {"code": "currency_sign", "signs": ["€"], "taken_as": "USD", "perhaps": "EUR"}
    ]
    assert "€" in answer.err and "US Dollar (USD)" in answer.err and "--set currency=EUR" in answer.err
    assert "warnings" not in cli(*arguments, "--set", "currency=USD").document


def test_what_an_import_says(cli: Cli, orders: Path) -> None:
    answer = cli("import", orders, "--kind", "orders", "--json")
    assert answer.status == 0
    document = answer.document
    assert list(document) == KEYS
    assert counts(document) == (5, 5, 5, 0, 0, 0, 0)
    assert document["kind"] == "orders"
    assert document["rejects_file"] is None
    assert document["columns"] == {name: name for name in ORDERS.splitlines()[0].split(",")}
    assert document["dialect"] == {"encoding": "utf-8", "delimiter": ",", "date_format": "Y-M-D", "decimal": "."}
    assert revenue(cli) == 67.5


def test_twice_adds_nothing(cli: Cli, orders: Path) -> None:
    cli("import", orders, "--kind", "orders")
    assert counts(cli("import", orders, "--kind", "orders", "--json").document) == (5, 0, 0, 0, 5, 0, 0)
    assert revenue(cli) == 67.5


def test_list_and_undo(cli: Cli, orders: Path) -> None:
    batch = cli("import", "--json", orders, "--kind", "orders").document["batch"]
    document = cli("import", "list", "--json").document
    assert list(document) == ["batches"]
    (row,) = document["batches"]
    assert list(row) == ["batch", "file", "kind", "at", "by", "rows", "accepted", "undone"]
    assert (row["batch"], row["file"], row["kind"], row["by"]) == (batch, "orders.csv", "orders", "operator")
    assert (row["rows"], row["accepted"], row["undone"]) == (5, 5, False)
    assert "orders.csv" in cli("import", "list").out
    undone = cli("import", "undo", str(batch), "--json").document
    assert list(undone) == ["batch", "lines", "restored", "members_removed", "kept"]
    assert (undone["batch"], undone["lines"], undone["restored"]) == (batch, 5, 0)
    assert revenue(cli) is None
    again = cli("import", "undo", str(batch), "--json")
    assert (again.status, again.error["code"]) == (4, "already_undone")
    assert cli("import", "undo", "999", "--json").status == 2


def test_rejected_rows_and_strict(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "damaged.csv"
    path.write_text(ORDERS.replace("2024-01-20", "2024-01-32").replace("-1,10.00", "-1,ten"))
    rejects = tmp_path / "rejects.csv"
    strict = cli("import", path, "--kind", "orders", "--strict", "--rejects", rejects, "--json")
    assert strict.status == 2
    assert revenue(cli) is None
    document = cli("import", path, "--kind", "orders", "--rejects", rejects, "--json").document
    assert counts(document) == (5, 3, 3, 0, 0, 2, 0)
    assert document["rejects_file"] == str(rejects)
    with rejects.open(encoding="utf-8-sig", newline="") as source:
        rows = list(csv.reader(source))
    assert rows[0][:4] == ["line", "field", "value", "reason"]
    assert [row[:3] for row in rows[1:]] == [["4", "ordered_on", "2024-01-32"], ["5", "unit_price", "ten"]]
    assert rows[1][4:] == ORDERS.splitlines()[3].replace("01-20", "01-32").split(",")


def test_dry_run_saves_nothing(cli: Cli, orders: Path) -> None:
    document = cli("import", orders, "--kind", "orders", "--dry-run", "--json").document
    assert counts(document) == (5, 5, 5, 0, 0, 0, 0)
    assert document["batch"] is None
    assert revenue(cli) is None
    assert cli("import", "list", "--json").document == {"batches": []}


def test_mapping_constants_and_replace(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("belegnr;tag;betrag\nB1;31.12.2023;1.234,50\nB1;31.12.2023;10,00\n")
    columns = {"order_no": "belegnr", "ordered_on": "tag", "net_amount": "betrag"}
    arguments = ["--kind", "orders", *(word for pair in columns.items() for word in ("--map", "=".join(pair)))]
    document = cli("import", path, *arguments, "--set", "channel=web", "--json").document
    assert counts(document) == (2, 2, 2, 0, 0, 0, 0)
    assert document["columns"] == columns
    assert document["dialect"]["decimal"] == ","
    path.write_text("belegnr;tag;betrag\nB1;31.12.2023;20,00\n")
    replaced = cli("import", path, *arguments, "--set", "channel=web", "--on-existing", "replace", "--json").document
    assert replaced["accepted"] == 1
    by = cli("kpis", "--from", "2023-01-01", "--to", "2023-12-31", "--by", "channel", "--json").document
    assert [(row["channel"], row["revenue"]) for row in by["rows"]] == [("web", 20)]


def test_tabulator_by_name(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "orders.tsv"
    path.write_text(ORDERS.replace(",", "\t"))
    document = cli("import", path, "--kind", "orders", "--delimiter", "tab", "--json").document
    assert (document["accepted"], document["dialect"]["delimiter"]) == (5, "\t")


def test_words_for_people(cli: Cli, orders: Path) -> None:
    answer = cli("import", orders, "--kind", "orders")
    assert answer.status == 0
    assert "Order number" in answer.out
    assert "Checking the rows …" in answer.err
    undone = cli("import", "undo", "1")
    assert "Lines removed   5\n" in undone.out
    assert "Removing the rows …" in undone.err


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"1,2,3\n4,5,6\n", "no_header"),
        (b"Order ID,Invoice No,Date,Amount\n1,2,2024-01-05,5\n", "duplicate_column"),
        (b"order_no,ordered_on,net_amount\nA,03/04/2024,5\nB,05/06/2024,6\n", "ambiguous_dates"),
        (b"<!DOCTYPE html><html><body>order_no</body></html>", "wrong_content"),
        (b"", "empty_file"),
    ],
    ids=["no header", "two columns", "dates", "html", "empty"],
)
def test_files_that_cannot_be_used(cli: Cli, tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    answer = cli("import", path, "--kind", "orders", "--json")
    assert (answer.status, answer.error["code"]) == (2, code)
    assert cli("import", "list", "--json").document == {"batches": []}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["missing.csv", "--kind", "orders"], "no_file"),
        (["FILE", "--kind", "nonsense"], "unknown_kind"),
        (["FILE", "--kind", "orders", "--map", "customer"], "bad_pair"),
        (["FILE", "--kind", "orders", "--map", "customer=region", "--map", "customer=rep"], "bad_pair"),
        (["FILE", "--kind", "orders", "--encoding", "nonsense"], "unknown_encoding"),
        (["FILE", "--kind", "orders", "--rejects", "/no/such/folder/rejects.csv"], "bad_rejects_path"),
        (["FILE", "--kind", "orders", "--decimal", ";"], "usage"),
        (["FILE", "--kind", "orders", "--on-existing", "forget"], "usage"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value[1:]),
)
def test_options_that_do_not_fit(cli: Cli, orders: Path, arguments: list[str], code: str) -> None:
    answer = cli("import", *(str(orders) if word == "FILE" else word for word in arguments), "--json")
    assert (answer.status, answer.error["code"]) == (2, code)


@pytest.mark.parametrize(
    ("pair", "option"), [("nonsense=customer", "--map"), ("customer=nonsense", "--map"), ("nonsense=1", "--set")]
)
def test_fields_and_columns_that_are_not_there(cli: Cli, orders: Path, pair: str, option: str) -> None:
    assert cli("import", orders, "--kind", "orders", option, pair, "--json").status == 2
    assert revenue(cli) is None


def test_a_file_called_list_is_named_with_its_folder(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list").write_text(ORDERS)
    assert cli("import", "./list", "--kind", "orders", "--json").document["accepted"] == 5


def test_targets_and_payments_say_more(cli: Cli, orders: Path, tmp_path: Path) -> None:
    cli("import", orders, "--kind", "orders")
    aims = tmp_path / "aims.csv"
    aims.write_text("rep,Jan,Feb,Mar\nR1,10.006,-,20\nR2,1,2,3\nR9,1,2,3\n")
    arguments = ("import", aims, "--kind", "targets", "--set", "year=2024", "--set", "unit=1000")
    document = cli(*arguments, "--json").document
    assert list(document) == [*KEYS, "targets", "people", "rounded_targets", "waiting_plans"]
    assert counts(document) == (3, 2, 2, 0, 0, 1, 0)
    assert (document["targets"], document["people"]) == (5, 2)
    assert "5 targets of 2 people" in cli(*arguments).out
    undone = cli("import", "undo", str(document["batch"]), "--json").document
    assert undone["changes"] == 1
    paid = tmp_path / "paid.csv"
    paid.write_text("order_no,date paid,amount\nA1,2024-03-01,10\nX9,2024-03-01,5\n")
    document = cli("import", paid, "--kind", "payments", "--json").document
    assert list(document) == [*KEYS, "unknown_orders", "changed_payments"]
    assert (document["accepted"], document["unknown_orders"], document["changed_payments"]) == (2, 1, 0)
    assert counts(cli("import", paid, "--kind", "payments", "--json").document) == (2, 0, 0, 0, 2, 0, 0)
