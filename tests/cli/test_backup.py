"""Backup and restore as docs/administration.md tells it, on SQLite; the snapshot stays where it is meanwhile."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import make_url

from salesdash import db
from salesdash.config import config
from tests.cli.conftest import run
from tests.cli.test_imports import ORDERS


@pytest.mark.parametrize("way", ["backup", "VACUUM INTO"])
def test_figures_after_a_restore(
    request: pytest.FixtureRequest, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    monkeypatch.setenv("SALESDASH_CACHE_DIR", str(tmp_path / "snapshot"))
    config.cache_clear()
    request.addfinalizer(config.cache_clear)

    def revenue() -> float | None:
        answer = run(sqlite_url, "kpis", "--from", "2024-01-01", "--to", "2024-12-31", "--json")
        return answer.document["total"]["revenue"]

    def load(name: str, text: str) -> None:
        (tmp_path / name).write_text(text)
        assert run(sqlite_url, "import", tmp_path / name, "--kind", "orders").status == 0

    file, kept = Path(make_url(sqlite_url).database or ""), tmp_path / "kept.sqlite3"
    load("first.csv", ORDERS)
    assert revenue() == 67.5
    with sqlite3.connect(file) as source:
        if way == "backup":
            source.backup(sqlite3.connect(kept))
        else:
            source.execute("VACUUM INTO ?", [str(kept)])
    load("second.csv", "order_no,ordered_on,net_amount\nB1,2024-01-06,100\n")
    assert revenue() == 167.5

    db.engine(sqlite_url).dispose()
    for end in ("-wal", "-shm"):
        file.with_name(file.name + end).unlink(missing_ok=True)
    kept.replace(file)
    assert revenue() == 67.5
    load("third.csv", "order_no,ordered_on,net_amount\nC1,2024-01-07,1000\n")
    assert revenue() == 1067.5
