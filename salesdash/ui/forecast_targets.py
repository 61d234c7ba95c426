"""The targets beside a forecast: of its periods, and of the stretches that it lands in."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from salesdash.metrics import TARGET_MEASURES
from salesdash.periods import Range, plus_months
from salesdash.targets.goals import goals, monthly
from salesdash.ui.forecast_frame import Looked
from salesdash.ui.forecast_landing import Stretch
from salesdash.units import SCALE

#: how many months a period has that targets are set for
_MONTHS = {"month": 1, "quarter": 3}
#: months → amount, None where the month has none
_ByMonth = dict[date, int | None]


def beside(
    session: Session, looked: Looked, begins: Sequence[date], stretches: Sequence[Stretch]
) -> tuple[list[int | None], dict[str, int]]:
    """The target of each period that begins on one of these days, None where there is none; and of each stretch that
    has one, by its key. In 1/10,000. Targets are set for months: of single weeks there are none."""
    if looked.metric.key not in TARGET_MEASURES:
        return [None] * len(begins), {}
    length = _MONTHS.get(looked.run.frequency)
    periods = [_months(day, length) if length else [] for day in begins]
    spans = {
        one.key: _span(one.days) for one in stretches if length or one.key.startswith("year")
    }  # fmt: skip
    wanted = sorted({month for months in [*periods, *spans.values()] for month in months})
    known: _ByMonth = dict(
        zip(wanted, monthly(session, looked.frame.user, looked.metric.key, wanted, where(looked)), strict=True)
    )
    found = {key: _sum(looked, known, months) for key, months in spans.items()}
    for one in stretches:  # a year may have a target that nobody has split to months
        if one.key in found and found[one.key] is None and len(spans[one.key]) > 1:
            found[one.key] = _whole(session, looked, one.days)
    return (
        [_sum(looked, known, months) for months in periods],
        {key: amount for key, amount in found.items() if amount is not None and amount > 0},
    )


def where(looked: Looked) -> dict[str, list[str]]:
    """The cell as a filter."""
    return {dimension: [code] for dimension, code in looked.cell.items() if code is not None}


def _months(first: date, length: int) -> list[date]:
    return [plus_months(first, n) for n in range(length)]


def _span(days: Range) -> list[date]:
    """The months of a stretch of whole months."""
    count = (days.end.year - days.start.year) * 12 + days.end.month - days.start.month + 1
    return _months(days.start, count)


def _sum(looked: Looked, known: _ByMonth, months: Sequence[date]) -> int | None:
    amounts = [known[month] for month in months]
    if not amounts or any(amount is None for amount in amounts):
        return None
    return sum(amount or 0 for amount in amounts) * _scale(looked)


def _whole(session: Session, looked: Looked, days: Range) -> int | None:
    key = looked.metric.key
    found = goals(
        session, looked.frame.user, period=days, as_of=days.start - timedelta(days=1), where=where(looked),
        actuals={key: None},
    )  # fmt: skip
    return found[key].target * _scale(looked) if key in found else None


def _scale(looked: Looked) -> int:
    """Counts are kept whole in targets."""
    return SCALE if looked.metric.unit == "count" else 1
