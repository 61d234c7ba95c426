"""What an import did."""

from datetime import date

import streamlit as st

from salesdash.access.identity import User
from salesdash.config import PROJECT_ROOT
from salesdash.imports import told
from salesdash.locale import gettext as _
from salesdash.locale import ngettext
from salesdash.ui import uploads_history, uploads_state
from salesdash.ui.identity import plain
from salesdash.ui.uploads_effect import effect_table
from salesdash.ui.uploads_preview import download_rejects
from salesdash.ui.uploads_state import Upload
from salesdash.ui.uploads_text import count, counts


def show(upload: Upload, user: User, currency: str) -> None:
    """The counts, the rejected rows to take away, the way back, and the next file."""
    result = upload.result
    assert result is not None
    file = plain(upload.parked.name)
    if result.accepted:
        said = ngettext(
            "{file} is in: {rows} row was imported.", "{file} is in: {rows} rows were imported.", result.accepted
        )
        st.success(said.format(file=file, rows=count(result.accepted)), icon=":material/check_circle:")
    elif result.rejected:
        st.warning(_("Nothing of {file} was imported.").format(file=file), icon=":material/warning:")
    else:
        st.info(_("{file} was here already. Nothing has changed.").format(file=file), icon=":material/info:")
    rejects = _("Rejected")
    counts(
        [
            (_("Rows in the file"), result.rows),
            (_("Inserted"), result.inserted),
            (_("Updated"), result.updated),
            (_("Unchanged"), result.duplicates),
            (rejects, result.rejected),
        ],
        look_at=rejects,
    )
    for sentence in told.words(result.told) if result.accepted else ():
        st.markdown(f":material/info: {plain(sentence)}")
    if upload.preview is not None and result.accepted:
        effect_table(upload.preview, currency)
    with st.container(horizontal=True):
        look = _days(upload, user)
        to_targets = bool(result.kind == "targets" and result.accepted)
        if to_targets and st.button(_("The targets"), type="primary", icon=":material/flag:", key="upload_targets"):
            st.switch_page(PROJECT_ROOT / "pages" / "targets.py")
        to_calendar = bool(result.kind == "events" and result.accepted)
        if to_calendar and st.button(_("The calendar"), type="primary", icon=":material/event:", key="upload_calendar"):
            st.switch_page(PROJECT_ROOT / "pages" / "calendar.py")
        if look and st.button(
            _("The KPIs of these days"), type="primary", icon=":material/monitoring:", key="upload_kpis"
        ):
            st.switch_page(
                PROJECT_ROOT / "pages" / "kpis.py", query_params={"period": "custom", "dates": [*map(str, look)]}
            )
        if st.button(
            _("Import another file"),
            type="secondary" if look or to_targets or to_calendar else "primary",
            icon=":material/upload_file:",
            key="upload_next",
        ):
            uploads_state.clear()
            st.rerun()
        if result.rejected:
            download_rejects(upload, result.rejects_file, "result")
        if result.accepted and result.batch is not None:
            st.button(
                _("Undo"),
                icon=":material/undo:",
                key="undo_result",
                on_click=uploads_history.ask_undo,
                args=(result.batch, upload.parked.name, result.accepted),
            )


def _days(upload: Upload, user: User) -> tuple[date, date] | None:
    """First and last day of the orders that came in, for who may see their KPIs."""
    result, preview = upload.result, upload.preview
    if upload.kind in ("targets", "events") or preview is None or preview.first_day is None or preview.last_day is None:
        return None
    return (preview.first_day, preview.last_day) if result and result.accepted and user.may("kpis.read") else None
