"""Work for tests, of the kind that the real kinds are made of."""

import os
import time
from pathlib import Path

from salesdash.errors import BadInput
from salesdash.jobs import Running
from salesdash.locale import N_, NN_


def add(running: Running) -> dict:
    running.report("adding", 0.5)
    return {"sum": sum(running.parameters["numbers"]), "who": running.user.login}


def refuse(running: Running) -> dict:
    raise BadInput(
        "rejected_rows",
        NN_("{rejected} row was rejected, so nothing was imported.",
            "{rejected} rows were rejected, so nothing was imported.", "rejected"),
        rejected=2,
    )  # fmt: skip


def refuse_file(running: Running) -> dict:
    raise BadInput("no_file", N_("There is no file {file}."), file=Path("a.csv"))


def fail(running: Running) -> dict:
    return {"share": 1 / running.parameters["of"]}


def hold(running: Running) -> dict:
    """The first time: says that it has begun, and goes on until it is told to stop. Then it is quickly done."""
    mark = Path(running.parameters["mark"])
    if mark.exists():
        return {"process": os.getpid()}
    mark.touch()
    with Path(running.parameters["pipe"]).open("w") as pipe:
        pipe.write(f"{os.getpid()}\n")
    while True:
        running.report("holding", 0.25)
        time.sleep(0.05)  # the work of this job is to wait
