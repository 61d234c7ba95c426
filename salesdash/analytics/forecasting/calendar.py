"""Dates as places on a regular grid: whatever day of a month a file names, a month is a month.

A frequency is a pandas offset alias: D, B, h, W-MON (weeks by their first day), MS, QS-APR, YS and their ends (ME, QE,
YE, which name the same months, quarters and years). None: whole numbers instead of dates.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandas import Series

_DAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
#: 1970-01-05 was a Monday
_FIRST_MONDAY = 4
#: a distance of up to so many days is that of this frequency
_DISTANCES = ((0.5, "h"), (6, "D"), (20, "W"), (45, "MS"), (200, "QS"), (np.inf, "YS"))
_WIDTHS = {"M": 1, "Q": 3, "Y": 12, "A": 12}


@dataclass(frozen=True)
class Grid:
    """The places of a frequency, numbered without gaps. ``step``: between whole numbers, where there are no dates."""

    frequency: str | None
    step: int = 1

    def places(self, dates: Series) -> np.ndarray:
        """The place of each date (or whole number)."""
        if self.frequency is None:
            return np.floor_divide(dates.to_numpy(dtype=np.int64), self.step)
        if width := self._months():
            months = (dates.dt.year * 12 + dates.dt.month - 1).to_numpy(dtype=np.int64)
            return (months - self._first_month()) // width
        if self.frequency == "h":
            return dates.to_numpy().astype("datetime64[h]").astype(np.int64)
        days = dates.to_numpy().astype("datetime64[D]")
        if self.frequency == "B":
            return np.busday_count(np.datetime64("1970-01-01"), days).astype(np.int64)
        if self.frequency.startswith("W"):
            return (days.astype(np.int64) - _FIRST_MONDAY - self._first_day()) // 7
        return days.astype(np.int64)

    def dates(self, places: Iterable[int]) -> np.ndarray:
        """The first moment of each place (or its whole number)."""
        at = np.asarray(list(places), dtype=np.int64)
        if self.frequency is None:
            return at * self.step
        if width := self._months():
            return (at * width + self._first_month() - 1970 * 12).astype("datetime64[M]").astype("datetime64[ns]")
        if self.frequency == "h":
            return at.astype("datetime64[h]").astype("datetime64[ns]")
        if self.frequency == "B":
            return np.busday_offset(np.datetime64("1970-01-01"), at).astype("datetime64[ns]")
        if self.frequency.startswith("W"):
            at = at * 7 + _FIRST_MONDAY + self._first_day()
        return at.astype("datetime64[D]").astype("datetime64[ns]")

    def _months(self) -> int:
        return 0 if self.frequency in (None, "B", "h") else _WIDTHS.get(str(self.frequency)[0], 0)

    def _first_month(self) -> int:
        """QS-APR begins with April; QE-MAR ends with March, so begins with April too."""
        name, _, anchor = str(self.frequency).partition("-")
        ends = name.endswith("E") or name in ("Q", "A", "Y")
        if not anchor:
            return 0
        return _MONTHS.index(anchor) + (1 if ends else 0)

    def _first_day(self) -> int:
        return _DAYS.index(str(self.frequency).partition("-")[2] or "MON")


def guessed(dates: Series, names: Series) -> Grid:
    """The grid that series without a named frequency lie on: by the commonest distance between neighbours."""
    order = pd.DataFrame({"name": names, "ds": dates}).drop_duplicates().sort_values(["name", "ds"])
    distance = order.groupby("name", sort=False)["ds"].diff().dropna()
    if not pd.api.types.is_datetime64_any_dtype(dates):
        common = distance.mode()
        return Grid(None, max(1, int(common.iloc[0])) if len(common) else 1)
    if distance.empty:
        return Grid("MS")
    common_days = distance.dt.total_seconds().mode().iloc[0] / 86_400
    frequency = next(name for most, name in _DISTANCES if common_days <= most)
    if frequency == "W":
        return Grid(f"W-{_DAYS[int(order['ds'].dt.dayofweek.mode().iloc[0])]}")
    if frequency == "QS":  # quarters may begin in any month
        return Grid(f"QS-{_MONTHS[int(order['ds'].dt.month.mode().iloc[0]) - 1]}")
    if frequency == "D" and (order["ds"].dt.dayofweek < 5).all() and len(order) > 10:
        return Grid("B")
    return Grid(frequency)
