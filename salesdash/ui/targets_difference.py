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

#: so many cells are shown one by one; a download has all
_DRAWN = 50
#: by what more of them are summed, the first that plays a part
_SUMMED = ("rep", "region", "product_line", "channel", "period")
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
    between = [(_("From version"), name(before)), (_("To version"), name(after))]
    take("targets.difference", _("Difference of two versions"), frame, plan, found, between)


def take(key: str, title: str, frame: Frame, plan: Plan, found: pd.DataFrame, filters: list[tuple[str, str]]) -> None:
    """The buttons that take all differences away; ``filters``: what they are about beside the plan."""
    with st.container(horizontal=True):
        downloads.buttons(key, title, partial(_sheet, title, frame, plan, found, filters))


def cell_by_cell(frame: Frame, measure: str, found: pd.DataFrame) -> None:
    """Differences cell by cell, or summed where they are more than somebody looks through."""
    drawn = found
    if len(found) > _DRAWN:
        st.caption(_("{count} cells change: in sum. The download has all.").format(count=formats.number(len(found))))
        drawn = _summed(found)
    aligned = {
        heading: st.column_config.TextColumn(alignment="right") for heading in (_("Before"), _("After"), _("Change"))
    }
    st.dataframe(
        _worded(frame, measure, drawn), hide_index=True, height=min(38 + 35 * len(drawn), 420), column_config=aligned
    )


def _summed(found: pd.DataFrame) -> pd.DataFrame:
    """Sums by the people, else by what else plays a part."""
    by = next((name for name in _SUMMED if found[name].notna().any()), "period")
    keys = [by] if by == "period" else [by, f"{by}_name"]
    sums = found.groupby(keys, dropna=False, sort=False, as_index=False)[["before", "after", "change"]].sum()
    return sums.reindex(columns=found.columns).astype(object).where(lambda rows: rows.notna(), None)


def _worded(frame: Frame, measure: str, found: pd.DataFrame) -> pd.DataFrame:
    """Differences cell by cell as people read them; dimensions that play no part are left out."""
    names = dimension_names(_DIMENSIONS)
    table: dict[str, Any] = {}
    if found["period"].notna().any():
        table[_("Period")] = [targets_words.period_label(frame.calendar, label) for label in found["period"]]
    for dimension in _DIMENSIONS:
        if found[dimension].notna().any():
            table[names[dimension]] = found[f"{dimension}_name"].fillna("")
    for column, heading in (("before", _("Before")), ("after", _("After")), ("change", _("Change"))):
        signed = column == "change"
        table[heading] = [targets_words.shown(measure, v, frame.currency, signed=signed) for v in found[column]]
    return pd.DataFrame(table)


def _sheet(title: str, frame: Frame, plan: Plan, found: pd.DataFrame, filters: list[tuple[str, str]]) -> Sheet:
    names = dimension_names(_DIMENSIONS)
    form = amount_form(plan)
    columns = [Column("period", _("Period"))]
    for dimension in _DIMENSIONS:
        columns.append(Column(dimension, _("{name} (code)").format(name=names[dimension])))
        columns.append(Column(f"{dimension}_name", names[dimension]))
    amounts = (("before", _("Before")), ("after", _("After")), ("change", _("Change")))
    columns += [Column(key, heading, form) for key, heading in amounts]
    told = [*plan_words(plan), *filters]
    return Sheet(title, columns, found, formats.day(frame.today), frame.user.name, told, frame.currency)
