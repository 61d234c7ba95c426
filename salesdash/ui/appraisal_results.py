"""People and teams of a period by their score, and the way to one of them."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from salesdash import charts
from salesdash.appraisal.results import Appraisal, Result
from salesdash.locale import gettext as _
from salesdash.ui import (
    appraisal_bars,
    appraisal_download,
    appraisal_frame,
    appraisal_person,
    appraisal_words,
    downloads,
    kpi_frame,
    markup,
    messages,
)
from salesdash.ui.appraisal_frame import Frame

#: people in one piece of the list
_ON_A_PAGE = 50
_OPEN = "appraisal.open"


def show(frame: Frame, found: Appraisal) -> None:
    """The lists; whom the address names alone, and who sees only themselves alone too."""
    one, alone = appraisal_frame.looked_at(found), len(found.people) == 1 and not found.teams
    if one is None:
        messages.ignored(appraisal_frame.asked_for())
    if one is None and alone:
        one = found.people[0]
    if one is not None:
        appraisal_person.show(frame, found, one, alone=alone)
        return
    if not found.people:
        _nobody(frame)
        return
    names = {one.rep: one.name for one in found.people if one.rep is not None}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            _("Look at a person"), list(names), index=None, format_func=lambda code: names[code], key=_OPEN,
            placeholder=_("Name …"), on_change=_opened, width=300,
        )  # fmt: skip
        downloads.buttons("download.appraisal", _("Appraisal"), partial(appraisal_download.sheet, frame, found))
    _list("people", _("People"), found.period, found.people)
    if found.teams:
        _list("teams", _("Teams"), found.period, found.teams)


def _opened() -> None:
    code, st.session_state[_OPEN] = st.session_state[_OPEN], None
    if code is not None:
        appraisal_frame.look_at(rep=code)


def _list(key: str, title: str, period: str, results: Sequence[Result]) -> None:
    st.markdown(f"**{title}**")
    pages = -(-len(results) // _ON_A_PAGE)
    at = st.pagination(pages, key=f"appraisal.page.{key}") if pages > 1 else 1
    part = results[(at - 1) * _ON_A_PAGE : at * _ON_A_PAGE]
    inner = appraisal_bars.listing(part, period, appraisal_words.aside)
    st.html(markup.wrapped(charts.palette(kpi_frame.theme()), inner))


def _nobody(frame: Frame) -> None:
    if frame.sight.manages or frame.sight.closes:
        messages.empty(_("Nobody has a target or sales in this period."), _("Choose another period, or set targets."))
    elif frame.sight.own is None:
        messages.empty(_("Your account names no representative."), _("Who manages people can say which one you are."))
    else:
        messages.empty(_("You have no target and no sales in this period."), _("Choose another period."))
