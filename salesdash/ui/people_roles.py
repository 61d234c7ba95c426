"""Roles: which permissions and which rows one has, role by role, so that it is read on a phone too."""

import pandas as pd
import streamlit as st

from salesdash import db
from salesdash.access import duties
from salesdash.access.identity import User
from salesdash.access.permissions import PERMISSIONS, ROLES, SCOPES
from salesdash.locale import gettext as _
from salesdash.ui.messages import guarded

#: the version of the chosen role that is looked at: a change by somebody else meanwhile must not be overwritten
_SEEN = "people_roles_seen"


def show(user: User, roles: pd.DataFrame) -> None:
    """Permissions and scope of the role that is chosen; editable by who manages people."""
    st.html('<style>[data-testid="stCheckbox"] p{white-space:normal!important}</style>')  # long names on a phone
    st.write(_("Who manages people approves nothing of the business. Every change stands in the audit trail."))
    codes = roles["role"].tolist()
    role = st.pills(
        _("Role"), codes, default=codes[0], required=True, key="roles_role", on_change=_look_again,
        format_func=lambda code: _(ROLES[code].name), label_visibility="collapsed",
    )  # fmt: skip
    now = roles.set_index("role").loc[role or codes[0]]
    may, own = user.may("people.manage"), role == user.role
    seen = st.session_state.setdefault(_SEEN, int(now["version"])) if may else int(now["version"])
    # the keys name the version: what somebody else saved meanwhile is shown only after looking again
    with st.form("roles", border=False):
        columns = st.columns(2)
        half = -(-len(PERMISSIONS) // 2)
        chosen = {
            code
            for at, (code, name) in enumerate(PERMISSIONS.items())
            if columns[at >= half].checkbox(
                _(name), bool(now[code]), key=f"roles_{role}_{seen}_{code}", disabled=not may or (own and not now[code])
            )
        }
        scope = st.selectbox(
            _("Sees the rows of"), list(SCOPES), index=list(SCOPES).index(str(now["scope"])), disabled=not may,
            format_func=duties.scope_name, key=f"roles_{role}_{seen}_scope", width=420,
        )  # fmt: skip
        saved = st.form_submit_button(_("Save"), type="primary", disabled=not may)
    if may and own:
        st.caption(_("Nobody widens the role that they hold themselves: ask a colleague."))
    if saved:
        with guarded():
            with db.writing() as session:
                duties.change_role(session, user, str(role), seen, scope=scope, permissions=chosen)
            _look_again()
            st.rerun()
    if seen != int(now["version"]) and st.button(_("Discard and look again"), key="roles_again", on_click=_look_again):
        st.rerun()


def _look_again() -> None:
    st.session_state.pop(_SEEN, None)
