"""The other codes by which files name a person."""

import streamlit as st

from salesdash import db
from salesdash.access.identity import User
from salesdash.locale import gettext as _
from salesdash.masterdata import codes
from salesdash.ui import identity
from salesdash.ui.messages import guarded


def show(user: User, code: str) -> None:
    """The codes of one person, to be changed."""
    with db.reading() as session:
        held = ", ".join(codes.other_codes(session, user, code))
    with st.form(f"master_codes_{code}", border=False):
        written = st.text_input(
            _("Other codes"), held, key=f"master_codes_of_{code}_{held}",
            help=_("A national id, the number in another system: files of targets may name the person by them."),
            placeholder=_("several are separated by commas"),
        )  # fmt: skip
        if st.form_submit_button(_("Save the codes"), type="primary"):
            with guarded():
                with db.writing() as session:
                    codes.set_other_codes(session, user, code, written.replace("、", ",").replace("，", ",").split(","))
                st.session_state["master_said"] = _("{member} is saved.").format(member=identity.plain(code))
                st.rerun()
