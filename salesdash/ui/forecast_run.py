"""Asking for a new forecast, its progress while a job makes it, and its end."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from salesdash import db, forecasts, jobs
from salesdash.forecasts.question import question
from salesdash.jobs import JobState, words
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY
from salesdash.ui import forecast_words, messages
from salesdash.ui.forecast_bar import Chosen, way_name
from salesdash.ui.kpi_frame import Frame
from salesdash.ui.markup import plain

_JOB, _SAID = "forecast.job", "forecast.said"
#: so often the progress is looked at, in seconds
_LOOK = 1.5
#: stage of a run → from where to where it takes the whole, roughly
STAGES = {
    "history": (0.02, 0.05), "checking": (0.05, 0.08), "forecasting": (0.08, 0.88), "reconciling": (0.88, 0.91),
    "judging": (0.91, 0.95), "storing": (0.95, 1.0),
}  # fmt: skip


def may(frame: Frame) -> bool:
    """Whether the reader may make forecasts."""
    return frame.user.may("forecasts.run")


def button(frame: Frame, chosen: Chosen) -> None:
    """The button that opens the form; nothing for those who may not."""
    if not may(frame) or chosen.run is None:  # the first one is asked for in the middle of the page
        return
    with st.popover(_("New forecast"), icon=":material/auto_graph:"):
        form(frame, chosen, "bar")


def form(frame: Frame, chosen: Chosen, key: str) -> None:
    """What to forecast: as chosen in the bar, how far ahead, and from which day's point of view."""
    length = _(forecast_words.FREQUENCIES[chosen.frequency])
    st.caption(f"{_(REGISTRY[chosen.measure].name)} · {way_name(chosen.by)} · {length}")
    with st.form(f"forecast.form.{key}", border=False):
        horizon = st.number_input(
            _("How many periods ahead"), 1, forecasts.LONGEST, _horizon(frame, chosen), 1,
            help=_("It reaches to the end of the fiscal year at least, so that the year's landing can be told."),
        )  # fmt: skip
        as_of = st.date_input(
            _("From the data up to"), None, max_value=frame.last, format="YYYY-MM-DD",
            help=_("Empty: all data. An earlier day makes the forecast as it would have been made then."),
        )  # fmt: skip
        if st.form_submit_button(_("Make the forecast"), type="primary", icon=":material/auto_graph:"):
            ask(frame, chosen, int(horizon), as_of if isinstance(as_of, date) else None)


def _horizon(frame: Frame, chosen: Chosen) -> int:
    """To the end of the next fiscal year in months, of this one in quarters and weeks, as far as a run reaches."""
    if chosen.frequency != "month":
        return {"quarter": 6, "week": 13}[chosen.frequency]
    end = frame.calendar.year_bounds(frame.calendar.fiscal_year(frame.last) + 1).end
    months = (end.year - frame.last.year) * 12 + end.month - frame.last.month + 1
    return min(max(months, 12), forecasts.LONGEST)


def ask(frame: Frame, chosen: Chosen, horizon: int, as_of: date | None) -> None:
    """Asks for the job, wakes a worker, and lets the page follow it."""
    with messages.guarded():
        _ask(frame, chosen, horizon, as_of)
        st.rerun()


def _ask(frame: Frame, chosen: Chosen, horizon: int, as_of: date | None) -> None:
    wanted = forecasts.parameters(question(chosen.measure, chosen.by, chosen.frequency, horizon, as_of))
    with db.writing() as session:
        st.session_state[_JOB] = jobs.ask(session, frame.user, "forecast", jobs.key("forecast", wanted), wanted)
    jobs.wake()


def renew(frame: Frame, chosen: Chosen) -> None:
    """The same forecast from all data there are now. For callbacks."""
    with messages.guarded():
        _ask(frame, chosen, chosen.run.horizon if chosen.run else _horizon(frame, chosen), None)


def progress(frame: Frame, chosen: Chosen) -> bool:
    """How far the run is that is being made of what the page shows, whoever asked; and what became of one's own. True
    while one is being made."""
    if said := st.session_state.pop(_SAID, None):
        kind, text = said
        (st.success if kind == "done" else st.warning)(plain(text), icon=_ICONS[kind])
    if not may(frame):
        return False
    job = st.session_state.get(_JOB)
    if job is None:
        job = _going(frame, chosen)
    if job is not None:
        st.session_state[_JOB] = job
        _watch(frame, job)
    return job is not None


_ICONS = {"done": ":material/check_circle:", "failed": ":material/error:", "cancelled": ":material/cancel:"}


def _going(frame: Frame, chosen: Chosen) -> int | None:
    """A job that is making a forecast of what is shown."""
    with db.reading() as session:
        found = jobs.listing(session, frame.user, 20)
    alive = found[(found["kind"] == "forecast") & found["status"].isin(jobs.ALIVE)]
    for row in alive.to_dict("records"):
        if _same(row["parameters"], chosen):
            return int(row["id"])
    return None


def _same(parameters: Mapping[str, Any], chosen: Chosen) -> bool:
    wanted = (parameters.get("measure"), tuple(parameters.get("by") or ()), parameters.get("frequency", "month"))
    return wanted == (chosen.measure, chosen.by, chosen.frequency)


@st.fragment(run_every=_LOOK)
def _watch(frame: Frame, job: int) -> None:
    with messages.guarded():
        with db.reading() as session:
            state = jobs.look(session, frame.user, job)
        if not state.alive:
            st.session_state.pop(_JOB, None)
            st.session_state[_SAID] = (state.status, _outcome(state))
            st.rerun()
        _bar(frame, state)


def _bar(frame: Frame, state: JobState) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        start, end = STAGES.get(state.stage, (0.0, 0.0))
        share = start + (end - start) * (_own(state) if state.stage == "forecasting" else 0.0)
        text = _("Stopping …") if state.cancelling else words.stage(state.stage) or _("Waiting for its turn …")
        if state.silent:
            text = _("It gives no sign of life; it will be taken up again.")
        st.progress(min(max(share, 0.0), 1.0), _("A new forecast is being made: {stage}").format(stage=text))
        st.button(
            _("Cancel"), key="forecast.cancel", disabled=state.cancelling, on_click=_cancel, args=(frame, state.id),
            help=_("What was there before stays."),
        )  # fmt: skip


def _own(state: JobState) -> float:
    """How far the stage is: the run reports its stage's share within the whole run's middle part."""
    return min(max((state.share - 0.05) / 0.9, 0.0), 1.0)


def _cancel(frame: Frame, job: int) -> None:
    with messages.guarded(), db.writing() as session:
        jobs.cancel(session, frame.user, job)


def _outcome(state: JobState) -> str:
    if state.status == "done":
        return _("The new forecast is there.")
    if state.status == "cancelled":
        return _("The forecast was stopped. What was there before stays.")
    return _("The forecast could not be made: {problem}").format(problem=state.problem() or _("it broke off"))
