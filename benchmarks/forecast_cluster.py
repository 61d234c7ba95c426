"""The same forecast on the cores of this machine and on a cluster of two workers on the same cores; and how the cost
grows with the number of series. ``python -m benchmarks.forecast_cluster [--series N] [--growth]``

The run is the one of the task: 60 months, 12 ahead, products in regions that are summed, reconciled and judged at
earlier ends. Compared are the times of whole runs, one after the other, and all figures.
"""

import argparse
import os
import resource
import time

import numpy as np
import pandas as pd
import psutil
from distributed import Client, LocalCluster

from salesdash.analytics.forecasting import Forecasts, forecast

MONTHS, HORIZON, SEASON = 60, 12, 12
GROWTH = (100, 500, 2000)


def company(count: int, seed: int = 1) -> tuple[pd.DataFrame, pd.DataFrame]:
    """``count`` series of a region and a product each: trends, seasons and noise of many sizes; every tenth sells now
    and then."""
    noise, months = np.random.default_rng(seed), np.arange(MONTHS)
    level, growth = noise.lognormal(7, 1, count), noise.normal(0.004, 0.006, count)
    swing, phase = noise.uniform(0, 0.4, count), noise.uniform(0, 12, count)
    y = level[:, None] * np.exp(growth[:, None] * months)
    y *= 1 + swing[:, None] * np.sin(2 * np.pi * (months + phase[:, None]) / 12)
    y *= noise.lognormal(0, noise.uniform(0.05, 0.3, count)[:, None], (count, MONTHS))
    y[::10] *= noise.random((len(y[::10]), MONTHS)) < 0.4
    names = [f"S{number:06}" for number in range(count)]
    dates = pd.date_range("2020-01-01", periods=MONTHS, freq="MS")
    series = pd.DataFrame({"unique_id": np.repeat(names, MONTHS), "ds": np.tile(dates, count), "y": y.ravel()})
    levels = pd.DataFrame({"unique_id": names, "region": [f"R{n % 10}" for n in range(count)], "product": names})
    return series, levels


def processor() -> float:
    """Seconds of processor time that this process and all that it started have used: what a busy machine does not
    change."""
    used = 0.0
    for one in (own := psutil.Process(os.getpid()), *own.children(recursive=True)):
        spent = one.cpu_times()
        used += spent.user + spent.system + spent.children_user + spent.children_system
    return used


def run(count: int, engine: str | None = None) -> tuple[Forecasts, float, float]:
    """The forecasts, and the seconds and processor seconds they took."""
    series, levels = company(count)
    began, used = time.perf_counter(), processor()
    found = forecast(
        series,
        horizon=HORIZON,
        season_length=SEASON,
        frequency="MS",
        levels=levels,
        of=[(), ("region",)],
        engine=engine,
    )
    return found, time.perf_counter() - began, processor() - used


def difference(one: Forecasts, other: Forecasts) -> float:
    """The largest relative difference between any two figures of the points."""
    names = ["mean", "lo80", "hi80", "lo95", "hi95"]
    left, right = one.points[names].to_numpy(), other.points[names].to_numpy()
    return float(np.max(np.abs(left - right) / np.maximum(np.abs(left), 1e-9)))


def memory(of: int) -> float:
    """The most memory that this process, or the largest of those it started, has had, in MB."""
    return resource.getrusage(of).ru_maxrss / 1024


def _memory_of_worker() -> float:
    return memory(resource.RUSAGE_SELF)


def growth() -> None:
    for count in GROWTH:
        _, seconds, used = run(count)
        print(
            f"{count:>6} series: {seconds:.0f} s, {used:.0f} processor seconds, {1000 * used / count:.0f} ms a series; "
            f"most memory here {memory(resource.RUSAGE_SELF):.0f} MB, "
            f"in a process beside {memory(resource.RUSAGE_CHILDREN):.0f} MB",
            flush=True,
        )


def compare(count: int) -> None:
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0") as cluster:
        there, distributed, used_there = run(count, cluster.scheduler_address)
        with Client(cluster.scheduler_address) as client:
            used = max(client.run(_memory_of_worker).values())
    here, local, used_here = run(count)
    print(f"{count} series × {MONTHS} months, {HORIZON} ahead, reconciled, judged at earlier ends")
    print(f"  on the cores of this machine: {local:.1f} s")
    print(f"  on two workers on the same cores: {distributed:.1f} s, {distributed / local:.2f} × (at most 1.5 ×)")
    print(f"  processor seconds: {used_here:.1f} here, {used_there:.1f} there, {used_there / used_here:.2f} ×")
    print(f"  largest relative difference of a figure: {difference(here, there):.1e} (at most 1e-6)")
    print(f"  most memory of a worker: {used:.0f} MB")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--series", type=int, default=1500)
    arguments.add_argument("--growth", action="store_true", help="also the time and memory of 100, 500, 2000 series")
    given = arguments.parse_args()
    compare(given.series)
    if given.growth:
        growth()
