"""Attainment over 100,000 target cells and millions of lines, through the service, against one DuckDB query.

    python -m benchmarks.attainment [--lines 5000000] [--database URL] [--repeat 5]

The company of ``benchmarks.company`` with a target for every person × month × product line × region and channel
(103,680 cells of 2024), seen on a day in September. Each question is asked three ways: with nothing remembered (the
first after an import), after a change of targets (sales are remembered), and again (all is remembered, as in a page
run). The comparison is what somebody would write by hand: lines and targets each in one Parquet file, sums joined by
DuckDB; it knows no season, no scope and no names. Targets and actuals of both must be equal. Prints one JSON document.
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet
from sqlalchemy import func, inspect, select

from benchmarks import company, loading, one_parquet
from benchmarks.kpi_queries import timed
from salesdash import db, models, snapshot, targets
from salesdash.access.identity import OPERATOR
from salesdash.analytics.target_sheet import Cell, Sheet
from salesdash.config import config
from salesdash.targets import Plan, state, storage

YEAR, AS_OF = 2024, date(2024, 9, 17)
PLAN = Plan(YEAR)
#: pairs of region and channel that a person, month and line is split over
PLACES = 18
#: dimensions of an answer → those of the comparison
QUESTIONS = {
    ("rep",): ["rep"], ("rep", "month"): ["rep", "period"], ("region", "product_line"): ["region", "product_line"],
    ("month",): ["period"], ("channel", "rep", "month"): ["channel", "rep", "period"],
}  # fmt: skip
PREFIXES = {"rep": "R", "region": "G", "product_line": "L", "channel": "CH"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=5_000_000)
    parser.add_argument(
        "--database", help="a company of this benchmark, made if it is empty; by default a temporary one"
    )
    parser.add_argument("--repeat", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.database or f"sqlite:///{Path(folder) / 'company.sqlite3'}"
        prepare(url, given.lines)
        result = {
            "lines": given.lines,
            "cells": len(leaves()[1]),
            "questions": compare(url, Path(folder), given.repeat),
        }
    print(json.dumps(result, indent=1))


def prepare(url: str, lines: int) -> None:
    """Company, snapshot and targets, unless they are there."""
    bind = db.engine(url)
    empty = not inspect(bind).has_table("order_lines")
    if not empty:
        with db.reading(url) as session:
            empty = session.scalar(select(func.count()).select_from(models.ImportBatch)) == 0
    if empty:
        loading.load(url, lines)
    snapshot.refresh(bind)
    with db.reading(url) as session:
        if storage.sheet_of(session, PLAN) is not None:
            return
    coordinates, amounts = leaves()
    with db.writing(url) as session:
        whole = Sheet(coordinates, amounts, {Cell(): False}, unit=100)
        state.save(session, storage.locked_sheet(session, PLAN), whole)


def leaves() -> tuple[np.ndarray, np.ndarray]:
    """Coordinates (period, region, product line, channel, person) and amounts, the same on every machine."""
    rng = np.random.default_rng(11)
    grid = np.stack(np.meshgrid(
        np.arange(1, 13), np.arange(1, company.PEOPLE + 1), np.arange(1, company.LINES + 1), np.arange(PLACES),
        indexing="ij",
    ), axis=-1).reshape(-1, 4)  # fmt: skip
    month, person, line, place = grid.T
    region, channel = place % company.REGIONS + 1, place // company.REGIONS + 1
    return np.stack([month, region, line, channel, person], axis=1), rng.integers(1, 50_000, len(grid)) * 10_000


def compare(url: str, folder: Path, repeat: int) -> list[dict]:
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
            taken["first"].append(timed(lambda: ask(url, by))[0])  # noqa: B023
            forget("answers")
            taken["targets_changed"].append(timed(lambda: ask(url, by))[0])  # noqa: B023
            seconds, ours = timed(lambda: ask(url, by))  # noqa: B023
            taken["again"].append(seconds)
            seconds, plain = timed(lambda: by_hand(connection, sales, goals, columns_of))  # noqa: B023
            taken["duckdb"].append(seconds)
        assert in_ids(ours) == plain, f"figures differ: {by}"
        medians = {f"{name}_seconds": round(statistics.median(values), 4) for name, values in taken.items()}
        found.append({"by": list(by), "rows": len(ours.rows), **medians})
    return found


def forget(*what: str) -> None:
    """Empties what the process remembers of its answers."""
    known = {
        "sales": sys.modules["salesdash.targets.attainment"]._sales,
        "answers": sys.modules["salesdash.targets.attainment"]._answers,
        "season": sys.modules["salesdash.targets.season"]._known,
    }
    for name in what:
        known[name].clear()


def ask(url: str, by: tuple[str, ...]) -> targets.Attainment:
    with db.reading(url) as session:
        return targets.attainment(session, OPERATOR, year=YEAR, by=by, as_of=AS_OF)


def by_hand(connection: object, sales: Path, goals: Path, by: list[str]) -> dict:
    """Members → target and actual."""
    names = ", ".join(by)
    sold = f"""
        SELECT {names}, sum(net)::BIGINT AS actual FROM (
            SELECT month(day) AS period, person AS rep, region, product_line, channel, net FROM '{sales}'
            WHERE day BETWEEN '{YEAR}-01-01' AND '{AS_OF}'
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
