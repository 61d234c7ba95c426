"""Conditions on periods (``--where month=2024-02``): which days of a question remain."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from salesdash.errors import BadInput
from salesdash.kpis.answers import TIME_DIMENSIONS
from salesdash.locale import N_
from salesdash.periods import FiscalCalendar, Range


def chosen_days(fiscal: FiscalCalendar, days: Range, where: Mapping[str, Sequence[str]]) -> list[Range]:
    """The stretches of ``days`` that the time dimensions of ``where`` leave, oldest first and apart from each other;
    all of it without such a condition. Labels of one dimension are alternatives, dimensions narrow each other.

    Raises BadInput ``unknown_period`` for what is no label of its dimension, ``no_days`` if nothing remains.
    """
    left = [days]
    for dimension in TIME_DIMENSIONS:
        if labels := where.get(dimension):
            wanted = joined(_named(fiscal, dimension, label) for label in labels)
            left = [common for one in left for other in wanted if (common := _common(one, other))]
    if not left:
        raise BadInput(
            "no_days",
            N_("No day from {start} to {end} meets the conditions."),
            start=days.start.isoformat(),
            end=days.end.isoformat(),
        )
    return left


def joined(ranges: Iterable[Range]) -> list[Range]:
    """The same days, oldest first; stretches that touch or overlap are one."""
    found: list[Range] = []
    for one in sorted(ranges):
        if found and one.start <= found[-1].end + timedelta(days=1):
            found[-1] = Range(found[-1].start, max(found[-1].end, one.end))
        else:
            found.append(one)
    return found


def _named(fiscal: FiscalCalendar, dimension: str, label: str) -> Range:
    grain, bounds = fiscal.parse(label)
    if grain != dimension:
        raise BadInput(
            "unknown_period", N_("{period} is no {dimension}."), period=label, dimension=dimension
        )  # fmt: skip
    return bounds


def _common(one: Range, other: Range) -> Range | None:
    start, end = max(one.start, other.start), min(one.end, other.end)
    return Range(start, end) if start <= end else None
