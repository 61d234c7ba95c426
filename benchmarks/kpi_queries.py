"""Everything that the KPI page asks in one go, against DuckDB answering the same from one Parquet file of the lines.

    python -m benchmarks.kpi_queries --lines 5000000 --database sqlite:////tmp/bench.sqlite3

Loads the company if the database has no lines, makes the snapshot, then asks a whole year and ragged dates, each
unfiltered, for one region and in the scope of 8 people. Every figure is compared. Prints one JSON document; seconds
are medians. A PostgreSQL URL needs an existing, empty database.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from unittest.mock import patch

from sqlalchemy import func, inspect, select

from benchmarks import company, loading, one_parquet
from salesdash import db, kpis, models, snapshot
from salesdash.access import scope
from salesdash.access.identity import EVERYTHING, OPERATOR, Scope
from salesdash.config import config
from salesdash.kpis import Overview, View, viewing
from salesdash.periods import Range

PERIODS = {
    "whole year": [
        Range(date(2024, 1, 1), date(2024, 12, 31)), Range(date(2023, 1, 1), date(2023, 12, 31)),
        Range(date(2023, 1, 1), date(2023, 12, 31)),
    ],
    "ragged dates": [
        Range(date(2024, 2, 12), date(2024, 11, 18)), Range(date(2023, 5, 7), date(2024, 2, 11)),
        Range(date(2023, 2, 12), date(2023, 11, 18)),
    ],
}  # fmt: skip
PEOPLE = range(3, 11)
#: name → filter of the page, scope of the person, the same as a condition on the lines
SELECTIONS: dict[str, tuple[dict[str, list[str]], Scope, str]] = {
    "unfiltered": ({}, EVERYTHING, "true"),
    "one region": ({"region": ["G3"]}, EVERYTHING, "region = 3"),
    "8 people": ({}, Scope(people=frozenset(PEOPLE)), f"person IN ({', '.join(map(str, PEOPLE))})"),
}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--lines", type=int, default=1_000_000)
    arguments.add_argument("--database", required=True)
    arguments.add_argument("--repeat", type=int, default=3)
    given = arguments.parse_args()
    result = {"lines": given.lines, "database": given.database.split(":")[0]}
    result |= prepare(given.database, given.lines)
    result["questions"] = compare(given.database, given.repeat)
    result["refresh_two_months_seconds"] = refresh(given.database, given.lines)
    result["kpis_in_a_fresh_process"] = fresh_process(given.database)
    print(json.dumps(result, indent=1))


def prepare(url: str, lines: int) -> dict[str, float]:
    """The company and its snapshot, unless they are there."""
    started = time.perf_counter()
    bind = db.engine(url)
    empty = not inspect(bind).has_table("order_lines")
    if not empty:
        with db.reading(url) as session:
            empty = session.scalar(select(func.count()).select_from(models.ImportBatch)) == 0
    if empty:
        loading.load(url, lines)
    loaded = time.perf_counter()
    snapshot.refresh(bind)
    return {"load_seconds": loaded - started, "snapshot_seconds": time.perf_counter() - loaded}


def compare(url: str, repeat: int) -> list[dict]:
    """Both ways, turn by turn, over all questions."""
    with db.reading(url) as session:
        files = snapshot.current(session)
    single = files.folder / "all-lines-in-one.parquet"
    connection = one_parquet.connect(1024, config().query_threads)
    one_parquet.write(connection, [files.file("lines", month) for month in sorted(files.months)], single)
    found = []
    for dates, periods in PERIODS.items():
        for name, (where, allowed, condition) in SELECTIONS.items():
            view = View(periods[0], where, {"previous": periods[1], "year": periods[2]})
            reference = one_parquet.Reference(connection, single, periods, condition)
            ours, theirs, equal = [], [], True
            for _ in range(repeat):
                seconds, page = timed(lambda: ask(url, view, allowed))  # noqa: B023
                ours.append(seconds)
                seconds, answer = timed(reference.answer)
                theirs.append(seconds)
                equal = equal and same(page, answer)
            quick, plain = statistics.median(ours), statistics.median(theirs)
            found.append(
                {"dates": dates, "rows": name, "seconds": round(quick, 4), "duckdb_seconds": round(plain, 4),
                 "times_quicker": round(plain / quick, 1), "equal": equal}
            )  # fmt: skip
            assert equal, f"figures differ: {dates}, {name}"
    single.unlink()
    return found


def ask(url: str, view: View, allowed: Scope) -> Overview:
    """The page's question, never answered before."""
    sys.modules["salesdash.kpis.overview"]._answers.clear()
    with patch.object(scope, "of", lambda *_: allowed), db.reading(url) as session:
        return kpis.overview(session, OPERATOR, view)


