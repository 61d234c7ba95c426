"""What is due by itself: on or off, when, what; or now."""

from typing import Any

import streamlit as st

from salesdash import db, jobs
from salesdash.forecasts import DIMENSIONS, FREQUENCIES, LONGEST, MEASURES
from salesdash.jobs import planning, words
from salesdash.jobs.planning import Plan
from salesdash.jobs.schedules import CADENCES
from salesdash.locale import formats, ngettext
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY
from salesdash.ui.identity import current_user
from salesdash.ui.markup import plain
from salesdash.ui.messages import guarded

_SAID = "jobs_plan_said"


def show(plans: list[Plan], time_zone: str) -> None:
    """One row per schedule."""
    if said := st.session_state.pop(_SAID, None):
        st.success(said, icon=":material/check:")
    for plan in plans:
        with st.container(border=True, key=f"jobs_plan_{plans.index(plan)}"):
            _row(plan, time_zone)


def _row(plan: Plan, time_zone: str) -> None:
    key = f"{plan.name}_{plan.version}"
    with st.container(horizontal=True, vertical_alignment="center"):
        last = formats.moment(plan.last_at, time_zone) if plan.last_at else _("never")
        about = _("{cadence} · last asked: {last} · {next_due}").format(
            cadence=words.cadence(plan.cadence), last=last, next_due=words.next_due(plan)
        )
        name = plain(words.title(plan.kind, plan.parameters))
        st.markdown(f"**{name}**  \n:small[:gray[{plain(about)}]]", width="stretch")
        st.toggle(
            _("On"), plan.enabled, key=f"jobs_on_{key}", on_change=_change,
            args=(plan.name, plan.version, {"enabled": not plan.enabled}),
        )  # fmt: skip
        with st.popover(_("Edit"), icon=":material/tune:"):
            _form(plan, key)
        with st.popover(_("Run now"), icon=":material/play_arrow:"):
            st.write(
                ngettext("This asks for {count} job at once.", "This asks for {count} jobs at once.", plan.jobs).format(
                    count=plan.jobs
                )
            )
            st.button(_("Yes, run it now"), type="primary", key=f"jobs_now_{key}", on_click=_now, args=(plan.name,))


def _form(plan: Plan, key: str) -> None:
    with st.form(f"jobs_form_{key}", border=False):
        cadences = list(CADENCES)
        new: dict[str, Any] = {}
        new["cadence"] = st.selectbox(
            _("When"),
            cadences,
            index=cadences.index(plan.cadence),
            format_func=words.cadence,
            key=f"jobs_cadence_{key}",
        )
        if plan.kind == "forecast":
            new["parameters"] = _forecast(plan, key)
        if st.form_submit_button(_("Save"), type="primary"):
            with guarded():
                _save(plan.name, plan.version, new)
                st.rerun()


def _forecast(plan: Plan, key: str) -> dict[str, Any]:
    """What is forecast: a job per measure and dimension."""
    given = plan.parameters
    measures = st.multiselect(
        _("Measures"), MEASURES, default=given["measures"], key=f"jobs_measures_{key}",
        format_func=lambda code: _(REGISTRY[code].name),
    )  # fmt: skip
    by = st.multiselect(
        _("Each by"), ("", *DIMENSIONS), default=given["by"] or [""], format_func=words.way, key=f"jobs_by_{key}",
        help=_("A forecast per dimension; each has the total too."),
    )  # fmt: skip
    frequency = st.selectbox(
        _("Periods"), FREQUENCIES, index=FREQUENCIES.index(given["frequency"]), key=f"jobs_frequency_{key}",
        format_func=lambda code: _(words.FREQUENCIES[code]),
    )  # fmt: skip
    horizon = st.number_input(
        _("How many ahead"), 1, LONGEST, given["horizon"], step=1, key=f"jobs_horizon_{key}",
        help=_("Empty: to the end of the next fiscal year, 24 at most"),
    )  # fmt: skip
    return {"measures": measures, "by": by, "frequency": frequency, "horizon": horizon}


def _change(name: str, version: int, new: dict[str, Any]) -> None:
    with guarded():
        _save(name, version, new)


def _save(name: str, version: int, new: dict[str, Any]) -> None:
    with db.writing() as session:
        planning.change(session, current_user(), name, version, **new)
    st.session_state[_SAID] = _("Saved.")


def _now(name: str) -> None:
    with guarded():
        with db.writing() as session:
            ids = planning.run_now(session, current_user(), name)
        jobs.wake()
        said = ngettext("{count} job was asked for.", "{count} jobs were asked for.", len(ids)).format(count=len(ids))
        st.session_state[_SAID] = said if ids else _("It waits or runs already.")
