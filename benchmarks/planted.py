"""What monitoring finds of what was planted, and how often it cries where nothing happened.

    python -m benchmarks.planted [--companies 12] [--members 8 20 41] [--months 60] [--stories] [--json]

Simulated companies of several kinds (level, trend, season, a drifting level, noise that differs from member to member,
members that move together), each forecast once with the method itself and held against many next months: as they come,
and with a shock of 4.5 standard errors of its forecast in one member, up or down. Told are, per kind and number of
members, the share of clean months with any alert (over all series and their total), the share of shocks found as an
alert of their member in their month, the share of these that stand first in the list of signals, and the share in which
the member is the first contributor of the total. ``--stories`` loads the sample company and looks for each of its
stories (data/README.md) in the months after it begins, forecast from what was known before.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from pandas import DataFrame

from benchmarks.planted_stories import stories
from salesdash.analytics.deviations import BOUNDS, judged
from salesdash.analytics.forecasting import TOTAL, forecast
from salesdash.analytics.widening import widening

KINDS = ("level", "trend", "season", "drift", "noise", "together")
#: next months that one forecast is held against
DRAWS = 200
SHOCK = 4.5
#: money in units of 1/10,000
UNIT = 10_000


@dataclass(frozen=True)
class Company:
    """``known``: a row per member, a column per month; ``next``: the mean of the month after; ``noise``: the standard
    deviation of each member; ``shared``: how much of its variance all members share."""

    known: np.ndarray
    next: np.ndarray
    noise: np.ndarray
    shared: float


def company(kind: str, members: int, months: int, rng: np.random.Generator) -> Company:
    """One simulated company."""
    level = 1000 * np.exp(rng.normal(0, 0.7, members))
    spread = np.exp(rng.normal(np.log(0.08), 0.5, members)) if kind == "noise" else np.full(members, 0.08)
    noise, time = level * spread, np.arange(months + 1)
    mean = np.repeat(level[:, None], months + 1, axis=1)
    if kind == "trend":
        mean = mean * (1 + np.outer(rng.normal(0.005, 0.004, members), time))
    if kind in ("season", "noise"):
        peaks = rng.integers(0, 12, members)
        mean = mean * (1 + 0.25 * np.sin(2 * np.pi * (time + peaks[:, None]) / 12))
    if kind == "drift":
        mean = mean + np.cumsum(rng.normal(size=mean.shape) * 0.25 * noise[:, None], axis=1)
    shared = 0.5 if kind == "together" else 0.0
    seen = mean + _noise(noise, shared, months + 1, rng).T
    return Company(np.maximum(seen[:, :months], 0), mean[:, months], noise, shared)


def _noise(noise: np.ndarray, shared: float, rows: int, rng: np.random.Generator) -> np.ndarray:
    own, common = rng.normal(size=(rows, len(noise))), rng.normal(size=(rows, 1))
    return noise * (np.sqrt(1 - shared) * own + np.sqrt(shared) * common)


def held_against(one: Company, rng: np.random.Generator) -> dict[str, float]:
    """Shares of months with an alert, of shocks found, and ranked first, of one company."""
    members = len(one.noise)
    names = [f"m{n:02d}" for n in range(members)]
    days = pd.date_range("2021-01-01", periods=one.known.shape[1], freq="MS")
    series = pd.concat([DataFrame({"unique_id": n, "ds": days, "y": y}) for n, y in zip(names, one.known, strict=True)])
    levels = DataFrame({"unique_id": names, "region": names})
    made = forecast(series, horizon=3, season_length=12, frequency="MS", levels=levels, of=[()], cores=1)
    wide = widening(made.points, made.errors, made.inputs, 12)
    first = made.points[made.points["step"] == 1].set_index("unique_id").loc[[*names, TOTAL]]
    frame = (first[["mean", *BOUNDS]] * UNIT).round().astype("Int64").rename(columns={"mean": "expected"})
    frame["widening"] = wide.loc[frame.index]
    errors = ((first["hi95"] - first["lo95"]) / 2 / 1.959964).to_numpy()[:members]
    clean = one.next + _noise(one.noise, one.shared, DRAWS, rng)
    hit = rng.integers(0, members, DRAWS)
    shocked = clean.copy()
    shocked[np.arange(DRAWS), hit] += rng.choice([-1, 1], DRAWS) * SHOCK * errors[hit]
    cried = [_alerts(frame, month)["severity"].eq("alert").any() for month in clean]
    found, leads, leads_total = [], [], []
    for month, member in zip(shocked, hit, strict=True):
        told = _alerts(frame, month)
        alerts = told[told["severity"] == "alert"].sort_values("surprise", ascending=False)
        found.append(names[member] in alerts.index)
        if found[-1]:
            leads.append(alerts.index[0] == names[member])
            leads_total.append(told["deviation"].iloc[:members].abs().astype(float).idxmax() == names[member])
    return {
        "clean views with an alert": float(np.mean(cried)), "shocks found": float(np.mean(found)),
        "member first": float(np.mean(leads)), "first of the total": float(np.mean(leads_total)),
    }  # fmt: skip


def _alerts(frame: DataFrame, month: np.ndarray) -> DataFrame:
    actual = np.append(month, month.sum())
    return judged(frame.assign(actual=pd.array(np.rint(actual * UNIT).astype(np.int64), dtype="Int64")))


def simulated(companies: int, members: list[int], months: int) -> Iterator[dict[str, Any]]:
    """A row per kind and number of members."""
    for count in members:
        for kind in KINDS:
            rng = np.random.default_rng([count, KINDS.index(kind)])
            rows = [held_against(company(kind, count, months, rng), rng) for _company in range(companies)]
            means = {name: round(float(np.mean([row[name] for row in rows])), 3) for name in rows[0]}
            yield {"kind": kind, "members": count, "months": months, "companies": companies, **means}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--companies", type=int, default=12)
    parser.add_argument("--members", type=int, nargs="+", default=[8, 20, 41])
    parser.add_argument("--months", type=int, default=60)
    parser.add_argument("--stories", action="store_true", help="look for the stories of the sample company instead")
    arguments = parser.parse_args()
    if arguments.stories:
        with tempfile.TemporaryDirectory() as folder:
            for row in stories(Path(folder)):
                print(json.dumps(row, ensure_ascii=False), flush=True)
        return
    rows = []
    for row in simulated(arguments.companies, arguments.members, arguments.months):
        rows.append(row)
        print(json.dumps(row), flush=True)
    figures = [name for name in rows[0] if isinstance(rows[0][name], float)]
    print(json.dumps({"kind": "all"} | {n: round(float(np.mean([row[n] for row in rows])), 3) for n in figures}))


if __name__ == "__main__":
    main()
