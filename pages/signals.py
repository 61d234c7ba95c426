"""What left its path, which part of the business is it, who acts?"""

from functools import partial

import streamlit as st

from salesdash import charts, company, db, forecasts, jobs, monitoring
from salesdash.access.menu import entries
from salesdash.config import PROJECT_ROOT
from salesdash.locale import gettext as _
from salesdash.monitoring import LIVING, SignalView
from salesdash.ui import (
    downloads,
    kpi_frame,
    markup,
    messages,
    signals_bar,
    signals_causes,
    signals_content,
    signals_list,
    signals_one,
)
from salesdash.ui.identity import current_user
from salesdash.ui.kpi_frame import Frame


@st.fragment
def page() -> None:
    """The whole page; a choice reruns only this."""
    user = current_user()
    user.require("kpis.read", "kpis.quantities")
    with messages.guarded():
        signals_list.recount()
        st.html(markup.looks() + signals_list.LOOKS)
        frame = kpi_frame.load(user)
        head = st.container(horizontal=True, vertical_alignment="center", gap="small", key="head")
        top = head.empty()
        with db.reading() as session:
            found = monitoring.signals(session, user)
        if not found:
            top.html(_head(_("What left its path?")))
            _nothing(frame)
            return
        number = signals_bar.chosen()
        one = next((one for one in found if one.id == number), None)
        if one is not None:
            top.html(_head(_("Which part of the business is it, who acts?")))
            signals_one.show(frame, one)
            return
        living = monitoring.stories([one for one in found if one.status in LIVING])
        top.html(_head(signals_content.said(living)))
        st.html(signals_content.numbers(living, company.today(frame.company)))
        if number is not None:
            messages.ignored([str(number)])
        choice = signals_bar.show(found)
        wanted = choice.of(found, user)
        with head, st.container(horizontal=True, width="content", key="taking"):
            downloads.buttons("download.signals", _("Signals"), partial(signals_content.sheet, frame, choice, wanted))
        if wanted:
            _seen(wanted)
            signals_list.show(frame, monitoring.stories(wanted))
        else:
            messages.empty(_("No signals with these filters."), _("Choose another status, or all of them."))
        signals_causes.show(user)


def _head(line: str) -> str:
    return markup.wrapped(charts.palette(kpi_frame.theme()), markup.head(_("Signals"), [line]))


def _seen(listed: list[SignalView]) -> None:
    """Looking at the page writes nothing: the reader says that they have seen these."""
    new = [one.id for one in listed if one.new]
    if new:
        st.button(
            _("Mark these as seen"), icon=":material/done_all:", type="tertiary", key="signals.seen",
            on_click=signals_list.mark_seen, args=(new,),
        )  # fmt: skip


def _nothing(frame: Frame) -> None:
    """Why there is nothing, and what to do."""
    with db.reading() as session:
        made = bool(forecasts.runs(session, frame.user))
        making = jobs.busy(session, ("forecast", "monitor"))
    if making:
        messages.empty(
            _("Forecasts are being made, and what came is held against them."),
            _("What left its path will stand here. You may go on elsewhere meanwhile."),
        )
        st.button(_("Look again"), icon=":material/refresh:", key="signals.again")
        return
    if made:
        messages.empty(
            _("Nothing that you may see has left its path."),
            _("After each import actuals are held against forecast and targets."),
        )
        return
    messages.empty(_("No forecast yet, so nothing can leave its path."), _("Make one on the page Forecast."))
    if "forecast" in {entry.name for entry in entries(frame.user)}:
        st.page_link(PROJECT_ROOT / "pages" / "forecast.py", label=_("Forecast"), icon=":material/auto_graph:")


page()
