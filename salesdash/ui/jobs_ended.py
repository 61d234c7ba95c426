"""Jobs that have ended: how, when, and if they failed why."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from salesdash.charts.style import palette
from salesdash.jobs import words
from salesdash.jobs.states import told
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.ui import markup
from salesdash.ui.messages import empty

#: jobs that stand there at once
_PER_PAGE = 25


def show(ended: pd.DataFrame, time_zone: str) -> None:
    """``ended``: rows of ``jobs.listing``, latest first."""
    if ended.empty:
        empty(
            _("No job has run yet."),
            _("A forecast is made by its button on the page Forecast, by a schedule above, or by the command line."),
        )
        return
    only = st.segmented_control(
        _("Show"), ["all", "failed"], default="all", required=True, label_visibility="collapsed", key="jobs_only",
        format_func={"all": _("All"), "failed": _("Failed only")}.__getitem__,
    )  # fmt: skip
    shown = ended[ended["status"] == "failed"] if only == "failed" else ended
    if shown.empty:
        st.caption(_("None has failed."))
        return
    pages = -(-len(shown) // _PER_PAGE)
    page = min(st.session_state.get("jobs_page", 1), pages)
    rows = [_row(one, time_zone) for one in shown.iloc[(page - 1) * _PER_PAGE : page * _PER_PAGE].to_dict("records")]
    headings = [_("What"), _("State"), _("Ended"), _("Took"), _("Asked by"), _("What came of it")]
    st.html(markup.wrapped(palette(st.context.theme.type), markup.words(_("Jobs that have ended"), headings, rows)))
    if pages > 1:
        st.pagination(pages, key="jobs_page")


def _row(one: Mapping[Any, Any], time_zone: str) -> list[str]:
    began, end = one["started_at"], one["ended_at"]
    took = _("{seconds} s").format(seconds=formats.number((end - began).total_seconds(), 1)) if began and end else "–"
    return [
        words.title(one["kind"], one["parameters"]),
        words.state(one),
        formats.moment(end, time_zone) if end else "–",
        took,
        one["asked_by"] or _("schedule"),
        came(one),
    ]


def came(one: Mapping[Any, Any]) -> str:
    """What a job brought, or why it failed; of a fault of the program also what the log would say first."""
    if one["failure"]:
        details = one["failure"]["details"]
        where = ", ".join(str(details[name]) for name in ("what", "where") if details.get(name))
        return told(one["failure"]) + (f" ({where})" if where else "")
    return words.brought(one["result"] or {})
