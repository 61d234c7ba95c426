"""The versions of a plan: who changed what, when and why; what two of them differ in; and the way back."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from salesdash import db, targets
from salesdash.charts import palette
from salesdash.downloads import Column, Sheet
from salesdash.locale import N_, formats
from salesdash.locale import gettext as _
from salesdash.targets import Plan
from salesdash.ui import downloads, identity, kpi_frame, markup, targets_difference, targets_said, targets_words
from salesdash.ui.messages import empty, guarded
from salesdash.ui.targets_frame import Frame
from salesdash.ui.targets_table import amount_form, plan_words

#: plan and version while the dialog asks
_ASKED = "targets.undo_asked"
#: so many are listed; all of them can be compared and taken away
_LISTED = 50
KINDS = {
    "set": N_("Set"), "split": N_("Split"), "lock": N_("Lock"), "transfer": N_("Transfer"), "undo": N_("Undo"),
}  # fmt: skip
_DIMENSIONS = ("region", "product_line", "channel", "rep")


def show(frame: Frame, plan: Plan) -> None:
    """The list, the comparison, and undo for those who set targets."""
    with db.reading() as session:
        rows = targets.versions(session, frame.user, plan)
    if rows.empty:
        empty(_("Nothing has been changed here yet."), _("Every change will stand here, and can be taken back."))
        return
    with st.container(horizontal=True):
        downloads.buttons("targets.versions", _("Versions"), partial(_sheet, frame, plan, rows))
    _list(frame, plan, rows.head(_LISTED))
    if frame.may_set:
        _undo(frame, plan, rows)
    targets_difference.show(frame, plan, rows["version"].tolist())


def _list(frame: Frame, plan: Plan, rows: pd.DataFrame) -> None:
    headings = [_("Version"), _("When"), _("Who"), _("What"), _("Where"), _("Moved"), _("Reason")]
    lines = [
        [
            str(row["version"]), formats.moment(row["at"], frame.company.time_zone), _who(row), _what(row),
            _where(frame, row), targets_words.shown(plan.measure, _amount(row["moved"]) or None, frame.currency),
            row["reason"] or "",
        ]
        for row in rows.to_dict("records")
    ]  # fmt: skip
    table = markup.table(_("Versions"), headings, lines, left={0, 1, 2, 3, 4, 6})
    st.html(markup.wrapped(palette(kpi_frame.theme()), table))


def _amount(value: Any) -> int | None:
    """An amount that may not be known to the reader."""
    return None if pd.isna(value) else int(value)


def _who(row: Mapping[Any, Any]) -> str:
    if not row["approved_by"]:
        return identity.called(row["by"])
    return _("{person}, approved by {approver}").format(
        person=identity.called(row["by"]), approver=identity.called(row["approved_by"])
    )


def _what(row: Mapping[Any, Any]) -> str:
    said = _(KINDS[row["kind"]])
    if pd.notna(row["undoes"]):
        return _("Version {version} taken back").format(version=int(row["undoes"]))
    if pd.notna(row["undone_by"]):
        return _("{what} (taken back)").format(what=said)
    return said


def _where(frame: Frame, row: Mapping[Any, Any]) -> str:
    """The cell that was changed, or that it were several."""
    members = [frame.named(name, row[name]) for name in _DIMENSIONS if pd.notna(row[name])]
    if not members and pd.isna(row["period"]):
        return _("several")
    return " · ".join([targets_words.period_label(frame.calendar, str(row["period"])), *members])


def _undo(frame: Frame, plan: Plan, rows: pd.DataFrame) -> None:
    """Takes a version back, after a question."""
    able = rows[rows["undone_by"].isna()]["version"].tolist()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.selectbox(
            _("Take back"), able, index=None, placeholder=_("Choose a version"), width=260, key="targets.undo.which",
            format_func=lambda version: _("Version {version}").format(version=version),
        )  # fmt: skip
        if st.button(_("Undo"), icon=":material/undo:", disabled=number is None, key="targets.undo.ask"):
            st.session_state[_ASKED] = (plan, number)
    if st.session_state.get(_ASKED, (None,))[0] == plan:
        st.dialog(_("Take this version back?"), on_dismiss=_forget)(_confirm)(*st.session_state[_ASKED])


def _forget() -> None:
    st.session_state.pop(_ASKED, None)


def _confirm(plan: Plan, number: int) -> None:
    user = identity.current_user()
    st.write(
        _("What version {version} changed becomes what it was before. That is a version of its own.").format(
            version=number
        )
    )
    with st.form("targets.undo", border=False):
        reason = st.text_input(_("Reason"), max_chars=1000, key="targets.undo.reason")
        if st.form_submit_button(_("Take it back"), type="primary", icon=":material/undo:"):
            with guarded():
                with db.writing() as session:
                    done = targets.undo(session, user, plan, number, reason)
                _forget()
                targets_said.change(_("Version {version} is taken back.").format(version=number), plan, done)
                st.rerun()


def _sheet(frame: Frame, plan: Plan, rows: pd.DataFrame) -> Sheet:
    said = rows.assign(
        at=[formats.moment(at, frame.company.time_zone) for at in rows["at"]],
        who=[_who(row) for row in rows.to_dict("records")],
        what=[_what(row) for row in rows.to_dict("records")],
        where=[_where(frame, row) for row in rows.to_dict("records")],
    )
    columns = [
        Column("version", _("Version"), "count"), Column("at", _("When")), Column("who", _("Who")),
        Column("what", _("What")), Column("where", _("Where")), Column("moved", _("Moved"), amount_form(plan)),
        Column("reason", _("Reason")),
    ]  # fmt: skip
    return Sheet(
        _("Versions"), columns, said, formats.day(frame.today), frame.user.name, plan_words(plan), frame.currency
    )
