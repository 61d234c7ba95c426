"""Saved mappings on the page: used by themselves, named, deleted."""

from dataclasses import replace

import streamlit as st

from salesdash import db
from salesdash.access.identity import User
from salesdash.errors import SalesDashError
from salesdash.imports import mappings
from salesdash.imports.kinds import KINDS
from salesdash.locale import gettext as _
from salesdash.locale import ngettext
from salesdash.ui.identity import current_user, plain
from salesdash.ui.uploads_columns import recognised
from salesdash.ui.uploads_state import Upload
from salesdash.ui.uploads_text import count


def apply(upload: Upload, user: User, kinds: list[str]) -> None:
    """Reads a new file as the files with these columns were read before, if somebody saved how."""
    with db.reading() as session:
        saved = mappings.matching(session, user, upload.peek.header, kinds)
    if saved is not None:
        upload.kind, upload.mapping = saved.kind, saved.name
        upload.options = mappings.applied(saved, upload.options)


def keep(upload: Upload, user: User) -> None:
    """Names what holds now, what was recognised too, for the next file of this source."""
    with st.form(f"mapping_{upload.parked.id}_{upload.generation}", border=False):
        left, right = st.columns([4, 1], vertical_alignment="bottom")
        name = left.text_input(
            _("Remember this for files with the same columns"),
            value=upload.mapping,
            placeholder=_("Name of the source, e.g. the system that wrote the file"),
            max_chars=200,
        )
        if not right.form_submit_button(_("Remember"), width="stretch"):
            return
    header = upload.peek.header
    found = {field: column for field, column in recognised(upload).items() if column in header}
    options = replace(upload.options, mapping={**found, **upload.options.mapping})
    try:
        with db.writing() as session:
            saved = mappings.save(session, user, upload.kind, name, header=header, options=options)
    except SalesDashError as refused:
        st.error(refused.text(), icon=":material/error:")
        return
    upload.mapping = saved.name
    st.rerun()


def listed(user: User) -> None:
    """The saved mappings, each with what it settles, to be deleted."""
    with db.reading() as session:
        known = mappings.listed(session, user)
    if not known:
        return
    title = ngettext("{number} saved mapping", "{number} saved mappings", len(known))
    with st.expander(title.format(number=count(len(known))), key="upload_mappings"):
        st.caption(_("A file with the same columns is read in the same way."))
        for saved in known:
            with st.container(horizontal=True, vertical_alignment="center", key=f"upload_mapping_{saved.id}"):
                about = " · ".join([_(KINDS[saved.kind].name), *_settled(saved)])
                st.markdown(f"**{plain(saved.name)}**  \n:small[:gray[{about}]]", width="stretch")
                st.button(
                    _("Delete"),
                    icon=":material/delete:",
                    type="tertiary",
                    key=f"mapping_delete_{saved.id}",
                    on_click=_delete,
                    args=(saved.id,),
                )


def _settled(saved: mappings.Saved) -> list[str]:
    """What a mapping says, in words: field ← column, field = value."""
    kind = KINDS[saved.kind]
    columns = [f"{_(kind.field(key).name)} ← {column or '–'}" for key, column in saved.options.mapping.items()]
    values = [f"{_(kind.field(key).name)} = {value}" for key, value in saved.options.constants.items()]
    return [plain(text) for text in (*columns, *values)]


def _delete(mapping_id: int) -> None:
    user = current_user()
    try:
        with db.writing() as session:
            mappings.remove(session, user, mapping_id)
    except SalesDashError as refused:
        st.toast(refused.text())
