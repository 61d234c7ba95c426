"""What the page Forecast looks at: one cell of one run, with all that its parts read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from pandas import DataFrame

from salesdash.forecasts import Run
from salesdash.metrics import Metric
from salesdash.periods import Grain, Range
from salesdash.ui import forecast_words
from salesdash.ui.kpi_frame import Frame

#: the columns of a series' points that are amounts
BOUNDS = ("mean", "lo80", "hi80", "lo95", "hi95")


@dataclass(frozen=True)
class Rows:
    """All that the reader may see of a run: its points, what it knew, what came since."""

    points: DataFrame
    inputs: DataFrame
    since: DataFrame

    def part(self, choose: Callable[[DataFrame], DataFrame]) -> "Rows":
        """A part of each of them."""
        return Rows(choose(self.points), choose(self.inputs), choose(self.since))


@dataclass(frozen=True)
class Looked:
    """One cell of one run. ``latest``: no newer run of its kind is there; ``cell``: dimension → code for every
    dimension of the run, None for all of them; ``name``: the cell in words; ``points``: of this cell alone, by step;
    ``inputs``: what the run knew of it, by period; ``since``: what came since, by period, the last one in part where it
    has fewer days_elapsed than days; ``summed``: of how many series it is the sum, 0 where it is one of its own."""

    frame: Frame
    run: Run
    latest: bool
    cell: Mapping[str, str | None]
    name: str
    metric: Metric
    points: DataFrame
    inputs: DataFrame
    since: DataFrame
    summed: int = 0

    def show(self, amount: float | None, *, short: bool = False, signed: bool = False) -> str:
        """A figure of the forecast in words."""
        currency = self.frame.company.currency
        return forecast_words.show(self.metric, amount, currency, short=short, signed=signed)

    def period(self, day: date) -> str:
        """A period of the run in words."""
        return forecast_words.period(self.frame.calendar, self.run.frequency, day)

    def year(self, day: date) -> int:
        """The fiscal year that a period of the run belongs to."""
        return forecast_words.year_of(self.frame.calendar, self.run.frequency, day)

    def after(self, day: date) -> date:
        """The first day of the period after that of ``day``."""
        return self._bounds(day).end + timedelta(days=1)

    def ahead_of(self, day: date) -> date:
        """The first day of the period before that of ``day``."""
        return self._bounds(self._bounds(day).start - timedelta(days=1)).start

    def _bounds(self, day: date) -> Range:
        grain: Grain = self.run.frequency  # type: ignore[assignment]
        return self.frame.calendar.bounds(grain, day)


def of_cell(rows: DataFrame, cell: Mapping[str, str | None]) -> DataFrame:
    """The rows of one cell: those that name its members and no others."""
    chosen = rows
    for dimension, code in cell.items():
        chosen = chosen[chosen[dimension].isna() if code is None else chosen[dimension] == code]
    return chosen.reset_index(drop=True)


def below(rows: DataFrame, cell: Mapping[str, str | None], dimension: str) -> DataFrame:
    """The rows of the cells one level below: those that name one member of ``dimension`` too."""
    chosen = rows
    for name, code in cell.items():
        if name == dimension:
            chosen = chosen[chosen[name].notna()]
        else:
            chosen = chosen[chosen[name].isna() if code is None else chosen[name] == code]
    return chosen.reset_index(drop=True)
