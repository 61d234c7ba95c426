"""The orders behind a figure: the last level of the way down."""

from collections.abc import Callable

import streamlit as st
from pandas import DataFrame

from salesdash import charts, db, kpis
from salesdash.dimensions import dimension_name
from salesdash.downloads import Column, Sheet
from salesdash.kpis import View
from salesdash.locale import gettext as _
from salesdash.ui import downloads, markup, pager
from salesdash.ui.kpi_frame import Frame, theme
from salesdash.ui.kpi_tables import Table


def show(frame: Frame, view: View, sheet: Callable[[Table], Sheet]) -> None:
    """The orders of the view, newest first, a page at a time, and all of them to take away."""
    shown_of = repr(view.key())
    rows = _asked(frame, view, pager.ON_A_PAGE, pager.place("orders", shown_of))
    count = rows.attrs["orders"]
    table = _table(frame, rows)
    st.html(markup.wrapped(charts.palette(theme()), table.html(frame.company.currency)))
    with st.container(horizontal=True, vertical_alignment="center"):
        pager.orders("orders", shown_of, shown=len(rows), count=count, words=(_("Newer"), _("Older")))
        downloads.buttons(
            "download.orders", table.title, lambda: sheet(_table(frame, _asked(frame, view, pager.MOST, 0)))
        )


def _asked(frame: Frame, view: View, limit: int, offset: int) -> DataFrame:
    with db.reading() as session:
        return kpis.orders(session, frame.user, view.period.start, view.period.end, view.where, limit, offset)


def _table(frame: Frame, rows: DataFrame) -> Table:
    columns = [
        Column("order_no", _("Order number")),
        Column("ordered_on", _("Date"), "date"),
        Column("customer_name", dimension_name("customer")),
        Column("rep_name", dimension_name("rep")),
        Column("revenue", _("Revenue"), "amount"),
        Column("quantity", _("Quantity"), "quantity"),
        Column("lines", _("Lines"), "count"),
    ]
    if not frame.user.may("kpis.read"):
        columns = [column for column in columns if column.key != "revenue"]
    return Table(_("Orders behind these figures"), columns, rows)
