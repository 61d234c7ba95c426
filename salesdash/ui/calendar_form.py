"""Adding, changing and taking away events by hand."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from salesdash import db, events
from salesdash.access.identity import User
from salesdash.events import KINDS, PLACES, Removed
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.ui import markup
from salesdash.ui.calendar_content import Content, where
from salesdash.ui.master_words import field_name
from salesdash.ui.messages import guarded

_FIRST, _LAST = date(1900, 1, 1), date(2199, 12, 31)
#: what was just done: a sentence, and the event that was taken away, if one was
_SAID = "calendar.said"
#: how many were saved here: the form for a new one begins anew after each
_ROUND = "calendar.round"


def told(user: User) -> None:
    """What was just done, with the way back after something was taken away."""
    sentence, removed = st.session_state.get(_SAID, (None, None))
    if sentence is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="calendar_said"):
        st.success(sentence, icon=":material/check_circle:")
        if removed is None:
            st.session_state.pop(_SAID)
        else:
            st.button(
                _("Undo"), icon=":material/undo:", key="calendar.undo", on_click=_bring_back, args=(user, removed)
            )  # fmt: skip


def _bring_back(user: User, removed: Removed) -> None:
    st.session_state.pop(_SAID, None)
    with guarded():
        with db.writing() as session:
            events.bring_back(session, user, removed)
        st.session_state[_SAID] = (_("{event} is back.").format(event=markup.plain(removed.name)), None)


def add(user: User, today: date) -> None:
    """The form for a new event."""
    key = f"calendar.new.{st.session_state.get(_ROUND, 0)}"
    with st.form(key, border=False):
        given = _fields(user, {"kind": "promotion", "first_on": today}, key)
        if st.form_submit_button(_("Add"), type="primary"):
            with guarded():
                with db.writing() as session:
                    events.add(session, user, **given)
                st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
                _say(_("{event} is in the calendar.").format(event=markup.plain(given["name"])))
                st.rerun()


def edit(user: User, shown: Content) -> None:
    """One event of the calendar, to be changed or taken away."""
    rows = {row["id"]: row for listed in (shown.coming, shown.past) for row in listed.to_dict("records")}
    chosen = st.selectbox(
        _("Event"), list(rows), index=None, format_func=lambda event: _named(rows[event]), key="calendar.event",
        placeholder=_("Choose an event"),
    )  # fmt: skip
    if chosen is None:
        return
    now = rows[chosen]
    key = f"calendar.{chosen}.{now['version']}"
    with st.form(key, border=False):
        given = _fields(user, now, key)
        with st.container(horizontal=True):
            save = st.form_submit_button(_("Save"), type="primary", key=f"{key}.save")
            gone = st.form_submit_button(_("Take away"), icon=":material/delete:", key=f"{key}.remove")
    name = markup.plain(now["name"])
    with guarded():
        if save:
            with db.writing() as session:
                events.change(session, user, chosen, now["version"], **given)
            _say(_("{event} is saved.").format(event=name))
            st.rerun()
        if gone:
            with db.writing() as session:
                removed = events.remove(session, user, chosen, now["version"])
            st.session_state[_SAID] = (_("{event} is taken away.").format(event=name), removed)
            st.rerun()


def _say(sentence: str) -> None:
    st.session_state[_SAID] = (sentence, None)


def _named(row: Mapping[Any, Any]) -> str:
    return f"{row['name']} · {formats.span(row['first_on'], row['last_on'])} · {where(row)}"


def _fields(user: User, now: Mapping[Any, Any], key: str) -> dict[str, Any]:
    """The fields that a new event and a changed one share."""
    with db.reading() as session:
        members = events.places(session, user)
    first, second = st.columns([3, 2])
    name = first.text_input(_("Name (required)"), now.get("name", ""), max_chars=200, key=f"{key}.name")
    kind = second.selectbox(
        _("Kind"), list(KINDS), index=list(KINDS).index(now["kind"]), format_func=lambda one: _(KINDS[one]),
        key=f"{key}.kind",
    )  # fmt: skip
    left, middle, right = st.columns(3)
    begin = left.date_input(
        _("First day"), now["first_on"], min_value=_FIRST, max_value=_LAST, format="YYYY-MM-DD", key=f"{key}.first"
    )
    # fields that can be emptied begin empty and are filled through the state
    held = now.get("effect")
    st.session_state.setdefault(f"{key}.last", now.get("last_on"))
    st.session_state.setdefault(f"{key}.effect", None if held is None else round(100 * held, 4))
    end = middle.date_input(
        _("Last day"), None, min_value=_FIRST, max_value=_LAST, format="YYYY-MM-DD", key=f"{key}.last",
        help=_("Empty: one day"),
    )  # fmt: skip
    effect = right.number_input(
        _("Expected effect in %"), min_value=-100.0, max_value=1000.0, step=1.0, format="%.1f", value=None,
        key=f"{key}.effect",
        help=_("How much more or less is sold on these days. Empty: the forecast learns it from earlier ones."),
    )  # fmt: skip
    given: dict[str, Any] = {"name": name, "kind": kind, "first_on": begin, "last_on": end}
    given["effect"] = None if effect is None else effect / 100
    for column, place in zip(st.columns(len(PLACES)), PLACES, strict=True):
        given[place] = _place(column, place, members[place], now, key)
    given["note"] = st.text_input(_("Note"), now.get("note", ""), max_chars=1000, key=f"{key}.note")
    return given


def _place(column: Any, place: str, members: Mapping[str, str], now: Mapping[Any, Any], key: str) -> str | None:
    held = now.get(place)
    names: dict[str | None, str] = {None: _("All")} | dict(members.items())
    if held is not None:  # one that is not offered any more stays with its event
        names.setdefault(held, now[f"{place}_name"])
    chosen: str | None = column.selectbox(
        field_name(place), list(names), index=list(names).index(held), format_func=partial(_word, names),
        key=f"{key}.{place}", filter_mode=None if len(names) < 12 else "fuzzy",
    )  # fmt: skip
    return chosen


def _word(names: Mapping[str | None, str], code: str | None) -> str:
    return names[code]
