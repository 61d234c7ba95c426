"""The orders behind what is owed: the overdue ones, or all that are open, a page at a time."""

from collections.abc import Callable, Mapping

import streamlit as st
from pandas import DataFrame

from salesdash import charts, db, receivables
from salesdash.downloads import Sheet
from salesdash.locale import gettext as _
from salesdash.receivables import Order
from salesdash.ui import downloads, markup, pager
from salesdash.ui.kpi_frame import Frame, theme
from salesdash.ui.kpi_tables import Table
from salesdash.ui.receivables_bar import Choice
from salesdash.ui.receivables_tables import of_orders

_WHICH, _OPEN, _CUSTOMER = "receivables.which", "receivables.open", "customer"
_ORDER = "receivables.order"


def look_into(debtors: Mapping[str, str], choice: Choice) -> None:
    """The way down from who owes most to the orders of one customer."""
    if len(debtors) > 1 and _CUSTOMER not in choice.where:
        st.selectbox(
            _("Look into"), list(debtors), index=None, format_func=debtors.__getitem__, key=_OPEN,
            placeholder=_("Look into: customer …"), label_visibility="collapsed", on_change=_opened, width=320,
        )  # fmt: skip


def _opened() -> None:
    code = st.session_state[_OPEN]
    st.session_state.update({_OPEN: None, _CUSTOMER: [code], _WHICH: "open"})


def show(frame: Frame, choice: Choice, sheet: Callable[[Table], Sheet]) -> None:
    """The list, with all of it to take away."""
    words = {"overdue": _("Overdue orders"), "open": _("All open orders")}
    st.session_state.setdefault(_WHICH, "overdue")
    which = st.segmented_control(
        _("Orders"), list(words), required=True, format_func=words.__getitem__, key=_WHICH,
        label_visibility="collapsed",
    )  # fmt: skip
    orders: dict[Order, str] = {"largest": _("Largest first"), "longest": _("Longest overdue first")}
    order = st.segmented_control(
        _("Sorted by"), list(orders), default="largest", required=True, format_func=orders.__getitem__, key=_ORDER,
        label_visibility="collapsed",
    )  # fmt: skip
    overdue = which == "overdue"
    shown_of = repr((choice, which, order))
    at = pager.place("receivables", shown_of)
    rows = _asked(frame, choice, overdue=overdue, order=order, limit=pager.ON_A_PAGE, offset=at)
    count = rows.attrs["orders"]
    if not count:
        st.caption(_("No order is overdue here.") if overdue else _("No order is open here."))
        return
    table = of_orders(rows, overdue=overdue)
    st.html(markup.wrapped(charts.palette(theme()), table.html(frame.company.currency)))
    with st.container(horizontal=True, vertical_alignment="center"):
        pager.orders("receivables", shown_of, shown=len(rows), count=count, words=(_("Back"), _("Further")))
        downloads.buttons(
            "download.receivables.orders",
            table.title,
            lambda: sheet(
                of_orders(
                    _asked(frame, choice, overdue=overdue, order=order, limit=pager.MOST, offset=0), overdue=overdue
                )
            ),
        )


def _asked(frame: Frame, choice: Choice, *, overdue: bool, order: Order, limit: int, offset: int) -> DataFrame:
    with db.reading() as session:
        return receivables.orders(
            session, frame.user, as_of=choice.as_of, where=choice.where, overdue=overdue, order=order, limit=limit,
            offset=offset,
        )  # fmt: skip
