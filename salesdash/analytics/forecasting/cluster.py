"""Tasks spread over the workers of a Dask cluster, through Fugue, the layer by which the forecasting library itself
goes to clusters.

Tasks travel as rows of bytes and so do their results. A bounded number of them is under way at a time, so that neither
the scheduler nor this process ever holds all. The tasks of a worker that dies are done again by the others.
"""

import pickle
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from pandas import DataFrame

from salesdash.errors import SalesDashError
from salesdash.locale import N_

if TYPE_CHECKING:
    from distributed import Client, Future

    from salesdash.analytics.forecasting.cores import Report

T = TypeVar("T")
R = TypeVar("R")

#: seconds to find the scheduler; seconds without any worker after which nobody waits longer
_FINDING, _PATIENCE = 10, 120
#: seconds between two looks whether the run is to stop
_LOOK = 1.0
#: tasks per thread of the cluster that are under way at most, and that are sent in one go: to prepare a sending takes
#: some tenths of a second, whatever it holds
_UNDER_WAY, _SENT = 12, 8
#: libraries whose version decides about the figures
LIBRARIES = ("statsforecast", "hierarchicalforecast", "numpy", "pandas", "scipy")


def each(work: Callable[[T], R], tasks: Sequence[T], *, stage: str, engine: str, report: "Report") -> list[R]:
    """The results of all tasks, in their order. ``engine``: the address of the scheduler, tcp://host:port.

    Raises SalesDashError for a cluster that cannot be reached (``cluster_unreachable``), has no workers
    (``cluster_empty``), has other versions (``cluster_differs``) or gives a task up (``cluster_failed``). What a task
    raises comes as it is; what ``report`` raises ends the work.
    """
    found: dict[int, R] = {}
    with _client(engine) as client:
        waiting = iter(enumerate(tasks))
        under_way: set[Future] = set()
        while len(found) < len(tasks):
            threads = _threads(client, engine)
            while len(under_way) <= threads * (_UNDER_WAY - _SENT):
                rows = list(islice(waiting, threads * _SENT))
                if not rows:
                    break
                under_way |= set(_sent(client, work, rows))
            report(stage, len(found) / len(tasks))
            for future in _done(under_way):
                under_way.discard(future)
                for number, content in _result(future, engine).itertuples(index=False):
                    found[int(number)] = pickle.loads(content)  # noqa: S301 - made by our own work, below
    return [found[number] for number in range(len(tasks))]


@contextmanager
def _client(engine: str) -> Iterator["Client"]:
    from distributed import Client

    try:
        client = Client(engine, timeout=_FINDING, set_as_default=False)
    except (OSError, ValueError, ImportError) as problem:  # TimeoutError is an OSError
        raise SalesDashError(
            "cluster_unreachable",
            N_("The cluster at {engine} (SALESDASH_ENGINE) cannot be reached. Does its scheduler run?"),
            engine=engine,
        ) from problem
    try:
        _threads(client, engine)
        _same_versions(client, engine)
        with client.as_current():
            yield client
    finally:
        client.close()


def _threads(client: "Client", engine: str) -> int:
    """Threads of all workers; waits a while for the first worker, or for one to come back."""
    found = sum(client.nthreads().values())
    if found:
        return found
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError as problem:
        raise SalesDashError(
            "cluster_empty", N_("The cluster at {engine} (SALESDASH_ENGINE) has no workers."), engine=engine
        ) from problem
    return max(1, sum(client.nthreads().values()))


def versions() -> dict[str, str]:
    """The versions that decide about figures in this process."""
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "–"
    return found


def _same_versions(client: "Client", engine: str) -> None:
    """Figures must not depend on which worker made them."""
    mine = versions()
    try:
        theirs = client.run(versions, on_error="return")
    except OSError:  # a worker died while it was asked; whoever comes back is of the same kind as the others
        return
    for worker, answer in theirs.items():
        if answer == mine or isinstance(answer, OSError):
            continue
        said = answer if isinstance(answer, dict) else {}
        differ = [f"{name} {said.get(name, '–')} ≠ {mine[name]}" for name in mine if said.get(name) != mine[name]]
        raise SalesDashError(
            "cluster_differs",
            N_("The worker {worker} of the cluster at {engine} is not installed as this machine is: {differences}"),
            worker=worker,
            engine=engine,
            differences=", ".join(differ) if said else str(answer)[:200],
        )


def _sent(client: "Client", work: Callable[[T], R], rows: Sequence[tuple[int, T]]) -> list["Future"]:
    """Sends tasks; a future for each."""
    import dask.dataframe
    import fugue.api as fugue
    from fugue_dask import DaskExecutionEngine

    def done(frame: DataFrame) -> DataFrame:
        content = [pickle.dumps(work(pickle.loads(one))) for one in frame["content"]]  # noqa: S301 - our own task
        return DataFrame({"number": frame["number"].to_numpy(), "content": content})

    sheet = DataFrame({"number": [number for number, _ in rows], "content": [pickle.dumps(task) for _, task in rows]})
    with dask.config.set({"dataframe.convert-string": False}):  # bytes are no text
        spread = fugue.transform(
            dask.dataframe.from_pandas(sheet, npartitions=len(rows), sort=False),  # a part for each task
            done,
            schema="number:long,content:binary",
            engine=DaskExecutionEngine(client),
            as_local=False,
        )
        return list(client.compute(spread.to_delayed()))


def _done(under_way: set["Future"]) -> set["Future"]:
    """Those that have ended; waits for the first one, but no longer than from one look to the next."""
    from distributed import wait

    try:
        return set(wait(under_way, timeout=_LOOK, return_when="FIRST_COMPLETED").done)
    except TimeoutError:
        return set()


def _result(future: "Future", engine: str) -> DataFrame:
    from distributed import KilledWorker

    try:
        found: DataFrame = future.result()
    except (KilledWorker, OSError) as problem:
        raise SalesDashError(
            "cluster_failed",
            N_("The cluster at {engine} (SALESDASH_ENGINE) has given up: its workers died again and again. Perhaps "
               "they lack memory."),
            engine=engine,
        ) from problem  # fmt: skip
    return found
