"""``targets``: options, keys, exit codes, and figures worked out by hand from the five lines of test_imports.py."""

from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.cli.test_imports import ORDERS
from tests.cli.test_roles import REPS

YEAR = ["--year", "2024", "--measure", "revenue"]
SHOW = ["targets", "show", "--year", "2024", "--as-of", "2024-12-31"]
FIGURES = ["target", "actual", "attainment", "gap", "expected_to_date", "pace"]


@pytest.fixture
def company(cli: Cli, tmp_path: Path) -> Cli:
    for name, text in (("reps", REPS), ("orders", ORDERS)):
        (tmp_path / name).write_text(text)
        assert cli("import", tmp_path / name, "--kind", name).status == 0
    return cli


def test_set_and_show(company: Cli) -> None:
    answer = company("targets", "set", *YEAR, "--amount", "100", "--rep", "R1", "--json")
    assert answer.status == 0
    assert answer.document == {
        "year": 2024, "measure": "revenue", "level": "target", "quarter": None, "month": None, "region": None,
        "product_line": None, "channel": None, "rep": "R1", "amount": 100, "status": "in_force", "version": 1,
        "proposal": None, "moved": 100,
    }  # fmt: skip
    document = company(*SHOW, "--by", "rep", "--json").document
    rows = {row["rep"]: row for row in document["rows"]}
    assert list(rows["R1"])[:8] == ["rep", "rep_name", *FIGURES]
    # R1 sold 25.50 and took 10.00 back; the season says that all of the year is over
    assert [rows["R1"][key] for key in FIGURES] == [100, 15.5, 0.155, -84.5, 100, 0.155]
    assert [rows["R2"][key] for key in FIGURES] == [None, 52, None, None, None, None]
    assert [document["total"][key] for key in FIGURES[:3]] == [100, 67.5, 0.675]
    assert (document["year"], document["measure"], document["level"]) == (2024, "revenue", "target")


def test_parts_sum_to_the_cent(company: Cli) -> None:
    company("targets", "set", *YEAR, "--amount", "100000")
    thirds = company("targets", "split", *YEAR, "--by", "month", "--weights", "equal", "--json").document
    assert thirds["parent"] == 100_000
    assert [list(row)[:5] for row in thirds["rows"]] == [["month", "month_name", "weight", "amount", "locked"]] * 12
    assert [row["month"] for row in thirds["rows"]] == [f"2024-{month:02d}" for month in range(1, 13)]
    assert {row["amount"] for row in thirds["rows"]} == {8333.33, 8333.34}
    assert round(sum(row["amount"] for row in thirds["rows"]), 2) == 100_000
    rows = company(*SHOW, "--by", "month", "--json").document["rows"]
    assert round(sum(row["target"] for row in rows), 2) == 100_000


def test_split_by_last_year_and_a_dry_run(company: Cli) -> None:
    other = ["--year", "2025", "--measure", "revenue"]
    company("targets", "set", *other, "--amount", "675")
    tried = company("targets", "split", *other, "--by", "rep", "--weights", "last-year", "--dry-run", "--json").document
    amounts = {row["rep"]: (row["weight"], row["amount"], row["locked"]) for row in tried["rows"]}
    assert amounts["R1"] == (15.5, 155, False)
    assert amounts["R2"] == (52, 520, False)
    assert "version" not in tried
    rows = company("targets", "show", "--year", "2025", "--by", "rep", "--json").document["rows"]
    assert [(row["rep"], row["target"]) for row in rows] == [(None, 675)]
    done = company("targets", "split", *other, "--by", "rep", "--weights", "last-year", "--json").document
    assert {k: done[k] for k in ("parent", "status", "version")} == {"parent": 675, "status": "in_force", "version": 2}


