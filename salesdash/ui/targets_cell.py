"""Choosing one cell: period, region, product line, channel, person. What is chosen stays when the page shows another
part, so that a cell that was set can be split next."""

from typing import Any

import streamlit as st

from salesdash.dimensions import dimension_name
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.targets import Cell, Plan
from salesdash.ui import targets_closed, targets_words
from salesdash.ui.targets_frame import DIMENSIONS, Frame

#: the order in which people read a cell: where, what, through whom, who
_ORDER = ("region", "product_line", "channel", "rep")
_KEPT = "targets.cell."


def choose(frame: Frame, plan: Plan) -> Cell:
    """The controls, one column on a phone; returns the cell they name."""
    periods = targets_closed.period_names(frame, plan.year)
    columns = st.columns([1.2, 1, 1, 1, 1], gap="small")
    period = columns[0].selectbox(
        _("Period"), list(periods), format_func=periods.__getitem__, key=f"{_KEPT}period", persist_state="session"
    )
    codes: dict[str, Any] = {}
    for column, dimension in zip(columns[1:], _ORDER, strict=True):
        names = frame.names[dimension]
        key = f"{_KEPT}{dimension}"
        if st.session_state.get(key) not in (None, *names):
            st.session_state[key] = None
        codes[dimension] = column.selectbox(
            dimension_name(dimension), list(names), index=None, format_func=names.__getitem__, key=key,
            placeholder=_("All"), persist_state="session",
        )  # fmt: skip
    return Cell(plan.year, **codes | targets_words.period_of(period))


def asks_for_more(frame: Frame, cell: Cell) -> bool:
    """Whoever sees some people or regions only is told what the cell must name before it is theirs to change."""
    missing = [dimension_name(dimension) for dimension in frame.needs if not getattr(cell, dimension)]
    if missing:
        st.info(
            _(
                "Choose first: {dimensions}. You set the targets of your own scope, several under “Many targets”."
            ).format(dimensions=formats.listing(missing)),
            icon=":material/arrow_upward:",
        )
    return bool(missing)


def where(cell: Cell) -> dict[str, str]:
    """The members that the cell names: dimension → code."""
    return {dimension: code for dimension in DIMENSIONS if (code := getattr(cell, dimension))}
