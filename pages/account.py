"""My account: password, language, theme, sessions."""

import streamlit as st

from salesdash import db
from salesdash.access import preferences, sessions, sign_in
from salesdash.access.preferences import THEMES
from salesdash.errors import SalesDashError
from salesdash.locale import LANGUAGES
from salesdash.locale import gettext as _
from salesdash.ui import alerts_choice, identity, page_head, theme

user = identity.current_user()
with db.reading() as session:
    chosen = preferences.of(session, user)

page_head.show(_("My account"), _("Signed in as {login}.").format(login=user.login))

left, right = st.columns(2, gap="large")
with left, st.form("password", enter_to_submit=True):
    st.subheader(_("Password"))
    old = st.text_input(_("Present password"), type="password", autocomplete="current-password")
    new = st.text_input(
        _("New password"), type="password", autocomplete="new-password",
        help=_("12 characters or more. A few words that belong together for nobody but you are best."),
    )  # fmt: skip
    again = st.text_input(_("The same again"), type="password", autocomplete="new-password")
    if st.form_submit_button(_("Save the password"), type="primary"):
        if new != again:
            st.error(_("The two passwords are not the same."))
        else:
            try:
                sign_in.change_password(user, old, new, keep=identity.token())
                st.success(_("The new password holds. All other devices are signed out."))
            except SalesDashError as refused:
                st.error(refused.text())

with right:
    with st.form("looks"):
        st.subheader(_("Language and theme"))
        languages = [None, *LANGUAGES]
        language = st.selectbox(
            _("Language"), languages, index=languages.index(chosen["language"]),
            format_func=lambda code: LANGUAGES[code] if code else _("As the browser"),
        )  # fmt: skip
        look = st.radio(
            _("Theme"), list(THEMES), index=list(THEMES).index(chosen["theme"] or "system"), horizontal=True,
            format_func=lambda code: _(THEMES[code]),
        )  # fmt: skip
        if st.form_submit_button(_("Save")):
            with db.writing() as session:
                preferences.choose_language(session, user, language)
                preferences.choose_theme(session, user, look)
            st.session_state.account_saved = look
            st.rerun()
    if saved := st.session_state.pop("account_saved", None):
        st.success(_("Saved."))
        theme.switch(saved)

    st.subheader(_("Devices"))
    st.write(_("Signs you out on every device, this one too."))
    if st.button(_("Sign out everywhere")):
        with db.writing() as session:
            sessions.end_all(session, user.id or 0)
        identity.leave()

alerts_choice.show(user)
