"""The list of signals: the most severe first, each with the way into it."""

from collections.abc import Sequence

import streamlit as st

from salesdash import db, monitoring
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.monitoring import SignalView
from salesdash.ui import signals_bar, signals_content
from salesdash.ui.identity import current_user
from salesdash.ui.kpi_frame import Frame
from salesdash.ui.messages import guarded

#: so many are listed at first, and more with every click
_STEP = 20
_LISTED, _RECOUNT = "signals.listed", "signals.recount"
#: on a phone the button stands below the words
LOOKS = """<style>@media(max-width:640px){[class*="st-key-signals_card_"]{flex-direction:column!important;
align-items:stretch!important}[class*="st-key-signals_card_"]>*{width:100%!important}}</style>"""


def show(frame: Frame, found: Sequence[SignalView]) -> None:
    """Cards; a click looks into one."""
    listed = st.session_state.get(_LISTED, _STEP)
    for one in found[:listed]:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"signals_card_{one.id}"):
            with st.container(gap=None):
                st.html(signals_content.card(one, frame))
            st.button(
                _("Look into"), key=f"signals.open.{one.id}", icon=":material/search:",
                on_click=_open, args=(one,), help=one.sentence,
            )  # fmt: skip
    left = len(found) - listed
    if left > 0:
        st.button(
            _("Show more ({count})").format(count=formats.number(left)), key="signals.more",
            on_click=_more, args=(listed + _STEP,),
        )  # fmt: skip


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
