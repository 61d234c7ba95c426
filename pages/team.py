"""Which of my people is behind, by how much, what is left per working day?"""

from functools import partial

import streamlit as st

from salesdash.access.menu import entries
from salesdash.config import PROJECT_ROOT
from salesdash.dimensions import dimension_name
from salesdash.locale import gettext as _
from salesdash.ui import downloads, figures, identity, kpi_frame, markup, messages, pursuit_bar, pursuit_view
from salesdash.ui.kpi_frame import Frame
from salesdash.ui.pursuit_bar import Pursuit
from salesdash.ui.pursuit_content import DIMENSIONS

_BY, _OPEN = "team.by", "team.open"


@st.fragment
def page() -> None:
    """The whole page; a choice reruns only this."""
    user = identity.current_user()
    user.require("kpis.read", "kpis.quantities")
    with messages.guarded():
        st.html(markup.looks())
        frame = kpi_frame.load(user)
        head = st.empty()
        head.html(pursuit_view.head(_("Team"), [_("Which of my people is behind?")]))
        pursuit = pursuit_bar.choose(frame)
        if pursuit is None:
            _no_targets(frame)
            return
        shown = pursuit_view.team(frame, pursuit)
        head.html(pursuit_view.head(_("Team"), [shown.said, pursuit_view.scope_words(frame, pursuit)]))
        if shown.empty:
            messages.empty(_("No targets for this period."), _("Choose another period or measure."))
            return
        st.html(shown.numbers)
        _members(frame, pursuit)


def _members(frame: Frame, pursuit: Pursuit) -> None:
    names = {by: dimension_name(by) for by in DIMENSIONS}
    by = st.segmented_control(
        _("By"), list(names), default="rep", required=True, format_func=names.__getitem__, key=_BY,
        persist_state="session", label_visibility="collapsed",
    )  # fmt: skip
    shown = pursuit_view.members(frame, pursuit, str(by))
    if shown.bars:
        figures.draw(shown.bars[0], f"team.bars.{by}", alt=shown.bars[1], on_pick=partial(_pick, str(by)))
        st.caption(_("Orange is behind the season. Thin tick: expected by now. Thick tick: the whole target."))
    if shown.months:
        figures.draw(shown.months[0], f"team.months.{by}", alt=shown.months[1])
    _one(frame, pursuit, str(by), shown.names)
    if shown.untargeted:
        st.caption(shown.untargeted)
    with st.expander(_("Figures as a table"), icon=":material/table:"):
        st.html(pursuit_view.drawn(shown.table.html(frame.company.currency)))
        with st.container(horizontal=True):
            taking = partial(pursuit_view.sheet, frame, pursuit, shown.table)
            downloads.buttons(f"team.table.{by}", shown.table.title, taking)


def _one(frame: Frame, pursuit: Pursuit, by: str, names: dict[str, str]) -> None:
    """The months of one member and the orders behind them."""
    held = f"{_OPEN}.{by}"
    if st.session_state.get(held) not in names:
        st.session_state[held] = None
    code = st.selectbox(
        _("Look into"), list(names), format_func=names.__getitem__, key=held, placeholder=_("Choose one"),
        persist_state="session", width=320,
    )  # fmt: skip
    if code:
        pursuit_view.behind(frame, pursuit, {by: [code]}, names[code])


def _pick(by: str, code: str) -> None:
    st.session_state[f"{_OPEN}.{by}"] = code


def _no_targets(frame: Frame) -> None:
    messages.empty(_("No targets yet."), _("Whoever sets targets does so on the page Targets."))
    if "targets" in {entry.name for entry in entries(frame.user)}:
        st.page_link(PROJECT_ROOT / "pages" / "targets.py", label=_("Targets"), icon=":material/flag:")


page()
