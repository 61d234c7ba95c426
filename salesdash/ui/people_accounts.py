"""Accounts: who can sign in, as what. For those who manage people."""

from typing import Any

import pandas as pd
import streamlit as st

from salesdash import db
from salesdash.access import duties, references, users
from salesdash.access.identity import User
from salesdash.access.permissions import ROLES, SCOPES
from salesdash.locale import gettext as _
from salesdash.ui import identity
from salesdash.ui.messages import guarded

LINK = "people_link"
#: version of the account that is being changed, as it was when it was chosen: what is saved is saved against it, so
#: that whoever comes second is told, and keeps what was typed
_SEEN = "people_account_seen"
#: how many accounts were made here: the form of a new one begins again after each
_MADE = "people_accounts_made"


def show(user: User) -> None:
    """The list, and what can be done with one of them."""
    with db.reading() as session:
        table = users.table(session, user)
        choices = references.choices(session, user)
    _link()
    st.dataframe(_words(table), hide_index=True, width="stretch", height="content" if len(table) <= 8 else 340)
    made = st.session_state.get(_MADE, 0)
    with st.expander(_("Add a person"), icon=":material/person_add:", key=f"people_add_{made}"):
        _add(user, choices, f"add_{made}")
    names = dict(zip(table["login"], table["name"], strict=True))
    login = st.selectbox(
        _("Change an account"),
        [None, *names],
        key="people_login",
        on_change=_look_again,
        format_func=lambda code: f"{names[code]} ({code})" if code else "–",
    )
    if login is not None:
        _change(user, table.set_index("login").loc[login].to_dict() | {"login": login}, choices)


def _words(table: pd.DataFrame) -> pd.DataFrame:
    """The list as people read it."""
    return pd.DataFrame(
        {
            _("Login"): table["login"],
            _("Name"): table["name"],
            _("Role"): [_(ROLES[code].name) for code in table["role"]],
            _("Sees the rows of"): [duties.scope_name(code) for code in table["scope"]],
            _("Representative"): table["rep"].fillna(""),
            _("Team"): table["team"].fillna(""),
            _("Regions"): [", ".join(codes) for codes in table["regions"]],
            _("State"): [
                _("disabled") if row.disabled else _("active") if row.has_password else _("no password yet")
                for row in table.itertuples()
            ],
        }
    )


def _fields(choices: dict[str, dict[str, str]], now: dict[str, Any], form: str) -> dict[str, Any]:
    """The fields that a new account and a changed one share; ``form`` keeps apart what is typed into each."""
    left, right = st.columns(2)
    role = left.selectbox(
        _("Role"), list(ROLES), index=list(ROLES).index(now.get("role", "sales_representative")),
        format_func=lambda code: _(ROLES[code].name), key=f"{form}_role",
    )  # fmt: skip
    scopes = [None, *SCOPES]
    scope = right.selectbox(
        _("Sees the rows of"), scopes, index=scopes.index(now.get("scope_set")),
        format_func=lambda code: duties.scope_name(code) if code else _("as the role"), key=f"{form}_scope",
    )  # fmt: skip
    people = [None, *choices["people"]]
    rep = left.selectbox(
        _("Representative (code)"), people, index=people.index(now.get("rep")), accept_new_options=True,
        format_func=lambda code: f"{choices['people'].get(code, '')} ({code})" if code else "–", key=f"{form}_rep",
    )  # fmt: skip
    teams = [None, *choices["teams"]]
    team = right.selectbox(
        _("Team, if not that of the representative"), teams, index=teams.index(now.get("team")),
        format_func=lambda code: choices["teams"][code] if code else "–", key=f"{form}_team",
    )  # fmt: skip
    regions = st.multiselect(
        _("Only these regions and those below"), list(choices["regions"]), default=now.get("regions", []),
        format_func=choices["regions"].__getitem__, placeholder=_("all regions"), key=f"{form}_regions",
    )  # fmt: skip
    return {"role": role, "scope": scope, "rep": rep, "team": team, "regions": regions}


def _add(user: User, choices: dict[str, dict[str, str]], form: str) -> None:
    with st.form(form, border=False):
        left, right = st.columns(2)
        login = left.text_input(
            _("Login (required)"), max_chars=200, help=_("An e-mail address, for example."), key=f"{form}_login"
        )
        name = right.text_input(_("Name"), max_chars=400, key=f"{form}_name")
        given = _fields(choices, {}, form)
        if st.form_submit_button(_("Make the account"), type="primary"):
            with guarded():
                with db.writing() as session:
                    role = given.pop("role")
                    made = users.add(session, user, login, role, name=name, **given)
                    st.session_state[LINK] = (made.login, users.reset(session, user, made.login, new=True))
                st.session_state[_MADE] = st.session_state.get(_MADE, 0) + 1
                st.rerun()


def _change(user: User, now: dict[str, Any], choices: dict[str, dict[str, str]]) -> None:
    login, version = now["login"], st.session_state.setdefault(_SEEN, int(now["version"]))
    form = f"change_{login}_{version}"
    with st.form(form):
        name = st.text_input(_("Name"), now["name"], max_chars=400, key=f"{form}_name")
        own = login == user.login
        given = {} if own else _fields(choices, now, form)
        if own:
            st.write(_("Nobody changes their own role, scope or place: ask a colleague."))
        if st.form_submit_button(_("Save")):
            with guarded():
                with db.writing() as session:
                    users.change(session, user, login, version, name=name, **given)
                _look_again()
                st.rerun()
    if version != int(now["version"]):
        st.button(_("Somebody changed this account meanwhile. Look again"), on_click=_look_again)
    first, second = st.columns(2)
    if first.button(_("Link for a new password"), disabled=bool(now["disabled"]), icon=":material/key:"):
        with guarded():
            with db.writing() as session:
                st.session_state[LINK] = (login, users.reset(session, user, login))
            st.rerun()
    if now["disabled"]:
        if second.button(_("Open the account again")):
            with guarded():
                with db.writing() as session:
                    users.enable(session, user, login)
                _look_again()
                st.rerun()
    elif not own:
        with second.popover(_("Disable the account"), icon=":material/block:"):
            _disable(user, login, version)


def _disable(user: User, login: str, version: int) -> None:
    st.write(
        _("{login} is signed out everywhere at once and cannot sign in again. What they did stays.").format(
            login=identity.plain(login)
        )
    )
    if st.button(_("Yes, disable the account"), type="primary", key="people_disable"):
        with guarded():
            with db.writing() as session:
                users.disable(session, user, login, version)
            _look_again()
            st.rerun()


def _look_again() -> None:
    st.session_state.pop(_SEEN, None)


def _link() -> None:
    """The link that was just made: shown once, since only its hash is kept."""
    if LINK in st.session_state:
        login, address = st.session_state.pop(LINK)
        st.success(
            _("Hand this link to {login}. It works once, for 24 hours, and is not shown again.").format(login=login)
        )
        st.code(address, language=None, wrap_lines=True)
