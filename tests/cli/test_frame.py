"""What every command keeps: exit statuses, one JSON document, words in the reader's language, never a traceback."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy.orm.exc import StaleDataError

from salesdash import company
from salesdash.cli import program
from salesdash.cli.frame import terminal_language
from salesdash.config import config
from tests.cli.conftest import Answer, Cli, run


def nothing_chosen(*arguments: str) -> Answer:
    result = CliRunner().invoke(program, list(arguments))
    return Answer(result.exit_code, result.stdout, result.stderr)


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["settings", "nonsense"],
        ["settings", "show", "--nonsense"],
        ["settings", "set", "currency"],
        ["settings", "show", "superfluous"],
        ["users", "add", "ann"],
        ["kpis", "--from", "2024-01-01"],
        ["kpis", "--from", "2024-01-01", "--to", "2024-01-31", "--compare", "tomorrow"],
        ["import"],
        ["import", "undo"],
        ["--nonsense", "db", "upgrade"],
        [],
        ["db"],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2(arguments: list[str]) -> None:
    answer = nothing_chosen(*arguments, "--json")
    assert (answer.status, answer.error["code"]) == (2, "usage")
    assert answer.error["message"]
    words = nothing_chosen(*arguments)
    assert (words.status, words.out) == (2, "")
    assert "Usage: python -m salesdash" in words.err


@pytest.mark.parametrize("place", range(4))
def test_json_is_taken_at_any_place(cli: Cli, place: int) -> None:
    arguments = ["settings", "set", "currency", "EUR"]
    arguments.insert(place, "--json")
    assert cli(*arguments).document["currency"] == "EUR"


def test_help_ends_with_0() -> None:
    for arguments in (["--help"], ["import", "--help"], ["users", "add", "--help"], ["import", "undo", "--help"]):
        answer = nothing_chosen(*arguments)
        assert answer.status == 0
        assert "Usage: python -m salesdash" in answer.out


@pytest.mark.parametrize("login", ["nobody", "gone"])
def test_unknown_or_disabled_login_ends_with_3(cli: Cli, login: str) -> None:
    cli("users", "add", "gone", "--role", "executive")
    cli("users", "disable", "gone")
    answer = cli("--as", login, "settings", "show", "--json")
    assert (answer.status, answer.error["code"]) == (3, "unknown_login")
    assert answer.error["details"] == {"login": login}
    words = cli("--as", login, "settings", "show")
    assert (words.status, words.out) == (3, "")
    assert words.err.strip() == f"There is no active account {login}."


def test_permission_goes_before_any_input(cli: Cli, tmp_path: Path) -> None:
    cli("users", "add", "eve", "--role", "executive")
    for arguments in (
        ["import", tmp_path / "missing.csv", "--kind", "orders"],
        ["import", tmp_path / "missing.csv", "--kind", "products"],
        ["settings", "set", "nonsense", "1"],
        ["users", "add", "eve", "--role", "nonsense", "--password-stdin"],
        ["users", "disable", "nobody"],
        ["sample", "load", "--as-of", "nonsense"],
        ["sample", "remove"],
        ["db", "upgrade"],
    ):
        answer = cli("--as", "eve", *arguments, "--json", stdin=b"\xff\xfe")
        assert (arguments, answer.status, answer.error["code"]) == (arguments, 3, "not_permitted")


def test_database_without_tables(tmp_path: Path) -> None:
    file = tmp_path / "new.sqlite3"
    answer = run(f"sqlite:///{file}", "settings", "show", "--json")
    assert (answer.status, answer.error["code"]) == (1, "no_schema")
    assert "db upgrade" in answer.error["message"]
    assert not file.exists(), "asking creates no database"


def test_database_of_another_version(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def from_an_older_table(_session: object) -> None:
        from sqlalchemy import text

        _session.execute(text("SELECT no_such_column FROM company_settings"))  # type: ignore[attr-defined]

    monkeypatch.setattr(company, "settings", from_an_older_table)
    answer = cli("settings", "show", "--json")  # tests make tables without Alembic: no revision at all
    assert (answer.status, answer.error["code"]) == (1, "schema_outdated")


@pytest.mark.parametrize("url", ["nonsense", "mysql://localhost/x", "postgresql+unheard://localhost/x", ""])
def test_what_is_no_database(url: str) -> None:
    answer = run(url, "settings", "show", "--json")
    assert answer.status == 2
    assert answer.error["code"] in {"bad_database_url", "unknown_database"}


def test_database_that_does_not_answer() -> None:
    answer = run("postgresql://127.0.0.1:9/none?connect_timeout=2", "settings", "show", "--json")
    assert (answer.status, answer.error["code"]) == (1, "database_unreachable")


def test_file_that_is_no_database(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear all, this is a letter and no database. " * 100)
    answer = run(f"sqlite:///{file}", "settings", "show", "--json")
    assert (answer.status, answer.error["code"]) == (1, "database_unreachable")


def test_fault_of_the_program_has_an_id_and_no_traceback(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_session: object) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(company, "settings", broken)
    answer = cli("settings", "show", "--json")
    assert (answer.status, answer.error["code"]) == (1, "internal")
    assert answer.error["details"]["id"] in answer.err
    assert "ZeroDivisionError: by zero" in answer.err
    assert cli("settings", "show").out == ""


@pytest.mark.parametrize(
    ("raised", "code"),
    [
        (PermissionError(13, "Permission denied", "/var/x"), "system"),
        (OSError("no space"), "system"),
        (KeyboardInterrupt(), "interrupted"),
        (StaleDataError("changed"), "changed_meanwhile"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_what_is_no_fault_of_the_program(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, raised: BaseException, code: str
) -> None:
    def refuse(_session: object) -> None:
        raise raised

    monkeypatch.setattr(company, "settings", refuse)
    answer = cli("settings", "show", "--json")
    assert (answer.status, answer.error["code"]) == (4 if code == "changed_meanwhile" else 1, code)


def test_environment_that_does_not_fit(cli: Cli) -> None:
    config.cache_clear()
    answer = cli("users", "add", "ann", "--role", "analyst", "--json", env={"SALESDASH_SESSION_HOURS": "many"})
    assert (answer.status, answer.error["code"]) == (1, "bad_configuration")
    assert answer.error["details"] == {"names": "SALESDASH_SESSION_HOURS"}


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "zh_TW.UTF-8"}, "zh_Hant"),
        ({"LANG": "zh_CN.UTF-8@x"}, "zh_Hans"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_US", "LC_MESSAGES": "zh_HK"}, "zh_Hant"),
        ({"LANG": ""}, "en"),
        ({}, "en"),
    ],
)
def test_language_of_the_terminal(environment: dict[str, str], language: str) -> None:
    assert terminal_language(environment) == language
