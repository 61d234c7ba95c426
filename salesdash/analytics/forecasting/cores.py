"""Tasks spread over the cores of this machine, or over those of a cluster."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from importlib import import_module
from multiprocessing import get_context
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

Report = Callable[[str, float], None]


def nothing(stage: str, share: float) -> None:
    """Nobody asks how far it is."""


def available() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def each(
    work: Callable[[T], R], tasks: Sequence[T], *, stage: str, cores: int, engine: str | None, report: Report
) -> list[R]:
    """The results of all tasks, in their order: the same wherever they are worked off.

    ``cores`` 0: all there are. ``report`` is told after each task; what it raises ends the work.
    """
    if engine is not None:
        cluster = import_module("salesdash.analytics.forecasting.cluster")
        return cluster.each(work, tasks, stage=stage, engine=engine, report=report)
    hands = min(cores or available(), len(tasks))
    if hands <= 1:
        found = []
        for number, task in enumerate(tasks):
            report(stage, number / len(tasks))
            found.append(work(task))
        return found
    return _spread(work, tasks, hands, stage, report)


def _spread(work: Callable[[T], R], tasks: Sequence[T], hands: int, stage: str, report: Report) -> list[R]:
    """In processes of their own, which start from a clean one that has loaded the library once."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["statsforecast.models"])
    found: dict[int, R] = {}
    with ProcessPoolExecutor(hands, mp_context=context) as pool:
        waiting = {pool.submit(work, task): number for number, task in enumerate(tasks)}
        try:
            for done in as_completed(waiting):
                found[waiting[done]] = done.result()
                report(stage, len(found) / len(tasks))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [found[number] for number in range(len(tasks))]
