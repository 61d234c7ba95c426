"""The paper for the meeting."""

import streamlit as st

from salesdash import db
from salesdash.locale import gettext as _
from salesdash.reports.offering import offered
from salesdash.ui import first_steps, kpi_frame, kpi_view, markup, messages, reports_view
from salesdash.ui.identity import current_user


@st.fragment
def page() -> None:
    """The whole page; another period reruns only this."""
    user = current_user()
    user.require("kpis.read", "kpis.quantities")
    with messages.guarded():
        st.html(markup.looks())
        frame = kpi_frame.load(user)
        top = st.empty()
        top.html(reports_view.head([_("The paper for the meeting"), "\u00a0"]))
        with db.reading() as session:
            offers = offered(session, user)
        if not offers:
            first_steps.no_orders(user)
            return
        report = reports_view.gathered(frame, reports_view.choose(offers))
        said = report.sections[0].message if report.sections else ""
        top.html(reports_view.head([said or _("The paper for the meeting"), reports_view.words(report)]))
        if report.empty:
            messages.empty(" ".join(report.missing), kpi_view.way_out(frame))
            return
        reports_view.buttons(report)
        st.html(reports_view.numbers(report))
        st.html(reports_view.contents(report))
        for why in report.missing:
            st.caption(_("Not in this report: {why}").format(why=markup.plain(why)))


page()
