"""What a job of the kind "forecast" does."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from salesdash.errors import BadInput
from salesdash.forecasts.running import run
from salesdash.locale import N_

if TYPE_CHECKING:
    from salesdash.jobs import Running


def work(running: "Running") -> dict[str, Any]:
    """Makes the run that the job's parameters (measure, by, frequency, horizon, as_of) ask for; ``{"run"}``."""
    try:
        wanted = _wanted(running.parameters)
    except (KeyError, TypeError, ValueError) as wrong:
        raise BadInput("bad_parameters", N_("The job does not say what to forecast.")) from wrong
    return {"run": run(running.url, running.user, **wanted, report=running.report, job=running.id)}


def _wanted(given: Mapping[str, Any]) -> dict[str, Any]:
    as_of = given.get("as_of")
    return {
        "measure": str(given["measure"]),
        "by": tuple(given.get("by") or ()),
        "frequency": str(given.get("frequency") or "month"),
        "horizon": int(given["horizon"]),
        "as_of": date.fromisoformat(as_of) if as_of else None,
    }
