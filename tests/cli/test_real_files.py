"""Facts of public files, through the command line on both databases."""

import csv
from pathlib import Path

import pytest

from tests.cli.conftest import Cli

pytestmark = pytest.mark.slow


def load(cli: Cli, path: Path, kind: str, *options: str) -> dict:
    answer = cli("import", path, "--kind", kind, *options, "--json")
    assert answer.status == 0, answer.out
    document = answer.document
    assert document["rows"] == document["accepted"] + document["duplicates"] + document["rejected"]
    return document


def total(cli: Cli, start: str, end: str, *options: str) -> dict:
    return cli("kpis", "--from", start, "--to", end, *options, "--json").document["total"]


def test_resellers_and_a_month_sent_again(cli: Cli, shared_data: Path) -> None:
    folder = shared_data / "adventureworks"
    document = load(cli, folder / "reseller_sales.csv", "orders")
    assert (document["rows"], document["accepted"], document["rejected"]) == (60_855, 60_855, 0)
    figures = total(cli, "2017-07-01", "2020-06-30")
    assert (figures["revenue"], figures["orders"]) == (80_977_720.21, 3_796)
    rows = cli("kpis", "--from", "2017-07-01", "--to", "2020-06-30", "--by", "rep", "--by", "region", "--json").document
    assert len({row["rep"] for row in rows["rows"]}) == 17
    assert len({row["region"] for row in rows["rows"]}) == 10
    again = load(cli, folder / "reseller_sales_2020_06_utf16.csv", "orders")
    assert (again["rows"], again["accepted"]) == (3_004, 0)
    assert again["dialect"]["encoding"] == "utf-16-le"
    assert total(cli, "2017-07-01", "2020-06-30") == figures


def test_internet_sales(cli: Cli, shared_data: Path) -> None:
    document = load(cli, shared_data / "adventureworks" / "internet_sales.parquet", "orders")
    assert (document["accepted"], document["rejected"]) == (60_398, 0)
    figures = total(cli, "2010-12-29", "2014-01-28")
    assert (figures["revenue"], figures["customers"]) == (29_358_677.2207, 18_484)


@pytest.mark.parametrize(
    ("file", "kind", "rows"),
    [
        ("products.csv", "products", 397),
        ("resellers.csv", "customers", 701),
        ("territories.csv", "regions", 11),
        ("employees.csv", "reps", 296),
    ],
)
def test_master_data(cli: Cli, shared_data: Path, file: str, kind: str, rows: int) -> None:
    document = load(cli, shared_data / "adventureworks" / file, kind)
    assert (document["rows"], document["accepted"], document["rejected"]) == (rows, rows, 0)
    assert load(cli, shared_data / "adventureworks" / file, kind)["duplicates"] == rows


def test_names_stand_beside_codes(cli: Cli, shared_data: Path) -> None:
    folder = shared_data / "adventureworks"
    for file, kind in (("territories.csv", "regions"), ("employees.csv", "reps"), ("products.csv", "products")):
        load(cli, folder / file, kind)
    load(cli, folder / "reseller_sales.csv", "orders")
    arguments = ["kpis", "--from", "2017-07-01", "--to", "2020-06-30", "--json"]
    regions = {r["region"]: r["region_name"] for r in cli(*arguments, "--by", "region").document["rows"]}
    assert (regions["7"], regions["4"]) == ("France", "Southwest")
    groups = {r["region_parent"] for r in cli(*arguments, "--by", "region_parent").document["rows"]}
    assert groups == {"North America", "Europe", "Pacific"}
    below = cli(*arguments, "--where", "region=North America", "--by", "region").document
    assert {row["region"] for row in below["rows"]} == {"1", "2", "3", "4", "5", "6"}
    categories = {r["category"] for r in cli(*arguments, "--by", "category").document["rows"]}
    assert categories == {"Bikes", "Components", "Clothing", "Accessories"}


def test_online_retail_and_the_file_before_it(cli: Cli, shared_data: Path) -> None:
    folder = shared_data / "online_retail"
    first = load(cli, folder / "online_retail.csv.gz", "orders")
    assert (first["rows"], first["accepted"], first["rejected"]) == (541_909, 541_909, 0)
    assert total(cli, "2010-12-01", "2011-12-09")["revenue"] == 9_747_747.934
    second = load(cli, folder / "online_retail_II.parquet", "orders")
    assert (second["rows"], second["duplicates"], second["rejected"]) == (525_461, 22_523, 0)
    cli("import", "undo", str(second["batch"]))
    assert total(cli, "2009-12-01", "2011-12-09")["revenue"] == 9_747_747.934


@pytest.mark.parametrize("file", ["call_center_headerless.csv", "survey_response_headerless.csv"])
def test_files_without_header(cli: Cli, shared_data: Path, file: str) -> None:
    answer = cli("import", shared_data / "adventureworks" / file, "--kind", "orders", "--json")
    assert (answer.status, answer.error["code"]) == (2, "no_header")
    assert cli("import", "list", "--json").document == {"batches": []}


def test_rows_with_commas_that_nobody_quoted(cli: Cli, shared_data: Path, tmp_path: Path) -> None:
    path, rejects = shared_data / "northwind" / "orders_unquoted_commas.csv", tmp_path / "rejects.csv"
    document = load(cli, path, "orders", "--map", "net_amount=freight", "--rejects", str(rejects))
    assert (document["rows"], document["accepted"], document["rejected"]) == (830, 654, 176)
    with rejects.open(encoding="utf-8-sig", newline="") as source:
        reasons = [row["reason"] for row in csv.DictReader(source, restkey="more")]
    assert reasons == ["The row has too many fields"] * 176
