"""The way from a signal to the orders behind it."""

from salesdash.monitoring.view import SignalView
from salesdash.periods import FiscalCalendar


def drill(fiscal: FiscalCalendar, one: SignalView) -> dict[str, str | list[str]]:
    """The filters of the page KPIs that show the days and the part that a signal is about, as its address has them."""
    last = min(fiscal.bounds(one.frequency, one.period_on).end, one.as_of)  # type: ignore[arg-type]
    days = [one.period_on.isoformat(), last.isoformat()]
    return {"period": "custom", "dates": days, **{name: [code] for name, code in one.codes.items()}}