def test_weights_of_a_file_and_locks(company: Cli, tmp_path: Path) -> None:
    path = tmp_path / "weights.csv"
    path.write_text("code,weight\nR1,1\nR2,3\n")
    company("targets", "set", *YEAR, "--amount", "1000")
    split = ["targets", "split", *YEAR, "--by", "rep", "--weights", path, "--json"]
    first = {row["rep"]: row["amount"] for row in company(*split).document["rows"]}
    assert (first["R1"], first["R2"]) == (250, 750)
    path.write_text("R1,1\nR2,1\nM1,2\n")
    again = {row["rep"]: row for row in company(*split, "--lock", "R1").document["rows"]}
    assert (again["R1"]["amount"], again["R1"]["locked"]) == (250, True)
    assert (again["R2"]["amount"], again["M1"]["amount"]) == (250, 500)
    assert company(*split, "--lock", "R9").status == 2


def test_a_lock_on_a_part_without_an_amount_is_told(company: Cli) -> None:
    company("targets", "set", *YEAR, "--amount", "1000")
    split = ["targets", "split", *YEAR, "--by", "quarter", "--weights", "equal", "--lock", "2024-Q1", "--json"]
    done = company(*split)
    assert [row["amount"] for row in done.document["rows"]] == [0, 333.34, 333.33, 333.33]
    assert "2024-Q1 has no amount yet: locked now, it stays at 0" in done.err
    assert not company(*split).err


def test_periods_and_dimensions_of_a_cell(company: Cli) -> None:
    cell = ["--region", "N", "--product-line", "(unassigned)", "--rep", "R1"]
    assert company("targets", "set", *YEAR, "--amount", "5", *cell, "--json").status == 2
    for period, amount in (("--quarter", "9"), ("--month", "4")):
        number = {"--quarter": "Q1", "--month": "1"}[period]
        assert company("targets", "set", *YEAR, "--amount", amount, period, number, "--region", "N").status == 0
    rows = company(*SHOW, "--by", "month", "--by", "region", "--json").document["rows"]
    assert {(row["month"], row["region"]): row["target"] for row in rows if row["target"]} == {
        ("2024-01", "N"): 4, (None, "N"): 5,
    }  # fmt: skip
    labelled = company("targets", "set", *YEAR, "--amount", "9", "--quarter", "2024-Q1", "--region", "N", "--json")
    assert (labelled.document["quarter"], labelled.document["moved"]) == (1, 0)
    assert company("targets", "set", *YEAR, "--amount", "9", "--quarter", "2023-Q1").status == 2
    both = company("targets", "set", *YEAR, "--amount", "1", "--quarter", "1", "--month", "1", "--json")
    assert (both.status, both.error["code"]) == (2, "two_periods")


def test_levels_and_counts(company: Cli) -> None:
    orders = ["--year", "2024", "--measure", "orders", "--level", "stretch"]
    assert company("targets", "set", *orders, "--amount", "8", "--json").document["amount"] == 8
    shown = company(*SHOW, "--measure", "orders", "--level", "stretch", "--json").document
    assert [shown["rows"][0][key] for key in FIGURES[:4]] == [8, 3, 0.375, -5]
    assert company(*SHOW, "--measure", "orders", "--json").document["total"]["target"] is None
    assert company("targets", "set", *orders, "--amount", "8.5", "--json").error["code"] == "too_fine"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["set", *YEAR, "--amount", "-1"], "negative"),
        (["set", *YEAR, "--amount", "much"], "no_number"),
        (["set", *YEAR, "--amount", "0.001"], "too_fine"),
        (["set", *YEAR, "--amount", "1", "--rep", "R9"], "unknown_member"),
        (["set", *YEAR, "--amount", "1", "--month", "13"], "unknown_month"),
        (["set", *YEAR, "--amount", "1", "--quarter", "x"], "no_whole_number"),
        (["set", "--year", "MMXX", "--measure", "revenue", "--amount", "1"], "no_whole_number"),
        (["set", "--year", "2024", "--measure", "cost", "--amount", "1"], "unknown_measure"),
        (["set", *YEAR, "--level", "wish", "--amount", "1"], "unknown_level"),
        (["set", "--year", "2024", "--amount", "1"], "usage"),
        (["split", *YEAR, "--by", "rep", "--weights", "equal"], "nothing_to_split"),
        (["split", *YEAR, "--by", "customer", "--weights", "equal"], "unknown_dimension"),
        (["split", *YEAR, "--by", "rep", "--weights", "no/such/file.csv"], "no_file"),
        (["show", "--year", "2024", "--by", "customer"], "unknown_dimension"),
        (["show", "--year", "2024", "--as-of", "2024-02-30"], "bad_date"),
        (["show", "--year", "2024", "--where", "rep"], "bad_where"),
        (["undo", "7", *YEAR], "unknown_version"),
        (["approve", "7"], "unknown_proposal"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else value,
)
def test_bad_input_changes_nothing(company: Cli, arguments: list[str], code: str) -> None:
    answer = company("targets", *arguments, "--json")
    assert (answer.status, answer.error["code"]) == (2, code)
    assert company("targets", "versions", *YEAR, "--json").document["rows"] == []


