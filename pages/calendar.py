"""Calendar: what is coming that moves sales?"""

from functools import partial

import streamlit as st

from salesdash import db
from salesdash.access.identity import User
from salesdash.charts.style import palette
from salesdash.config import PROJECT_ROOT
from salesdash.locale import gettext as _
from salesdash.ui import calendar_content, calendar_form, downloads, markup, messages, page_head
from salesdash.ui.calendar_content import Content
from salesdash.ui.identity import current_user
from salesdash.ui.uploads_choose import TEMPLATES


def page() -> None:
    """The whole page."""
    user = current_user()
    user.require("kpis.read", "kpis.quantities", "calendar.manage")
    with db.reading() as session:
        shown = calendar_content.content(session, user)
    page_head.show(_("Calendar"), _("What is coming that moves sales?"))
    calendar_form.told(user)
    st.markdown(f"**{markup.plain(calendar_content.said(shown))}**")
    _show(calendar_content.numbers(shown))
    if shown.empty:
        _nothing_yet(user)
    else:
        _listed(user, shown)
    if known := calendar_content.holidays(shown):
        _show(calendar_content.holiday_table(known, shown.company.holiday_country))
    if user.may("calendar.manage"):
        _keep(user, shown)


def _listed(user: User, shown: Content) -> None:
    """The events, those to come first, and the way to take them along."""
    views = {"coming": _("Coming"), "past": _("Past")}
    with st.container(horizontal=True, vertical_alignment="center", key="head"):
        view = st.segmented_control(
            _("Events"), list(views), default="coming", required=True, format_func=views.__getitem__,
            key="calendar.view", label_visibility="collapsed",
        )  # fmt: skip
        with st.container(horizontal=True, width="content", key="taking"):
            downloads.buttons("download.calendar", _("Calendar"), partial(calendar_content.sheet, shown, user))
    listed = shown.coming if view == "coming" else shown.past
    if listed.empty:
        st.caption(_("No event is coming.") if view == "coming" else _("No event has passed yet."))
    else:
        _show(calendar_content.table(listed, views[view]))


def _nothing_yet(user: User) -> None:
    what = _("The calendar is empty.")
    if user.may("calendar.manage"):
        messages.empty(what, _("Add promotions, closures and holidays of your own below, or upload a file of them."))
    else:
        messages.empty(what, _("Executives, sales managers, analysts and marketing keep it."))


def _keep(user: User, shown: Content) -> None:
    """Adding and changing by hand, and the way to files."""
    ways = {"add": _("Add an event"), "edit": _("Change an event"), "file": _("From a file")}
    if shown.empty:
        del ways["edit"]
    way = st.segmented_control(
        _("Keep the calendar"), list(ways), default="add", format_func=ways.__getitem__, key="calendar.way"
    )
    if way == "add":
        calendar_form.add(user, shown.today)
    elif way == "edit":
        calendar_form.edit(user, shown)
    elif way == "file":
        st.caption(_("One row per event: name, kind, first day, last day, and where it takes place."))
        with st.container(horizontal=True):
            st.page_link(PROJECT_ROOT / "pages" / "uploads.py", label=_("Uploads"), icon=":material/upload_file:")
            template = TEMPLATES / "events.csv"
            st.download_button(
                _("Template"), template.read_bytes(), template.name, "text/csv", icon=":material/download:",
                on_click="ignore", key="calendar.template",
            )  # fmt: skip


def _show(inner: str) -> None:
    st.html(markup.wrapped(palette(st.context.theme.type), inner))


page()
