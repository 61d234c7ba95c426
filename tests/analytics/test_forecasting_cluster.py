"""Forecasts on a cluster: two worker processes on this machine, one of which is killed in the middle."""

import os
import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from distributed import LocalCluster

from salesdash.analytics.forecasting import Forecasts, cluster, forecast, run
from salesdash.analytics.forecasting.cores import nothing
from salesdash.analytics.forecasting.rolling import Made, Task, work
from salesdash.errors import SalesDashError


@pytest.fixture(scope="module")
def engine() -> Iterator[str]:
    """The address of a scheduler with two workers."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50
    ) as running:  # fmt: skip
        yield running.scheduler_address


def halved(number: int) -> float:
    return number / 2


def inverted(number: int) -> float:
    return 1 / number


def dies_once(mark: Path, task: Task) -> list[Made]:
    """As ``work``; the first process that gets to it is killed in the middle."""
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return work(task)
    work(task)
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def firm() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Six products in two regions over three years: level, trend, season, one that sells now and then."""
    months = pd.date_range("2022-01-01", periods=36, freq="MS")
    place, noise = np.arange(36), np.random.default_rng(7)
    series, levels = [], []
    for number in range(6):
        y = 100 * (number + 1) * (1 + 0.01 * number * place) * (1 + 0.2 * np.sin(2 * np.pi * place / 12))
        y *= noise.lognormal(0, 0.1, 36)
        if number == 5:
            y *= place % 3 == 0
        series.append(pd.DataFrame({"unique_id": f"p{number}", "ds": months, "y": y}))
        levels.append({"unique_id": f"p{number}", "region": "NS"[number % 2], "product": f"p{number}"})
    return pd.concat(series), pd.DataFrame(levels)


def made(engine: str | None) -> Forecasts:
    series, levels = firm()
    return forecast(
        series, horizon=6, season_length=12, frequency="MS", levels=levels, of=[(), ("region",)], cores=1, engine=engine
    )


def test_a_killed_worker_costs_time_and_the_figures_are_the_same(
    engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = made(None)
    monkeypatch.setattr(run, "PIECE", 2)
    monkeypatch.setattr(run, "work", partial(dies_once, tmp_path / "mark"))
    there = made(engine)
    assert (tmp_path / "mark").exists()
    for name in ("points", "accuracy", "inputs", "errors"):
        pd.testing.assert_frame_equal(getattr(here, name), getattr(there, name), rtol=1e-6)
    mean = there.points.pivot(index="step", columns="unique_id", values="mean")
    np.testing.assert_allclose(mean[[f"p{n}" for n in range(6)]].sum(axis=1), mean["total"], rtol=1e-9)


def test_results_come_in_the_order_of_their_tasks(engine: str) -> None:
    told: list[float] = []
    found = cluster.each(halved, range(20), stage="s", engine=engine, report=lambda _stage, share: told.append(share))
    assert found == [number / 2 for number in range(20)]
    assert told == sorted(told) and told[0] == 0
    assert cluster.each(halved, [], stage="s", engine=engine, report=nothing) == []


def test_what_a_task_raises_comes_as_it_is(engine: str) -> None:
    with pytest.raises(ZeroDivisionError):
        cluster.each(inverted, [2, 1, 0], stage="s", engine=engine, report=nothing)


def test_a_run_that_is_to_stop_stops(engine: str) -> None:
    def stop(_stage: str, _share: float) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        cluster.each(halved, range(4), stage="s", engine=engine, report=stop)


def test_workers_with_other_versions_are_refused(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = cluster.versions()
    monkeypatch.setattr(cluster, "version", lambda name: "0.9" if name == "numpy" else mine[name])
    with pytest.raises(SalesDashError, match="cluster_differs") as refused:
        cluster.each(halved, [1], stage="s", engine=engine, report=nothing)
    assert f"numpy {mine['numpy']} ≠ 0.9" in refused.value.text()


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nowhere"])
def test_a_cluster_that_cannot_be_reached(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_FINDING", 0.2)
    with pytest.raises(SalesDashError, match="cluster_unreachable") as refused:
        cluster.each(halved, [1], stage="s", engine=address, report=nothing)
    assert address in refused.value.text()


def test_a_cluster_without_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 0.1)
    with (
        LocalCluster(n_workers=0, dashboard_address=":0", silence_logs=50) as empty,
        pytest.raises(SalesDashError, match="cluster_empty"),
    ):
        cluster.each(halved, [1], stage="s", engine=empty.scheduler_address, report=nothing)
