"""Periods of the past that stand out or are missing, and what people say of them. Later forecasts follow."""

from datetime import date
from typing import Any

import streamlit as st
from pandas import DataFrame

from salesdash import charts, db
from salesdash.forecasts import marking
from salesdash.forecasts.marking import KINDS
from salesdash.locale import N_
from salesdash.locale import gettext as _
from salesdash.ui import markup
from salesdash.ui.forecast_frame import Looked
from salesdash.ui.kpi_frame import theme
from salesdash.ui.messages import guarded

#: what the method itself sees
_SEEN = {"outlier": N_("Stands out"), "hole": N_("Missing")}
_MOST = 24


def show(looked: Looked) -> None:
    """What stands out, what was said of it, and the form for saying more."""
    with db.reading() as session:
        said = marking.marks(
            session, looked.frame.user, looked.run.measure, looked.run.frequency, looked.cell
        )  # fmt: skip
    st.caption(
        _("A period that stands out teaches a forecast something wrong. Say what it was: the next forecasts follow.")
    )
    noted = looked.inputs[looked.inputs["mark"].notna() | looked.inputs["actual"].isna()]
    if noted.empty and said.empty:
        st.info(_("Nothing stands out in the past of {name}.").format(name=markup.plain(looked.name)),
                icon=":material/check_circle:")  # fmt: skip
    elif len(noted):
        st.html(markup.wrapped(charts.palette(theme()), _table(looked, noted)))
    _said(looked, said)
    if not looked.frame.user.may("forecasts.run"):
        st.caption(_("Executives, sales managers and analysts say what a period was."))
    elif looked.latest:
        _form(looked, said, noted)


def _table(looked: Looked, noted: DataFrame) -> str:
    names = _SEEN | KINDS
    rows = [
        [looked.period(row["period_on"]), _actual(looked, row), looked.show(row["used"]),
         _(names.get(row["mark"] or "hole", ""))]
        for row in noted.tail(_MOST)[::-1].to_dict("records")
    ]  # fmt: skip
    headings = [_("Period"), _("What came"), _("What the forecast took instead"), _("Why")]
    return markup.table(_("Periods that were not taken as they are"), headings, rows, left=(0, 3))


def _actual(looked: Looked, row: dict[Any, Any]) -> str:
    missing = row["actual"] is None or row["actual"] != row["actual"] or str(row["actual"]) == "<NA>"
    return _("missing") if missing else looked.show(int(row["actual"]))


def _said(looked: Looked, said: DataFrame) -> None:
    """What people said, each with the way back."""
    for row in said[::-1].to_dict("records"):
        with st.container(horizontal=True, vertical_alignment="center", key=f"forecast_mark_{row['id']}"):
            parts = [f"**{looked.period(row['period_on'])}**", _(KINDS[row["kind"]])]
            after = row["at"].replace(tzinfo=None) > looked.run.made_at.replace(tzinfo=None)
            small = [markup.plain(row["by"]), *([markup.plain(row["note"])] if row["note"] else []),
                     *([_("from the next forecast on")] if after else [])]  # fmt: skip
            st.markdown(f"{' · '.join(parts)}  \n:small[{' · '.join(small)}]")
            if looked.frame.user.may("forecasts.run") and looked.latest:
                st.button(
                    _("Take back"), key=f"forecast.unmark.{row['id']}", type="tertiary", icon=":material/undo:",
                    on_click=_unmark, args=(looked, row["id"], row["version"]),
                )  # fmt: skip


def _unmark(looked: Looked, mark: int, version: int) -> None:
    with guarded(), db.writing() as session:
        marking.unmark(session, looked.frame.user, mark, version)


def _form(looked: Looked, said: DataFrame, noted: DataFrame) -> None:
    periods: list[date] = list(looked.inputs["period_on"])[::-1]
    if not periods:
        return
    marked = set(said["period_on"])
    first = next((day for day in list(noted["period_on"])[::-1] if day not in marked), periods[0])
    key = f"forecast.mark.{looked.run.id}.{sorted(looked.cell.items())}.{len(said)}"
    with st.form(key, border=False):
        left, right = st.columns([1, 2])
        period = left.selectbox(
            _("Period"), periods, index=periods.index(first), format_func=looked.period, key=f"{key}.period"
        )
        kind = right.selectbox(
            _("What was it?"), list(KINDS), format_func=lambda one: _(KINDS[one]), key=f"{key}.kind", filter_mode=None
        )
        note = st.text_input(_("Note"), max_chars=1000, key=f"{key}.note")
        if st.form_submit_button(_("Save"), type="primary", key=f"{key}.save"):
            with guarded():
                with db.writing() as session:
                    marking.mark(
                        session, looked.frame.user, measure=looked.run.measure, frequency=looked.run.frequency,
                        cell=looked.cell, period_on=period, kind=kind, note=note,
                    )  # fmt: skip
                st.rerun()
