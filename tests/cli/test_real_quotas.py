"""Quarterly quotas of a bicycle maker's representatives against its sales: all 163 attainments, from public files."""

import csv
import statistics
from decimal import Decimal
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.cli.test_real_files import load

pytestmark = pytest.mark.slow

YEARS = (2017, 2018, 2019, 2020)


def quotas(folder: Path) -> dict[tuple[str, str], Decimal]:
    """(representative, quarter) → quota. The n-th date of the file, from 0, stands for the n-th quarter from July 2017
    on."""
    with (folder / "sales_quota.csv").open(encoding="utf-8-sig", newline="") as source:
        rows = list(csv.DictReader(source))
    dates = sorted({row["DateKey"] for row in rows})
    labels = {day: f"{2017 + (number + 2) // 4}-Q{(number + 2) % 4 + 1}" for number, day in enumerate(dates)}
    return {(row["EmployeeKey"], labels[row["DateKey"]]): Decimal(row["SalesAmountQuota"]) for row in rows}


def sales(folder: Path) -> dict[tuple[str, str], Decimal]:
    """(representative, quarter) → sales, summed without the program."""
    found: dict[tuple[str, str], Decimal] = {}
    with (folder / "reseller_sales.csv").open(encoding="utf-8-sig", newline="") as source:
        for row in csv.DictReader(source):
            year, month, _day = row["OrderDate"].split("-")
            key = (row["EmployeeKey"], f"{year}-Q{(int(month) + 2) // 3}")
            found[key] = found.get(key, Decimal()) + Decimal(row["SalesAmount"])
    return found


def shown(cli: Cli, *options: str) -> list[dict]:
    rows = []
    for year in YEARS:
        answer = cli("targets", "show", "--year", str(year), "--as-of", "2020-12-31", *options, "--json")
        assert answer.status == 0, answer.out
        rows.append(answer.document)
    return rows


def test_every_quota_against_an_independent_calculation(cli: Cli, shared_data: Path, tmp_path: Path) -> None:
    folder = shared_data / "adventureworks"
    goals, done = quotas(folder), sales(folder)
    assert len(goals) == 163
    load(cli, folder / "reseller_sales.csv", "orders")
    path = tmp_path / "quotas.csv"
    with path.open("w", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(["Year", "Quarter", "EmployeeKey", "SalesAmountQuota"])
        for (rep, label), amount in goals.items():
            writer.writerow([label[:4], label[-1], rep, amount])
    assert load(cli, path, "targets")["accepted"] == 163
    years = shown(cli, "--by", "quarter", "--by", "rep")
    rows = {(row["rep"], row["quarter"]): row for year in years for row in year["rows"]}
    assert {key for key, row in rows.items() if row["target"] is not None} == set(goals)
    for key, goal in goals.items():
        row = rows[key]
        assert Decimal(str(row["target"])) == goal
        assert Decimal(str(row["actual"])) == done.get(key, 0)
        assert row["attainment"] == pytest.approx(float(done.get(key, Decimal()) / goal), abs=1e-12)
        assert Decimal(str(row["gap"])) == done.get(key, Decimal()) - goal
    reached = [rows[key]["attainment"] for key in goals]
    assert round(statistics.median(reached), 3) == 0.851
    assert round(sum(share >= 1 for share in reached) / 163 * 100, 1) == 5.5


def test_the_same_quotas_set_one_by_one(cli: Cli, shared_data: Path) -> None:
    folder = shared_data / "adventureworks"
    load(cli, folder / "employees.csv", "reps")
    goals = {key: amount for key, amount in quotas(folder).items() if key[1] in ("2017-Q3", "2017-Q4")}
    for (rep, label), amount in goals.items():
        cell = ["--year", label[:4], "--quarter", label[-1], "--rep", rep]
        answer = cli("targets", "set", *cell, "--measure", "revenue", "--amount", str(amount), "--json")
        assert answer.status == 0, answer.out
    for options, members in (([], 1), (["--by", "quarter"], 2), (["--by", "rep"], 10), (["--by", "rep"] * 2, 10)):
        document = shown(cli, *options)[0]
        assert len(document["rows"]) == members
        assert sum(Decimal(str(row["target"])) for row in document["rows"]) == sum(goals.values())
        assert Decimal(str(document["total"]["target"])) == sum(goals.values())
