"""What a new company does first, for whoever made its first account."""

import streamlit as st

from salesdash.access.identity import User
from salesdash.company import Company
from salesdash.config import PROJECT_ROOT
from salesdash.locale import gettext as _


def show(user: User, company: Company) -> None:
    """The next steps, as long as the company has no name; nothing for those who do not manage it."""
    if company.name or not (user.may("settings.manage") and user.may("people.manage")):
        return
    with st.container(border=True, key="first_steps", gap="small"):
        st.markdown("**" + _("Next steps") + "**")
        st.markdown("1. " + _("Give the company its name, its currency and its time zone."))
        st.page_link(PROJECT_ROOT / "pages" / "settings.py", label=_("Settings"), icon=":material/settings:")
        st.markdown(
            "2. " + _("Make an account for an analyst, below under Accounts: analysts import orders and see all KPIs.")
        )
