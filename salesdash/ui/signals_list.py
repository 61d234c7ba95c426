"""The list of signals: what tells one story on one card, the most severe first, each with the way into it. What is only
to be watched is folded away where there are alerts."""

from collections.abc import Sequence

import streamlit as st

from salesdash import db, monitoring
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.monitoring import BASES, SignalView, Story
from salesdash.ui import signals_bar, signals_content
from salesdash.ui.identity import current_user
from salesdash.ui.kpi_frame import Frame
from salesdash.ui.messages import guarded

#: so many are listed at first, and more with every click
_STEP = 20
_LISTED, _RECOUNT = "signals.listed", "signals.recount"
#: on a phone the button stands below the words
LOOKS = """<style>@media(max-width:640px){[class*="st-key-signals_card_"]{flex-direction:column!important;
align-items:stretch!important}[class*="st-key-signals_card_"]>*{width:100%!important;flex:none!important}}</style>"""


def show(frame: Frame, told: Sequence[Story]) -> None:
    """Cards; a click looks into one."""
    alerts = sum(story.is_alert for story in told)
    listed = st.session_state.get(_LISTED, min(alerts, _STEP) or _STEP)
    for story in told[:listed]:
        key = f"signals_card_{story.first.id}"
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=key):
            with st.container(gap=None):
                st.html(signals_content.card(story, frame))
            with st.container(width="content", gap=None):
                for number, basis in enumerate(story.signals):
                    st.button(
                        _(BASES[basis.basis]) if number else _("Look into"), key=f"signals.open.{basis.id}",
                        icon=":material/search:", on_click=_open, args=(basis,), help=basis.sentence,
                        type="tertiary" if number else "secondary",
                    )  # fmt: skip
    left = len(told) - listed
    if left > 0:
        words = _("Show more ({count})") if listed < alerts else _("Show what is to be watched ({count})")
        st.button(words.format(count=formats.number(left)), key="signals.more", on_click=_more, args=(listed + _STEP,))


def _open(one: SignalView) -> None:
    """Looking into one is seeing it."""
    if one.new:
        mark_seen([one.id])
    signals_bar.look_into(one.id)


def mark_seen(numbers: list[int]) -> None:
    """The reader has seen these. For callbacks; the page then calls ``recount``."""
    with guarded(), db.writing() as session:
        monitoring.seen(session, current_user(), numbers)
    st.session_state[_RECOUNT] = True


def recount() -> None:
    """The navigation stands outside of the page's own part: it counts again when something was seen."""
    if st.session_state.pop(_RECOUNT, False):
        st.rerun()


def _more(listed: int) -> None:
    st.session_state[_LISTED] = listed
