"""Where do I stand, what closes the gap?"""

from functools import partial

import streamlit as st

from salesdash.locale import gettext as _
from salesdash.ui import (
    downloads,
    figures,
    identity,
    kpi_frame,
    markup,
    messages,
    my_targets,
    pursuit_bar,
    pursuit_view,
)
from salesdash.ui.kpi_frame import Frame
from salesdash.ui.pursuit_bar import Pursuit


@st.fragment
def page() -> None:
    """The whole page; a choice reruns only this."""
    user = identity.current_user()
    user.require("kpis.read")
    with messages.guarded():
        st.html(markup.looks())
        frame = kpi_frame.load(user)
        head = st.empty()
        head.html(pursuit_view.head(_("My targets"), [_("Where do I stand, what closes the gap?")]))
        pursuit = pursuit_bar.choose(frame)
        shown = my_targets.mine(frame, pursuit) if pursuit else None
        if pursuit is None or shown is None:
            messages.empty(
                _("You have no targets of your own here."),
                _("They stand here once somebody sets them for you; another period or measure may have some."),
            )
            return
        head.html(pursuit_view.head(_("My targets"), [shown.said, pursuit_view.scope_words(frame, pursuit)]))
        st.html(shown.numbers)
        if shown.rank:
            st.caption(shown.rank)
        _gap(frame, pursuit, shown)


def _gap(frame: Frame, pursuit: Pursuit, shown: my_targets.Mine) -> None:
    """What closes the gap: by how much, where, with whom."""
    st.markdown("**" + _("What closes the gap") + f"** · {markup.plain(shown.closes)}")
    left, right = st.columns(2, gap="medium")
    for column, chart, name in ((left, shown.months, "months"), (right, shown.lines, "lines")):
        if chart:
            with column:
                figures.draw(chart[0], f"mine.{name}", alt=chart[1])
    if len(shown.customers.rows):
        st.html(pursuit_view.drawn(shown.customers.html(frame.company.currency)))
        with st.container(horizontal=True):
            taking = partial(pursuit_view.sheet, frame, pursuit, shown.customers)
            downloads.buttons("mine.customers", shown.customers.title, taking)
    pursuit_view.records(frame, pursuit, shown.where, frame.user.name)


page()
