"""Where will we land, how sure is that?"""

from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from salesdash import charts
from salesdash.locale import gettext as _
from salesdash.ui import (
    figures,
    forecast_bar,
    forecast_content,
    forecast_drill,
    forecast_parts,
    forecast_run,
    forecast_seen,
    forecast_states,
    kpi_frame,
    markup,
    messages,
)
from salesdash.ui.forecast_bar import Chosen
from salesdash.ui.forecast_drill import Way
from salesdash.ui.forecast_frame import Rows
from salesdash.ui.identity import current_user
from salesdash.ui.kpi_frame import Frame


@st.fragment
def page() -> None:
    """The whole page; a choice reruns only this."""
    user = current_user()
    user.require("kpis.read", "kpis.quantities")
    with messages.guarded():
        st.html(markup.looks() + forecast_content.LOOKS)
        frame = kpi_frame.load(user)
        head = st.empty()
        head.html(_head([_("Where will we land, how sure is that?")]))
        if frame.last_order is None:
            forecast_states.no_orders(user)
            return
        new = forecast_bar.arrived()
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="filters"):
            chosen = forecast_bar.choose(frame, new=new)
            forecast_run.button(frame, chosen)
        making = forecast_run.progress(frame, chosen)
        if chosen.run is None:
            messages.ignored(chosen.ignored)
            forecast_states.no_run(frame, chosen, making=making)
            return
        rows = forecast_seen.rows_of(frame, chosen.run)
        way = forecast_drill.current(chosen.run.by, rows.points, arrived=new)
        messages.ignored([*chosen.ignored, *way.ignored])
        if rows.points.empty:
            forecast_states.nothing_seen()
            return
        _shown(frame, chosen, way, rows, head)


def _shown(frame: Frame, chosen: Chosen, way: Way, rows: Rows, head: DeltaGenerator) -> None:
    run = chosen.run
    assert run is not None
    looked = forecast_seen.looked_at(frame, run, rows, latest=chosen.latest, cell=way.cell, name=way.name())
    content = forecast_content.content(looked, rows, way.down())
    head.html(_head([_("Where will we land, how sure is that?"), forecast_content.heading(looked)]))
    if run.stale and chosen.latest:
        forecast_states.stale(frame, chosen)
    st.html(content.answer)
    down = way.show(content.openable)
    figure, words, key = content.curve
    if content.drawn:
        figures.draw(figure, "forecast.curve", alt=words)
        st.html(key)
    if content.coming:
        st.caption(markup.plain(content.coming))
    if content.members and down:
        figure, words, key = content.members
        figures.draw(figure, f"forecast.members.{down}", alt=words, on_pick=partial(way.open, down))
        st.html(key)
    elif way.path:
        forecast_states.behind(looked)
    forecast_parts.show(content)


def _head(lines: list[str]) -> str:
    return markup.wrapped(charts.palette(kpi_frame.theme()), markup.head(_("Forecast"), lines))


page()
