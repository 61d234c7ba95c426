"""What forecasts say in words: amounts, periods, cells, kinds of series. Knows no Streamlit."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from salesdash.locale import N_, formats, ngettext
from salesdash.locale import gettext as _
from salesdash.metrics import Metric
from salesdash.periods import FiscalCalendar, Grain
from salesdash.units import SCALE

#: how long the periods of a run are → words
FREQUENCIES = {"month": N_("Months"), "quarter": N_("Quarters"), "week": N_("Weeks")}
#: what kind of series it is, where it is not a regular one
KINDS = {
    "short": N_("short history"),
    "intermittent": N_("sells now and then"),
    "constant": N_("always the same"),
    "empty": N_("nothing was sold"),
}

#: what a forecast may be made by
METHODS = {
    "combination": N_("several methods combined"),
    "simple": N_("simple"),
    "intermittent": N_("for what sells now and then"),
    "constant": N_("always the same"),
}


def method(model: str | None) -> str:
    """The method in words; one that is not known by name keeps its own."""
    return _(METHODS[model]) if model in METHODS else model or ""


def show(
    metric: Metric, value: float | None, currency: str, *, short: bool = False, signed: bool = False
) -> str:  # fmt: skip
    """A forecast figure, which comes in 1/10,000 whatever it measures, in words."""
    if value is None or pd.isna(value):
        return formats.DASH
    if metric.unit == "ratio":
        return formats.percent(value / SCALE, signed=signed)
    if metric.unit in ("count", "quantity"):  # what is expected of pieces has no use for decimals
        return formats.number(round(value / SCALE), 0, short=short, signed=signed)
    return metric.show(int(value), currency, short=short, signed=signed)


def change(metric: Metric, now: float | None, before: float | None) -> float | None:
    """The change of one forecast figure against another, as the metric counts changes."""
    if now is None or before is None or pd.isna(now) or pd.isna(before):
        return None
    return metric.change(now / SCALE, before / SCALE)


def period(calendar: FiscalCalendar, frequency: str, day: date) -> str:
    """The period that begins on ``day``: Nov 2026; Q4 2026; week of Nov 23, 2026."""
    if frequency == "month":
        return formats.month(day)
    if frequency == "quarter":
        year, quarter = calendar.label("quarter", day).split("-Q")
        return _("Q{quarter} {year}").format(quarter=quarter, year=year)
    return _("week of {day}").format(day=formats.day(day))


def tick(calendar: FiscalCalendar, frequency: str, day: date) -> tuple[str, str]:
    """The same for an axis: the label, and the year that stands below where it changes."""
    if frequency == "month":
        return formats.month(day, short=True), str(day.year)
    if frequency == "quarter":
        year, quarter = calendar.label("quarter", day).split("-Q")
        return f"Q{quarter}", year
    return formats.month_day(day), str(day.year)


def year_of(calendar: FiscalCalendar, frequency: str, day: date) -> int:
    """The fiscal year that a period belongs to; a week belongs to the year that holds most of its days."""
    grain: Grain = frequency  # type: ignore[assignment]
    return int(calendar.label(grain, day)[:4])


def year_name(calendar: FiscalCalendar, year: int) -> str:
    """A fiscal year in words; it is told to be one where it is not the calendar's."""
    return str(year) if calendar.first_month == 1 else _("fiscal year {year}").format(year=year)


def periods_in_words(frequency: str, count: int) -> str:
    """So many months, quarters, weeks."""
    text = {
        "month": ngettext("{count} month", "{count} months", count),
        "quarter": ngettext("{count} quarter", "{count} quarters", count),
        "week": ngettext("{count} week", "{count} weeks", count),
    }[frequency]
    return text.format(count=formats.number(count))


def cell_name(names: Mapping[str, Any]) -> str:
    """A cell in words by the names of the members that it names; the whole where it names none."""
    known = [str(name) for name in names.values() if name is not None and not pd.isna(name)]
    return " · ".join(known) or _("Everything")
