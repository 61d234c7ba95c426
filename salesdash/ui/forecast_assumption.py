"""One more assumption of a scenario."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st
from pandas import DataFrame

from salesdash.dimensions import dimension_name
from salesdash.forecasts.assumed import KINDS, Assumption
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY
from salesdash.ui.forecast_frame import Looked, below

#: dimension and code of a member, None for all of what is shown
Member = tuple[str, str] | None
#: measures that a price can be assumed for
_PRICED = ("revenue", "quantity", "orders")


def members(looked: Looked, points: DataFrame) -> dict[Member, str]:
    """What an assumption can be about: all of what is shown, and its members where they add up to it."""
    found: dict[Member, str] = {None: looked.name}
    if not REGISTRY[looked.run.measure].additive:
        return found
    for dimension in looked.run.by:
        if looked.cell.get(dimension) is not None:
            continue
        inside = below(points, looked.cell, dimension).drop_duplicates(dimension)
        for code, name in zip(inside[dimension], inside[f"{dimension}_name"], strict=True):
            if not pd.isna(code):
                found[dimension, code] = _("{dimension}: {name}").format(dimension=dimension_name(dimension), name=name)
    return found


def form(looked: Looked, known: Mapping[Member, str], key: str) -> Assumption | None:
    """The fields; what was typed once it is added."""
    key = f"forecast.assumption.{key}"
    kinds = {kind: _(name) for kind, name in KINDS.items() if kind != "price" or looked.run.measure in _PRICED}
    with st.container(border=True, key="forecast_assumption"):
        kind = str(
            st.segmented_control(
                _("Assume"), list(kinds), default="growth", required=True, format_func=kinds.__getitem__,
                key=f"{key}.kind",
            )
        )  # fmt: skip
        left, middle, right = st.columns([2, 1, 2])
        about = left.selectbox(_("Of what"), list(known), format_func=known.__getitem__, key=f"{key}.about")
        percent = middle.number_input(
            _("Change in %"), min_value=-100.0, max_value=1000.0, value=None, step=1.0, format="%.1f",
            key=f"{key}.percent",
        )  # fmt: skip
        with right:
            since, until = _event_days(looked, key) if kind == "event" else (_since(looked, key), None)
        name, elasticity = "", None
        if kind == "event":
            name = st.text_input(_("Name"), max_chars=200, key=f"{key}.name")
        elif kind == "price":
            elasticity = st.number_input(
                _("Elasticity"), min_value=-10.0, max_value=10.0, value=None, step=0.1, format="%.2f",
                key=f"{key}.elasticity",
                help=_("By how many per cent the quantity changes when the price rises by 1 %; -1.2, for example. "
                       "Empty: the quantity stays as it is."),
            )  # fmt: skip
        if not st.button(_("Add"), icon=":material/add:", key=f"{key}.add"):
            return None
        if percent is None or (kind == "event" and until is None):
            text = _("Say the change in per cent.") if percent is None else _("Say the first and the last day.")
            st.error(text, icon=":material/error:")
            return None
    dimension, code = about or (None, None)
    return Assumption(kind, percent, since, until, dimension, code, elasticity, name)


def _since(looked: Looked, key: str) -> date:
    """The period from which something holds."""
    days: list[date] = list(looked.points["period_on"])
    chosen: date = st.selectbox(_("From"), days, format_func=looked.period, key=f"{key}.since")
    return chosen


def _event_days(looked: Looked, key: str) -> tuple[date, date | None]:
    """The days of an event, within the forecast."""
    first: date = looked.points["period_on"].iloc[0]
    last = looked.after(looked.points["period_on"].iloc[-1]) - timedelta(days=1)
    days: Any = st.date_input(
        _("First and last day"), [], min_value=first, max_value=last, format="YYYY-MM-DD", key=f"{key}.days"
    )
    given = list(days) if isinstance(days, tuple | list) else [days]
    return (given[0] if given else first), (given[1] if len(given) > 1 else None)
