"""How are we doing, against when, where does it come from?"""

import time
from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from salesdash import charts
from salesdash.downloads import Sheet
from salesdash.locale import gettext as _
from salesdash.ui import downloads, figures, first_steps, kpi_content, kpi_frame, kpi_orders, kpi_view, markup, messages
from salesdash.ui.drill import Drill, current
from salesdash.ui.filter_bar import RESET, Bar
from salesdash.ui.identity import current_user
from salesdash.ui.kpi_content import Content
from salesdash.ui.kpi_tables import Table

#: charts above the fold of a laptop
_ABOVE = 4
_FIRST = "kpis.first"
#: seconds by which the charts follow the numbers when the page is opened: what comes in one go the browser paints in
#: one go, and the numbers would wait for the charts
_PAINTED = 0.04

Taking = Callable[[Table], Sheet]


@st.fragment
def page() -> None:
    """The whole page; a filter reruns only this."""
    user = current_user()
    user.require("kpis.read", "kpis.quantities")
    with messages.guarded():
        st.html(markup.looks())
        frame = kpi_frame.load(user)
        if frame.last_order is None:
            st.html(_head([]))
            first_steps.no_orders(user)
            return
        arrived = RESET not in st.session_state
        head = st.container(horizontal=True, vertical_alignment="center", gap="small", key="head")
        top = head.empty()
        if st.session_state.setdefault(_FIRST, True):  # holds the place while the first answer is made: nothing jumps
            top.html(_head(["\u00a0", "\u00a0"]))
            st.session_state[_FIRST] = False
        choice = Bar(frame.calendar, frame.last, frame.last_order or frame.last, frame.known, frame.opens_with).show()
        drill = current(frame.known)
        messages.ignored([*choice.ignored, *drill.ignored])
        view = kpi_view.view_of(frame, choice, drill)
        shown = kpi_content.content(frame, view, choice.period, drill.level)
        taking = partial(kpi_view.sheet, frame, choice, drill)
        top.html(_head(kpi_view.words(frame, choice, drill, view)))
        with head, st.container(horizontal=True, width="content", key="taking"):
            _download(shown.tables["figures"], "head", taking)
        if shown.empty:
            messages.empty(_("No sales in this period and with these filters."), kpi_view.way_out(frame))
            return
        st.html(shown.numbers)
        if arrived:
            time.sleep(_PAINTED)
        drill.show(shown.openable)
        _charts(shown, drill, list(shown.charts)[:_ABOVE])
        if drill.level is None:
            kpi_orders.show(frame, view, taking)
        if shown.why:
            st.markdown("**" + _("What changed") + f"** · {markup.plain(shown.why)}")
        _charts(shown, drill, list(shown.charts)[_ABOVE:])
        if shown.lists:
            st.html(shown.lists)
        _tables(shown, frame.company.currency, taking)


def _head(lines: Sequence[str]) -> str:
    return markup.wrapped(charts.palette(kpi_frame.theme()), markup.head(_("KPIs"), lines))


def _charts(shown: Content, drill: Drill, names: list[str]) -> None:
    """Two side by side; a click on a bar of the level that can be opened opens it."""
    for left in range(0, len(names), 2):
        for column, name in zip(st.columns(2, gap="medium"), names[left : left + 2], strict=False):
            figure, words = shown.charts[name]
            with column:
                opens = partial(drill.open, name) if name == drill.level else None
                figures.draw(figure, f"chart.{name}", alt=words, on_pick=opens)


def _tables(shown: Content, currency: str, taking: Taking) -> None:
    """The figures behind every chart, one table at a time, for the keyboard and to take away."""
    titles = {name: table.title for name, table in shown.tables.items()}
    chosen = st.pills(_("Figures as a table"), list(titles), format_func=titles.__getitem__, key="table")
    if chosen and chosen in shown.tables:
        table = shown.tables[chosen]
        st.html(markup.wrapped(charts.palette(kpi_frame.theme()), table.html(currency)))
        with st.container(horizontal=True):
            _download(table, chosen, taking)


def _download(table: Table, name: str, taking: Taking) -> None:
    downloads.buttons(f"download.{name}", table.title, partial(taking, table))


page()
