"""The form of one member, and of a new one."""

from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from salesdash import db
from salesdash.access.identity import User
from salesdash.locale import gettext as _
from salesdash.masterdata import editing, listing
from salesdash.masterdata.dimensions import DIMENSIONS, NAMES
from salesdash.ui import identity, master_codes, master_merging, master_people
from salesdash.ui.master_words import choice, field_name
from salesdash.ui.messages import guarded

#: what was just saved, said at the next run
SAID = "master_said"
#: dimension, code and version of the member in the form
SHOWN = "master_shown"


def show(user: User, key: str, code: str) -> None:
    """The form of one member, and below it what else can be done with it."""
    with db.reading() as session:
        now = editing.get(session, user, key, code)
        choices = {other: listing.choices(session, user, other) for _column, other in DIMENSIONS[key].above.values()}
    if now["merged_into"]:
        st.info(_("Counts as {member} since it was merged.").format(member=identity.plain(now["merged_into"])))
        return
    seen = _seen(key, code, int(now["version"]))
    tabs = [_("Names"), *([_("Team, manager, region"), _("Other codes")] if key == "rep" else []), _("Merge")]
    shown = dict(zip(tabs, st.tabs(tabs), strict=True))
    with shown[tabs[0]]:
        _form(user, key, now, choices, seen)
    if key == "rep":
        with shown[tabs[1]]:
            master_people.show(user, code, seen)
        with shown[tabs[2]]:
            master_codes.show(user, code)
    with shown[tabs[-1]]:
        master_merging.offer(user, key, code, now["name"], seen)
    if seen != now["version"]:
        st.caption(_("Somebody changed it since you opened it."))
        if st.button(_("Show how it is now"), icon=":material/refresh:", key="master_refresh"):
            st.session_state.pop(SHOWN)
            st.rerun()


def _seen(key: str, code: str, version: int) -> int:
    """The version that was shown first: what is saved is saved against it, so that whoever comes second is told, and
    keeps what was typed."""
    shown = st.session_state.get(SHOWN)
    if shown is None or shown[:2] != (key, code):
        shown = st.session_state[SHOWN] = (key, code, version)
    return int(shown[2])


def _form(user: User, key: str, now: dict[str, Any], choices: dict[str, dict[str, str]], seen: int) -> None:
    """What can be set on the member."""
    form = f"{key}_{now['code']}_{seen}"
    with st.form(f"master_form_{form}", border=False):
        st.text_input(field_name("code"), now["code"], disabled=True)
        given = _fields(key, now, choices, form)
        given["active"] = st.toggle(field_name("active"), bool(now["active"]), key=f"{form}_active")
        save = st.form_submit_button(_("Save"), type="primary")
    if save:
        with guarded():
            with db.writing() as session:
                editing.change(session, user, key, now["code"], seen, **given)
            st.session_state.pop(SHOWN)
            st.session_state[SAID] = _("{member} is saved.").format(member=identity.plain(now["code"]))
            st.rerun()


def _fields(key: str, now: dict[str, Any], choices: dict[str, dict[str, str]], form: str) -> dict[str, Any]:
    """The fields that a new member and a changed one share; ``form`` keeps apart what is typed into each."""
    given: dict[str, Any] = {
        name: st.text_input(field_name(name), now.get(name) or "", max_chars=400, key=f"{form}_{name}")
        for name in NAMES
    }
    for attribute, (_column, other) in DIMENSIONS[key].above.items():
        names = {code: name for code, name in choices[other].items() if code != now.get("code")}
        held = now.get(attribute)
        options: list[str | None] = [None, *names] if held is None or held in names else [None, held, *names]
        given[attribute] = st.selectbox(
            field_name(attribute, key), options, index=options.index(held),
            format_func=partial(choice, names), key=f"{form}_{attribute}",
        )  # fmt: skip
    for fact in DIMENSIONS[key].facts:
        if fact == "title":
            given[fact] = st.text_input(field_name(fact), now.get(fact) or "", max_chars=200, key=f"{form}_{fact}")
        else:
            given[fact] = st.date_input(
                field_name(fact),
                now.get(fact),
                min_value=date(1900, 1, 1),
                max_value=date(2199, 12, 31),
                key=f"{form}_{fact}",
            )
    return given


def add(key: str) -> None:
    user = identity.current_user()
    with db.reading() as session:
        choices = {other: listing.choices(session, user, other) for _column, other in DIMENSIONS[key].above.values()}
    with st.form(f"master_new_{key}", border=False):
        code = st.text_input(_("Code (required)"), max_chars=200)
        given = _fields(key, {}, choices, f"new_{key}")
        if st.form_submit_button(_("Add"), type="primary"):
            with guarded():
                with db.writing() as session:
                    made = editing.add(session, user, key, code, **given)
                st.session_state[SAID] = _("{member} is added.").format(member=identity.plain(made))
                st.rerun()
