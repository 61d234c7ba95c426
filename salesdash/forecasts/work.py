"""What a job of the kind "forecast" does."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from salesdash import db
from salesdash.errors import BadInput
from salesdash.forecasts.running import run
from salesdash.locale import N_
from salesdash.models import ForecastRun

if TYPE_CHECKING:
    from salesdash.jobs import Running


def work(running: "Running") -> dict[str, Any]:
    """Makes the run that the job's parameters (measure, by, frequency, horizon, as_of) ask for; ``{"run", "as_of"}``.
    A horizon of null reaches to the end of the next fiscal year."""
    try:
        wanted = _wanted(running.parameters)
    except (KeyError, TypeError, ValueError) as wrong:
        raise BadInput("bad_parameters", N_("The job does not say what to forecast.")) from wrong
    made = run(running.url, running.user, **wanted, report=running.report, job=running.id)
    with db.reading(running.url) as session:
        return {"run": made, "as_of": session.get_one(ForecastRun, made).as_of.isoformat()}


def _wanted(given: Mapping[str, Any]) -> dict[str, Any]:
    as_of = given.get("as_of")
    return {
        "measure": str(given["measure"]),
        "by": tuple(given.get("by") or ()),
        "frequency": str(given.get("frequency") or "month"),
        "horizon": None if given["horizon"] is None else int(given["horizon"]),
        "as_of": date.fromisoformat(as_of) if as_of else None,
    }
