"""Every role with every command: permitted or refused, and only the rows of its scope."""

from pathlib import Path

import pytest

from salesdash.access.permissions import ROLES
from tests.cli.conftest import Cli
from tests.cli.test_imports import ORDERS

REPS = "rep,name,manager,team\nM1,Mia,,T1\nM2,Max,M1,T2\nR1,Rita,M1,T1\nR2,Rob,M2,T2\n"
PLAN = ["--year", "2024", "--measure", "revenue"]
TARGETS = {"executive", "sales_manager"}
YEAR = ["kpis", "--from", "2024-01-01", "--to", "2024-12-31"]
PEOPLE = {"administrator"}
SETTINGS = {"administrator"}
FACTS = {"sales_assistant", "analyst"}
MASTER = {"administrator", "analyst"}
CALENDAR = {"executive", "sales_manager", "analyst", "marketing"}
KPIS = set(ROLES) - {"administrator", "customer_service"}
#: R1 sold 25.50 and took 10.00 back, R2 sold 30.00 and 22.00
SEEN = {
    "executive": 67.5, "analyst": 67.5, "finance": 67.5, "marketing": 67.5, "sales_manager": 67.5,
    "sales_representative": 15.5, "sales_assistant": 52,
}  # fmt: skip
#: command → who may; the status it ends with for them
COMMANDS = {
    ("settings", "show"): (set(ROLES), 0),
    ("settings", "set", "name", "Acme"): (SETTINGS, 0),
    ("sample", "load"): (SETTINGS, 4),
    ("sample", "remove"): (SETTINGS, 4),
    ("users", "add", "newcomer", "--role", "finance"): (PEOPLE, 0),
    ("users", "list"): (PEOPLE, 0),
    ("users", "reset", "executive"): (PEOPLE, 0),
    ("users", "disable", "leaver"): (PEOPLE, 0),
    ("import", "ORDERS", "--kind", "orders"): (FACTS, 0),
    ("import", "REPS", "--kind", "reps"): (MASTER, 0),
    ("import", "PAYMENTS", "--kind", "payments"): (FACTS, 0),
    ("import", "AIMS", "--kind", "targets"): (TARGETS, 0),
    ("import", "EVENTS", "--kind", "events"): (CALENDAR, 0),
    ("import", "list"): (FACTS | MASTER | TARGETS | CALENDAR, 0),
    ("import", "undo", "999"): (FACTS | MASTER | TARGETS | CALENDAR, 2),
    (*YEAR, "--by", "rep"): (KPIS, 0),
    ("history", "trend", *YEAR[1:]): (KPIS, 0),
    ("history", "prices", *YEAR[1:]): (KPIS - {"production"}, 0),
    ("appraisal", "show", "--period", "2024-03"): (KPIS - {"production"}, 0),
    ("appraisal", "close", "--period", "2199-01"): ({"executive", "finance"}, 4),
    ("report", "--period", "2024-Q1", "--out", "PAPER"): (KPIS, 2),  # a file without an ending
    ("targets", "show", *PLAN): (KPIS - {"production"}, 0),
    ("targets", "show", "--year", "2024", "--measure", "quantity"): (KPIS, 0),
    ("targets", "set", *PLAN, "--rep", "R1", "--amount", "10"): (TARGETS, 0),
    ("targets", "split", *PLAN, "--rep", "R1", "--by", "month", "--weights", "equal"): (TARGETS, 0),
    ("targets", "lock", *PLAN, "--rep", "R2"): (TARGETS, 0),
    ("targets", "versions", *PLAN): (KPIS - {"production"}, 0),
    ("targets", "undo", "1", *PLAN, "--reason", "test"): (TARGETS, 4),
    ("targets", "proposals"): (TARGETS, 0),
    ("targets", "approve", "999"): ({"executive"}, 2),
    ("targets", "reject", "999"): ({"executive"}, 2),
    ("targets", "withdraw", "999"): (TARGETS, 2),
    ("forecast", "run", "--measure", "revenue", "--horizon", "25"): ({"executive", "sales_manager", "analyst"}, 2),
    ("monitor", "--by", "region"): ({"executive", "sales_manager", "analyst"}, 4),
    ("jobs", "list"): ({"administrator", "executive", "sales_manager", "analyst"}, 0),
    ("jobs", "run"): (SETTINGS, 0),
}


