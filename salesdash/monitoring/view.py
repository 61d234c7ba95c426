"""A signal as people read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class SignalView:
    """A signal. Amounts are whole numbers of 1/10,000 of the unit, whatever is measured. ``new``: the reader has not
    seen what it says now; ``names``, ``codes``: of the members that it is about, by dimension; ``period``: label;
    ``expected`` and bounds: of the days that have elapsed; ``owner``: login; ``contributors``: dimension, code, name
    (both None: of the others together), deviation, against (forecast, pace, year), per dimension the most important
    first and summing to the whole."""

    id: int
    new: bool
    token: str
    version: int
    measure: str
    basis: str
    frequency: str
    by: tuple[str, ...]
    codes: Mapping[str, str]
    names: Mapping[str, str]
    period: str
    period_on: date
    as_of: date
    running: bool
    level: str
    status: str
    actual: int
    expected: int
    lo80: int | None
    hi80: int | None
    lo95: int | None
    hi95: int | None
    contributors: Sequence[Mapping[str, Any]]
    sentence: str
    first_at: datetime
    changed_at: datetime
    owner: str | None
    owner_name: str | None
    cause: int | None
    cause_name: str | None
    note: str
    action: str
    due: date | None
    link: Mapping[str, Any] | None

    @property
    def deviation(self) -> int:
        """Actual less what was expected."""
        return self.actual - self.expected

    @property
    def surprise(self) -> float:
        """The deviation in distances of the 95 % bound on its side."""
        bound = self.hi95 if self.deviation > 0 else self.lo95
        return abs(self.deviation) / max(abs((bound or 0) - self.expected), 1)
