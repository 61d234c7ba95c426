"""In the place of a page that the person may not open: says so, and what it would take."""

from collections.abc import Callable

import streamlit as st

from salesdash.access.menu import Entry, first_page
from salesdash.access.permissions import PERMISSIONS
from salesdash.config import PROJECT_ROOT
from salesdash.locale import gettext as _
from salesdash.ui import identity, page_head


def page(entry: Entry) -> Callable[[], None]:
    """What is run in the place of the page."""

    def say() -> None:
        names = _("”, “").join(_(PERMISSIONS[code]) for code in entry.permissions)
        page_head.show(_(entry.title), "")
        st.info(
            _("This page is not open to you.")
            + " "
            + _(
                "It takes one of these permissions: “{permissions}”. Who manages people can give it to your role."
            ).format(permissions=names),
            icon=":material/lock:",
        )
        if st.button(_("To my first page"), key="closed_first"):
            st.switch_page(PROJECT_ROOT / "pages" / f"{first_page(identity.current_user())}.py")

    say.__name__ = f"closed_{entry.name}"
    return say
