"""What somebody assumes on top of a forecast, and what it makes of one: pure, no database."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from salesdash.errors import BadInput
from salesdash.events.days import share
from salesdash.locale import N_
from salesdash.periods import Range

#: kind → name
KINDS = {"growth": N_("Growth"), "price": N_("Price"), "event": N_("Event")}
#: measures that a price moves through the quantity alone, and that it moves itself as well
_BY_QUANTITY, _BY_PRICE = ("quantity", "orders"), ("revenue",)
_PERCENT, _ELASTICITY = (-100.0, 1000.0), (-10.0, 10.0)
_LAST = date(2199, 12, 31)


@dataclass(frozen=True)
class Assumption:
    """One assumption. ``kind``: growth (so many per cent more on every day from ``since`` to ``until``, None: for
    good), price (so many per cent dearer; ``elasticity``: per cent of quantity per per cent of price, None: the
    quantity stays as it is), event (an effect of so many per cent on its days). ``dimension`` and ``code``: the member
    that it is about, None: all. ``name``: what it is called."""

    kind: str
    percent: float
    since: date
    until: date | None = None
    dimension: str | None = None
    code: str | None = None
    elasticity: float | None = None
    name: str = ""

    def check(self, measure: str) -> None:
        """Raises BadInput for what cannot be assumed of a measure."""
        if self.kind not in KINDS:
            raise BadInput(
                "unknown_assumption", N_("There is no such assumption. There are: {kinds}."), kinds=", ".join(KINDS)
            )
        if not _PERCENT[0] <= self.percent <= _PERCENT[1]:
            raise BadInput("bad_percent", N_("The change lies between -100 % and +1000 %."))
        if self.until is not None and self.until < self.since:
            said = N_("The event ends ({end}) before it begins ({start}).")
            raise BadInput("dates_reversed", said, start=self.since.isoformat(), end=self.until.isoformat())
        if self.elasticity is not None and not _ELASTICITY[0] <= self.elasticity <= _ELASTICITY[1]:
            raise BadInput("bad_elasticity", N_("An elasticity lies between -10 and 10, as a rule below 0."))
        if self.kind == "price" and measure not in (*_BY_QUANTITY, *_BY_PRICE):
            said = N_("What a price does to gross profit hangs on the cost: assume a growth of it instead.")
            raise BadInput("price_needs_cost", said)

    def factor(self, measure: str, period: Range) -> float:
        """What a period's figure is multiplied by, by the share of the period's days that it holds for."""
        holds = share(period, Range(self.since, self.until or _LAST)) if self.since <= period.end else 0.0
        return 1 + holds * (self._whole(measure) - 1)

    def _whole(self, measure: str) -> float:
        step = 1 + self.percent / 100
        if self.kind != "price":
            return step
        sold = step ** (self.elasticity or 0.0) if step > 0 else 0.0
        return sold if measure in _BY_QUANTITY else sold * step

    def document(self) -> dict[str, Any]:
        """As a scenario keeps it."""
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in asdict(self).items()
            if value not in (None, "")
        }


def read(documents: Sequence[dict[str, Any]]) -> tuple[Assumption, ...]:
    """Assumptions as a scenario keeps them."""
    return tuple(Assumption(**{name: _value(name, value) for name, value in one.items()}) for one in documents)


def _value(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name in ("since", "until") else value
