"""Where will we land, how sure is that?"""

from functools import partial

import streamlit as st

from salesdash import charts, db, forecasts
from salesdash.access.identity import User
from salesdash.config import PROJECT_ROOT
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.ui import (
    figures,
    forecast_bar,
    forecast_content,
    forecast_drill,
    forecast_parts,
    forecast_run,
    kpi_frame,
    markup,
    messages,
)
from salesdash.ui.forecast_bar import Chosen
from salesdash.ui.forecast_drill import Way
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
            _no_orders(user)
            return
        new = forecast_bar.arrived()
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="filters"):
            chosen = forecast_bar.choose(frame, new=new)
            forecast_run.button(frame, chosen)
        forecast_run.progress(frame, chosen)
        if chosen.run is None:
            messages.ignored(chosen.ignored)
            _no_run(frame, chosen)
            return
        with db.reading() as session:
            points = forecasts.points(session, user, chosen.run.id)
        way = forecast_drill.current(chosen.run.by, points, arrived=new)
        messages.ignored([*chosen.ignored, *way.ignored])
        if points.empty:
            messages.empty(_("This forecast holds nothing that you may see."), _("Choose another dimension under By."))
            return
        _shown(frame, chosen, way, head)


def _shown(frame: Frame, chosen: Chosen, way: Way, head: "st.delta_generator.DeltaGenerator") -> None:
    run = chosen.run
    assert run is not None
    looked = forecast_content.looked_at(frame, run, latest=chosen.latest, cell=way.cell, name=way.name())
    content = forecast_content.content(looked, way.down())
    head.html(_head([_("Where will we land, how sure is that?"), forecast_content.heading(looked)]))
    if run.stale and chosen.latest:
        _stale(frame, chosen)
    st.html(content.answer)
    down = way.show(content.openable)
    figure, words, key = content.curve
    if content.drawn:
        figures.draw(figure, "forecast.curve", alt=words)
        st.html(key)
    if content.coming:
        st.caption(markup.plain(content.coming))
    if content.members and down:
        figure, words = content.members
        figures.draw(figure, f"forecast.members.{down}", alt=words, on_pick=partial(way.open, down))
    elif way.path:
        _behind(looked)
    forecast_parts.show(content)


def _head(lines: list[str]) -> str:
    return markup.wrapped(charts.palette(kpi_frame.theme()), markup.head(_("Forecast"), lines))


def _behind(looked: forecast_content.Looked) -> None:
    """At the end of the way down: the figures behind it."""
    if looked.frame.user.may("kpis.read") or looked.metric.is_quantity:
        where = {name: [code] for name, code in looked.cell.items() if code is not None}
        st.page_link(
            PROJECT_ROOT / "pages" / "kpis.py", label=_("These figures on the page KPIs"),
            icon=":material/monitoring:", query_params={"period": "this_year", **where},
        )  # fmt: skip


def _stale(frame: Frame, chosen: Chosen) -> None:
    """Facts have changed since: says so, and offers a new run to those who may."""
    run = chosen.run
    assert run is not None
    day = formats.day(forecast_bar.made_on(frame, run))
    text = _("The figures that this forecast was made from have changed since {day}.").format(day=day)
    ask = _("Make a new one.") if forecast_run.may(frame) else _("Whoever may make forecasts can renew it.")
    st.info(f"{text} {ask}", icon=":material/update:")
    if forecast_run.may(frame):
        st.button(
            _("Make it anew"), icon=":material/auto_graph:", key="forecast.renew",
            on_click=forecast_run.renew, args=(frame, chosen),
        )  # fmt: skip


def _no_run(frame: Frame, chosen: Chosen) -> None:
    what = _("There is no forecast of this yet.")
    if forecast_run.may(frame):
        messages.empty(what, _("Make the first one here: it takes a minute or two and goes on while you work."))
        with st.container(border=True, width=420):
            forecast_run.form(frame, chosen, "first")
    else:
        messages.empty(
            what, _("Whoever may make forecasts does so here; until then choose another measure or dimension.")
        )


def _no_orders(user: User) -> None:
    if user.may("facts.import"):
        messages.empty(_("No orders yet."), _("Import orders on the page Uploads."))
        st.page_link(PROJECT_ROOT / "pages" / "uploads.py", label=_("Uploads"), icon=":material/upload_file:")
    else:
        messages.empty(_("No orders yet."), _("Whoever may import orders does so on the page Uploads."))


page()
