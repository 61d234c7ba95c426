"""The figures of the real files, through the service, on both databases."""

from pathlib import Path

import pytest

from tests.imports.helpers import bring, codes, figures, query, rejected


def test_reseller_sales_and_a_month_of_it_sent_again(database: str, shared_data: Path) -> None:
    folder = shared_data / "adventureworks"
    first = bring(database, folder / "reseller_sales.csv")
    assert (first.rows, first.accepted, first.inserted, first.duplicates, first.rejected) == (60855, 60855, 60855, 0, 0)
    assert figures(database)[:2] == (60855, 809_777_202_100)
    assert figures(database)[4] == 3796
    assert query(database, "SELECT count(*) FROM order_lines WHERE cost IS NULL") == [(76,)]
    assert len(codes(database, "people")) == 17
    assert len(codes(database, "regions")) == 10
    again = bring(database, folder / "reseller_sales_2020_06_utf16.csv")
    assert (again.rows, again.accepted, again.duplicates, again.changed_orders) == (3004, 0, 3004, 0)
    assert again.dialect["encoding"] == "utf-16-le"
    # the stored lines take the numbers that the second file knows
    assert query(database, "SELECT count(*) FROM order_lines WHERE line_no IS NOT NULL") == [(3004,)]
    assert figures(database)[:2] == (60855, 809_777_202_100)


def test_the_month_first_and_then_all_gives_the_same(database: str, shared_data: Path) -> None:
    folder = shared_data / "adventureworks"
    assert bring(database, folder / "reseller_sales_2020_06_utf16.csv").inserted == 3004
    then = bring(database, folder / "reseller_sales.csv")
    assert (then.inserted, then.duplicates, then.changed_orders) == (60855 - 3004, 3004, 0)
    assert figures(database)[:2] == (60855, 809_777_202_100)


def test_replacing_by_the_month_brings_what_it_has_more(database: str, shared_data: Path) -> None:
    folder = shared_data / "adventureworks"
    bring(database, folder / "reseller_sales.csv")
    again = bring(database, folder / "reseller_sales_2020_06_utf16.csv", on_existing="replace")
    assert (again.inserted, again.updated, again.duplicates) == (0, 3004, 0)
    assert figures(database)[:2] == (60855, 809_777_202_100)
    assert query(database, "SELECT count(*) FROM order_lines WHERE shipped_on IS NOT NULL") == [(2509,)]


def test_internet_sales(database: str, shared_data: Path) -> None:
    result = bring(database, shared_data / "adventureworks" / "internet_sales.parquet")
    assert (result.rows, result.accepted) == (60398, 60398)
    assert figures(database)[:2] == (60398, 293_586_772_207)  # 29,358,677.22 to the cent
    assert len(codes(database, "customers")) == 18484


def test_two_years_of_online_retail_hold_lines_in_common(database: str, shared_data: Path) -> None:
    folder = shared_data / "online_retail"
    first = bring(database, folder / "online_retail.csv.gz")
    assert (first.rows, first.inserted) == (541_909, 541_909)
    assert figures(database)[:2] == (541_909, 97_477_479_340)
    assert query(database, "SELECT count(*) FROM order_lines WHERE customer_id IS NULL") == [(135_080,)]
    assert query(database, "SELECT count(*) FROM order_lines WHERE order_no LIKE 'C%'") == [(9_288,)]
    second = bring(database, folder / "online_retail_II.parquet")
    assert (second.rows, second.duplicates, second.inserted) == (525_461, 22_523, 525_461 - 22_523)


@pytest.mark.parametrize(
    ("name", "kind", "rows", "table", "members"),
    [
        ("products.csv", "products", 397, "products", 397),
        ("resellers.csv", "customers", 701, "customers", 701),
        ("territories.csv", "regions", 11, "regions", 15),  # and four groups above them, one called NA
        ("employees.csv", "reps", 296, "people", 296),
    ],
)
def test_dimensions(
    database: str, shared_data: Path, name: str, kind: str, rows: int, table: str, members: int
) -> None:
    result = bring(database, shared_data / "adventureworks" / name, kind)
    assert (result.rows, result.accepted, result.rejected) == (rows, rows, 0)
    assert len(codes(database, table)) == members
    again = bring(database, shared_data / "adventureworks" / name, kind)
    assert (again.accepted, again.duplicates) == (0, rows)


def test_employees_have_their_reporting_line(database: str, shared_data: Path) -> None:
    bring(database, shared_data / "adventureworks" / "employees.csv", "reps")
    bosses = query(
        database,
        "SELECT p.code, m.code, t.code, r.code FROM person_places s JOIN people p ON p.id = s.person_id "
        "LEFT JOIN people m ON m.id = s.manager_id LEFT JOIN teams t ON t.id = s.team_id "
        "LEFT JOIN regions r ON r.id = s.region_id WHERE p.code IN ('1', '2')",
    )
    assert sorted(bosses) == [("1", "18", "Production", "11"), ("2", "7", "Marketing", "11")]
    assert codes(database, "people")["1"] == "Guy Gilbert"


def test_the_damaged_file_of_northwind(database: str, shared_data: Path, tmp_path: Path) -> None:
    path, rejects = shared_data / "northwind" / "orders_unquoted_commas.csv", tmp_path / "rejects.csv"
    result = bring(database, path, constants={"net_amount": "0"}, rejects_path=rejects)
    assert (result.rows, result.inserted, result.rejected) == (830, 654, 176)
    assert result.rejects_file == str(rejects)
    rows = rejected(rejects)
    assert len(rows) == 176
    assert rows[0]["reason"] == "The row has too many fields"
    assert figures(database)[:2] == (654, 0)
