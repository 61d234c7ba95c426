"""Signals that tell one story: what forecast and targets say of the same member, measure and period."""

from collections.abc import Sequence
from dataclasses import dataclass

from salesdash.kpis.answers import UNASSIGNED
from salesdash.monitoring.view import SignalView


@dataclass(frozen=True)
class Story:
    """``signals``: the most severe one leads; then what the same amount is off from besides."""

    signals: tuple[SignalView, ...]

    @property
    def first(self) -> SignalView:
        """The one that leads."""
        return self.signals[0]

    @property
    def is_alert(self) -> bool:
        """True if any of them is an alert, which then leads."""
        return self.first.level == "alert"

    @property
    def is_new(self) -> bool:
        """True if the reader has not seen all that they say now."""
        return any(one.new for one in self.signals)


def stories(found: Sequence[SignalView]) -> list[Story]:
    """Alerts first, else in the order of ``found`` (which has the most severe first). Of one level those that no member
    answers for come last: nobody can act on them before they are assigned."""
    told: dict[tuple[object, ...], list[SignalView]] = {}
    for one in sorted(found, key=lambda one: one.level != "alert"):  # what is equally severe stays in its order
        about = (one.measure, one.frequency, one.period_on, frozenset(one.codes.items()))
        told.setdefault(about, []).append(one)
    made = [Story(tuple(signals)) for signals in told.values()]
    return sorted(made, key=lambda story: (not story.is_alert, UNASSIGNED in story.first.codes.values()))
