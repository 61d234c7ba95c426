"""The causes that the company knows: those who act on signals keep the list."""

import streamlit as st

from salesdash import db, monitoring
from salesdash.access.identity import User
from salesdash.locale import gettext as _
from salesdash.ui.markup import plain
from salesdash.ui.messages import guarded

_SAID = "signals.causes.said"
#: how long a name may be
_LONGEST = 200


def show(user: User) -> None:
    """The list, a form for another one, and to rename or withdraw one; nothing for those who may not."""
    if not user.may("signals.manage"):
        return
    with st.expander(_("Causes that the company knows"), icon=":material/list_alt:"):
        if said := st.session_state.pop(_SAID, None):
            st.success(said)
        with db.reading() as session:
            known = monitoring.cause_list(session, user)
        for cause in known:
            _one(user, cause)
        with st.form("signals.cause.new", clear_on_submit=True, border=False):
            name = st.text_input(_("Another cause"), max_chars=_LONGEST)
            if st.form_submit_button(_("Add")):
                _keep(user, None, name, offered=True)


def _one(user: User, cause: monitoring.Cause) -> None:
    key = f"signals.cause.{cause.id}.{cause.version}"
    with st.form(key, border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(
            _("Cause"), cause.name, max_chars=_LONGEST, key=f"{key}.name", label_visibility="collapsed"
        )
        offered = st.checkbox(_("offered"), cause.offered, key=f"{key}.offered")
        if st.form_submit_button(_("Save"), key=f"{key}.save"):
            _keep(user, cause, name, offered=offered)


def _keep(user: User, cause: monitoring.Cause | None, name: str, *, offered: bool) -> None:
    with guarded():
        with db.writing() as session:
            monitoring.keep_cause(
                session, user, name, id=cause.id if cause else None, version=cause.version if cause else None,
                offered=offered,
            )  # fmt: skip
        st.session_state[_SAID] = plain(_("Kept: {cause}.").format(cause=name.strip()))
        st.rerun()
