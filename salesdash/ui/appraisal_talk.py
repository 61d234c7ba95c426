"""The manager's note and the person's own comment: both read both, each writes their own."""

from collections.abc import Callable

import streamlit as st

from salesdash import db
from salesdash.appraisal import texts
from salesdash.appraisal.results import Result
from salesdash.appraisal.texts import LONGEST, Text
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.ui import appraisal_frame, identity, markup
from salesdash.ui.appraisal_frame import Frame
from salesdash.ui.messages import guarded

Write = Callable[..., int]


def show(frame: Frame, period: str, one: Result) -> None:
    """Both, side by side."""
    assert one.rep is not None and one.of.person is not None
    with db.reading() as session:
        found = texts.texts(session, frame.user, period, one.rep)
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown("**" + _("Manager’s note") + "**")
        may = frame.sight.appraises(one.of.person)
        _one(frame, f"note.{period}.{one.rep}", found["note"], texts.write_note if may else None, (period, one.rep))
        if may:
            st.caption(_("{person} reads it.").format(person=markup.plain(one.name)))
    with right:
        st.markdown("**" + _("Own comment") + "**")
        own = frame.sight.is_own(one.of.person)
        _one(
            frame, f"comment.{period}.{one.rep}", found["comment"], texts.write_comment if own else None,
            (period, one.rep),
        )  # fmt: skip


def _one(frame: Frame, key: str, now: Text, write: Write | None, of: tuple[str, str]) -> None:
    if write is None:
        nothing = _("Nothing written yet.")
        st.markdown(markup.plain(now.text) if now.text else f"*{nothing}*")
        _who(frame, now)
        return
    seen = appraisal_frame.seen_version(key, now.version)
    with st.form(f"appraisal.{key}.{seen}", border=False):
        text = st.text_area(
            _("Text"), now.text, max_chars=LONGEST, height=140, label_visibility="collapsed",
            key=f"appraisal.{key}.{seen}.text",
        )  # fmt: skip
        saved = st.form_submit_button(_("Save"), type="primary")
    if saved:
        with guarded():
            with db.writing() as session:
                write(session, frame.user, *of, text, version=seen)
            appraisal_frame.look_again(key)
            appraisal_frame.say(_("Saved."))
            st.rerun()
    _who(frame, now)
    if seen != now.version:
        st.caption(_("Somebody changed it since you opened it."))
        st.button(
            _("Show how it is now"), icon=":material/refresh:", key=f"appraisal.{key}.again",
            on_click=appraisal_frame.look_again, args=(key,),
        )  # fmt: skip


def _who(frame: Frame, now: Text) -> None:
    if now.version:
        st.caption(f"{markup.plain(identity.called(now.by))}, {formats.moment(now.at, frame.company.time_zone)}")