def test_no_forecast_yet_and_weights_of_nothing(company: Cli, tmp_path: Path) -> None:
    company("targets", "set", *YEAR, "--amount", "1000")
    path = tmp_path / "nothing.csv"
    path.write_text("R1,0\nR2,0\n")
    for weights, code in (("forecast", "no_forecast"), (str(path), "nothing_to_weigh")):
        answer = company("targets", "split", *YEAR, "--by", "rep", "--weights", weights, "--json")
        assert (answer.status, answer.error["code"]) == (2, code)


def test_somebody_else_changed_it_meanwhile(company: Cli) -> None:
    company("targets", "set", *YEAR, "--amount", "100")
    answer = company("targets", "set", *YEAR, "--amount", "300", "--seen", "200", "--json")
    assert (answer.status, answer.error["code"]) == (4, "changed_meanwhile")
    assert company("targets", "set", *YEAR, "--amount", "300", "--seen", "100", "--json").status == 0


def test_a_locked_cell_stays(company: Cli) -> None:
    company("targets", "set", *YEAR, "--amount", "100", "--rep", "R1")
    locked = company("targets", "lock", *YEAR, "--rep", "R1", "--json").document
    assert (locked["rep"], locked["locked"]) == ("R1", True)
    answer = company("targets", "set", *YEAR, "--amount", "50", "--json")
    assert answer.status == 4
    company("targets", "lock", *YEAR, "--rep", "R1", "--open")
    assert company("targets", "set", *YEAR, "--amount", "50", "--json").status == 0


def test_above_the_authority_somebody_else_decides(company: Cli) -> None:
    for login, role, rep in (("mia", "sales_manager", "M1"), ("eva", "executive", None), ("rob", "analyst", None)):
        company("users", "add", login, "--role", role, *(["--rep", rep] if rep else []))
    proposed = company(
        "--as", "mia", "targets", "set", *YEAR, "--amount", "200000", "--rep", "R1", "--reason", "new key account",
        "--json",
    )  # fmt: skip
    assert proposed.status == 0
    assert (proposed.document["status"], proposed.document["version"]) == ("proposed", None)
    number = str(proposed.document["proposal"])
    assert company(*SHOW, "--json").document["total"]["target"] is None
    assert company("--as", "mia", "targets", "approve", number, "--json").status == 3
    (waiting,) = company("--as", "eva", "targets", "proposals", "--json").document["rows"]
    assert (waiting["id"], waiting["by"], waiting["moved"], waiting["rep"]) == (int(number), "mia", 200_000, "R1")
    assert "R1" in company("--as", "eva", "targets", "proposals").out
    approved = company("--as", "eva", "targets", "approve", number, "--json").document
    assert (approved["status"], approved["version"], approved["moved"]) == ("in_force", 1, 200_000)
    assert company("--as", "eva", "targets", "approve", number, "--json").status == 4
    assert company(*SHOW, "--json").document["total"]["target"] == 200_000
    assert company("--as", "rob", "targets", "proposals", "--json").status == 3


