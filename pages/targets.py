"""Targets: are they set, do they add up, who changes what?"""

import streamlit as st

from salesdash import charts
from salesdash.access.menu import entries
from salesdash.imports.kinds import KINDS
from salesdash.locale import gettext as _
from salesdash.ui import (
    first_steps,
    identity,
    kpi_frame,
    markup,
    messages,
    targets_frame,
    targets_grid,
    targets_overview,
    targets_proposals,
    targets_said,
    targets_set,
    targets_split,
    targets_transfer,
    targets_versions,
    targets_waits,
    uploads_choose,
)
from salesdash.ui.targets_frame import Frame

_KIND = "targets"


def _head(frame: Frame) -> None:
    """Title, the answer in a sentence and in numbers, and what was just done."""
    sentence = targets_overview.sentence(frame, plan, found)
    inner = markup.head(_("Targets"), [sentence])
    st.html(markup.wrapped(charts.palette(kpi_frame.theme()), inner, styled=True))


def _views(frame: Frame, waiting: int) -> dict[str, str]:
    """The parts of the page that this person has."""
    views = {"overview": _("Overview")}
    if frame.may_set:
        views |= {"set": _("One target"), "split": _("Split"), "grid": _("Many targets"), "transfer": _("Transfer")}
    if frame.may_set or frame.may_approve:
        views["proposals"] = _("Proposals ({count})").format(count=waiting) if waiting else _("Proposals")
    return views | {"versions": _("Versions")}


def _file(frame: Frame) -> None:
    """Targets from a file: a link to the page Uploads, and a template."""
    if _KIND not in uploads_choose.permitted(frame.user) or "uploads" not in {e.name for e in entries(frame.user)}:
        return
    with st.expander(_("Targets from a file"), icon=":material/upload_file:"):
        st.caption(_("Wide (a month a column) or long. What the file would change is shown before it is saved."))
        first_steps.uploads()
        uploads_choose.templates({_KIND: KINDS[_KIND]})


user = identity.current_user()
user.require("kpis.read", "kpis.quantities", "targets.set", "targets.approve")
frame = targets_frame.load(user)
top = st.container()
plan = targets_frame.choose(frame)
proposals = targets_frame.proposals(frame)
found = targets_overview.answer(frame, plan, proposals)
with top:
    _head(frame)
targets_said.show()
st.html(markup.wrapped(charts.palette(kpi_frame.theme()), targets_overview.numbers(frame, plan, found)))
waiting = int((proposals["status"] == "waiting").sum())
view = targets_frame.view(_views(frame, waiting))
if view != "grid":
    targets_grid.forget()
if view in ("set", "split", "grid", "transfer"):
    targets_waits.own(plan, proposals)
with messages.guarded():
    match view:
        case "set":
            targets_set.show(frame, plan)
        case "split":
            targets_split.show(plan)
        case "grid":
            targets_grid.show(plan)
            _file(frame)
        case "transfer":
            targets_transfer.show(frame, plan)
        case "proposals":
            targets_proposals.show(frame, proposals)
        case "versions":
            targets_versions.show(frame, plan)
        case _:
            targets_overview.show(frame, plan)
