"""Page runs of the KPI page against a plain page with the same figures, in one run. Prints one JSON document.

usage: python -m benchmarks.page_speed [--database URL] [--login LOGIN] [--viewers N] [--runs R] [--rounds N]
       [--memory-runs N]

The plain page is ``benchmarks/plain_page.py`` with Streamlit's default settings. Both servers are one process each, on
free ports of this machine; they take turns, each figure is the median over the rounds. ``--database`` must hold sales
and the account (by default a temporary sample company with its executive).
"""

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from socket import socket

from benchmarks import viewers
from salesdash import company, db, kpis
from salesdash.access import sessions, users
from salesdash.access.identity import OPERATOR
from salesdash.comparisons import preset_range, previous
from salesdash.metrics import REGISTRY
from salesdash.periods import FiscalCalendar
from salesdash.ui.kpi_numbers import METRICS
from salesdash.web.cookies import SESSION

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database")
    parser.add_argument("--login", default="director")
    parser.add_argument("--viewers", type=int, default=20)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory-runs", type=int, default=0, help="runs after which memory is compared")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.database or _sample(Path(folder))
        figures = Path(folder) / "figures.json"
        figures.write_text(json.dumps(_figures(url)))
        with db.writing(url) as session:
            token = sessions.start(session, users.by_login(session, given.login).id or 0, "benchmark")
        cookie = f"{SESSION}={token}"
        plain_settings = {"PLAIN_PAGE_FIGURES": str(figures)}
        with (
            _serving(ROOT / "app.py", ROOT, {"SALESDASH_DATABASE_URL": url}) as (ours, process),
            _serving(ROOT / "benchmarks" / "plain_page.py", Path(folder), plain_settings) as (plain, plain_process),
        ):
            viewers.run(ours, viewers=2, runs=2, page="kpis", cookie=cookie)  # both warm
            viewers.run(plain, viewers=2, runs=2)
            rounds = [
                {
                    "kpi_page": _timed(process, ours, given.viewers, given.runs, page="kpis", cookie=cookie),
                    "plain_page": _timed(plain_process, plain, given.viewers, max(2, given.runs // 8)),
                    "kpi_page_alone": _timed(process, ours, 1, given.runs, page="kpis", cookie=cookie),
                }
                for _ in range(given.rounds)
            ]
            speeds = {name: [r[name]["runs_per_second"] for r in rounds] for name in ("kpi_page", "plain_page")}
            ratios = [a / b for a, b in zip(speeds["kpi_page"], speeds["plain_page"], strict=True)]
            alone = [r["kpi_page_alone"]["median_seconds"] for r in rounds]
            result = {
                "viewers": given.viewers,
                "runs_per_second": {name: statistics.median(values) for name, values in speeds.items()},
                "times_the_plain_page": round(statistics.median(ratios), 1),
                "one_run_alone_seconds": statistics.median(alone),
                "rounds": rounds,
            }
            if given.memory_runs:
                result["memory"] = _memory(ours, process.pid, given.viewers, given.memory_runs, cookie)
    print(json.dumps(result, indent=2))


def _timed(process: subprocess.Popen, url: str, count: int, runs: int, *, page: str = "", cookie: str = "") -> dict:
    """What the viewers saw, and the server's own processor time per run, which other programs do not disturb."""
    before = _cpu(process.pid)
    figures = viewers.run(url, viewers=count, runs=runs, page=page, cookie=cookie).figures()
    return figures | {"cpu_seconds_per_run": round((_cpu(process.pid) - before) / (count * (runs + 1)), 4)}


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(url: str, pid: int, count: int, runs: int, cookie: str) -> dict[str, int]:
    """Resident memory of the server after the first tenth of the runs and after all of them, in MB."""
    tenth = max(1, runs // count // 10)
    viewers.run(url, viewers=count, runs=tenth, page="kpis", cookie=cookie)
    before = _resident(pid)
    viewers.run(url, viewers=count, runs=9 * tenth, page="kpis", cookie=cookie)
    return {"runs": 10 * tenth * count, "mb_after_a_tenth": before, "mb_at_the_end": _resident(pid)}


def _resident(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) // 1024


def _sample(folder: Path) -> str:
    url = f"sqlite:///{folder / 'company.sqlite3'}"
    for words in (["db", "upgrade"], ["sample", "load"]):
        subprocess.run(
            [sys.executable, "-m", "salesdash", "--database", url, *words], check=True, cwd=ROOT, stdout=sys.stderr
        )
    return url


def _figures(url: str) -> dict:
    """The figures of the view that the KPI page opens with, as the plain page needs them."""
    with db.reading(url) as session:
        settings = company.settings(session)
        calendar = FiscalCalendar(settings.fiscal_first_month, settings.week_first_day)
        today = company.today(settings)
        period = preset_range(calendar, "this_month", today)
        view = kpis.View(period.cut(today), {}, {"previous": previous(calendar, period, today)})
        overview = kpis.overview(session, OPERATOR, view)
    months = overview.trend.tail(12)
    revenue = [None if v is None or v != v else v / 1e4 for v in overview.trend["revenue"].astype("Float64").tolist()]
    return {
        "metrics": [
            {
                "name": REGISTRY[key].name,
                "value": REGISTRY[key].show(overview.totals[key].value, settings.currency, short=True),
                "change": REGISTRY[key].show_change(overview.totals[key].changes["previous"]),
                "months": [float(v) for v in months[key].astype("Float64").fillna(0).tolist()],
            }
            for key in METRICS
        ],
        "trend": {
            "month": [str(start) for start in months["start"]],
            "revenue": revenue[12:],
            "a year before": revenue[:12],
        },
        "bars": {
            name: [
                {
                    "name": str(row["name"]),
                    "revenue": float(row["revenue"]) / 1e4,
                    "words": f"{row['revenue'] / 1e4:,.0f}",
                }
                for row in members.dropna(subset=["revenue"]).head(9).to_dict("records")
            ]
            for name, members in overview.by.items()
        },
        "bridge": [{"part": part, "amount": amount / 1e4} for part, amount in (overview.bridge or {}).items()],
        "table": [
            {"product": str(row["name"]), "revenue": float(row["revenue"]) / 1e4}
            for row in overview.products["top"].to_dict("records")
        ],
    }


@contextlib.contextmanager
def _serving(script: Path, folder: Path, settings: dict[str, str]) -> Iterator[tuple[str, subprocess.Popen]]:
    """A Streamlit server for ``script``, started in ``folder``, whose settings file it reads; its address."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port), "--server.headless", "true",
         "--server.address", "127.0.0.1"],
        cwd=folder, env=os.environ | settings | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    try:
        _answers(url, process)
        yield url, process
    finally:
        process.terminate()
        process.wait()


def _answers(url: str, process: subprocess.Popen, patience: float = 60) -> None:
    """Returns once the server answers."""
    end = time.monotonic() + patience
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=2).close()
            return
        time.sleep(0.1)
    raise RuntimeError(f"no server at {url}")


if __name__ == "__main__":
    main()
