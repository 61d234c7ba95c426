"""Attainment over 100,000 target cells and millions of lines: the service against DuckDB, and pages on the server.

    python -m benchmarks.attainment [--lines 5000000] [--database URL] [--repeat 5] [--no-pages]

The company of ``benchmarks.company``, its lines moved so that the last one is of yesterday, with a target of this year
for every person × month × product line × region and channel (103,680 cells). Each question is asked three ways: with
nothing remembered (the first after an import), after a change of targets (sales are remembered), and again (all is
remembered, as in a page run). The comparison is what somebody would write by hand: lines and targets each in one
Parquet file, sums joined by DuckDB; it knows no season, no scope and no names. Targets and actuals of both must be
equal. Then one process serves the pages: seconds from the start of a page's script to its end, as a viewer on the
websocket sees them, the first time and later. Prints one JSON document.
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet
from sqlalchemy import func, inspect, select

from benchmarks import company, loading, one_parquet, viewers
from benchmarks.kpi_queries import timed
from benchmarks.large_company import command
from benchmarks.page_speed import ROOT, _serving
from salesdash import db, filters, models, snapshot, targets
from salesdash.access import sessions, users
from salesdash.access.identity import OPERATOR
from salesdash.analytics.target_sheet import Cell, Sheet
from salesdash.config import config
from salesdash.errors import SalesDashError
from salesdash.targets import Plan, state, storage
from salesdash.web.cookies import SESSION

TODAY = datetime.now(UTC).date()
#: pairs of region and channel that a person, month and line is split over
PLACES = 18
#: dimensions of an answer → those of the comparison
QUESTIONS = {
    ("rep",): ["rep"], ("rep", "month"): ["rep", "period"], ("region", "product_line"): ["region", "product_line"],
    ("month",): ["period"], ("channel", "rep", "month"): ["channel", "rep", "period"],
}  # fmt: skip
PREFIXES = {"rep": "R", "region": "G", "product_line": "L", "channel": "CH"}
#: page → the one who opens it
PAGES = {"team": "director", "my_targets": "seller", "targets": "director", "kpis": "director"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=5_000_000)
    parser.add_argument(
        "--database", help="a company of this benchmark, made if it is empty; by default a temporary one"
    )
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--no-pages", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        url = given.database or f"sqlite:///{Path(folder) / 'company.sqlite3'}"
        until = prepare(url, given.lines)
        result: dict = {"lines": given.lines, "cells": len(leaves()[1])}
        result["questions"] = compare(url, Path(folder), given.repeat, until)
        if not given.no_pages:
            result["pages"] = pages(url)
    print(json.dumps(result, indent=1))


def prepare(url: str, lines: int) -> date:
    """Company, accounts, snapshot and targets, unless they are there; the last day with an order."""
    bind = db.engine(url)
    empty = not inspect(bind).has_table("order_lines")
    if not empty:
        with db.reading(url) as session:
            empty = session.scalar(select(func.count()).select_from(models.ImportBatch)) == 0
    if empty:
        command(url, "db", "upgrade")
        data = company.lines(lines)
        with db.writing(url) as session:
            loading.members(session)
        moved = np.datetime64(TODAY - timedelta(days=1), "D") - data.day.max()
        loading.add(url, replace(data, day=data.day + moved), first_id=1)
    snapshot.refresh(bind)
    with db.reading(url) as session:
        until = filters.last_order_day(session, TODAY)
        assert until is not None
        if storage.sheet_of(session, Plan(until.year)) is not None:
            return until
    coordinates, amounts = leaves()
    with db.writing(url) as session:
        whole = Sheet(coordinates, amounts, {Cell(): False}, unit=100)
        state.save(session, storage.locked_sheet(session, Plan(until.year)), whole)
    return until


def leaves() -> tuple[np.ndarray, np.ndarray]:
    """Coordinates (period, region, product line, channel, person) and amounts, the same on every machine."""
    rng = np.random.default_rng(11)
    month, person, line, place = np.indices((12, company.PEOPLE, company.LINES, PLACES)).reshape(4, -1)
    region, channel = place % company.REGIONS, place // company.REGIONS
    coordinates = np.stack([month, region, line, channel, person], axis=1) + 1
    return coordinates, rng.integers(1, 50_000, len(coordinates)) * 10_000


def pages(url: str) -> dict[str, dict[str, float]]:
    """Page → seconds of the first run in a process, and of later ones."""
    with db.writing(url) as session:
        cookies = {}
        for login, role, rep in (("director", "executive", None), ("seller", "sales_representative", "R3")):
            try:
                user = users.by_login(session, login)
            except SalesDashError:
                user = users.add(session, OPERATOR, login, role, rep=rep)
            cookies[login] = f"{SESSION}={sessions.start(session, user.id or 0, 'benchmark')}"
    found = {}
    with _serving(ROOT / "app.py", ROOT, {"SALESDASH_DATABASE_URL": url}) as (address, _process):
        for page, login in PAGES.items():
            seen = viewers.run(address, viewers=1, runs=30, page=page, cookie=cookies[login])
            later = round(statistics.median(seen.later), 4)
            found[page] = {"first_seconds": round(seen.first[0], 4), "later_seconds": later}
    return found


def compare(url: str, folder: Path, repeat: int, until: date) -> list[dict]:
    """Ours and the comparison, turn by turn, over all questions."""
    with db.reading(url) as session:
        files = snapshot.current(session)
    sales, goals = folder / "lines.parquet", folder / "targets.parquet"
    connection = one_parquet.connect(1024, config().query_threads)
    one_parquet.write(connection, [files.file("lines", month) for month in sorted(files.months)], sales)
    coordinates, amounts = leaves()
    columns = dict(zip(Cell._fields, coordinates.T, strict=True))
    parquet.write_table(pa.table(columns | {"amount": amounts}), goals)
    found = []
    for by, columns_of in QUESTIONS.items():
        taken: dict[str, list[float]] = {"first": [], "targets_changed": [], "again": [], "duckdb": []}
        for _ in range(repeat):
            forget("sales", "answers", "season")
            taken["first"].append(timed(lambda: ask(url, by, until))[0])  # noqa: B023
            forget("answers")
            taken["targets_changed"].append(timed(lambda: ask(url, by, until))[0])  # noqa: B023
            seconds, ours = timed(lambda: ask(url, by, until))  # noqa: B023
            taken["again"].append(seconds)
            seconds, plain = timed(lambda: by_hand(connection, sales, goals, columns_of, until))  # noqa: B023
            taken["duckdb"].append(seconds)
        assert in_ids(ours) == plain, f"figures differ: {by}"
        medians = {f"{name}_seconds": round(statistics.median(values), 4) for name, values in taken.items()}
        found.append({"by": list(by), "rows": len(ours.rows), **medians})
    return found


def forget(*what: str) -> None:
    """Empties what the process remembers of its answers."""
    asked, season = (sys.modules[f"salesdash.targets.{name}"] for name in ("attainment", "season"))
    known = {"sales": asked._sales, "answers": asked._answers, "season": season._known}
    for name in what:
        known[name].clear()


def ask(url: str, by: tuple[str, ...], until: date) -> targets.Attainment:
    with db.reading(url) as session:
        return targets.attainment(session, OPERATOR, year=until.year, by=by, as_of=until)


def by_hand(connection: object, sales: Path, goals: Path, by: list[str], until: date) -> dict:
    """Members → target and actual."""
    names = ", ".join(by)
    sold = f"""
        SELECT {names}, sum(net)::BIGINT AS actual FROM (
            SELECT month(day) AS period, person AS rep, region, product_line, channel, net FROM '{sales}'
            WHERE day BETWEEN '{until.year}-01-01' AND '{until}'
        ) GROUP BY {names}
    """
    aimed = f"SELECT {names}, sum(amount)::BIGINT AS target FROM '{goals}' GROUP BY {names}"
    execute: Callable = connection.execute  # type: ignore[attr-defined]
    rows = execute(f"SELECT {names}, target, coalesce(actual, 0) FROM ({aimed}) FULL JOIN ({sold}) USING ({names})")
    return {tuple(row[:-2]): row[-2:] for row in rows.fetchall()}


def in_ids(answer: targets.Attainment) -> dict:
    """Our answer as the comparison's."""

    def ids(name: str) -> list[int]:
        if name == "month":
            return [int(label[-2:]) for label in answer.rows[name]]
        return [int(code.removeprefix(PREFIXES[name])) for code in answer.rows[name]]

    keys = zip(*(ids(name) for name in answer.by), strict=True)
    columns = [answer.rows[name].astype(object).where(answer.rows[name].notna(), None) for name in ("target", "actual")]
    return dict(zip(keys, zip(*columns, strict=True), strict=True))


if __name__ == "__main__":
    main()
