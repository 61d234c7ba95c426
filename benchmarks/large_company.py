"""The application over millions of lines: page runs on the server, and new lines that arrive. Prints one JSON document.

    python -m benchmarks.large_company [--lines 5000000] [--new 10000] [--folder FOLDER]

Makes a migrated SQLite database with the company of ``benchmarks.company`` and one executive, serves it in one
process, and takes the seconds from the start of the KPI page's script to its end, as a viewer on the websocket sees
them: a view seen before, a filter that nobody asked before, and the first run after an import of new lines over two
months, which another process makes. The same lines are looked for with the service in this process, too.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

from benchmarks import company, loading, viewers
from benchmarks.page_speed import ROOT, _resident, _serving
from salesdash import db, kpis, snapshot
from salesdash.access import sessions, users
from salesdash.access.identity import OPERATOR
from salesdash.web.cookies import SESSION

YEAR = (date(2024, 1, 1), date(2024, 12, 31))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=5_000_000)
    parser.add_argument("--new", type=int, default=10_000)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'company.sqlite3'}"
        command(url, "db", "upgrade")
        loading.load(url, given.lines)
        snapshot.refresh(db.engine(url))
        with db.writing(url) as session:
            user = users.add(session, OPERATOR, "director", "executive")
            cookie = f"{SESSION}={sessions.start(session, user.id or 0, 'benchmark')}"
        with _serving(ROOT / "app.py", ROOT, {"SALESDASH_DATABASE_URL": url}) as (address, process):
            result = {"lines": given.lines} | page_runs(address, cookie)
            result |= new_lines(url, folder, given, address, cookie)
            result["server_mb"] = _resident(process.pid)
    print(json.dumps(result, indent=2))


def command(url: str, *words: str) -> dict | None:
    """One command of the command line in a process of its own; its JSON document where it was asked for."""
    done = subprocess.run(
        [sys.executable, "-m", "salesdash", "--database", url, *words], check=True, cwd=ROOT, capture_output=True,
        text=True,
    )  # fmt: skip
    return json.loads(done.stdout) if "--json" in words else None


def page_runs(address: str, cookie: str) -> dict[str, float]:
    """Median seconds of a view seen before, and of filters that are asked for the first time: each by a viewer of
    its own, who comes in by a link."""
    seen = viewers.run(address, viewers=1, runs=30, page="kpis", cookie=cookie).later
    fresh = []
    for region in range(1, company.REGIONS + 1):
        for channel in (1, 2):
            query = urlencode({"region": f"Region {region}", "channel": f"Channel {channel}"})
            fresh += viewers.run(address, viewers=1, runs=0, page="kpis", cookie=cookie, query=query).first
    return {
        "view_seen_before": round(statistics.median(seen), 4), "new_filter": round(statistics.median(fresh), 4),
        "new_filter_slowest": round(max(fresh), 4),
    }  # fmt: skip


def new_lines(url: str, folder: Path, given: argparse.Namespace, address: str, cookie: str) -> dict[str, float]:
    """Imports the new lines in another process, then looks at them here and on the page."""
    path = folder / "new.csv"
    write_new(path, given.new, given.lines)
    before = viewers.run(address, viewers=1, runs=0, page="kpis", cookie=cookie).markup
    lines_before = asked(url)
    imported = command(url, "import", str(path), "--kind", "orders", "--json") or {}
    ended = time.perf_counter()
    after = viewers.run(address, viewers=1, runs=0, page="kpis", cookie=cookie)
    on_the_page = time.perf_counter() - ended
    assert imported["inserted"] == given.new
    assert after.markup != before
    started = time.perf_counter()
    assert asked(url) != lines_before
    return {
        "import_seconds": imported["seconds"], "first_run_after_the_import": round(after.first[0], 4),
        "on_the_page_after": round(on_the_page, 3), "in_another_process": round(time.perf_counter() - started, 3),
    }  # fmt: skip


def asked(url: str) -> int:
    """The year's revenue, asked in this process."""
    with db.reading(url) as session:
        return int(kpis.table(session, OPERATOR, *YEAR).total["revenue"].iloc[0])


def write_new(path: Path, count: int, lines: int) -> None:
    """Orders of November and December 2024 that are not in the company yet, as a file."""
    company.write_lines(path, company.in_two_months(company.lines(count, seed=11), lines))


if __name__ == "__main__":
    main()
