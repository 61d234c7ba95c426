"""The program as a process of its own: what only that shows."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from salesdash.config import PROJECT_ROOT


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return os.environ | {
        "SALESDASH_DATABASE_URL": f"sqlite:///{tmp_path / 'company.sqlite3'}",
        "LANG": "C.UTF-8",
        "LC_ALL": "",
    }


def process(environment: dict[str, str], *command: str, stdin: bytes | None = None) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, *command],
        env=environment,
        cwd=PROJECT_ROOT,
        input=stdin,
        capture_output=True,
        timeout=120,
        check=False,
    )


def start(environment: dict[str, str], *arguments: str, stdin: bytes | None = None) -> subprocess.CompletedProcess:
    return process(environment, "-m", "salesdash", *arguments, stdin=stdin)


def test_from_nothing_to_figures(environment: dict[str, str], tmp_path: Path) -> None:
    assert start(environment, "db", "upgrade").returncode == 0
    path = tmp_path / "訂單.csv"
    path.write_bytes("訂單編號,訂單日期,客戶,金額\nA1,2024年1月5日,晨光,12.5\n".encode("big5"))
    done = start(environment, "import", str(path), "--kind", "orders", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["dialect"]["encoding"] == "big5"
    assert done.stdout.count(b"\n") == 1
    asked = start(
        environment, "kpis", "--from", "2024-01-01", "--to", "2024-01-31", "--by", "customer", "--json"
    )  # fmt: skip
    assert json.loads(asked.stdout)["rows"][0]["customer"] == "晨光"
    words = start(environment, "kpis", "--from", "2024-01-01", "--to", "2024-01-31", "--by", "customer")
    assert "晨光" in words.stdout.decode()


def test_terminal_that_knows_no_chinese(environment: dict[str, str]) -> None:
    start(environment, "db", "upgrade")
    start(environment, "settings", "set", "name", "晨光貿易")
    shown = start(environment | {"LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii"}, "settings", "show")
    assert shown.returncode == 0
    assert "晨光貿易" in shown.stdout.decode()


def test_password_from_standard_input(environment: dict[str, str]) -> None:
    start(environment, "db", "upgrade")
    made = start(
        environment,
        "users",
        "add",
        "ann",
        "--role",
        "analyst",
        "--password-stdin",
        "--json",
        stdin=b"correct-staple-42\n",
    )
    assert json.loads(made.stdout)["has_password"] is True
    assert b"correct-staple-42" not in made.stdout + made.stderr


def test_a_failure_prints_one_document_and_its_status(environment: dict[str, str]) -> None:
    failed = start(environment, "settings", "show", "--json")
    assert failed.returncode == 1
    assert json.loads(failed.stdout)["error"]["code"] == "no_schema"
    wrong = start(environment, "--json", "nonsense")
    assert wrong.returncode == 2
    assert json.loads(wrong.stdout)["error"]["code"] == "usage"


LIGHT = {"streamlit", "plotly", "alembic", "sklearn", "scipy"}


@pytest.mark.parametrize(
    ("arguments", "absent"),
    [
        (["--help"], LIGHT | {"pandas", "sqlalchemy", "duckdb", "pyarrow"}),
        (["kpis", "--from", "2024-01-01", "--to", "2024-01-31"], LIGHT),
        (["import", "list"], LIGHT),
    ],
    ids=["help", "kpis", "import list"],
)
def test_a_command_loads_only_what_it_needs(
    environment: dict[str, str], arguments: list[str], absent: set[str]
) -> None:
    start(environment, "db", "upgrade")
    program = (
        "import sys\nfrom salesdash.cli import program\n"
        f"try: program.main({arguments})\n"
        "except SystemExit as end: code = end.code\n"
        f"print(code, sorted({absent} & set(sys.modules)), file=sys.stderr)"
    )
    assert process(environment, "-c", program).stderr.decode().splitlines()[-1] == "0 []"
