"""Sign-in through another service (OpenID Connect): what it says about the person becomes a session of ours."""

import streamlit as st

from salesdash.access import sign_in
from salesdash.errors import SalesDashError
from salesdash.locale import best_language, use
from salesdash.locale import gettext as _
from salesdash.ui import identity
from salesdash.web import service


def take_over() -> None:
    """At the address ``/?with=service``: leads to the service, or from there into a session of ours. The account is
    found by a verified e-mail address, else by the subject; none is ever made. Elsewhere it does nothing."""
    if st.query_params.get("with") != "service" or not service.configured():
        return
    if not st.user.is_logged_in:
        st.login()
        st.stop()
    known = st.user.get("email") if st.user.get("email_verified") is True else st.user.get("sub")
    try:
        token = sign_in.from_service(str(known or ""))
    except SalesDashError:
        use(best_language(st.context.locale))
        st.error(
            _("The company's account {login} has no account here. Ask an administrator.").format(
                login=identity.plain(str(known))
            )
        )
        if st.button(_("Back"), key="service_back"):
            identity.leave()
        st.stop()
    identity.go_to(f"/sign-in/service?token={token}")
    st.stop()
