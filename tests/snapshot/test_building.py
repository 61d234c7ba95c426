"""The snapshot follows the database, and only what has changed is made anew."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from sqlalchemy import Engine, update

from salesdash import db, kpis, models, snapshot
from salesdash.access.identity import OPERATOR
from salesdash.kpis import View
from salesdash.periods import Range
from salesdash.snapshot import files
from tests.kpis.company import Line, company, publish

YEAR = (date(2024, 1, 1), date(2024, 12, 31))
LINES = [Line("A1", date(2024, 1, 10), 100), Line("A2", date(2024, 2, 10), 50), Line("A3", date(2024, 2, 11), 7)]


def revenue() -> int | None:
    with db.reading() as session:
        return kpis.table(session, OPERATOR, *YEAR).document()["total"]["revenue"]


def made() -> dict[str, int]:
    with db.reading() as session:
        folder = files.wanted(session).folder
    return {path.name: path.stat().st_mtime_ns for path in folder.glob("*.parquet")}


def mark(month: int) -> None:
    with db.writing() as session:
        snapshot.mark_months(session, [month])


def test_lines_count_while_their_batch_is_published_and_no_published_batch_retired_them(database: str) -> None:
    company(LINES)
    assert revenue() == 157
    with db.writing() as session:
        session.add(models.ImportBatch(id=90, kind="orders", file_name="r", status="staging", created_by="t"))
        session.flush()
        session.add(models.LineRetirement(line_id=1, batch_id=90))
    mark(202401)
    assert revenue() == 157
    with db.writing() as session:
        session.execute(update(models.ImportBatch).where(models.ImportBatch.id == 90).values(status="published"))
    mark(202401)
    assert revenue() == 57
    with db.writing() as session:
        session.execute(update(models.ImportBatch).where(models.ImportBatch.id != 90).values(status="undone"))
        snapshot.mark_all(session)
    assert revenue() is None


def test_a_marked_month_alone_is_made_anew(database: str) -> None:
    company(LINES)
    revenue()
    before = made()
    publish([Line("A4", date(2024, 2, 20), 3)], first_id=10)
    assert revenue() == 160
    after = made()
    kept = {name for name in before if name.startswith("202401-")}
    assert len(kept) == len(files.KINDS)
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    renewed = {name for name in after.keys() - before.keys() if not name.startswith("all-")}
    assert {name.split("-")[0] for name in renewed} == {"202402"}


def test_a_merge_shows_once_all_months_are_marked(database: str) -> None:
    company([Line("A1", date(2024, 1, 10), 100), Line("A2", date(2024, 1, 10), 100, customer=2)])
    with db.reading() as session:
        assert kpis.table(session, OPERATOR, *YEAR).document()["total"]["customers"] == 2
    with db.writing() as session:
        session.get_one(models.Customer, 2).merged_into_id = 1
        snapshot.mark_all(session)
    with db.reading() as session:
        assert kpis.table(session, OPERATOR, *YEAR).document()["total"]["customers"] == 1


def test_lost_files_are_made_again(database: str) -> None:
    company(LINES)
    revenue()
    with db.reading() as session:
        for path in files.wanted(session).folder.glob("*.parquet"):
            path.unlink()
    assert revenue() == 157


def test_those_who_ask_at_once_make_every_file_once(database: str, engine: Engine) -> None:
    company(LINES)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: snapshot.refresh(engine), range(4)))
    with db.reading() as session:
        wanted = files.wanted(session)
    assert {path.name for path in wanted.folder.iterdir()} == wanted.names() | {"building.lock"}


def test_files_of_no_present_state_go_once_nobody_can_be_reading_them(database: str, engine: Engine) -> None:
    company(LINES)
    snapshot.refresh(engine)
    with db.reading() as session:
        old = files.wanted(session)
    aged = [old.file("lines", 202401), old.file("by_line", 202401)]
    for path in aged:
        os.utime(path, (0, 0))
    mark(202401)
    snapshot.refresh(engine)
    assert not any(path.exists() for path in aged)
    assert old.file("first", 202401).exists()  # young: a question may still be reading it
    assert old.file("lines", 202402).exists()  # still in use


def test_two_databases_share_a_folder_and_no_file(tmp_path: Path, database: str, engine: Engine) -> None:
    company(LINES)
    snapshot.refresh(engine)
    other = f"sqlite:///{tmp_path / 'other.sqlite3'}"
    models.Base.metadata.create_all(db.engine(other))
    with db.writing(other) as session:
        snapshot.mark_months(session, [202401])
    snapshot.refresh(db.engine(other))
    with db.reading(other) as session:
        theirs = files.wanted(session)
    with db.reading() as session:
        ours = files.wanted(session)
    assert theirs.folder != ours.folder
    assert theirs.folder.parent == ours.folder.parent
    assert revenue() == 157


def test_another_process_shows_what_was_published_here(database: str) -> None:
    company(LINES)
    ask = [sys.executable, "-m", "salesdash", "kpis", "--from", "2024-01-01", "--to", "2024-12-31", "--json"]
    before = subprocess.run(ask, capture_output=True, text=True, check=True)
    publish([Line("A4", date(2024, 1, 20), 1000)], first_id=10)
    after = subprocess.run(ask, capture_output=True, text=True, check=True)
    assert '"revenue": 157' in before.stdout
    assert '"revenue": 1157' in after.stdout


def test_showing_figures_writes_nothing_to_the_database(database: str) -> None:
    company(LINES)
    with db.reading() as session:
        before = db.versions(session)
        kpis.overview(session, OPERATOR, View(Range(*YEAR)))
        assert not session.new | session.dirty
    with db.reading() as session:
        assert db.versions(session) == before


def test_an_answer_is_remembered_until_the_data_change(database: str) -> None:
    company(LINES)
    with db.reading() as session:
        first = kpis.overview(session, OPERATOR, View(Range(*YEAR)))
        assert kpis.overview(session, OPERATOR, View(Range(*YEAR))) is first
        assert kpis.overview(session, OPERATOR, View(Range(*YEAR), {"region": ["N1"]})) is not first
    publish([Line("A4", date(2024, 1, 20), 1)], first_id=10)
    with db.reading() as session:
        assert kpis.overview(session, OPERATOR, View(Range(*YEAR))).totals["revenue"].value == 1_580_000


def test_months_without_lines_have_empty_files(database: str, engine: Engine) -> None:
    company(LINES)
    mark(202312)
    snapshot.refresh(engine)
    assert revenue() == 157
    with db.reading() as session:
        page = kpis.overview(session, OPERATOR, View(Range(date(2023, 12, 5), date(2023, 12, 20))))
    assert page.totals["revenue"].value is None
    assert page.totals["orders"].value is None
