"""Who owes us, since when?"""

from collections.abc import Callable
from functools import partial

import streamlit as st

from salesdash import charts, company, db, receivables
from salesdash.access.identity import User
from salesdash.downloads import Sheet
from salesdash.locale import gettext as _
from salesdash.ui import (
    downloads,
    figures,
    first_steps,
    kpi_frame,
    markup,
    messages,
    receivables_bar,
    receivables_content,
    receivables_orders,
)
from salesdash.ui.identity import current_user
from salesdash.ui.kpi_frame import Frame
from salesdash.ui.kpi_tables import Table
from salesdash.ui.receivables_content import Content

Taking = Callable[[Table], Sheet]


@st.fragment
def page() -> None:
    """The whole page; a filter reruns only this."""
    user = current_user()
    user.require("kpis.read")
    with messages.guarded():
        st.html(markup.looks())
        frame = kpi_frame.load(user)
        with db.reading() as session:
            day = receivables.last_day(session, user)
        if frame.last_order is None or day is None:
            st.html(_head(_("Who owes us, since when?")))
            _nothing_yet(user, frame)
            return
        head = st.container(horizontal=True, vertical_alignment="center", gap="small", key="head")
        top = head.empty()
        choice = receivables_bar.show(frame, day, company.today(frame.company))
        messages.ignored(choice.ignored)
        shown = receivables_content.content(frame, choice)
        taking = partial(receivables_content.sheet, frame, choice)
        top.html(_head(receivables_bar.heading(frame, choice)))
        with head, st.container(horizontal=True, width="content", key="taking"):
            downloads.buttons("download.receivables", shown.tables["customer"].title, _all(shown, "customer", taking))
        st.markdown(f"**{markup.plain(shown.said)}**")
        st.html(shown.numbers)
        if not shown.whole.total and not shown.whole.prepaid:
            messages.empty(_("Nothing is owed with these filters."), _("Choose another day, or reset the filters."))
            return
        _charts(shown)
        if shown.customers:
            st.html(shown.customers)
        receivables_orders.look_into(shown.debtors, choice)
        receivables_orders.show(frame, choice, taking)
        _tables(shown, frame, taking)


def _head(line: str) -> str:
    return markup.wrapped(charts.palette(kpi_frame.theme()), markup.head(_("Receivables"), [line]))


def _nothing_yet(user: User, frame: Frame) -> None:
    """Without orders nothing is owed; without payments everything looks unpaid."""
    what = _("No orders yet.") if frame.last_order is None else _("No payments yet, so every order looks unpaid.")
    if user.may("facts.import"):
        messages.empty(what, _("Import what customers paid on the page Uploads."))
        first_steps.uploads()
    else:
        messages.empty(what, _("Whoever may import orders imports payments too, on the page Uploads."))


def _charts(shown: Content) -> None:
    for column, (name, (figure, words)) in zip(
        st.columns(len(shown.charts), gap="medium"), shown.charts.items(), strict=True
    ):
        with column:
            figures.draw(figure, f"receivables.{name}", alt=words)


def _tables(shown: Content, frame: Frame, taking: Taking) -> None:
    """The figures behind the charts, to read with a keyboard and to take away."""
    titles = {name: table.title for name, table in shown.tables.items()}
    chosen = st.pills(_("Figures as a table"), list(titles), format_func=titles.__getitem__, key="receivables.table")
    if chosen:
        table = Table(titles[chosen], shown.tables[chosen].columns, shown.tables[chosen].rows.head(200))
        st.html(markup.wrapped(charts.palette(kpi_frame.theme()), table.html(frame.company.currency)))
        with st.container(horizontal=True):
            downloads.buttons(f"download.receivables.{chosen}", titles[chosen], _all(shown, chosen, taking))


def _all(shown: Content, name: str, taking: Taking) -> Callable[[], Sheet]:
    return partial(taking, shown.tables[name])


page()
