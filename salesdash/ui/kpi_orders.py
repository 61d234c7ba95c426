"""The orders behind a figure: the last level of the way down."""

import streamlit as st
from sqlalchemy.orm import Session

from salesdash import kpis
from salesdash.kpis import View
from salesdash.locale import gettext as _
from salesdash.locale import ngettext
from salesdash.models.base import SCALE
from salesdash.ui.kpi_frame import Frame

_MOST = 200


def show(frame: Frame, session: Session, view: View) -> None:
    """The newest orders of the view, a page at a time."""
    page = st.session_state.get("orders.page", 0)
    rows = kpis.orders(session, frame.user, view.period.start, view.period.end, view.where, _MOST, page * _MOST)
    st.subheader(_("Orders"))
    if not len(rows):
        st.info(_("No orders in this period."), icon=":material/inbox:")
        return
    shown = rows.assign(**{c: rows[c].astype("Float64") / SCALE for c in ("revenue", "quantity") if c in rows})
    st.dataframe(shown, hide_index=True)
    st.caption(ngettext("{count} order", "{count} orders", len(rows)).format(count=len(rows)))
