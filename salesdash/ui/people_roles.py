"""Roles: which permissions and which rows they have."""

import pandas as pd
import streamlit as st

from salesdash import db
from salesdash.access import duties
from salesdash.access.identity import User
from salesdash.access.permissions import PERMISSIONS, ROLES, SCOPES
from salesdash.locale import gettext as _
from salesdash.ui.messages import guarded

#: what the person is looking at, with its versions: a change by somebody else meanwhile must not be overwritten
_SEEN = "people_roles_seen"


def show(user: User, roles: pd.DataFrame) -> None:
    """The table of permissions by role, and the scope of each role; editable by who manages people."""
    if _SEEN not in st.session_state or "roles_permissions" not in st.session_state:
        st.session_state[_SEEN] = roles
    seen: pd.DataFrame = st.session_state[_SEEN] if user.may("people.manage") else roles
    titles = {code: _(ROLES[code].name) for code in seen["role"]}
    matrix = seen.set_index("role")[list(PERMISSIONS)].T
    matrix.insert(0, "permission", [_(PERMISSIONS[code]) for code in matrix.index])
    scopes = seen[["role", "scope"]].assign(
        role=[titles[code] for code in seen["role"]], scope=[duties.scope_name(code) for code in seen["scope"]]
    )
    may = user.may("people.manage")
    st.write(_("Who manages people approves nothing of the business. Every change stands in the audit trail."))
    with st.form("roles", border=False):
        permissions = st.data_editor(
            matrix,
            hide_index=True,
            width="stretch",
            height="content",
            disabled=not may or ["permission"],
            key="roles_permissions",
            column_config={"permission": st.column_config.TextColumn(_("Permission"), width="medium", pinned=True)}
            | {code: st.column_config.CheckboxColumn(title) for code, title in titles.items()},
        )
        rows = st.data_editor(
            scopes,
            hide_index=True,
            height="content",
            disabled=not may or ["role"],
            key="roles_scopes",
            column_config={
                "role": st.column_config.TextColumn(_("Role"), width="medium"),
                "scope": st.column_config.SelectboxColumn(
                    _("Sees the rows of"), options=[_(name) for name in SCOPES.values()], required=True, width="large"
                ),
            },
        )
        saved = st.form_submit_button(_("Save"), type="primary", disabled=not may)
    if saved:
        with guarded():
            _save(user, seen, permissions, rows)
            _look_again()
    if may and st.button(_("Discard and look again"), key="roles_again"):
        _look_again()


def _save(user: User, seen: pd.DataFrame, permissions: pd.DataFrame, rows: pd.DataFrame) -> None:
    codes = {_(name): code for code, name in SCOPES.items()}
    with db.writing() as session:
        for role, version, shown in zip(seen["role"], seen["version"], rows["scope"], strict=True):
            given = permissions[role]
            chosen = {code for code in PERMISSIONS if given[code]}
            duties.change_role(session, user, role, int(version), scope=codes[shown], permissions=chosen)


def _look_again() -> None:
    for key in (_SEEN, "roles_permissions", "roles_scopes"):
        st.session_state.pop(key, None)
    st.rerun()
