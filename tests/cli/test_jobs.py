"""``jobs list`` and ``jobs run``: what a scheduler calls."""

import pytest

from salesdash import db, jobs
from salesdash.access import users
from salesdash.access.identity import OPERATOR
from salesdash.jobs import kinds, working
from tests.cli.conftest import Cli


@pytest.fixture
def works(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind, work in (("forecast", "add"), ("monitor", "add"), ("tell", "refuse")):
        monkeypatch.setitem(kinds.KINDS, kind, f"tests.jobs.works:{work}")


def ask(**parameters: object) -> None:
    with db.writing() as session:
        jobs.ask(session, OPERATOR, "forecast", "f", parameters)


def test_nothing_is_due_in_an_empty_company(cli: Cli) -> None:
    assert cli("jobs", "list", "--json").document["rows"] == []
    assert cli("jobs", "run", "--json").document == {"asked": [], "rows": [], "failed": 0, "busy": False}
    assert "Nothing was due" in cli("jobs", "run").out
    assert "No jobs yet." in cli("jobs", "list").out


def test_what_waits_is_worked_off_and_told(cli: Cli, works: None) -> None:
    ask(numbers=[1, 2])
    assert "waiting" in cli("jobs", "list").out
    ran = cli("jobs", "run", "--json")
    assert ran.status == 0
    [row] = ran.document["rows"]
    assert (row["kind"], row["status"], row["result"], row["error"], row["share"]) == (
        "forecast", "done", {"sum": 3, "who": "operator"}, None, 1,
    )  # fmt: skip
    assert "Job 1: " in ran.err
    assert cli("jobs", "list", "--json").document["rows"] == [row]


def test_schedules_are_asked_and_failures_counted(cli: Cli, works: None) -> None:
    with db.writing() as session:
        db.touch(session, "facts")
    ran = cli("jobs", "run", "--json")
    assert (ran.status, len(ran.document["asked"]), ran.document["failed"]) == (0, 29, 29)  # no numbers to add
    by_kind = {row["kind"]: row["error"] for row in ran.document["rows"]}
    assert by_kind["tell"] == {
        "code": "rejected_rows", "message": "2 rows were rejected, so nothing was imported.",
        "details": {"rejected": 2},
    }  # fmt: skip
    assert by_kind["forecast"]["code"] == "internal"
    assert "2 rows were rejected" in cli("jobs", "list").out
    assert "Revenue by Region, months to the end of the next fiscal year" in cli("jobs", "list").out
    assert "Revenue by Total alone" not in cli("jobs", "list").out
    listed = cli("jobs", "list", "--json").document["schedules"]
    assert [(one["kind"], one["cadence"], one["enabled"]) for one in listed] == [
        ("forecast", "monthly", True), ("monitor", "after_import", True), ("tell", "after_import", True),
        ("tell", "daily", True), ("tell", "weekly", True),
    ]  # fmt: skip
    assert not any(one["due"] for one in listed)
    assert [one["next_on"] is None for one in listed] == [False, True, True, False, False]
    assert cli("jobs", "run", "--json").document["asked"] == []


def test_another_process_works(cli: Cli, works: None, database: str) -> None:
    ask(numbers=[1])
    with db.exclusive(db.engine(database), working.LOCK), db.exclusive(db.engine(database), working.NEXT):
        assert cli("jobs", "run", "--json").document["busy"] is True
        assert "Another process" in cli("jobs", "run").out


def test_who_may(cli: Cli) -> None:
    with db.writing() as session:
        for login, role in (("ann", "analyst"), ("fay", "finance"), ("root", "administrator")):
            users.add(session, OPERATOR, login, role)
    assert [cli("--as", who, "jobs", "list", "--json").status for who in ("ann", "fay", "root")] == [0, 3, 0]
    assert [cli("--as", who, "jobs", "run", "--json").status for who in ("ann", "fay", "root")] == [3, 3, 0]
    assert cli("--as", "ann", "jobs", "list", "--json").document["schedules"] == []
