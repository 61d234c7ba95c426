"""Whose series a person may see: the one place where the row scope meets what is stored of the whole company.

Forecasts and signals are made for everybody. Who has the scope "all" sees all of them; anybody else only series that
name a member of theirs: a person in their scope, and, where their scope is narrowed to regions, one of these. The
total and other members are the whole company's, and so not theirs.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from pandas import DataFrame
from sqlalchemy import ColumnElement, and_, true
from sqlalchemy.orm import Session

from salesdash.access.identity import User


@dataclass(frozen=True)
class Sight:
    """``people`` and ``regions``: ids that a series has to name; None: it has not to. Hashable, for caches."""

    people: frozenset[int] | None = None
    regions: frozenset[int] | None = None

    @property
    def everything(self) -> bool:
        """Whether all series may be seen."""
        return self.people is None and self.regions is None

    def sees(self, *, region: int = 0, rep: int = 0) -> bool:
        """Whether the series of a cell may be seen; 0: it names no member of the dimension. Product lines and
        channels are nobody's."""
        return (self.people is None or rep in self.people) and (self.regions is None or region in self.regions)

    def mask(self, cells: DataFrame) -> npt.NDArray[np.bool_]:
        """For each row with region_id and person_id whether it may be seen."""
        seen = np.ones(len(cells), bool)
        if self.people is not None:
            seen &= cells["person_id"].isin(self.people).to_numpy(bool)
        if self.regions is not None:
            seen &= cells["region_id"].isin(self.regions).to_numpy(bool)
        return seen

    def condition(self, table: Any) -> ColumnElement[bool]:
        """The same for a query of a table with the columns of a cell."""
        parts = [true()]
        if self.people is not None:
            parts.append(table.person_id.in_(sorted(self.people)))
        if self.regions is not None:
            parts.append(table.region_id.in_(sorted(self.regions)))
        return and_(*parts)


def sight(session: Session, user: User) -> Sight:
    """What the user sees of what is stored of the whole company, by today's places. Takes kpis.read or
    kpis.quantities."""
    user.require("kpis.read", "kpis.quantities")
    # here: targets are split by forecasts, and so know this package
    from salesdash.targets.scoping import reach

    found = reach(session, user)
    return Sight(found.people, found.regions)
