"""Setting a score by hand: with a reason, after a confirmation, and back."""

from functools import partial

import streamlit as st

from salesdash import db
from salesdash.appraisal import overrides
from salesdash.appraisal.overrides import HIGHEST, LONGEST
from salesdash.appraisal.results import Appraisal, Result
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.ui import appraisal_frame, identity
from salesdash.ui.appraisal_frame import Frame
from salesdash.ui.messages import guarded

#: whose score the dialog is about, while it is open
_ASKED = "appraisal.override"


def show(frame: Frame, found: Appraisal, one: Result) -> None:
    """The buttons, for who appraises the person; in an open period a word why not."""
    assert one.of.person is not None
    if not frame.sight.appraises(one.of.person):
        return
    if not found.frozen:
        st.caption(_("A score can be set by hand once the period is closed."))
        return
    kept = one.of.override
    with st.container(horizontal=True):
        if st.button(_("Set the score by hand"), icon=":material/edit:", key="appraisal.set"):
            st.session_state[_ASKED] = one.rep
        if kept and st.button(_("Back to the computed score"), icon=":material/undo:", key="appraisal.take_back"):
            with guarded():
                with db.writing() as session:
                    overrides.take_back(session, frame.user, found.period, str(one.rep), version=kept.version)
                appraisal_frame.say(_("The computed score holds again."))
                st.rerun()
    if st.session_state.get(_ASKED) == one.rep:
        ask = partial(_confirm, found.period, str(one.rep), one.score, kept.version if kept else 0)
        st.dialog(_("Set the score by hand"), on_dismiss=_forget)(ask)()


def _forget() -> None:
    st.session_state.pop(_ASKED, None)


def _confirm(period: str, rep: str, score: float | None, version: int) -> None:
    user = identity.current_user()
    st.write(
        _(
            "The computed score stays beside it. Your name, the score and the reason go into the audit trail, and the "
            "person reads them."
        )
    )
    key = f"appraisal.override.{period}.{rep}.{version}"
    per_cent = st.number_input(
        _("Score in per cent"),
        0.0,
        HIGHEST * 100,
        round((score or 0.0) * 100, 1),
        0.1,
        format="%.1f",
        key=f"{key}.score",
    )
    reason = st.text_area(_("Reason (required)"), max_chars=LONGEST, key=f"{key}.reason")
    keep, change = st.columns(2)
    if keep.button(_("Leave it"), width="stretch", key="appraisal.override_kept"):
        _forget()
        st.rerun()
    if change.button(
        _("Set to {score}").format(score=formats.percent(per_cent / 100)), type="primary", width="stretch",
        key="appraisal.override_confirmed",
    ):  # fmt: skip
        with guarded():
            with db.writing() as session:
                overrides.override(session, user, period, rep, round(per_cent / 100, 4), reason, version=version)
            _forget()
            appraisal_frame.say(_("The score is set."))
            st.rerun()