def test_reject_and_withdraw(company: Cli) -> None:
    company("users", "add", "mia", "--role", "sales_manager", "--rep", "M1")
    company("users", "add", "eva", "--role", "executive")
    ask = ["--as", "mia", "targets", "set", *YEAR, "--rep", "R1", "--json", "--amount"]
    first, second = (str(company(*ask, amount).document["proposal"]) for amount in ("200000", "300000"))
    turned_down = company("--as", "eva", "targets", "reject", first, "--note", "too much", "--json").document
    assert turned_down == {"proposal": int(first), "status": "rejected"}
    assert company("--as", "mia", "targets", "withdraw", second, "--json").document["status"] == "withdrawn"
    assert company("--as", "mia", "targets", "withdraw", second, "--json").status == 4


def test_versions_and_undo(company: Cli) -> None:
    company("targets", "set", *YEAR, "--amount", "100", "--reason", "plan")
    company("targets", "set", *YEAR, "--amount", "150", "--reason", "better plan")
    rows = company("targets", "versions", *YEAR, "--json").document["rows"]
    assert [(row["version"], row["by"], row["reason"], row["moved"]) for row in rows] == [
        (2, "operator", "better plan", 50), (1, "operator", "plan", 100),
    ]  # fmt: skip
    undone = company("targets", "undo", "2", *YEAR, "--json").document
    assert (undone["version"], undone["undone"]) == (3, 2)
    assert company(*SHOW, "--json").document["total"]["target"] == 100
    assert "better plan" in company("targets", "versions", *YEAR).out


def test_transfer(company: Cli) -> None:
    for rep, amount in (("R1", "1200"), ("R2", "600")):
        company("targets", "set", *YEAR, "--amount", amount, "--rep", rep)
        company("targets", "split", *YEAR, "--rep", rep, "--by", "month", "--weights", "equal")
    moved = company(
        "targets", "transfer", *YEAR, "--giver", "R1", "--taker", "R2", "--from-month", "7", "--share", "0.5", "--json"
    ).document
    assert moved["moved"] == 300
    rows = {row["rep"]: row["target"] for row in company(*SHOW, "--by", "rep", "--json").document["rows"]}
    assert (rows["R1"], rows["R2"]) == (900, 900)


def test_permission_before_input(company: Cli) -> None:
    company("users", "add", "rita", "--role", "sales_representative", "--rep", "R1")
    company("users", "add", "mia", "--role", "sales_manager", "--rep", "R2")
    assert company("--as", "rita", "targets", "set", *YEAR, "--amount", "x", "--json").status == 3
    assert company("--as", "rita", "targets", "split", *YEAR, "--by", "rep", "--weights", "none", "--json").status == 3
    outside = company("--as", "mia", "targets", "set", *YEAR, "--amount", "1", "--rep", "R1", "--json")
    assert (outside.status, outside.error["code"]) == (3, "outside_scope")
    company("targets", "set", *YEAR, "--amount", "100", "--rep", "R1")
    own = company("--as", "rita", *SHOW, "--by", "rep", "--json").document
    assert [(row["rep"], row["target"], row["actual"]) for row in own["rows"]] == [("R1", 100, 15.5)]


def test_words_for_people(company: Cli) -> None:
    assert "version 1 is in force" in company("targets", "set", *YEAR, "--amount", "1000").out
    split = company("targets", "split", *YEAR, "--by", "rep", "--weights", "last-year", "--dry-run")
    shown = company("targets", "split", *YEAR, "--by", "quarter", "--weights", "equal")
    assert (split.status, shown.status) == (2, 0)  # nothing was sold in 2023
    assert "250.00" in shown.out
    table = company(*SHOW, "--by", "quarter")
    assert "2024-Q1" in table.out
    assert "27.0%" in table.out
    assert "Total" in table.out
    assert "nan" not in table.out.lower()
    assert "1,000.00" in company(*SHOW).out
