"""The first step: which file, of which kind."""

from pathlib import Path

import streamlit as st

from salesdash import db, imports
from salesdash.access.identity import User
from salesdash.config import PROJECT_ROOT, config
from salesdash.errors import SalesDashError
from salesdash.imports.kinds import KINDS, Kind
from salesdash.imports.reading import peek
from salesdash.locale import gettext as _
from salesdash.ui import uploads_mappings, uploads_state
from salesdash.ui.uploads_file import Parked, take
from salesdash.ui.uploads_state import Upload
from salesdash.ui.uploads_text import size

TEMPLATES = PROJECT_ROOT / "data" / "templates"
_ENDINGS = ["csv", "tsv", "txt", "tab", "psv", "gz", "xlsx", "xlsm", "parquet", "pq"]

#: where Streamlit's uploader has its words
_BUTTON = "[data-testid=stFileUploaderDropzone] button [data-testid=stMarkdownContainer]"
_HINT = "[data-testid=stFileUploaderDropzoneInstructions]>div"


def permitted(user: User) -> dict[str, Kind]:
    """The kinds of files that this person may import."""
    return {key: kind for key, kind in KINDS.items() if user.may(kind.permission)}


def show(user: User) -> None:
    """The uploader, and a template for who has no file yet."""
    kinds = permitted(user)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _own_words()
        visit = st.session_state.setdefault("upload_visit", 0)
        file = st.file_uploader(
            _("File with orders, payments, targets, events or master data"),
            type=_ENDINGS,
            key=f"upload_file_{visit}",
            max_upload_size=config().upload_limit_mb,
        )
        st.caption(
            _(
                "CSV, TSV, Excel, Parquet, also compressed with gzip. Encoding, delimiter, dates and numbers are "
                "recognised. You see what the file would do before anything is saved."
            )
        )
        if file is not None:
            # the uploader is renewed: the file is ours from here on
            st.session_state["upload_visit"] = visit + 1
            _begin(user, kinds, take(file))
            st.rerun()
    with right:
        templates(kinds)


def templates(kinds: dict[str, Kind]) -> None:
    """A file with the right columns for every kind."""
    st.markdown("**" + _("No file yet? Start from a template.") + "**")
    with st.container(horizontal=True, key="upload_templates"):
        for key, kind in kinds.items():
            file: Path = TEMPLATES / f"{key}.csv"
            st.download_button(
                _(kind.name),
                data=file.read_bytes(),
                file_name=file.name,
                mime="text/csv",
                icon=":material/download:",
                on_click="ignore",
                key=f"template_{key}",
            )


def _own_words() -> None:
    """The uploader speaks the person's language; Streamlit's own words are English only."""
    hint = _("or drop it here, up to {size}").format(size=size(config().upload_limit_mb << 20))
    words = ((_BUTTON, _("Choose a file")), (_HINT, hint))
    rules = [f"{at}>*{{display:none}}{at}::after{{content:'{_css(text)}';font-size:0.875rem}}" for at, text in words]
    st.html(f"<style>{''.join(rules)}</style>")


def _css(text: str) -> str:
    """The text as code points, so that no sign of it can end the rule."""
    return "".join(f"\\{ord(c):x} " for c in text)


def last_kind(user: User, kinds: dict[str, Kind]) -> str:
    """The kind that this person imported last, else the first that they may."""
    with db.reading() as session:
        batches = imports.batches(session, user)
    own = batches[(batches["by"] == user.login) & batches["kind"].isin(list(kinds))]
    return str(own.iloc[0]["kind"]) if len(own) else next(iter(kinds))


def _begin(user: User, kinds: dict[str, Kind], parked: Parked) -> None:
    """The file with the kind that it seems to be; what was saved for its columns holds."""
    upload = Upload(parked, next(iter(kinds)))
    try:
        # all kinds compete: a file of a kind that is not the person's is not to pass for the next best of theirs
        kind = peek.suggest(parked.path, dict.fromkeys([*kinds, *KINDS])) or last_kind(user, kinds)
        upload.peek = peek.look(parked.path, kind)
        upload.kind, upload.not_theirs = (kind, "") if kind in kinds else ("", kind)
        uploads_mappings.apply(upload, user, list(kinds))
    except SalesDashError as refused:
        upload.problem = refused
    uploads_state.begin(upload)
