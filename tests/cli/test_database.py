"""``db upgrade`` and ``sample``, from a database without tables."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from salesdash import db
from tests.cli.conftest import Answer, run


@pytest.fixture(params=["sqlite", "postgresql"])
def nothing(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """URL of a database that has no tables."""
    monkeypatch.setenv("SALESDASH_CACHE_DIR", str(tmp_path / "snapshot"))
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'folder' / 'new.sqlite3'}"
        yield url
        db.engine(url).dispose()
        return
    server = make_url(request.getfixturevalue("postgres"))
    name = f"new_{secrets.token_hex(8)}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    url = server.set(database=name, drivername="postgresql").render_as_string(hide_password=False)
    yield url
    db.engine(url).dispose()
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


def test_upgrade_makes_the_schema_and_can_be_repeated(nothing: str) -> None:
    assert run(nothing, "settings", "show", "--json").error["code"] == "no_schema"
    first = run(nothing, "db", "upgrade", "--json")
    assert first.status == 0
    assert list(first.document) == ["revision", "changed"]
    assert first.document["changed"] is True
    assert run(nothing, "db", "upgrade", "--json").document == first.document | {"changed": False}
    assert run(nothing, "settings", "show", "--json").document["currency"] == "USD"
    assert run(nothing, "users", "add", "ann", "--role", "administrator", "--json").status == 0
    assert run(nothing, "--as", "ann", "db", "upgrade", "--json").status == 0


def test_words_for_people(nothing: str) -> None:
    assert run(nothing, "db", "upgrade").out == "The schema was brought up to date.\n"
    assert run(nothing, "db", "upgrade").out == "The schema is up to date.\n"


def test_a_later_version_is_left_alone(nothing: str) -> None:
    run(nothing, "db", "upgrade")
    with db.writing(nothing) as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'f00d'"))
    answer = run(nothing, "db", "upgrade", "--json")
    assert (answer.status, answer.error["code"]) == (1, "schema_newer")


@pytest.mark.slow
def test_sample_in_and_out(nothing: str, tmp_path: Path) -> None:
    def total() -> dict:
        return run(nothing, "kpis", "--from", "2025-01-01", "--to", "2025-12-31", "--json").document["total"]

    def load(*options: str) -> Answer:
        return run(nothing, "sample", "load", "--as-of", "2026-01-31", *options, "--json")

    run(nothing, "db", "upgrade")
    loaded = load()
    assert loaded.status == 0
    assert list(loaded.document) == ["loaded", "as_of", "lines", "customers", "users"]
    assert (loaded.document["loaded"], loaded.document["as_of"]) == (True, "2026-01-31")
    before = total()
    assert before["revenue"] > 0
    again = load()
    assert (again.status, again.error["code"]) == (4, "not_empty")
    assert load("--if-empty").document == {"loaded": False}

    own = tmp_path / "own.csv"
    own.write_text("order_no,ordered_on,net_amount\nX1,2025-06-01,5\n")
    refused = run(nothing, "import", own, "--kind", "orders", "--json")
    assert (refused.status, refused.error["code"]) == (4, "sample_loaded")
    assert "sample remove" in refused.error["message"]
    assert total() == before
    assert run(nothing, "import", own, "--kind", "orders", "--into-sample", "--json").document["accepted"] == 1
    assert total()["orders"] == before["orders"] + 1

    removed = run(nothing, "sample", "remove", "--json")
    assert list(removed.document) == ["lines", "members", "users", "setup_address"]
    assert removed.document["setup_address"].startswith("http"), "nobody is left who could sign in"
    assert removed.document["users"] == loaded.document["users"]
    assert not total()["revenue"]
    assert run(nothing, "users", "list", "--json").document == {"rows": []}
    assert run(nothing, "sample", "remove", "--json").status == 4
    assert load().document == loaded.document, "the same day gives the same company"
    assert total() == before


def test_days_out_of_reach(nothing: str) -> None:
    run(nothing, "db", "upgrade")
    for day in ("2026-02-30", "tomorrow", "1899-12-31", "2199-12-31"):
        assert run(nothing, "sample", "load", "--as-of", day, "--json").status == 2
