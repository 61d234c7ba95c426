"""While the sample company is loaded: says so, and offers to start with one's own data."""

from urllib.parse import urlsplit

import streamlit as st

from salesdash import db, sample
from salesdash.access.identity import User
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.ui import identity
from salesdash.ui.messages import guarded

#: while the dialog asks
_ASKED = "sample_asked"


def show(user: User, *, beside: str = "") -> None:
    """One line while the sample company is loaded, nothing otherwise: what this is (``beside`` says more), and for
    those who manage the settings the button that empties the database after a confirmation."""
    with db.reading() as session:
        as_of = sample.is_loaded(session)
    if as_of is None:
        return
    manages = user.may("settings.manage")
    words = [_("This is the sample company; all of it is made up, up to {day}.").format(day=formats.day(as_of)), beside]
    if not manages:
        words.append(_("An administrator can empty it, to start with your own data."))
    with st.container(horizontal=True, vertical_alignment="center", key="sample_banner"):
        st.caption(f":material/science: {' '.join(filter(None, words))}")
        if manages:
            start_button()


def start_button() -> None:
    """The button "Start with our own data" alone, for places that say the rest themselves."""
    if st.button(_("Start with our own data"), icon=":material/restart_alt:", key="sample_leave"):
        st.session_state[_ASKED] = True
    if st.session_state.get(_ASKED):
        st.dialog(_("Start with our own data"), on_dismiss=_forget)(_confirm)()


def _forget() -> None:
    st.session_state.pop(_ASKED, None)


def _confirm() -> None:
    user = identity.current_user()
    st.write(
        _(
            "The sample company goes: its order lines, members, people and sample accounts, and all that was imported "
            "or changed while it was loaded. The database is then empty, ready for your own data. Accounts that you "
            "made and the audit trail stay. This cannot be undone."
        )
    )
    st.caption(_("Whoever runs the machine can load the sample into an empty database again."))
    keep, leave = st.columns(2)
    if keep.button(_("Keep the sample"), width="stretch", key="sample_kept"):
        _forget()
        st.rerun()
    if leave.button(_("Empty the database"), type="primary", width="stretch", key="sample_leave_confirmed"):
        with guarded():
            _forget()
            with st.spinner(_("Emptying the database …")):
                removed = sample.remove(None, user)
            if removed.setup_address:
                # nobody is left who could sign in: the one who emptied it makes the first account
                address = urlsplit(removed.setup_address)
                identity.go_to(f"{address.path}?{address.query}")
                st.stop()
            st.rerun()
