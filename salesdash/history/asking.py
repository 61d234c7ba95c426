"""What every history analysis does first: permission, scope and filters, calendar, and what is remembered."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar, cast

import numpy as np
import pandas as pd
from pandas import DataFrame
from sqlalchemy.orm import Session

from salesdash import company, comparisons, filters, snapshot
from salesdash.access.identity import User
from salesdash.errors import BadInput, NotPermitted
from salesdash.history.answers import Answer, View
from salesdash.kpis.filters import selection
from salesdash.kpis.names import members
from salesdash.kpis.remembered import Remembered, state
from salesdash.locale import N_, language
from salesdash.metrics import REGISTRY
from salesdash.periods import FiscalCalendar, Grain, Piece, Range, month_end
from salesdash.snapshot import reach
from salesdash.snapshot.facts import Facts
from salesdash.snapshot.files import Snapshot
from salesdash.snapshot.selection import Selection

#: a company whose first line lies within so many days of the month's first, or the last of its end, has told it whole
_GRACE_DAYS = 7
#: what can be ranked, or bought together
RANKED = ("product_line", "product")
#: measures that lines sum up to: name → SQL over the measures of the snapshot, and the measures
SUMMED = {
    "revenue": ("sum(net)", ("net",)),
    "gross_profit": ("sum(known) - sum(cost)", ("known", "cost")),
    "quantity": ("sum(quantity)", ("quantity",)),
}

Made = TypeVar("Made", bound=Answer)
#: analyses that a process remembers
_answers: Remembered[Answer] = Remembered(256)


@dataclass(frozen=True)
class Asked:
    """One question in the making. ``first`` and ``last``: from when to when the company's data reach."""

    session: Session
    user: User
    view: View
    chosen: Selection
    files: Snapshot
    calendar: FiscalCalendar
    first: date
    last: date

    @property
    def measure(self) -> str:
        """The measure that is asked for."""
        return str(self.view.measure)

    @property
    def base(self) -> Range | None:
        """The same days a year before, as far as they have elapsed; None where the data begin later than these."""
        before = comparisons.year_before(self.view.period, self.last)
        return before if before.start >= self.first else None

    def pieces(self, grain: Grain) -> list[Piece]:
        """The periods of ``grain`` that the view touches; partial also those in which the data begin or end."""
        return [
            replace(piece, partial=piece.partial or piece.bounds.start < self.first <= piece.bounds.end)
            for piece in self.calendar.pieces(grain, self.view.period, self.last)
        ]

    def whole(self, grain: Grain) -> list[Piece]:
        """Those of ``pieces`` that the data tell from their first day to their last."""
        return [
            piece
            for piece in self.pieces(grain)
            if not piece.partial and self.first <= piece.bounds.start and piece.bounds.end <= self.last
        ]

    def facts(self, ranges: Sequence[Range], *, summaries: bool = True) -> Facts:
        """The rows of these days that the person may see and the filters leave."""
        return Facts(self.files, self.chosen, ranges, summaries=summaries)

    def with_names(self, rows: DataFrame, dimension: str, *, column: str = "id", prefix: str = "") -> DataFrame:
        """``rows`` with the ids in ``column`` replaced by ``{prefix}code`` and ``{prefix}name`` at the left."""
        ids = rows[column].tolist()
        known = members(self.session, dimension, set(ids))
        named = rows.drop(columns=column)
        named.insert(0, f"{prefix}code", [known[member][0] for member in ids])
        named.insert(1, f"{prefix}name", [known[member][1] for member in ids])
        return named


def answer(
    session: Session, user: User, view: View, make: Callable[[Asked], Made], *, measures: Sequence[str] = ()
) -> Made:
    """What ``make`` answers, remembered per state of the data, rows that may be seen, view, day and language.

    ``measures``: what the analysis can show, the first one unless the view names another; without any it speaks of
    revenue, orders and customers. Who may see quantities only gets quantities where there are such, else NotPermitted.
    """
    user.require("kpis.read", *(["kpis.quantities"] if "quantity" in measures else []))
    if view.by not in RANKED:
        raise BadInput(
            "unknown_dimension",
            N_("{dimension} is no dimension that can be used here. There are: {known}."),
            dimension=view.by,
            known=", ".join(RANKED),
        )
    view = replace(view, measure=_measure(user, view.measure, measures))
    settings = company.settings(session)
    today = company.today(settings)
    chosen = selection(session, user, view.where, today)
    key = (make.__qualname__, state(session), chosen.key(), view.key(), user.may("kpis.read"), today, language())

    def made() -> Answer:
        calendar = settings.calendar
        files, last = snapshot.current(session), last_day(session, today)
        first = first_day(files, today)
        return make(Asked(session, user, view, chosen, files=files, calendar=calendar, first=first, last=last))

    return cast(Made, _answers.get(key, made))


def _measure(user: User, asked: str | None, offered: Sequence[str]) -> str | None:
    if not offered:
        if asked is not None:
            raise BadInput("no_measure", N_("This analysis has no measure to choose."))
        return None
    if asked is not None and asked not in offered:
        raise BadInput(
            "unknown_measure",
            N_("{measure} is no measure of this analysis. There are: {known}."),
            measure=asked,
            known=", ".join(offered),
        )
    if user.may("kpis.read"):
        return asked or offered[0]
    if asked not in (None, "quantity"):
        raise NotPermitted(
            "not_permitted", N_("You may not do this. It takes the permission: {permission}."), permission="kpis.read"
        )
    return "quantity"


def last_day(session: Session, today: date) -> date:
    """The last day that has elapsed, as far as data reach: the company's last line, or the end of its month where
    that is near and past. What comes after has not been told yet, so a month that holds it is not whole."""
    last = filters.last_order_day(session, today)
    if last is None:
        return today
    end = month_end(last)
    return end if (end - last).days <= _GRACE_DAYS and end < today else last


def first_day(files: Snapshot, today: date) -> date:
    """The first day that the data tell: that of the company's first line, or the first of its month where near."""
    first = reach.first_day(files)
    if first is None:
        return today
    return first.replace(day=1) if first.day - 1 <= _GRACE_DAYS else first


def known_measures() -> tuple[str, ...]:
    """The measures that a month has: all of the registry but ratios and cost."""
    return tuple(key for key, metric in REGISTRY.items() if metric.unit != "ratio" and key != "cost")


def whole_numbers(values: Iterable[float]) -> pd.arrays.IntegerArray:
    """Numbers as whole ones, NaN as missing."""
    array = np.asarray(list(values), dtype=float)
    missing = np.isnan(array)
    return pd.arrays.IntegerArray(np.where(missing, 0, array).round().astype(np.int64), missing)


def change(now: float | None, before: float | None) -> float | None:
    """Relative change; unknown without a positive base."""
    return None if now is None or before is None or before <= 0 else (now - before) / before
