"""``kpis``: figures worked out by hand from the five lines of tests/cli/test_imports.py."""

from pathlib import Path

import pytest
from sqlalchemy import update

from salesdash import db
from salesdash.models import Account, Region
from tests.cli.conftest import Cli
from tests.cli.test_imports import ORDERS

METRICS = [
    "revenue", "orders", "customers", "new_customers", "quantity", "cost", "gross_profit", "gross_margin",
    "average_order_value", "return_rate", "receipts",
]  # fmt: skip
FEBRUARY = ["--from", "2024-02-01", "--to", "2024-02-29"]


@pytest.fixture
def company(cli: Cli, tmp_path: Path) -> Cli:
    path = tmp_path / "orders.csv"
    path.write_text(ORDERS)
    assert cli("import", path, "--kind", "orders").status == 0
    return cli


def test_total_of_february(company: Cli) -> None:
    document = company("kpis", *FEBRUARY, "--json").document
    assert list(document) == ["from", "to", "rows", "total"]
    assert (document["from"], document["to"]) == ("2024-02-01", "2024-02-29")
    assert [key for key in document["total"] if key in METRICS] == METRICS
    # A3 is a return of 10.00 that cost 6.00, A4 is 22.00 without a cost
    expected = {
        "revenue": 12, "orders": 1, "customers": 1, "new_customers": 1, "quantity": 3, "cost": -6,
        "gross_profit": -4, "gross_margin": 0.4, "average_order_value": 12,
    }  # fmt: skip
    assert {key: document["total"][key] for key in expected} == expected
    assert document["total"]["return_rate"] == pytest.approx(10 / 22)


def test_by_dimensions_with_comparison(company: Cli) -> None:
    document = company("kpis", *FEBRUARY, "--by", "month", "--by", "region", "--compare", "previous", "--json").document
    rows = {row["region"]: row for row in document["rows"]}
    assert set(rows) == {"N", "S"}
    north = rows["N"]
    assert list(north)[:3] == ["month", "region", "region_name"]
    assert (north["month"], north["region_name"]) == ("2024-02", "N")
    assert north["revenue"] == -10
    total = document["total"]
    assert [key for key in total["previous"] if key in METRICS] == METRICS
    assert [key for key in total["change"] if key in METRICS] == METRICS
    assert (total["previous"]["revenue"], total["previous"]["orders"]) == (55.5, 2)
    assert total["change"]["revenue"] == pytest.approx((12 - 55.5) / 55.5)
    assert total["change"]["orders"] == -0.5
    assert total["change"]["gross_margin"] == pytest.approx(0.4 - (55.5 - 33) / 55.5)


def test_undefined_is_null(company: Cli) -> None:
    answer = company("kpis", "--from", "2020-01-01", "--to", "2020-01-31", "--compare", "year", "--json")
    assert answer.document["rows"] == []
    assert answer.document["total"]["average_order_value"] is None
    assert answer.document["total"]["change"]["revenue"] is None


def test_conditions(company: Cli) -> None:
    year = ["kpis", "--from", "2024-01-01", "--to", "2024-12-31", "--json"]
    assert company(*year, "--where", "region=N").document["total"]["revenue"] == 15.5
    assert company(*year, "--where", "region=N", "--where", "region=S").document["total"]["revenue"] == 67.5
    assert company(*year, "--where", "region=N", "--where", "product=P2").document["total"]["revenue"] == 5.5
    assert company(*year, "--by", "customer").document["total"]["customers"] == 3


def test_conditions_on_periods(company: Cli) -> None:
    year = ["kpis", "--from", "2024-01-01", "--to", "2024-12-31", "--json"]
    february = company("kpis", *FEBRUARY, "--json").document["total"]
    assert company(*year, "--where", "month=2024-02").document["total"] == february
    assert company(*year, "--where", "quarter=2024-Q1", "--where", "month=2024-02").document["total"] == february
    both = company(*year, "--where", "month=2024-01", "--where", "month=2024-02", "--by", "month").document
    assert [(row["month"], row["revenue"]) for row in both["rows"]] == [("2024-01", 55.5), ("2024-02", 12)]
    apart = company(*year, "--where", "day=2024-01-05", "--where", "day=2024-02-10").document["total"]
    assert (apart["revenue"], apart["orders"], apart["customers"]) == (47.5, 2, 2)
    compared = company(*year, "--where", "month=2024-02", "--compare", "previous").document["total"]
    assert compared["previous"]["revenue"] == 55.5


def test_table_for_people(company: Cli) -> None:
    answer = company("kpis", *FEBRUARY, "--by", "region", "--compare", "previous")
    assert answer.status == 0
    assert "Average order value" in answer.out
    assert "12.00" in answer.out
    assert "nan" not in answer.out.lower()
    assert company("kpis", *FEBRUARY).status == 0


def test_names_in_the_language_of_the_person(company: Cli, database: str) -> None:
    company("users", "add", "ann", "--role", "executive")
    with db.writing(database) as session:
        session.execute(update(Account).values(language="zh_Hant"))
        session.execute(update(Region).where(Region.code == "N").values(name_zh_hant="北區"))
        db.touch(session, "master")
    arguments = ["kpis", *FEBRUARY, "--by", "region", "--json"]
    names = {who: company(*who, *arguments).document["rows"][0]["region_name"] for who in ((), ("--as", "ann"))}
    assert names == {(): "N", ("--as", "ann"): "北區"}
    assert company(*arguments, env={"LANG": "zh_TW.UTF-8"}).document["rows"][0]["region_name"] == "北區"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--from", "2024-02-30", "--to", "2024-03-01"],
        ["--from", "01/02/2024", "--to", "2024-03-01"],
        ["--from", "1899-12-31", "--to", "2024-03-01"],
        ["--from", "2024-01-01", "--to", "2200-01-01"],
        ["--from", "2024-03-01", "--to", "2024-02-01"],
        [*FEBRUARY, "--by", "colour"],
        [*FEBRUARY, "--where", "colour=red"],
        [*FEBRUARY, "--where", "region"],
        [*FEBRUARY, "--where", "region="],
        [*FEBRUARY, "--where", "region=Atlantis"],
        [*FEBRUARY, "--where", "month=2024-03"],
        [*FEBRUARY, "--where", "month=2024"],
        [*FEBRUARY, "--where", "day=2024-02-30"],
    ],
    ids=" ".join,
)
def test_questions_that_cannot_be_answered(company: Cli, arguments: list[str]) -> None:
    answer = company("kpis", *arguments, "--json")
    assert answer.status == 2
    assert answer.error["message"]
