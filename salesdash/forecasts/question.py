"""What a forecast is about: measure, dimensions, frequency, horizon, and the day up to which it knows anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from salesdash.access.identity import User
from salesdash.errors import BadInput
from salesdash.kpis.filters import unknown_dimension
from salesdash.locale import N_
from salesdash.metrics import REGISTRY
from salesdash.periods import FiscalCalendar, Grain

#: dimension → the column of a cell that holds its member
COLUMNS = {"region": "region_id", "product_line": "product_line_id", "channel": "channel_id", "rep": "person_id"}
DIMENSIONS = tuple(COLUMNS)
MEASURES = ("revenue", "orders", "quantity", "gross_profit", "gross_margin")
#: frequency → periods in a year, after which a season repeats
SEASONS: dict[Grain, int] = {"month": 12, "week": 52, "quarter": 4}
FREQUENCIES: tuple[Grain, ...] = tuple(SEASONS)
#: how far ahead, how many dimensions crossed
LONGEST, MOST_CROSSED = 24, 2
#: members of a cell: all of a dimension, and the lines that name none
ALL, UNASSIGNED = 0, -1


@dataclass(frozen=True)
class Question:
    """A valid question. ``by`` in the order of DIMENSIONS; ``as_of`` None: as far as the data reach."""

    measure: str
    by: tuple[str, ...]
    frequency: Grain
    horizon: int
    as_of: date | None = None

    @property
    def additive(self) -> bool:
        """Whether members add up to their total."""
        return REGISTRY[self.measure].additive

    @property
    def levels(self) -> list[tuple[str, ...]]:
        """The sets of dimensions that have series: the total, each dimension alone, their crossing."""
        single = [(name,) for name in self.by]
        return [(), *single, *([self.by] if len(self.by) > 1 else [])]


def question(
    measure: str, by: Sequence[str] = (), frequency: str = "month", horizon: int = 1, as_of: date | None = None
) -> Question:
    """The question, if it can be asked. Raises BadInput ``horizon_out_of_range``, ``unknown_measure``,
    ``unknown_dimension``, ``too_many_dimensions``, ``unknown_frequency``."""
    if not 1 <= horizon <= LONGEST:
        raise BadInput(
            "horizon_out_of_range",
            N_("A forecast reaches {first} to {last} periods ahead, not {horizon}."),
            first=1,
            last=LONGEST,
            horizon=horizon,
        )
    if measure not in MEASURES:
        raise BadInput(
            "unknown_measure",
            N_("{measure} is no measure that can be used here. There are: {known}."),
            measure=measure,
            known=", ".join(MEASURES),
        )
    if unknown := [name for name in by if name not in DIMENSIONS]:
        raise unknown_dimension(unknown[0], DIMENSIONS)
    dimensions = tuple(name for name in DIMENSIONS if name in by)
    if len(dimensions) > MOST_CROSSED:
        raise BadInput(
            "too_many_dimensions", N_("A forecast crosses {most} dimensions at most."), most=MOST_CROSSED
        )  # fmt: skip
    if frequency not in FREQUENCIES:
        raise BadInput(
            "unknown_frequency",
            N_("{frequency} is no frequency. There are: {known}."),
            frequency=frequency,
            known=", ".join(FREQUENCIES),
        )
    return Question(measure, dimensions, frequency, horizon, as_of)  # type: ignore[arg-type] # it is one, see above


def parameters(asked: Question) -> dict[str, Any]:
    """What a job of the kind "forecast" is asked with; with ``jobs.key`` equal questions are one job."""
    found = {"measure": asked.measure, "by": list(asked.by), "frequency": asked.frequency, "horizon": asked.horizon}
    return found | ({"as_of": asked.as_of.isoformat()} if asked.as_of else {})


def reach(fiscal: FiscalCalendar, frequency: Grain, coming: date) -> int:
    """How many periods from ``coming`` on lead to the end of the next fiscal year: a year's at least (twelve weeks),
    LONGEST at most."""
    end = fiscal.bounds("year", fiscal.bounds("year", coming).end + timedelta(days=1)).end
    count, period = 0, fiscal.bounds(frequency, coming)
    while period.start <= end and count < LONGEST:
        count, period = count + 1, fiscal.bounds(frequency, period.end + timedelta(days=1))
    return max(count, min(SEASONS[frequency], 12))


def require_sight(user: User, measure: str) -> None:
    """Raises NotPermitted unless the user may see figures of this measure."""
    quantities = measure in REGISTRY and REGISTRY[measure].is_quantity
    user.require("kpis.read", *(("kpis.quantities",) if quantities else ()))


def alias(fiscal: FiscalCalendar, frequency: str) -> str:
    """What pandas calls the company's periods, by their first days."""
    if frequency == "month":
        return "MS"
    if frequency == "week":
        return f"W-{('MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN')[fiscal.week_first_day]}"
    months = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
    return f"QS-{months[fiscal.first_month - 1]}"