@pytest.fixture
def company(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    monkeypatch.setattr("salesdash.jobs.schedules.DEFAULTS", ())  # nothing is due by itself
    for name, text in (("REPS", REPS), ("ORDERS", ORDERS)):
        (tmp_path / name).write_text(text)
        assert cli("import", tmp_path / name, "--kind", name.lower()).status == 0
    (tmp_path / "PAYMENTS").write_text("order_no,paid_on,amount\nA-1,2024-04-01,5\n")
    (tmp_path / "AIMS").write_text("rep,year,amount\nR2,2025,5\n")
    (tmp_path / "EVENTS").write_text("name,first_on\nFair,2026-03-01\n")
    places = {
        "sales_manager": ["--rep", "M1"], "sales_representative": ["--rep", "R1"], "sales_assistant": ["--team", "T2"],
    }  # fmt: skip
    for role in ROLES:
        assert cli("users", "add", role, "--role", role, *places.get(role, [])).status == 0
    cli("users", "add", "leaver", "--role", "finance")
    return cli


@pytest.mark.parametrize("role", ROLES)
def test_each_command(company: Cli, tmp_path: Path, role: str) -> None:
    for command, (permitted, status) in COMMANDS.items():
        words = [str(tmp_path / word) if word.isupper() and word.isalpha() else word for word in command]
        answer = company("--as", role, *words, "--json")
        if role in permitted:
            assert (command, answer.status) == (command, status)
        else:
            assert (command, answer.status, answer.error["code"]) == (command, 3, "not_permitted")


@pytest.mark.parametrize(("role", "revenue"), SEEN.items())
def test_rows_of_the_scope(company: Cli, role: str, revenue: float) -> None:
    document = company("--as", role, *YEAR, "--by", "rep", "--json").document
    assert document["total"]["revenue"] == revenue
    reps = {"sales_representative": {"R1"}, "sales_assistant": {"R2"}}.get(role, {"R1", "R2"})
    assert {row["rep"] for row in document["rows"]} == reps


def test_quantities_only(company: Cli) -> None:
    document = company("--as", "production", *YEAR, "--by", "product", "--json").document
    assert document["total"]["quantity"] == 9
    assert {row["product"]: row["quantity"] for row in document["rows"]} == {"P1": 4, "P2": 5}
    for figures in (document["total"], *document["rows"]):
        assert {figures[key] for key in ("revenue", "orders", "customers", "cost", "gross_margin")} == {None}


def test_placed_nowhere_sees_nothing(company: Cli) -> None:
    company("users", "add", "stray", "--role", "sales_representative")
    document = company("--as", "stray", *YEAR, "--by", "rep", "--json").document
    assert document["rows"] == []
    assert not document["total"]["revenue"]
    assert not document["total"]["orders"]


def test_a_region_narrows(company: Cli) -> None:
    company("users", "add", "south", "--role", "finance", "--region", "S")
    document = company("--as", "south", *YEAR, "--by", "region", "--json").document
    assert [(row["region"], row["revenue"]) for row in document["rows"]] == [("S", 52)]


def test_rows_outside_the_scope_are_rejected(company: Cli, tmp_path: Path) -> None:
    path = tmp_path / "more.csv"
    path.write_text("order_no,ordered_on,rep,net_amount\nB1,2024-03-01,R1,5\nB2,2024-03-01,R2,7\n")
    document = company("--as", "sales_assistant", "import", path, "--kind", "orders", "--json").document
    assert (document["rows"], document["accepted"], document["rejected"]) == (2, 1, 1)


def test_somebody_elses_import_is_undone_only_by_who_sees_all(company: Cli) -> None:
    batches = {row["kind"]: row["batch"] for row in company("import", "list", "--json").document["batches"]}
    refused = company("--as", "sales_assistant", "import", "undo", str(batches["orders"]), "--json")
    assert (refused.status, refused.error["code"]) == (3, "not_your_import")
    assert company("--as", "sales_assistant", "import", "list", "--json").document["batches"] == []
    assert company("--as", "administrator", "import", "undo", str(batches["reps"]), "--json").status == 3
    assert company(*YEAR, "--json").document["total"]["revenue"] == 67.5
    assert company("--as", "analyst", "import", "undo", str(batches["orders"]), "--json").document["lines"] == 5
