"""How long others wait for the database while a million order lines are imported into SQLite.

    python benchmarks/import_waits.py [--lines 1000000] [--folder FOLDER]

One process imports. Meanwhile this one does what a sign-in and a settings change do (a short writing transaction) and
what a page does first (a short reading one), every 20 ms, and takes how long each took from asking for the database
to the end of its transaction. Prints one JSON document, times in milliseconds, beside the same without an import.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from import_lines import IMPORT, ROOT, write_file

sys.path.insert(0, str(ROOT))

PAUSE = 0.02


def measure(running: Callable[[], bool], actions: dict[str, Callable[[], None]]) -> dict[str, dict[str, float]]:
    """Runs the actions in turn while ``running``; per action how often, the median, 99 % and longest time."""
    times: dict[str, list[float]] = {name: [] for name in actions}
    while running():
        for name, action in actions.items():
            started = time.perf_counter()
            action()
            times[name].append((time.perf_counter() - started) * 1000)
            time.sleep(PAUSE)
    return {
        name: {
            "count": len(found),
            "median": round(sorted(found)[len(found) // 2], 2),
            "p99": round(sorted(found)[int(len(found) * 0.99)], 2),
            "longest": round(max(found), 2),
        }
        for name, found in times.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    from sqlalchemy import text

    from salesdash import company, db
    from salesdash.access.identity import OPERATOR
    from salesdash.models import Base

    with tempfile.TemporaryDirectory(dir=options.folder, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        os.environ["SALESDASH_CACHE_DIR"] = str(folder / "snapshot")
        url = f"sqlite:///{folder / 'company.sqlite3'}"
        Base.metadata.create_all(db.engine(url))
        write_file(folder / "orders.csv", options.lines, 1_000_000, date(2021, 1, 1), 1096)
        turn = iter(range(10**9))

        def sign_in() -> None:
            with db.writing(url) as session:
                db.touch(session, "access")

        def change_settings() -> None:
            with db.writing(url) as session:
                company.change(session, OPERATOR, "name", f"Company {next(turn)}")

        def begin_page() -> None:
            with db.reading(url) as session:
                company.settings(session)
                db.versions(session)
                session.execute(text("SELECT count(*) FROM import_batches WHERE status = 'published'")).scalar()

        actions = {"sign_in": sign_in, "settings_change": change_settings, "page_read": begin_page}
        until = time.monotonic() + 2
        quiet = measure(lambda: time.monotonic() < until, actions)
        importing = subprocess.Popen(
            [sys.executable, "-c", IMPORT, url, str(folder / "orders.csv"), str(ROOT)],
            stdout=subprocess.PIPE,
            text=True,
        )
        busy = measure(lambda: importing.poll() is None, actions)
        imported = json.loads(importing.communicate()[0].splitlines()[-1])
        print(json.dumps({"lines": options.lines, "import": imported, "without": quiet, "during": busy}, indent=2))


if __name__ == "__main__":
    main()
