"""Jobs that wait or run, with their progress; it renews itself while there are any."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from salesdash import db, jobs
from salesdash.access.identity import User
from salesdash.jobs import words
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.ui.identity import current_user
from salesdash.ui.markup import plain
from salesdash.ui.messages import guarded

#: seconds between two looks while something waits or runs, and while nothing does
_SOON, _LATER = 2, 30
_COUNT = "jobs_living"


def show(time_zone: str) -> None:
    """The list; below it the page stays as it is until a job begins or ends."""
    seen = _living(current_user())
    st.session_state[_COUNT] = [one["id"] for one in seen]

    @st.fragment(run_every=_SOON if seen else _LATER)
    def again() -> None:
        living = _living(current_user())
        if [one["id"] for one in living] != st.session_state[_COUNT]:
            st.rerun()
        if not living:
            st.caption(_("Nothing waits, nothing runs."))
        for one in living:
            _row(one, time_zone)

    again()


def _living(user: User) -> Sequence[Mapping[Any, Any]]:
    with db.reading() as session:
        found = jobs.listing(session, user)
    return found[found["status"].isin(jobs.ALIVE)].sort_values("id").to_dict("records")


def _row(one: Mapping[Any, Any], time_zone: str) -> None:
    who = one["asked_by"] or _("schedule")
    about = f"{words.state(one)} · {formats.moment(one['asked_at'], time_zone)} · {who}"
    with st.container(border=True, key=f"jobs_living_{one['id']}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            name = plain(words.title(one["kind"], one["parameters"]))
            st.markdown(f"**{name}**  \n:small[:gray[{plain(about)}]]", width="stretch")
            if not one["cancelling"]:
                with st.popover(_("Stop"), icon=":material/stop_circle:"):
                    st.write(_("What it has done so far is given up. It can be asked for again."))
                    st.button(
                        _("Yes, stop it"), type="primary", key=f"jobs_stop_{one['id']}", on_click=_stop,
                        args=(int(one["id"]),),
                    )  # fmt: skip
        if one["status"] == "running":
            said = words.stage(one["stage"]) if one["stage"] else _("Begins …")
            st.progress(one["share"], f"{said} {formats.percent(one['share'], 0)}")


def _stop(job_id: int) -> None:
    with guarded(), db.writing() as session:
        jobs.cancel(session, current_user(), job_id)
