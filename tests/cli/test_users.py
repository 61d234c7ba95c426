"""``users``: accounts."""

from datetime import UTC, datetime

from sqlalchemy import select

from salesdash import db
from salesdash.access import passwords
from salesdash.models import Account, AuditEntry, Region
from tests.cli.conftest import Cli

KEYS = ["login", "name", "role", "scope", "rep", "team", "regions", "has_password", "disabled"]


def test_add_with_a_password(cli: Cli, database: str) -> None:
    answer = cli(
        "users", "add", "Maria", "--role", "sales_manager", "--name", "Maria Berg", "--rep", "R7", "--password-stdin",
        "--json", stdin="correct-staple-42\nthe next line is not read\n",
    )  # fmt: skip
    assert answer.status == 0
    assert answer.document == {
        "login": "maria", "name": "Maria Berg", "role": "sales_manager", "scope": "own_and_reports", "rep": "R7",
        "team": None, "regions": [], "has_password": True, "disabled": False, "link": None, "expires_at": None,
    }  # fmt: skip
    with db.reading(database) as session:
        stored = session.scalar(select(Account.password_hash).where(Account.login == "maria"))
        entry = session.scalar(select(AuditEntry).where(AuditEntry.entity == "account"))
        assert (entry.login, entry.action, entry.key) == ("operator", "create", "maria")
    assert passwords.matches(stored, "correct-staple-42")


def test_add_without_a_password_prints_a_link(cli: Cli, database: str) -> None:
    document = cli("users", "add", "ann", "--role", "analyst", "--json").document
    assert list(document) == [*KEYS, "link", "expires_at"]
    assert document["link"].startswith("http")
    assert datetime.fromisoformat(document["expires_at"]) > datetime.now(UTC)
    with db.reading(database) as session:
        actions = session.scalars(select(AuditEntry.action).where(AuditEntry.key == "ann"))
        assert list(actions) == ["create"]
    words = cli("users", "add", "bob", "--role", "analyst")
    assert words.status == 0
    assert "http" in words.out


def test_regions_narrow_the_scope(cli: Cli, database: str) -> None:
    with db.writing(database) as session:
        session.add_all([Region(code="EU", name="Europe"), Region(code="AS", name="Asia")])
    document = cli("users", "add", "ann", "--role", "finance", "--region", "EU", "--region", "AS", "--json").document
    assert document["regions"] == ["AS", "EU"]


def test_list(cli: Cli) -> None:
    for login, role in (("zoe", "analyst"), ("ann", "executive")):
        cli("users", "add", login, "--role", role, "--password-stdin", stdin="correct-staple-42")
    document = cli("users", "list", "--json").document
    assert list(document) == ["rows"]
    assert [row["login"] for row in document["rows"]] == ["ann", "zoe"]
    assert all(list(row) == KEYS for row in document["rows"])
    words = cli("users", "list")
    assert "ann    ann   Executive  All" in words.out


def test_disable_and_reset(cli: Cli) -> None:
    cli("users", "add", "ann", "--role", "analyst")
    reset = cli("users", "reset", "ANN", "--json").document
    assert list(reset) == ["login", "link", "expires_at"]
    assert reset["login"] == "ann"
    assert cli("users", "disable", "ann", "--json").document["disabled"] is True
    assert cli("users", "list", "--json").document["rows"][0]["disabled"] is True
    again = cli("users", "reset", "ann", "--json")
    assert (again.status, again.error["code"]) == (4, "account_disabled")


def test_what_does_not_fit(cli: Cli) -> None:
    cli("users", "add", "ann", "--role", "analyst")
    for arguments, stdin, status, code in (
        (["add", "ann", "--role", "analyst"], None, 4, "login_taken"),
        (["add", "bob", "--role", "king"], None, 2, "unknown_role"),
        (["add", "b b", "--role", "analyst"], None, 2, "bad_login"),
        (["add", "operator", "--role", "analyst"], None, 2, "bad_login"),
        (["add", "bob", "--role", "analyst", "--region", "Atlantis"], None, 2, "unknown_code"),
        (["add", "bob", "--role", "analyst", "--team", "Atlantis"], None, 2, "unknown_code"),
        (["add", "bob", "--role", "analyst", "--password-stdin"], "short", 2, "password_short"),
        (["add", "bob", "--role", "analyst", "--password-stdin"], "password12345", 2, "password_common"),
        (["add", "bob", "--role", "analyst", "--password-stdin"], "", 2, "password_short"),
        (["add", "bob", "--role", "analyst", "--password-stdin"], b"\xff\xfe\xfd", 2, "bad_password"),
        (["disable", "nobody"], None, 2, "unknown_account"),
        (["reset", "nobody"], None, 2, "unknown_account"),
    ):
        answer = cli("users", *arguments, "--json", stdin=stdin)
        assert (arguments, answer.status, answer.error["code"]) == (arguments, status, code)
    assert [row["login"] for row in cli("users", "list", "--json").document["rows"]] == ["ann"]


def test_administrators_manage_people_and_nobody_else(cli: Cli) -> None:
    cli("users", "add", "root2", "--role", "administrator")
    cli("users", "add", "ann", "--role", "analyst")
    assert cli("--as", "root2", "users", "list", "--json").status == 0
    assert cli("--as", "root2", "users", "reset", "ann", "--json").status == 0
    for arguments in (["list"], ["add", "x", "--role", "analyst"], ["disable", "root2"], ["reset", "root2"]):
        answer = cli("--as", "ann", "users", *arguments, "--json")
        assert (answer.status, answer.error["code"]) == (3, "not_permitted")
    own = cli("--as", "root2", "users", "disable", "root2", "--json")
    assert (own.status, own.error["code"]) == (3, "own_account")
