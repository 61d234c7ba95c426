"""The cascade of ``benchmarks.cascade`` as a person sees it: with reading, checks and writing in a database.

    python -m benchmarks.cascade_service [--database URL]

Company → 10 regions → 1,000 people × 12 months × 12 product lines, split and split again with locks through
salesdash.targets, on a new SQLite file or an empty database of the URL. Each change is one transaction with its
version and audit entry. Afterwards the sums of the stored cells are compared level by level. Prints one JSON document;
seconds are one run each, by the clock and of the processor.
"""

import argparse
import json
import os
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import insert
from sqlalchemy.orm import Session

from salesdash import db, models, targets
from salesdash.access import setup
from salesdash.access.identity import OPERATOR
from salesdash.config import config
from salesdash.targets import Cell, Plan, Weights

PLAN = Plan(2026)
YEAR = Cell(2026)
TOTAL = 500_000_000 * 10_000
REGIONS = [f"G{i}" for i in range(1, 11)]
LINES = [f"L{i}" for i in range(1, 13)]
MONTHS = [f"2026-{month:02}" for month in range(1, 13)]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--database")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        url = given.database or f"sqlite:///{Path(folder) / 'company.sqlite3'}"
        os.environ |= {"SALESDASH_DATABASE_URL": url, "SALESDASH_CACHE_DIR": str(Path(folder) / "snapshot")}
        config.cache_clear()
        models.Base.metadata.create_all(db.engine())
        with db.writing() as session:
            members(session)
        result = {name: timed(change) for name, change in changes().items()}
        print(json.dumps({"database": url.split(":")[0], "seconds": result, **sums()}, indent=1))


def members(session: Session) -> None:
    setup.install_defaults(session)
    for model, codes in ((models.Region, REGIONS), (models.ProductLine, LINES)):
        session.execute(insert(model), [{"code": code, "name": code} for code in codes])
    people = [{"code": person, "name": person} for region in REGIONS for person in team(region)]
    session.execute(insert(models.Person), people)
    db.touch(session, "masterdata")


def team(region: str) -> list[str]:
    return [f"{region}-{i:02}" for i in range(100)]


def typed(members: list[str], seed: int) -> Weights:
    seeds = random.Random(seed)
    return Weights("typed", {member: 0.5 + seeds.random() for member in members})


def changes() -> dict[str, Callable[[Session], object]]:
    def split(cell: Cell, by: str, members: list[str], seed: int, *locks: str) -> Callable[[Session], object]:
        return lambda session: targets.split(session, OPERATOR, PLAN, cell, by, typed(members, seed), locks=locks)

    def put(cell: Cell, amount: int, give_way: str | None = None) -> Callable[[Session], object]:
        return lambda session: targets.set_amount(session, OPERATOR, PLAN, cell, amount, give_way=give_way)

    people = {
        f"{region} over 100 people": split(Cell(2026, region=region), "rep", team(region), i)
        for i, region in enumerate(REGIONS)
    }
    return {
        "company set": put(YEAR, TOTAL),
        "over 10 regions": split(YEAR, "region", REGIONS, 1),
        **people,
        "over 12 months (12,000 cells)": split(YEAR, "month", MONTHS, 2),
        "over 12 lines (144,000 cells)": split(YEAR, "product_line", LINES, 3),
        "lock a line": lambda session: targets.set_lock(session, OPERATOR, PLAN, Cell(2026, product_line="L3"), True),
        "again over 10 regions, two locked": split(YEAR, "region", REGIONS, 4, "G4", "G7"),
        "again over 12 lines, two locked": split(YEAR, "product_line", LINES, 5, "L5"),
        "again over 12 months, one locked": split(YEAR, "month", MONTHS, 6, "2026-02"),
        "company + 7 %": put(YEAR, TOTAL * 107 // 100, "parent"),
        "a person, colleagues give way": put(Cell(2026, region="G3", rep="G3-50"), TOTAL // 800, "siblings"),
    }


def timed(change: Callable[[Session], object]) -> dict[str, float]:
    clock, processor = time.perf_counter(), time.process_time()
    with db.writing() as session:
        change(session)
    return {
        "clock": round(time.perf_counter() - clock, 2),
        "processor": round(time.process_time() - processor, 2),
    }


def sums() -> dict[str, object]:
    """The stored amounts, summed by each dimension: all must come to the company's."""
    with db.reading() as session:
        stored = {
            by: int(targets.cells(session, OPERATOR, PLAN, by=(by,))["target"].sum())
            for by in ("region", "rep", "month", "product_line")
        }
    assert set(stored.values()) == {TOTAL * 107 // 100}, stored
    return {"every level sums to": TOTAL * 107 // 100 / 10_000}


if __name__ == "__main__":
    main()
