"""What a new company does first: whoever made its first account, and whoever has no orders yet."""

import streamlit as st

from salesdash.access.identity import User
from salesdash.company import Company
from salesdash.config import PROJECT_ROOT
from salesdash.locale import gettext as _
from salesdash.ui import messages


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


def no_orders(user: User) -> None:
    """A company without orders: nothing to look at, but a way to begin."""
    if user.may("facts.import"):
        messages.empty(_("No orders yet."), _("Import orders on the page Uploads."))
        uploads()
    else:
        messages.empty(_("No orders yet."), _("Whoever may import orders does so on the page Uploads."))


def uploads() -> None:
    """The way to the page Uploads."""
    st.page_link(PROJECT_ROOT / "pages" / "uploads.py", label=_("Uploads"), icon=":material/upload_file:")
