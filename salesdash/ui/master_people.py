"""Where a person stood since when, and the next place."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from salesdash import company, db
from salesdash.access.identity import User
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.masterdata import listing, people
from salesdash.masterdata.people import ALWAYS, PLACE
from salesdash.ui import identity
from salesdash.ui.master_words import choice, field_name
from salesdash.ui.messages import guarded


def show(user: User, code: str, version: int) -> None:
    """The places of one person, and the form for a change from a date."""
    with db.reading() as session:
        held = people.places(session, user, code)
        choices = {name: listing.choices(session, user, other) for name, (_column, other) in PLACE.items()}
        today = company.today(company.settings(session))
    for place in held.to_dict("records"):
        _row(user, code, version, place)
    now = held.iloc[-1].to_dict() if len(held) else {}
    with st.form(f"master_place_{code}_{version}", border=False):
        first = held.empty
        since = st.date_input(
            _("Holds from"), None if first else today, min_value=ALWAYS,
            help=_("Sales before this day stay with the team that held them. Empty: for all days so far."),
        )  # fmt: skip
        given: dict[str, str | None] = {}
        for name, names in choices.items():
            value = now.get(name)
            options: list[str | None] = [None, *names] if value is None or value in names else [None, value, *names]
            given[name] = st.selectbox(
                field_name(name), options, index=options.index(value),
                format_func=partial(choice, names),
            )  # fmt: skip
        if st.form_submit_button(_("Change from this day on"), type="primary"):
            with guarded():
                # what is left as it is keeps what holds on that day
                moved = {name: value for name, value in given.items() if first or value != now.get(name)}
                with db.writing() as session:
                    people.assign(session, user, [code], since, versions={code: version}, **moved)
                st.session_state.pop("master_shown", None)
                st.session_state["master_said"] = _("{member} is saved.").format(member=identity.plain(code))
                st.rerun()


def _row(user: User, code: str, version: int, place: Mapping[Any, Any]) -> None:
    """One place in words; all but the first can be taken back."""
    always = place["valid_from"] == ALWAYS
    since = _("always") if always else _("from {day}").format(day=formats.day(place["valid_from"]))
    where = " · ".join(
        f"{field_name(name)}: {identity.plain(place[f'{name}_name'])}" for name in PLACE if place[f"{name}_name"]
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"{since}  \n:small[:gray[{where or '–'}]]")
        if not always and st.button(
            _("Take back"), icon=":material/undo:", type="tertiary", key=f"master_forget_{place['valid_from']}"
        ):
            with guarded():
                with db.writing() as session:
                    people.forget(session, user, code, place["valid_from"], version=version)
                st.session_state.pop("master_shown", None)
                st.rerun()
