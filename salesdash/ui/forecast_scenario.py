"""What if: assumptions on top of the forecast, typed one by one, compared with it, kept under a name."""

from typing import Any

import streamlit as st

from salesdash import charts, db, forecasts
from salesdash.forecasts import scenarios
from salesdash.forecasts.assumed import Assumption
from salesdash.forecasts.scenarios import Comparison, Scenario
from salesdash.locale import gettext as _
from salesdash.ui import figures, forecast_assumption, forecast_scenario_words, markup, messages
from salesdash.ui.forecast_frame import Looked
from salesdash.ui.kpi_frame import theme

#: the assumptions that are being typed: what they are about → list
_TYPED = "forecast.scenario.typed"
#: which scenario is to be shown next
_SHOWN = "forecast.scenario.shown"
_NEW = 0


def show(looked: Looked) -> None:
    """Which scenario, its assumptions, and what they make of the forecast."""
    if looked.metric.unit == "ratio":
        messages.empty(_("Scenarios are made of amounts and counts, not of ratios."), _("Choose another measure."))
        return
    with db.reading() as session:
        kept = scenarios.scenarios(session, looked.frame.user, looked.run.id, looked.cell)
        points = forecasts.points(session, looked.frame.user, looked.run.id)
    chosen = _choose(looked, {one.id: one for one in kept})
    typed = _typed(looked, chosen)
    members = forecast_assumption.members(looked, points)
    _list(looked, typed, members)
    if new := forecast_assumption.form(looked, members, f"{_key(looked, chosen)}.{len(typed)}"):
        typed.append(new)
        st.rerun()
    keeps = looked.frame.user.may("forecasts.adjust")
    if not keeps:
        st.caption(_("Everybody may try; executives and sales managers keep scenarios."))
    if not typed:
        st.caption(_("Add an assumption to see what it makes of the forecast."))
        return
    with messages.guarded():
        with db.reading() as session:
            found = scenarios.compared(session, looked.frame.user, looked.run.id, looked.cell, typed)
        _compared(looked, found, chosen)
    if keeps:
        _keep(looked, chosen, typed)


def _choose(looked: Looked, kept: dict[int, Scenario]) -> Scenario | None:
    names = {_NEW: _("New scenario"), **{number: one.name for number, one in kept.items()}}
    key = f"forecast.scenario.{looked.run.measure}.{sorted(looked.cell.items())}"
    if (shown := st.session_state.pop(_SHOWN, None)) in names:
        st.session_state[key] = shown
    if st.session_state.get(key) not in names:
        st.session_state[key] = _NEW
    chosen = st.selectbox(_("Scenario"), list(names), format_func=names.__getitem__, key=key)
    return kept.get(int(chosen))


def _key(looked: Looked, chosen: Scenario | None) -> str:
    return f"{looked.run.measure}.{sorted(looked.cell.items())}.{(chosen.id, chosen.version) if chosen else _NEW}"


def _typed(looked: Looked, chosen: Scenario | None) -> list[Assumption]:
    """The assumptions as they are typed now; they begin as they were kept."""
    known = st.session_state.setdefault(_TYPED, {})
    found: list[Assumption] = known.setdefault(_key(looked, chosen), list(chosen.assumptions) if chosen else [])
    return found


def _list(looked: Looked, typed: list[Assumption], members: dict[Any, str]) -> None:
    for at, one in enumerate(typed):
        with st.container(horizontal=True, vertical_alignment="center", key=f"scenario_assumption_{at}"):
            st.markdown("- " + markup.plain(forecast_scenario_words.assumption(looked, one, members)))
            st.button(
                _("Take out"), key=f"forecast.scenario.out.{at}", type="tertiary", icon=":material/close:",
                on_click=_take_out, args=(typed, at),
            )  # fmt: skip


def _take_out(typed: list[Assumption], at: int) -> None:
    del typed[at]


def _compared(looked: Looked, found: Comparison, chosen: Scenario | None) -> None:
    name = chosen.name if chosen else _("the scenario")
    st.markdown(f"**{markup.plain(forecast_scenario_words.said(looked, found, name))}**")
    colours = charts.palette(theme())
    figure, words = forecast_scenario_words.curve(looked, found, colours)
    figures.draw(figure, "forecast.scenario.curve", alt=words)
    with st.expander(_("Figures as a table")):
        st.html(markup.wrapped(colours, forecast_scenario_words.table(looked, found)))


def _keep(looked: Looked, chosen: Scenario | None, typed: list[Assumption]) -> None:
    key = f"forecast.scenario.keep.{_key(looked, chosen)}"
    with st.form(key, border=False):
        name = st.text_input(_("Name (required)"), chosen.name if chosen else "", max_chars=200, key=f"{key}.name")
        with st.container(horizontal=True):
            save = st.form_submit_button(_("Keep"), type="primary", icon=":material/save:", key=f"{key}.save")
            gone = chosen is not None and st.form_submit_button(
                _("Take away"), icon=":material/delete:", key=f"{key}.remove"
            )
    user = looked.frame.user
    with messages.guarded():
        if save:
            with db.writing() as session:
                made = scenarios.keep(
                    session, user, looked.run.id, looked.cell, name, typed,
                    scenario=chosen.id if chosen else None, version=chosen.version if chosen else None,
                )  # fmt: skip
            _begin_anew(looked, made)
        elif gone and chosen is not None:
            with db.writing() as session:
                scenarios.remove(session, user, chosen.id, chosen.version)
            _begin_anew(looked, _NEW, list(chosen.assumptions))


def _begin_anew(looked: Looked, shown: int, typed: list[Assumption] | None = None) -> None:
    """Shows what was kept; what was taken away stays typed, so that keeping it again brings it back."""
    st.session_state[_TYPED] = {_key(looked, None): typed} if typed else {}
    st.session_state[_SHOWN] = shown
    st.rerun()
