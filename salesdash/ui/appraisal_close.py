"""Closing a period: an explicit act, confirmed, for good."""

from functools import partial

import streamlit as st

from salesdash import db
from salesdash.appraisal import closing
from salesdash.locale import gettext as _
from salesdash.ui import appraisal_frame, identity
from salesdash.ui.appraisal_frame import Frame
from salesdash.ui.messages import guarded

_ASKED = "appraisal.closing"


def show(frame: Frame, label: str) -> None:
    """The button, for who closes periods, where the period has ended and is open; and the reminder."""
    if not frame.user.may("periods.close"):
        return
    if frame.reminder and frame.reminder != label:
        st.info(
            _("The close day has come: {period} is still open.").format(period=frame.named(frame.reminder)),
            icon=":material/event:",
        )
        st.button(
            _("Go to {period}").format(period=frame.named(frame.reminder)), icon=":material/arrow_forward:",
            key="appraisal.to_close", on_click=appraisal_frame.look_at_period, args=(frame.reminder,),
        )  # fmt: skip
    listed = frame.listed[label]
    if listed.closed or not listed.ended:
        return
    name = frame.named(label)
    if st.button(_("Close {period}").format(period=name), icon=":material/lock:", key="appraisal.close"):
        st.session_state[_ASKED] = label
    if st.session_state.get(_ASKED) == label:
        st.dialog(_("Close {period}?").format(period=name), on_dismiss=_forget)(partial(_confirm, label, name))()


def _forget() -> None:
    st.session_state.pop(_ASKED, None)


def _confirm(label: str, name: str) -> None:
    user = identity.current_user()
    st.write(
        _(
            "Targets, actuals and scores of {period}, and of the open months and quarters in it, are frozen as they "
            "are now. Later corrections of orders are shown beside them and change nothing in them; targets in it "
            "cannot change any more. This cannot be undone."
        ).format(period=name)
    )
    keep, close = st.columns(2)
    if keep.button(_("Leave it open"), width="stretch", key="appraisal.close_kept"):
        _forget()
        st.rerun()
    if close.button(_("Close it"), type="primary", width="stretch", key="appraisal.close_confirmed"):
        with guarded():
            with st.spinner(_("Freezing the figures …")):
                with db.reading() as session:
                    closing.prepare(session, user, label)
                with db.writing() as session:
                    closing.close(session, user, label)
            _forget()
            appraisal_frame.say(_("{period} is closed.").format(period=name))
            st.rerun()
