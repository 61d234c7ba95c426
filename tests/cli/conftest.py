"""Runs the command line in this process and reads its answer."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from click.testing import CliRunner

from salesdash import db
from salesdash.access import setup
from salesdash.cli import program


@dataclass(frozen=True)
class Answer:
    """How a command ended and what it printed."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Standard output, which must be exactly one JSON document."""
        return json.loads(self.out, parse_constant=_refused)

    @property
    def error(self) -> dict:
        """What stands in {"error": …}, which must be all that was printed."""
        assert list(self.document) == ["error"]
        assert list(self.document["error"]) == ["code", "message", "details"]
        return self.document["error"]


def _refused(constant: str) -> None:
    raise AssertionError(f"{constant} is no JSON")


Cli = Callable[..., Answer]


def run(url: str, *arguments: str, stdin: str | bytes | None = None, env: dict[str, str] | None = None) -> Answer:
    """Runs one command against the database."""
    result = CliRunner(env=env).invoke(program, ["--database", url, *map(str, arguments)], input=stdin)
    assert "Traceback" not in result.stderr
    return Answer(result.exit_code, result.stdout, result.stderr)


@pytest.fixture
def cli(database: str) -> Cli:
    """Runs commands against a database that has the roles: ``cli("settings", "show", "--json")``."""
    with db.writing(database) as session:
        setup.install_defaults(session)

    def runs(*arguments: str, stdin: str | bytes | None = None, env: dict[str, str] | None = None) -> Answer:
        return run(database, *arguments, stdin=stdin, env=env)

    return runs
