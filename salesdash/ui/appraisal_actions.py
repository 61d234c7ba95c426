"""What was agreed: the list of a person or of the reader, adding an action, saying that one is done."""

from datetime import date, timedelta
from typing import Any

import streamlit as st
from pandas import DataFrame

from salesdash import db
from salesdash.appraisal import actions
from salesdash.appraisal.actions import LONGEST, STATES
from salesdash.appraisal.results import Result
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.ui import appraisal_frame, markup
from salesdash.ui.appraisal_frame import Frame
from salesdash.ui.messages import empty, guarded

_ICONS = {"open": ":material/radio_button_unchecked:", "done": ":material/check_circle:", "overdue": ":material/alarm:"}

_FIRST, _LAST = date(1900, 1, 1), date(2199, 12, 31)
_ROUND = "appraisal.round"


def of_person(frame: Frame, period: str, one: Result) -> None:
    """The actions agreed with a person, and the form for another one."""
    assert one.rep is not None and one.of.person is not None
    st.markdown("**" + _("Agreed actions") + "**")
    with db.reading() as session:
        listed = actions.agreed(session, frame.user, period, one.rep)
    if listed.empty:
        st.caption(_("Nothing agreed yet."))
    _list(frame, listed, with_whom=False)
    if frame.sight.appraises(one.of.person):
        _form(frame, period, one)


def mine(frame: Frame) -> None:
    """The reader's own list, whoever they were agreed with."""
    with db.reading() as session:
        listed = actions.mine(session, frame.user)
    if listed.empty:
        empty(_("You have no actions."), _("What is agreed with you in an appraisal stands here."))
    _list(frame, listed, with_whom=True)


def _list(frame: Frame, listed: DataFrame, *, with_whom: bool) -> None:
    for row in listed.to_dict("records"):
        with st.container(horizontal=True, vertical_alignment="center", key=f"appraisal_action_{row['action']}"):
            words = [markup.plain(row["owner_name"]), _("by {day}").format(day=formats.day(row["due_on"]))]
            if with_whom:
                words.append(f"{frame.named(row['period'])}, {markup.plain(row['rep_name'])}")
            state = f"**{_(STATES[row['state']])}**" if row["state"] == "overdue" else _(STATES[row["state"]])
            st.markdown(f"{_ICONS[row['state']]} {markup.plain(row['text'])}  \n:small[{state} · {' · '.join(words)}]")
            if row["may_finish"]:
                done = row["state"] == "done"
                st.button(
                    _("Not done yet") if done else _("Done"), key=f"appraisal.done.{row['action']}", type="tertiary",
                    icon=":material/undo:" if done else ":material/check:", on_click=_finish, args=(frame, row),
                )  # fmt: skip


def _finish(frame: Frame, row: dict[str, Any]) -> None:
    with guarded(), db.writing() as session:
        done = row["state"] != "done"
        actions.finish(session, frame.user, row["action"], done=done, version=row["version"])


def _form(frame: Frame, period: str, one: Result) -> None:
    owners = {str(one.rep): one.name, **_reader(frame)}
    # a form that was saved gives way to an empty one
    key = f"appraisal.agree.{period}.{one.rep}.{st.session_state.get(_ROUND, 0)}"
    with st.expander(_("Agree an action"), icon=":material/add_task:"), st.form(key, border=False):
        text = st.text_input(_("What is done (required)"), max_chars=LONGEST, key=f"{key}.text")
        left, right = st.columns(2)
        owner = left.selectbox(
            _("Who does it"), list(owners), format_func=owners.__getitem__, key=f"{key}.owner", filter_mode=None
        )
        due = right.date_input(
            _("By when"), frame.today + timedelta(days=30), min_value=_FIRST, max_value=_LAST, format="YYYY-MM-DD",
            key=f"{key}.due",
        )  # fmt: skip
        if st.form_submit_button(_("Agree"), type="primary"):
            with guarded():
                with db.writing() as session:
                    actions.agree(session, frame.user, period, str(one.rep), text, owner, due)
                st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
                appraisal_frame.say(_("Agreed."))
                st.rerun()


def _reader(frame: Frame) -> dict[str, str]:
    with db.reading() as session:
        code = actions.own_code(session, frame.user)
    return {code: frame.user.name} if code else {}
