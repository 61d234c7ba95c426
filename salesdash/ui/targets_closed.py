"""Closed months in the forms of targets: their mark, and that they keep what they have."""

from collections.abc import Sequence

import streamlit as st

from salesdash import appraisal, db
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.periods import FiscalCalendar
from salesdash.targets import Cell, coding
from salesdash.ui import markup, targets_words
from salesdash.ui.targets_frame import Frame


def months(frame: Frame, year: int) -> list[int]:
    """The closed months of a fiscal year, as in the calendar, in their order."""
    with db.reading() as session:
        closed = appraisal.closed_months(session, year)
    return [coding.calendar_month(frame.calendar, month) for month in sorted(closed)]


def inside(calendar: FiscalCalendar, cell: Cell) -> list[int]:
    """The months of a cell, as in the calendar."""
    if cell.month:
        return [cell.month]
    span = coding.months_of(coding.QUARTER + cell.quarter if cell.quarter else 0)
    return [coding.calendar_month(calendar, month) for month in span]


def marked(name: str) -> str:
    """The name of a closed period, with word and sign."""
    return f"{name} · 🔒 {_('closed')}"


def period_names(frame: Frame, year: int) -> dict[str, str]:
    """The periods of ``targets_words.period_names``; those are marked of which all months are closed."""
    closed = set(months(frame, year))
    names = targets_words.period_names(frame.calendar, year)
    shut = {code for code in names if closed.issuperset(inside(frame.calendar, targets_words.period_cell(year, code)))}
    return {code: marked(name) if code in shut else name for code, name in names.items()}


def parts(frame: Frame, year: int, by: str, labels: Sequence[str]) -> list[bool]:
    """For each part of a split whether it is a period that is closed as a whole."""
    if by not in ("quarter", "month"):
        return [False] * len(labels)
    closed = set(months(frame, year))
    codes = [f"{by[0]}{targets_words.period_number(label)}" for label in labels]
    return [closed.issuperset(inside(frame.calendar, targets_words.period_cell(year, code))) for code in codes]


def hint(frame: Frame, cell: Cell, *, shared: bool = False) -> None:
    """Which months of a cell are closed, if any; ``shared``: it is split by weights."""
    span = inside(frame.calendar, cell)
    shut = [month for month in months(frame, cell.year) if month in span]
    if not shut:
        return
    named = formats.listing([targets_words.month_name(frame.calendar, cell.year, month) for month in shut])
    told = _("🔒 Closed months keep what they have: {months}.").format(months=named)
    if shared:
        told += " " + _("Weights share what is left, so equal ones need not give equal parts.")
    st.caption(markup.plain(told))