def timed(work: Callable) -> tuple[float, object]:
    """Seconds, and what came out."""
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def same(page: Overview, answer: dict[str, list[tuple]]) -> bool:
    """Every figure of the page is DuckDB's."""
    n = len(PERIODS["whole year"])
    suffixes = ["", "_previous", "_year"]
    names = list(one_parquet.SUMS)
    sums = {(part, member): row for part, member, *row in answer["sums"]}
    orders = {(part, int(member)): row for part, member, *row in answer["orders"]}
    customers = {(part, int(member)): row for part, member, *row in answer["customers"]}
    for part in viewing.PARTS:
        rows = page.by[part].set_index("id")
        assert set(rows.index) == {member for p, member in sums if p == part}
        for member in rows.index:
            figures = [dict(zip(names, sums[part, member][k * 5 : k * 5 + 5], strict=True)) for k in range(n)]
            for k, suffix in enumerate(suffixes):
                shown = rows.loc[member]
                expected = (
                    figures[k]["revenue"], figures[k]["quantity"], orders.get((part, member), [0] * n)[k],
                    customers.get((part, member), [0] * n)[k],
                )  # fmt: skip
                got = tuple(shown[f"{name}{suffix}"] for name in ("revenue", "quantity", "orders", "customers"))
                margin = (figures[k]["costed_revenue"] - figures[k]["cost"]) / figures[k]["costed_revenue"]
                assert got == expected, (part, member, got, expected)
                assert abs(shown[f"gross_margin{suffix}"] - margin) < 1e-12
    figures = [dict(zip(names, sums["total", 0][k * 5 : k * 5 + 5], strict=True)) for k in range(n)]
    for k, comparison in enumerate((None, "previous", "year")):
        expected = figures[k] | {
            "orders": orders["total", 0][k], "customers": customers["total", 0][k],
            "new_customers": answer["new_customers"][0][k],
            "gross_profit": figures[k]["costed_revenue"] - figures[k]["cost"],
        }  # fmt: skip
        for name in ("revenue", "orders", "customers", "new_customers", "quantity", "cost", "gross_profit"):
            figure = page.totals[name]
            got = figure.bases[comparison] if comparison else figure.value
            assert got == expected[name], (name, comparison, got, expected[name])
        rate = page.totals["return_rate"].bases[comparison] if comparison else page.totals["return_rate"].value
        assert abs(rate - (figures[k]["sold"] - figures[k]["revenue"]) / figures[k]["sold"]) < 1e-12
    for lists, rows in ((page.products, answer["products"]), (page.customers, answer["buyers"])):
        for kind in ("top", "falling"):
            columns = lists[kind][["id", "revenue", "base"]].astype(object)
            shown = [tuple(row) for row in columns.where(columns.notna(), None).itertuples(index=False)]
            assert shown == [tuple(row[1:]) for row in rows if row[0] == kind], kind
    trend = page.trend.set_index("start")
    for month, *row in answer["trend"]:
        shown = trend.loc[month]
        got = [shown[name] for name in ("revenue", "quantity", "cost", "orders", "customers", "new_customers")]
        assert got == [row[0], row[3], row[4], *row[5:]], (month, got, row)
    assert page.data_until == answer["until"][0][0]
    change = figures[0]["revenue"] - figures[1]["revenue"]
    return (
        page.bridge is not None
        and sum(page.bridge.values()) == change
        and bridge(answer["goods"], change) == page.bridge
    )


def bridge(goods: list[tuple], change: int) -> dict[str, int]:
    """Price, volume and mix of DuckDB's quantities and amounts."""
    import pandas as pd

    from salesdash.analytics.price_volume_mix import price_volume_mix

    columns = ["product", "quantity_0", "amount_0", "quantity_1", "amount_1"]
    frame = pd.DataFrame(goods, columns=columns).astype("Int64")
    return price_volume_mix(frame, change).parts()


def refresh(url: str, lines: int) -> float:
    """Seconds from the moment at which 10,000 new lines over two months are published until the page shows them."""
    extra = company.lines(10_000, seed=time.time_ns() % 1_000_000)
    moved = company.in_two_months(extra, lines)
    with db.reading(url) as session:
        first = (session.scalar(select(func.max(models.OrderLine.id))) or 0) + 1
    loading.add(url, moved, first)
    view = View(PERIODS["whole year"][0], {}, {"previous": PERIODS["whole year"][1]})
    seconds, _page = timed(lambda: ask(url, view, EVERYTHING))
    return round(seconds, 3)


#: runs a command and prints its peak memory in kB: a child of this process would be measured with its parent's
MEASURE = (
    "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); "
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)


def fresh_process(url: str) -> dict[str, float]:
    """``kpis`` by region over a year, started anew."""
    question = "kpis --from 2024-01-01 --to 2024-12-31 --by region --compare year --json"
    command = [sys.executable, "-c", MEASURE, sys.executable, "-m", "salesdash", "--database", url, *question.split()]
    started = time.perf_counter()
    ended = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds = time.perf_counter() - started
    return {"seconds": round(seconds, 2), "megabytes": round(int(ended.stdout) / 1024)}


if __name__ == "__main__":
    main()
