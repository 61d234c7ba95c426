"""How the answers of the KPI page grow with the lines of the same company, asked turn by turn in one run.

    python -m benchmarks.growth [--small 1000000] [--large 10000000] [--folder FOLDER] [--repeat 5]

Both companies have the same people, products, customers and dates. Prints one JSON document; seconds are medians.
"""

import argparse
import json
import statistics
import tempfile
from pathlib import Path

from benchmarks.kpi_queries import PERIODS, SELECTIONS, ask, prepare, timed
from salesdash.kpis import View


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", type=int, default=1_000_000)
    parser.add_argument("--large", type=int, default=10_000_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--repeat", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder, ignore_cleanup_errors=True) as folder:
        urls = {lines: f"sqlite:///{Path(folder) / str(lines)}.sqlite3" for lines in (given.small, given.large)}
        for lines, url in urls.items():
            prepare(url, lines)
        questions = [
            compared(urls, dates, name, given.repeat) for dates in PERIODS for name in SELECTIONS
        ]  # fmt: skip
    print(json.dumps({"small": given.small, "large": given.large, "questions": questions}, indent=1))


def compared(urls: dict[int, str], dates: str, name: str, repeat: int) -> dict:
    """One question of both companies: median seconds, and how many times as long the larger one takes."""
    period, previous, year = PERIODS[dates]
    where, allowed, _condition = SELECTIONS[name]
    view = View(period, where, {"previous": previous, "year": year})
    seconds: dict[int, list[float]] = {lines: [] for lines in urls}
    for _ in range(repeat):
        for lines, url in urls.items():
            seconds[lines].append(timed(lambda: ask(url, view, allowed))[0])  # noqa: B023
    small, large = (statistics.median(taken) for taken in seconds.values())
    return {
        "dates": dates, "rows": name, "small_seconds": round(small, 4), "large_seconds": round(large, 4),
        "times": round(large / small, 2),
    }  # fmt: skip


if __name__ == "__main__":
    main()
