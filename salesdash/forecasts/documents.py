"""A run as the command line's contract has it."""

from typing import Any

from sqlalchemy.orm import Session

from salesdash.access.identity import User
from salesdash.forecasts.made import POINT
from salesdash.forecasts.reading import accuracy, points
from salesdash.forecasts.runs import run_of
from salesdash.metrics import REGISTRY
from salesdash.units import SCALE

_ACCURACY = ("mase", "wape", "bias", "coverage80", "coverage95")


def document(session: Session, user: User, run_id: int) -> dict[str, Any]:
    """``{"run", "as_of", "rows": [{DIM…, "period", "mean", "lo80", "hi80", "lo95", "hi95", "model"}], "accuracy":
    [{DIM…, "mase", "wape", "bias", "coverage80", "coverage95"}]}``: the series that the user may see; a dimension that
    a row does not name is null. Permissions as ``points``."""
    run = run_of(session, user, run_id)
    rows = points(session, user, run_id).to_dict("records")
    told = accuracy(session, user, run_id).to_dict("records")
    return {
        "run": run.id,
        "as_of": run.as_of,
        "rows": [
            {name: row[name] for name in (*run.by, "period")}
            | {name: unit(run.measure, row[name]) for name in POINT}
            | {"model": row["model"]}
            for row in rows
        ],
        "accuracy": [{name: row[name] for name in (*run.by, *_ACCURACY)} for row in told],
    }


def unit(measure: str, value: int) -> float | int | None:
    """A stored whole number in units: currency, pieces, orders, a fraction."""
    metric = REGISTRY[measure]
    return value / SCALE if metric.unit in ("count", "ratio") else metric.json(value)
