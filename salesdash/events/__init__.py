"""The company's own calendar: holidays, promotions, closures and other events that move sales, and what forecasts know
of the days of a period."""

from salesdash.events.calendar import COLUMNS, KINDS, PLACES, Removed, add, bring_back, change, events, places, remove
from salesdash.events.known import factors, regressors

__all__ = [
    "COLUMNS", "KINDS", "PLACES", "Removed", "add", "bring_back", "change", "events", "factors", "places", "regressors",
    "remove",
]  # fmt: skip
