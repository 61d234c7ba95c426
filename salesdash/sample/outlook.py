"""What waits to be worked off once the sample company is there: its forecasts, and a look for deviations from them."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from salesdash import forecasts, jobs
from salesdash.access.identity import OPERATOR
from salesdash.jobs import schedules
from salesdash.periods import month_end, plus_months

#: months ahead of what was known earlier; what is to come now reaches to the end of the next fiscal year
HORIZON = 12
#: what forecasts are split by; by nothing: the total alone
WAYS = (("region",), (), ("channel",), ("product_line",), ("rep",))


def ask(session: Session, last: date) -> None:
    """Asks for the jobs in the caller's transaction, in place of the schedules. ``last``: the sample's last day."""
    for kind, parameters in wanted(last):
        jobs.ask(session, OPERATOR, kind, jobs.key(kind, parameters), parameters)
    schedules.settled(session, ("forecast", "monitor"), schedules.moment(session))


def wanted(last: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """Kind and parameters of the jobs, in their order: what is to come, revenue last, so that it is what the latest run
    tells; then what was known a month before, so that the month that has ended can be held against it, and the look for
    deviations; then how it was said before that, for whoever wants to judge forecasts."""

    def forecast(measure: str, by: tuple[str, ...], as_of: date | None = None) -> tuple[str, dict[str, Any]]:
        asked = forecasts.parameters(forecasts.question(measure, by, "month", HORIZON, as_of))
        return "forecast", asked if as_of else asked | {"horizon": None}

    yield from (forecast(measure, ("region",)) for measure in ("gross_margin", "orders", "gross_profit"))
    yield forecast("quantity", ("product_line",))
    yield from (forecast("revenue", by) for by in WAYS)
    ended = last.replace(day=1) if last < month_end(last) else plus_months(last, 1)
    known = [plus_months(ended, -back) - timedelta(days=1) for back in (1, 2, 3)]
    yield from (forecast("revenue", by, known[0]) for by in WAYS)
    yield "monitor", {}
    yield from (forecast("revenue", ("region",), day) for day in known[1:])
