"""What two versions of a plan, or a proposal and the present, differ in."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from salesdash import db, targets
from salesdash.downloads import Column, Sheet
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.targets import Plan
from salesdash.ui import downloads, targets_words
from salesdash.ui.targets_frame import Frame, dimension_names
from salesdash.ui.targets_table import amount_form, plan_words

#: so many cells are shown; a download has all
_DRAWN = 500
_DIMENSIONS = ("region", "product_line", "channel", "rep")


def show(frame: Frame, plan: Plan, versions: list[int]) -> None:
    """What changed between two versions, cell by cell."""
    numbers = [*versions, 0]

    def name(version: int) -> str:
        return _("Version {version}").format(version=version) if version else _("Before the first")

    st.markdown("##### " + _("What two versions differ in"))
    left, right = st.columns(2, gap="small")
    before = left.selectbox(_("From version"), numbers, index=1, format_func=name, key="targets.diff.a")
    after = right.selectbox(_("To version"), numbers, index=0, format_func=name, key="targets.diff.b")
    with db.reading() as session:
        found = targets.difference(session, frame.user, plan, before, after)
    if found.empty:
        st.caption(_("They do not differ in what you may see."))
        return
    cell_by_cell(frame, plan.measure, found)
    with st.container(horizontal=True):
        make = partial(_difference_sheet, frame, plan, found, name(before), name(after))
        downloads.buttons("targets.difference", _("Difference of two versions"), make)


def cell_by_cell(frame: Frame, measure: str, found: pd.DataFrame) -> None:
    """Differences cell by cell, as many as somebody looks through."""
    drawn = found.head(_DRAWN)
    st.dataframe(_worded(frame, measure, drawn), hide_index=True, height=min(38 + 35 * len(drawn), 420))
    if len(found) > _DRAWN:
        words = _("The first {count} of {all} cells are shown.")
        st.caption(words.format(count=formats.number(_DRAWN), all=formats.number(len(found))))


def _worded(frame: Frame, measure: str, found: pd.DataFrame) -> pd.DataFrame:
    """Differences cell by cell as people read them; dimensions that play no part are left out."""
    names = dimension_names(_DIMENSIONS)
    table: dict[str, Any] = {
        _("Period"): [targets_words.period_label(frame.calendar, label) for label in found["period"]]
    }
    for dimension in _DIMENSIONS:
        if found[dimension].notna().any():
            table[names[dimension]] = found[f"{dimension}_name"].fillna("")
    for column, heading in (("before", _("Before")), ("after", _("After")), ("change", _("Change"))):
        signed = column == "change"
        table[heading] = [targets_words.shown(measure, v, frame.currency, signed=signed) for v in found[column]]
    return pd.DataFrame(table)


def _difference_sheet(frame: Frame, plan: Plan, found: pd.DataFrame, before: str, after: str) -> Sheet:
    names = dimension_names(_DIMENSIONS)
    form = amount_form(plan)
    columns = [Column("period", _("Period"))]
    for dimension in _DIMENSIONS:
        columns.append(Column(dimension, _("{name} (code)").format(name=names[dimension])))
        columns.append(Column(f"{dimension}_name", names[dimension]))
    amounts = (("before", _("Before")), ("after", _("After")), ("change", _("Change")))
    columns += [Column(key, heading, form) for key, heading in amounts]
    filters = [*plan_words(plan), (_("From version"), before), (_("To version"), after)]
    return Sheet(
        _("Difference of two versions"), columns, found, formats.day(frame.today), frame.user.name, filters,
        frame.currency,
    )  # fmt: skip
