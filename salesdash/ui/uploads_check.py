"""The second step: what the file would do, what can be corrected, and the confirmation."""

import streamlit as st

from salesdash.access.identity import User
from salesdash.access.permissions import PERMISSIONS
from salesdash.company import Company
from salesdash.errors import SalesDashError
from salesdash.imports.kinds import KINDS, Kind
from salesdash.imports.options import Preview
from salesdash.locale import gettext as _
from salesdash.locale import ngettext
from salesdash.ui import (
    identity,
    uploads_columns,
    uploads_dialect,
    uploads_effect,
    uploads_existing,
    uploads_mappings,
    uploads_preview,
    uploads_state,
)
from salesdash.ui.identity import plain
from salesdash.ui.uploads_state import Upload
from salesdash.ui.uploads_text import count, size

#: the question of the file that shall go into the sample company, while the dialog asks
_ASKED = "upload_mixing"


def show(upload: Upload, user: User, kinds: dict[str, Kind], company: Company) -> None:
    """The file, then its preview or what stands in the way of one."""
    st.html("<style>.st-key-upload_answer{min-height:3.6rem;justify-content:center}</style>")
    _file(upload, kinds)
    if not upload.kind and upload.problem is None:
        _not_theirs(KINDS[upload.not_theirs])
        return
    if upload.asked != upload.question and not (upload.job and upload.importing):
        upload.start_preview(user)
    with st.container(key="upload_answer"):
        if upload.job is not None:
            upload.job.watch()
            upload.take()
            st.rerun()
        if upload.problem is not None:
            _problem(upload, upload.problem)
        elif upload.preview is not None:
            st.markdown(f"##### {uploads_preview.sentence(upload.preview)}")
    if upload.preview is not None:
        _preview(upload, upload.preview, user, company)
    elif upload.peek.header:
        asked = upload.problem is not None and uploads_dialect.is_question(upload.problem)
        with st.expander(_("Correct what was recognised"), expanded=not asked):
            _corrections(upload, user)


def _file(upload: Upload, kinds: dict[str, Kind]) -> None:
    """Which file, taken for which kind, and the way back."""
    left, middle, right = st.columns([5, 3, 2], vertical_alignment="bottom", gap="medium")
    dialect = uploads_dialect.in_words(upload)
    saved = _("read as {name}").format(name=upload.mapping) if upload.mapping else ""
    about = " · ".join(filter(None, [size(upload.parked.size), plain(dialect), plain(saved)]))
    left.markdown(f":material/description: **{plain(upload.parked.name)}**  \n:small[:gray[{about}]]")
    keys = list(kinds)
    kind = middle.selectbox(
        _("The file holds"),
        keys,
        index=keys.index(upload.kind) if upload.kind else None,
        placeholder=_("Please choose"),
        format_func=lambda key: _(kinds[key].name),
        key=f"upload_kind_{upload.parked.id}",
        disabled=upload.importing,
    )
    another = _("Another file")
    if right.button(another, icon=":material/close:", width="stretch", key="upload_cancel", disabled=upload.importing):
        uploads_state.clear()
        st.rerun()
    if kind is not None and kind != upload.kind:
        upload.change_kind(kind)


def _not_theirs(kind: Kind) -> None:
    """The file is one that somebody else has to import."""
    st.warning(
        _(
            "This file looks like: {kind}. Importing that takes the permission “{permission}”, which you do not have. "
            "Hand the file to a colleague who has it, or choose above what else it holds."
        ).format(kind=_(kind.name), permission=_(PERMISSIONS[kind.permission])),
        icon=":material/lock:",
    )


def _problem(upload: Upload, problem: SalesDashError) -> None:
    if uploads_dialect.is_question(problem):
        uploads_dialect.question(upload, problem)
        return
    st.error(problem.text(), icon=":material/error:")
    if upload.peek.header:
        st.caption(_("Nothing was saved. Correct what was recognised below, or choose another file."))
    else:
        st.caption(_("Nothing was saved. Choose another file."))


def _preview(upload: Upload, preview: Preview, user: User, company: Company) -> None:
    uploads_preview.figures(preview)
    uploads_preview.warnings(preview)
    uploads_existing.show(upload, preview)
    _confirm(upload, preview, user, company)
    rejected = preview.result.rejected
    tabs = st.tabs(
        [
            _("What it will do"),
            _("Columns and format"),
            _("Rejected rows ({rows})").format(rows=count(rejected)) if rejected else _("Rejected rows"),
        ],
        key=f"upload_tabs_{upload.parked.id}",
    )
    with tabs[0]:
        uploads_effect.effect(preview, company.currency)
    with tabs[1]:
        _corrections(upload, user)
    with tabs[2]:
        uploads_preview.rejected(upload, preview)


def _corrections(upload: Upload, user: User) -> None:
    uploads_columns.form(upload)
    uploads_columns.constants(upload)
    st.divider()
    uploads_dialect.form(upload)
    if upload.preview is not None:
        st.divider()
        uploads_mappings.keep(upload, user)


def _confirm(upload: Upload, preview: Preview, user: User, company: Company) -> None:
    """The one button that writes. Into the sample company only by its own, second button."""
    accepted = preview.result.accepted
    label = ngettext("Import {rows} row", "Import {rows} rows", accepted).format(rows=count(accepted))
    with st.container(horizontal=True, vertical_alignment="center", key="upload_confirm"):
        pressed = st.button(
            label,
            type="primary",
            icon=":material/check:",
            disabled=not accepted or company.sample,
            key="upload_import",
        )
        if company.sample:
            mix = _("Add it to the sample company all the same")
            if st.button(mix, icon=":material/science:", disabled=not accepted, key="upload_into_sample"):
                st.session_state[_ASKED] = upload.question
    if company.sample and accepted:
        st.caption(_("Import is off while the sample company is loaded, so that your own data are not mixed with it."))
        if st.session_state.get(_ASKED) == upload.question:
            st.dialog(_("Import into the sample company?"), on_dismiss=_forget)(_confirm_mixing)(upload, label)
    if pressed:
        upload.start_import(user, into_sample=False)
        st.rerun()


def _forget() -> None:
    st.session_state.pop(_ASKED, None)


def _confirm_mixing(upload: Upload, label: str) -> None:
    user = identity.current_user()
    st.write(
        _(
            "The import starts at once. With other data in it, the sample company ends the sign-in at one click, so "
            "have a password set first: an administrator hands out a link for one (People, or `python -m salesdash "
            "users reset LOGIN` on the server)."
        )
    )
    st.caption(_("The way back: undo the import, and the sign-in at one click is there again."))
    keep, mix = st.columns(2)
    if keep.button(_("Do not import"), width="stretch", key="mixing_kept"):
        _forget()
        st.rerun()
    if mix.button(label, type="primary", width="stretch", key="mixing_confirmed"):
        _forget()
        upload.start_import(user, into_sample=True)
        st.rerun()
