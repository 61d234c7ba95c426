"""What a signal says, in one or two sentences made from its numbers, in the language in force."""

from collections.abc import Mapping, Sequence
from typing import Any

from salesdash.locale import N_, formats
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY
from salesdash.models import Signal
from salesdash.periods import FiscalCalendar
from salesdash.units import SCALE

#: basis, running, above → what is said
_SAID = {
    ("forecast", False, False): N_(
        "{part}: {metric} of {period} came to {actual}, {size} below the forecast of {expected}."
    ),
    ("forecast", False, True): N_(
        "{part}: {metric} of {period} came to {actual}, {size} above the forecast of {expected}."
    ),
    ("forecast", True, False): N_(
        "{part}: {metric} of {period} came to {actual} by {day}, {size} below the {expected} that the forecast has by "
        "then."
    ),
    ("forecast", True, True): N_(
        "{part}: {metric} of {period} came to {actual} by {day}, {size} above the {expected} that the forecast has by "
        "then."
    ),
    ("pace", False, False): N_(
        "{part}: {metric} of {period} came to {actual}, {size} short of the target of {expected}."
    ),
    ("pace", False, True): N_("{part}: {metric} of {period} came to {actual}, {size} beyond the target of {expected}."),
    ("pace", True, False): N_(
        "{part}: {metric} of {period} came to {actual} by {day}, {size} behind the pace of its target, {expected} by "
        "then."
    ),
    ("pace", True, True): N_(
        "{part}: {metric} of {period} came to {actual} by {day}, {size} ahead of the pace of its target, {expected} by "
        "then."
    ),
}
#: a contributor that is named has at least this part of the deviation
_NAMED = 0.2


def sentence(
    row: Signal, names: Sequence[str], fiscal: FiscalCalendar, contributors: Sequence[Mapping[str, Any]], currency: str
) -> str:
    """``names``: of the members that the signal is about; ``contributors``: with their names."""
    off = row.actual - row.expected
    said = _(_SAID[row.basis, row.running, off > 0]).format(
        part=" / ".join(names) or _("The whole company"),
        metric=_(REGISTRY[row.measure].name),
        period=period_name(fiscal, row.frequency, row.period_on),
        actual=amount(row.measure, row.actual, currency),
        expected=amount(row.measure, row.expected, currency),
        size=_size(row, off, currency),
        day=formats.day(row.as_of),
    )
    return " ".join([said, *_mostly(row, off, contributors, currency)])


def amount(measure: str, value: int, currency: str, *, signed: bool = False) -> str:
    """A stored figure in short words."""
    metric = REGISTRY[measure]
    if metric.unit == "ratio":
        return formats.points(value / SCALE) if signed else formats.percent(value / SCALE)
    if metric.unit in ("count", "quantity"):
        return formats.number(round(value / SCALE), 0, short=True, signed=signed)
    return formats.money(value, currency, short=True, signed=signed)


def period_name(fiscal: FiscalCalendar, frequency: str, day: Any) -> str:
    """The period that begins on ``day``, in words."""
    if frequency == "month":
        return formats.month(day)
    if frequency == "quarter":
        year, quarter = fiscal.label("quarter", day).split("-Q")
        return _("Q{quarter} {year}").format(quarter=quarter, year=year)
    return _("week of {day}").format(day=formats.day(day))


def _size(row: Signal, off: int, currency: str) -> str:
    if REGISTRY[row.measure].unit == "ratio":
        return formats.points(abs(off) / SCALE, signed=False)
    if row.expected > 0:
        share = abs(off) / row.expected
        return formats.percent(share, 1 if share < 10 else 0)
    return amount(row.measure, abs(off), currency)


def _mostly(row: Signal, off: int, contributors: Sequence[Mapping[str, Any]], currency: str) -> list[str]:
    """The one member that moved it most, of whichever dimension one stands out, if any does."""
    own = [part for part in contributors if part["against"] == row.basis and part["code"] is not None and off]
    first = max(own, key=lambda part: part["deviation"] / off, default=None)
    if first is None or first["deviation"] / off < _NAMED:
        return []
    words = {"name": first["name"], "amount": amount(row.measure, first["deviation"], currency, signed=True)}
    if first["deviation"] / off >= 0.5:
        return [_("Most of it is {name} ({amount}).").format(**words)]
    return [_("The largest part is {name} ({amount}).").format(**words)]
