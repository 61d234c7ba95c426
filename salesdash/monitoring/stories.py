"""Signals that tell one story: what forecast and targets say of the same member, measure and period."""

from collections.abc import Sequence
from dataclasses import dataclass

from salesdash.kpis.answers import UNASSIGNED
from salesdash.monitoring.view import SignalView


@dataclass(frozen=True)
class Story:
    """``first``: the most severe signal, which leads; ``others``: what the same amount is off from besides."""

    first: SignalView
    others: tuple[SignalView, ...]

    @property
    def signals(self) -> tuple[SignalView, ...]:
        """All of them, the leading one first."""
        return (self.first, *self.others)

    @property
    def is_alert(self) -> bool:
        return self.first.level == "alert"


def stories(found: Sequence[SignalView]) -> list[Story]:
    """Alerts first, else in the order of ``found`` (which has the most severe first). Of one level those that no member
    answers for come last: nobody can act on them before they are assigned."""
    told: dict[tuple[object, ...], list[SignalView]] = {}
    for one in found:
        about = (one.measure, one.frequency, one.period_on, frozenset(one.codes.items()))
        told.setdefault(about, []).append(one)
    # sorting is stable: what comes earlier in ``found`` stays before what comes later
    led = [sorted(signals, key=_calmer) for signals in told.values()]
    made = [Story(first, tuple(others)) for first, *others in led]
    return sorted(made, key=lambda story: (_calmer(story.first), UNASSIGNED in story.first.codes.values()))


def _calmer(one: SignalView) -> bool:
    return one.level != "alert"
