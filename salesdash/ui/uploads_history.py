"""The imports so far, each with the way back."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from salesdash import db, imports, jobs
from salesdash.access.identity import User
from salesdash.errors import SalesDashError
from salesdash.imports.kinds import KINDS
from salesdash.imports.options import UndoResult
from salesdash.imports.told import words
from salesdash.imports.undoing import KEPT
from salesdash.locale import formats, ngettext
from salesdash.locale import gettext as _
from salesdash.ui import uploads_state
from salesdash.ui.identity import current_user, plain
from salesdash.ui.uploads_job import Job
from salesdash.ui.uploads_text import count

_PER_PAGE = 8
_BUTTON_WIDTH = 110
_LINES = "[class*=st-key-upload_batch_]{border-top:1px solid rgba(128,128,128,.25);padding:.5rem 0}"
_ASKED = "upload_undo_asked"
_MESSAGE = "upload_undo_message"


def show(user: User, time_zone: str) -> None:
    """The list, newest first, some at a time."""
    st.markdown("##### " + _("Imports so far"))
    _said()
    with db.reading() as session:
        batches = imports.batches(session, user)
    if batches.empty:
        st.caption(_("None yet. What you import appears here, and can be undone from here."))
        return
    pages = -(-len(batches) // _PER_PAGE)
    page = st.session_state.get("upload_page", 1) if pages > 1 else 1
    first = (min(page, pages) - 1) * _PER_PAGE
    st.html(f"<style>{_LINES}</style>")
    with st.container(key="upload_history", gap=None):
        for batch in batches.iloc[first : first + _PER_PAGE].to_dict("records"):
            _row(batch, user, time_zone)
    if pages > 1:
        st.pagination(pages, key="upload_page")


def ask_undo(batch: int, file: str, accepted: int) -> None:
    """From now on the page asks whether this import shall be undone, until the person says yes or no."""
    st.session_state[_ASKED] = (batch, file, accepted)


def confirm_undo() -> None:
    """Asks what ``ask_undo`` wants asked, and does it."""
    if _ASKED not in st.session_state:
        return
    batch, file, accepted = st.session_state[_ASKED]

    @st.dialog(_("Undo this import?"), on_dismiss=_forget)
    def dialog() -> None:
        user = current_user()
        st.markdown(f"**{plain(file)}**")
        st.write(
            ngettext(
                "The row that it brought goes, what it replaced returns.",
                "The {rows} rows that it brought go, what they replaced returns.",
                accepted,
            ).format(rows=count(accepted))
        )
        keep, undo = st.columns(2)
        if keep.button(_("Keep it"), width="stretch", key="undo_kept"):
            _forget()
            st.rerun()
        if undo.button(_("Undo it"), type="primary", width="stretch", key="undo_confirmed"):
            _forget()
            _undo(user, batch, file)
            st.rerun()

    dialog()


def _forget() -> None:
    st.session_state.pop(_ASKED, None)


def _undo(user: User, batch: int, file: str) -> None:
    job = Job(lambda progress: imports.undo(None, user, batch, progress), stage="undoing")
    job.watch()
    jobs.wake()
    try:
        st.session_state[_MESSAGE] = (file, job.outcome())
        uploads_state.clear_result(batch)
    except SalesDashError as problem:
        st.session_state[_MESSAGE] = (file, problem)


def _row(batch: Mapping[Any, Any], user: User, time_zone: str) -> None:
    undone, kind = bool(batch["undone"]), KINDS[batch["kind"]]
    with st.container(horizontal=True, vertical_alignment="center", key=f"upload_batch_{batch['batch']}"):
        name = f"~~{plain(batch['file'])}~~" if undone else f"**{plain(batch['file'])}**"
        about = f"{_(kind.name)} · {formats.moment(batch['at'], time_zone)} · {plain(batch['by'])}"
        st.markdown(f"{name}  \n:small[:gray[{about}]]", width="stretch")
        rows = ngettext("{accepted} of {rows} row", "{accepted} of {rows} rows", int(batch["rows"]))
        st.markdown(
            rows.format(accepted=count(batch["accepted"]), rows=count(batch["rows"])),
            width="content",
        )
        with st.container(width=_BUTTON_WIDTH):
            if undone:
                st.markdown(f":gray[{_('undone')}]")
            elif user.may(kind.permission) and not batch["sample"]:
                st.button(
                    _("Undo"),
                    icon=":material/undo:",
                    type="tertiary",
                    key=f"undo_{batch['batch']}",
                    on_click=ask_undo,
                    args=(int(batch["batch"]), batch["file"], int(batch["accepted"])),
                )


def _said() -> None:
    """What the last undo did."""
    file, outcome = st.session_state.pop(_MESSAGE, (None, None))
    if isinstance(outcome, SalesDashError):
        st.error(outcome.text(), icon=":material/error:")
    elif isinstance(outcome, UndoResult):
        st.success(undo_words(file, outcome), icon=":material/undo:")


def undo_words(file: str, outcome: UndoResult) -> str:
    """What was taken back, and what could not be."""
    said = _("{file} is undone: {lines} lines gone, {restored} restored, {members} names removed.").format(
        file=plain(file),
        lines=count(outcome.lines),
        restored=count(outcome.restored),
        members=count(outcome.members_removed),
    )
    if outcome.told:
        said = " ".join([_("{file} is undone.").format(file=plain(file)), *words(outcome.told)])
    kept = [f"{_(KEPT[code])}: {count(number)}." for code, _what, number in outcome.kept]
    return " ".join([said, *kept])
