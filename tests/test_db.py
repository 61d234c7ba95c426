"""Transactions and locks, on both databases."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from salesdash import db
from salesdash.errors import BadInput


def test_a_touched_version_changes(database: str) -> None:
    with db.writing() as session:
        db.touch(session, "facts", "master")
    with db.reading() as session:
        before = db.versions(session)
    with db.writing() as session:
        db.touch(session, "facts")
    with db.reading() as session:
        after = db.versions(session)
    assert before["facts"] != after["facts"]
    assert before["master"] == after["master"]


def test_at_the_end_a_sqlite_file_holds_all_data(sqlite_url: str, tmp_path: Path) -> None:
    with db.writing(sqlite_url) as session:
        db.touch(session, "facts")
    file = Path(str(db.engine(sqlite_url).url.database))
    assert Path(f"{file}-wal").stat().st_size > 0
    db.settle(sqlite_url)
    assert Path(f"{file}-wal").stat().st_size == 0
    alone = tmp_path / "copy.sqlite3"
    shutil.copyfile(file, alone)
    with db.reading(f"sqlite:///{alone}") as session:
        assert list(db.versions(session)) == ["facts"]


def test_settling_a_postgresql_database_does_nothing(postgresql_url: str) -> None:
    db.settle(postgresql_url)
    with db.reading(postgresql_url) as session:
        assert db.versions(session) == {}


def test_a_failed_unit_of_work_leaves_nothing(database: str) -> None:
    with pytest.raises(ZeroDivisionError), db.writing() as session:
        db.touch(session, "facts")
        session.flush()
        raise ZeroDivisionError
    with db.reading() as session:
        assert db.versions(session) == {}


def test_a_lock_ends_with_the_process_that_holds_it(database: str) -> None:
    script = (
        "import os\nfrom salesdash import db\n"
        "with db.exclusive(db.engine(), 'import'):\n    print('held', flush=True)\n    os._exit(9)\n"
    )
    held = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert held.stdout == "held\n", held.stderr
    with db.exclusive(db.engine(), "import"):
        pass


def test_other_databases_are_refused() -> None:
    with pytest.raises(BadInput, match="unknown_database"):
        db.engine("mysql://localhost/x")
