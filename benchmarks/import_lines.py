"""Importing many order lines into SQLite, against inserting the same rows with bare ``sqlite3.executemany``.

    python benchmarks/import_lines.py [--lines 1000000] [--then 10000] [--folder FOLDER]

Writes a CSV file of a made-up company, imports it through the service with all checks on, in a process of its own
whose peak memory is taken, then inserts the rows that came of it into the same table of an empty database in one
transaction with the same settings, once with the table's indexes and once without any. With ``--then`` a second file
of that many new lines over two months is imported after it. Prints one JSON document.
"""

import argparse
import csv
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = [
    "Order No", "Order Date", "Line No", "Customer", "Product", "Product Line", "Region", "Channel",
    "Sales Rep", "Quantity", "Unit Price", "Net Amount", "Cost",
]  # fmt: skip

IMPORT = """
import json, resource, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from salesdash import imports
from salesdash.access.identity import OPERATOR
started = time.perf_counter()
result = imports.run(sys.argv[1], OPERATOR, Path(sys.argv[2]), "orders", imports.Options())
seconds = time.perf_counter() - started
cpu = time.process_time()
own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps({"seconds": seconds, "cpu_seconds": cpu, "peak_mb": own / 1024, "children_peak_mb": children / 1024,
                  "inserted": result.inserted, "rejected": result.rejected}))
"""


def write_file(path: Path, lines: int, first_order: int, start: date, days: int) -> None:
    """Some three lines an order, in the order of the dates, as an export comes."""
    chance = random.Random(lines + first_order)
    with path.open("w", newline="", encoding="utf-8") as target:
        writer = csv.writer(target)
        writer.writerow(HEADER)
        orders = max(lines // 3, 1)
        for number in range(lines):
            order = number // 3
            if number % 3 == 0:
                day = (start + timedelta(days=order * days // orders)).isoformat()
                customer, rep = f"C{chance.randrange(20_000):05}", chance.randrange(40)
                region, channel = f"R{rep % 8}", f"channel {chance.randrange(4)}"
            quantity, cents = chance.randrange(1, 40), chance.randrange(100, 99_999)
            net, product = quantity * cents, chance.randrange(2_000)
            writer.writerow(
                [
                    f"SO{first_order + order}", day, number % 3 + 1, customer, f"P{product:04}",
                    f"line {product % 12}", region, channel, f"S{rep:02}", quantity, f"{cents / 100:.2f}",
                    f"{net / 100:.2f}", f"{net * 6 // 10 / 100:.2f}",
                ]
            )  # fmt: skip


def run_import(url: str, path: Path) -> dict:
    """One import in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORT, url, str(path), str(ROOT)], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def bare(imported: Path, empty: Path, *, indexes: bool) -> dict:
    """Seconds that the rows of the imported database take, from memory, in one transaction."""
    source = sqlite3.connect(imported)
    schema = source.execute(
        "SELECT sql FROM sqlite_master WHERE tbl_name = 'order_lines' AND sql IS NOT NULL"
    ).fetchall()
    names = [row[1] for row in source.execute("PRAGMA table_info(order_lines)")]
    rows = source.execute(f"SELECT {', '.join(names)} FROM order_lines ORDER BY id LIMIT 1000000").fetchall()
    source.close()
    target = sqlite3.connect(empty, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "cache_size=-32768"):
        target.execute(f"PRAGMA {pragma}")
    for (sql,) in schema:
        if indexes or sql.startswith("CREATE TABLE"):
            target.execute(sql)
    started, cpu = time.perf_counter(), time.process_time()
    target.execute("BEGIN IMMEDIATE")
    target.executemany(f"INSERT INTO order_lines ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", rows)
    target.execute("COMMIT")
    seconds, used = time.perf_counter() - started, time.process_time() - cpu
    share = len_of(imported) / len(rows)
    target.close()
    empty.unlink()
    return {"seconds": seconds * share, "cpu_seconds": used * share}


def len_of(database: Path) -> int:
    """Lines of the imported database."""
    with sqlite3.connect(database) as connection:
        return connection.execute("SELECT count(*) FROM order_lines").fetchone()[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--then", type=int, default=0)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    from salesdash import db
    from salesdash.models import Base

    with tempfile.TemporaryDirectory(dir=options.folder, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        os.environ["SALESDASH_CACHE_DIR"] = str(folder / "snapshot")
        url = f"sqlite:///{folder / 'company.sqlite3'}"
        Base.metadata.create_all(db.engine(url))
        db.engine(url).dispose()
        write_file(folder / "orders.csv", options.lines, 1_000_000, date(2021, 1, 1), 1096)
        result = {"lines": options.lines, "import": run_import(url, folder / "orders.csv")}
        for label, indexes in (("bare_insert", True), ("bare_insert_without_indexes", False)):
            result[label] = bare(folder / "company.sqlite3", folder / "bare.sqlite3", indexes=indexes)
            result[label]["ratio"] = result["import"]["seconds"] / result[label]["seconds"]
        if options.then:
            write_file(folder / "more.csv", options.then, 9_000_000, date(2023, 11, 1), 61)
            result["then"] = {"lines": options.then} | run_import(url, folder / "more.csv")
        print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
