"""The targets beside a forecast: of its periods, and of the stretches that it lands in."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from salesdash.metrics import TARGET_MEASURES, Metric
from salesdash.periods import plus_months
from salesdash.targets.goals import goals, monthly
from salesdash.ui.forecast_frame import Looked
from salesdash.ui.forecast_landing import Stretch
from salesdash.units import SCALE

#: how many months a period has that targets are set for
_MONTHS = {"month": 1, "quarter": 3}


def of_periods(session: Session, looked: Looked, begins: Sequence[date]) -> list[int | None]:
    """The target of each period that begins on one of these days, in 1/10,000; None where there is none. Targets are
    set for months: there are none of weeks."""
    length = _MONTHS.get(looked.run.frequency)
    if length is None or not _has_targets(looked.metric):
        return [None] * len(begins)
    months = sorted({plus_months(day, n) for day in begins for n in range(length)})
    amounts = monthly(session, looked.frame.user, looked.metric.key, months, where(looked))
    by_month = dict(zip(months, amounts, strict=True))
    return [_scaled(looked.metric, [by_month[plus_months(day, n)] for n in range(length)]) for day in begins]


def of_stretches(session: Session, looked: Looked, stretches: Iterable[Stretch]) -> dict[str, int]:
    """The target of each stretch of whole months that has one, by its key."""
    found: dict[str, int] = {}
    if not _has_targets(looked.metric):
        return found
    for stretch in stretches:
        if looked.run.frequency == "week" and not stretch.key.startswith("year"):
            continue
        aims = goals(
            session, looked.frame.user, period=stretch.days, as_of=stretch.days.start - timedelta(days=1),
            where=where(looked), actuals={looked.metric.key: None},
        )  # fmt: skip
        if looked.metric.key in aims:
            found[stretch.key] = _scaled(looked.metric, [aims[looked.metric.key].target]) or 0
    return {key: amount for key, amount in found.items() if amount > 0}


def where(looked: Looked) -> dict[str, list[str]]:
    """The cell as a filter."""
    return {dimension: [code] for dimension, code in looked.cell.items() if code is not None}


def _has_targets(metric: Metric) -> bool:
    return metric.key in TARGET_MEASURES


def _scaled(metric: Metric, amounts: Sequence[int | None]) -> int | None:
    """The sum in 1/10,000; counts are kept whole in targets."""
    if any(amount is None for amount in amounts):
        return None
    return sum(amount or 0 for amount in amounts) * (SCALE if metric.unit == "count" else 1)
