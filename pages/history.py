"""What is the pattern behind it?"""

from collections.abc import Callable
from functools import partial

import streamlit as st

from salesdash import charts
from salesdash.downloads import Sheet
from salesdash.history.tables import Told
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.ui import (
    downloads,
    figures,
    first_steps,
    history_choice,
    history_content,
    history_view,
    kpi_frame,
    kpi_view,
    markup,
    messages,
)
from salesdash.ui.filter_bar import Bar
from salesdash.ui.history_content import Content
from salesdash.ui.identity import current_user

Taking = Callable[[Told], Sheet]


@st.fragment
def page() -> None:
    """The whole page; a filter reruns only this."""
    user = current_user()
    user.require("kpis.read", "kpis.quantities")
    with messages.guarded():
        st.html(markup.looks() + history_content.LOOKS)
        frame = kpi_frame.load(user)
        if frame.last_order is None:
            st.html(_head([]))
            first_steps.no_orders(user)
            return
        head = st.container(horizontal=True, vertical_alignment="center", gap="small", key="head")
        top = head.empty()
        opens_with = "custom" if frame.opens_with == "custom" else "last_365_days"
        choice = Bar(frame.calendar, frame.last, frame.last_order, frame.known, opens_with, compares=False).show()
        chosen = history_choice.show(user)
        messages.ignored([*choice.ignored, *chosen.ignored])
        view = history_view.view_of(frame, choice, chosen)
        shown = history_content.content(frame, chosen.name, view)
        taking = partial(history_view.sheet, frame, choice, view)
        top.html(_head(history_view.words(frame, choice, chosen, view)))
        with head, st.container(horizontal=True, width="content", key="taking"):
            for name, told in list(shown.tables.items())[:1]:
                downloads.buttons(f"download.top.{name}", told.title, partial(taking, told))
        if not shown.numbers and not shown.charts:
            messages.empty(next(iter(shown.sentences.values())), kpi_view.way_out(frame))
            return
        if shown.numbers:
            st.html(shown.numbers)
        _charts(shown, chosen.name)
        _tables(shown, frame.company.currency, taking)


def _head(lines: list[str]) -> str:
    return markup.wrapped(charts.palette(kpi_frame.theme()), markup.head(_("History"), lines))


def _charts(shown: Content, analysis: str) -> None:
    """Two side by side, each under the sentence that says what it shows, an odd last one alone; where a chart cannot be
    drawn the sentence says why."""
    names = list(shown.sentences)
    for left in range(0, len(names), 2):
        pair = names[left : left + 2]
        for column, name in zip(st.columns(len(pair), gap="medium", vertical_alignment="bottom"), pair, strict=True):
            with column:
                st.html(shown.sayings[name])
                if name in shown.charts:
                    figures.draw(shown.charts[name], f"history.{analysis}.{name}", alt=shown.sentences[name])
    for note in shown.notes:
        st.caption(markup.plain(note))


def _tables(shown: Content, currency: str, taking: Taking) -> None:
    """The figures behind every chart, one table at a time, for the keyboard and to take away."""
    titles = {name: told.title for name, told in shown.tables.items()}
    if not titles:
        return
    chosen = st.pills(_("Figures as a table"), list(titles), format_func=titles.__getitem__, key="history.table")
    if chosen and chosen in shown.tables:
        told = shown.tables[chosen]
        st.html(history_content.table(told, currency))
        if first := history_content.cut(told):
            st.caption(
                _("The first {shown} of {all} rows; a download has all of them.").format(
                    shown=formats.number(first), all=formats.number(len(told.rows))
                )
            )
        with st.container(horizontal=True):
            downloads.buttons(f"download.{chosen}", told.title, partial(taking, told))


page()
