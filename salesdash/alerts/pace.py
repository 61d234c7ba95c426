"""Where a person's targets stand, for digests: the running month and year, of the rows that they may see."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from salesdash import company, filters, targets
from salesdash.access.identity import User
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY
from salesdash.periods import Grain

#: what is followed: of amounts, or of quantities by whoever sees these only
_MEASURES = (("kpis.read", "revenue"), ("kpis.quantities", "quantity"))
_SPANS: tuple[Grain, ...] = ("month", "year")
#: a company whose last order is older than this is looked at up to today
_STILL_RUNNING = timedelta(days=7)


@dataclass(frozen=True)
class Pace:
    """One period against its target. ``name``: the period in words. Amounts are whole numbers of 1/10,000; None is
    undefined."""

    label: str
    name: str
    measure: str
    as_of: date
    target: int
    actual: int
    attainment: float | None
    pace: float | None
    lead: int | None

    def words(self, currency: str) -> str:
        """In one sentence of the language in force."""
        metric = REGISTRY[self.measure]
        reached = _("{period}: {actual} of {target} ({attainment})").format(
            period=self.name, actual=metric.show(self.actual, currency, short=True),
            target=metric.show(self.target, currency, short=True), attainment=formats.percent(self.attainment),
        )  # fmt: skip
        if self.pace is None or self.lead is None:
            return reached
        lead = metric.show(abs(self.lead), currency, short=True)
        if self.lead < 0:
            return _("{reached}, {amount} behind what was to be expected by now").format(reached=reached, amount=lead)
        return _("{reached}, {amount} ahead of what was to be expected by now").format(reached=reached, amount=lead)

    def document(self) -> dict[str, Any]:
        """For programs."""
        metric = REGISTRY[self.measure]
        return {
            "period": self.label, "measure": self.measure, "as_of": self.as_of.isoformat(),
            "target": metric.json(self.target), "actual": metric.json(self.actual), "attainment": self.attainment,
            "pace": self.pace, "lead": metric.json(self.lead),
        }  # fmt: skip


def of(session: Session, user: User) -> list[Pace]:
    """The running month and year of the measure that the person sees; without a target they are left out. Takes
    kpis.read or kpis.quantities."""
    user.require("kpis.read", "kpis.quantities")
    measure = next(measure for permission, measure in _MEASURES if user.may(permission))
    settings = company.settings(session)
    calendar = settings.calendar
    today = company.today(settings)
    last = filters.last_order_day(session, today)
    as_of = last if last and today - last <= _STILL_RUNNING else today
    found = []
    for grain in _SPANS:
        label = calendar.label(grain, as_of)
        total = targets.attainment(
            session, user, year=calendar.fiscal_year(as_of), measure=measure, as_of=as_of, where={grain: [label]}
        ).total
        if total["target"]:
            figures = {name: total[name] for name in ("attainment", "pace", "lead")}
            actual = int(total["actual"] or 0)
            name = formats.month(as_of) if grain == "month" else label
            found.append(Pace(label, name, measure, as_of, int(total["target"]), actual, **figures))
    return found
