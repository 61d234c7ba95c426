"""What two versions of a plan, or a proposal and the present, differ in."""

from collections.abc import Sequence
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
_SUMMED = ("rep", "region", "product_line", "channel")
_DIMENSIONS = ("region", "product_line", "channel", "rep")
#: labels and what they say, for the head of a file
Words = Sequence[tuple[str, str]]


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
    take(frame, plan, found, key="targets.difference", title=_("Difference of two versions"), about=between)


def take(frame: Frame, plan: Plan, found: pd.DataFrame, *, key: str, title: str, about: Words) -> None:
    """The buttons that take all differences away; ``about``: what they are about beside the plan."""
    with st.container(horizontal=True):
        downloads.buttons(key, title, partial(_sheet, frame, plan, found, title=title, about=about))


def cell_by_cell(frame: Frame, measure: str, found: pd.DataFrame) -> None:
    """Differences cell by cell, or where they are more than somebody looks through, their sums: by the people, or else
    by what moved, and by period."""
    if len(found) <= _DRAWN:
        _draw(frame, measure, found)
        return
    st.caption(_("{count} cells change: in sum. The download has all.").format(count=formats.number(len(found))))
    for by in _sides(found):
        _draw(frame, measure, _summed(found, by))


def _sides(found: pd.DataFrame) -> list[str]:
    """By what many differences are summed: the first dimension in which something moved, and the period if something
    moved in time; where all that moved did so across these, the first one that plays a part."""
    present = [name for name in _SUMMED if found[name].notna().any()]
    moved = [by for by in (*present, "period") if _summed(found, by)["change"].any()]
    return [by for by in moved if by in {moved[0], "period"}] or [*present, "period"][:1]


def _summed(found: pd.DataFrame, by: str) -> pd.DataFrame:
    """Sums by ``by``, all else left open."""
    keys = [by] if by == "period" else [by, f"{by}_name"]
    sums = found.groupby(keys, dropna=False, as_index=False)[["before", "after", "change"]].sum()
    return sums.assign(**dict.fromkeys(found.columns.difference(sums.columns)))


def _draw(frame: Frame, measure: str, rows: pd.DataFrame) -> None:
    words = _worded(frame, measure, rows)
    numbers = (_("Before"), _("After"), _("Change"))
    st.dataframe(
        words, hide_index=True, height=min(38 + 35 * len(words), 420),
        column_config={heading: st.column_config.TextColumn(alignment="right") for heading in numbers},
    )  # fmt: skip


def _worded(frame: Frame, measure: str, found: pd.DataFrame) -> pd.DataFrame:
    """Differences as people read them; dimensions that play no part are left out."""
    names = dimension_names(_DIMENSIONS)
    table: dict[str, Any] = {}
    if found["period"].notna().any():
        table[_("Period")] = [targets_words.period_label(frame.calendar, label) for label in found["period"]]
    for dimension in _DIMENSIONS:
        if found[dimension].notna().any():
            table[names[dimension]] = found[f"{dimension}_name"].fillna("")
    for column, heading in (("before", _("Before")), ("after", _("After")), ("change", _("Change"))):
        signed = column == "change"
        amounts = found[column].replace(0, None) if signed else found[column]  # a dash where nothing moved
        table[heading] = [targets_words.shown(measure, v, frame.currency, signed=signed) for v in amounts]
    return pd.DataFrame(table)


def _sheet(frame: Frame, plan: Plan, found: pd.DataFrame, *, title: str, about: Words) -> Sheet:
    names = dimension_names(_DIMENSIONS)
    form = amount_form(plan)
    columns = [Column("period", _("Period"))]
    for dimension in _DIMENSIONS:
        columns.append(Column(dimension, _("{name} (code)").format(name=names[dimension])))
        columns.append(Column(f"{dimension}_name", names[dimension]))
    amounts = (("before", _("Before")), ("after", _("After")), ("change", _("Change")))
    columns += [Column(key, heading, form) for key, heading in amounts]
    told = [*plan_words(plan), *about]
    return Sheet(title, columns, found, formats.day(frame.today), frame.user.name, told, frame.currency)
