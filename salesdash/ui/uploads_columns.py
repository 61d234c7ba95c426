"""Which column holds which field: what was recognised, and its correction."""

import streamlit as st

from salesdash.errors import BadInput
from salesdash.imports.kinds import KINDS, Field, Kind
from salesdash.imports.reading import columns
from salesdash.locale import gettext as _
from salesdash.ui.identity import plain
from salesdash.ui.uploads_state import Upload

_SAMPLE_LENGTH = 40


def recognised(upload: Upload) -> dict[str, str]:
    """Field → column as the preview found it, or as the header alone suggests while there is no preview."""
    if upload.preview is not None:
        return upload.preview.result.columns
    options, header = upload.options, upload.peek.header
    try:
        found = columns.match(header, KINDS[upload.kind], options.mapping, options.constants)
    except BadInput:
        return dict(options.mapping)
    return {key: " + ".join(header[i] for i in places) for key, places in found.items()}


def form(upload: Upload) -> None:
    """A field beside a field, each with the column that fills it; applied together, since every change reads the
    file anew."""
    kind, found = KINDS[upload.kind], recognised(upload)
    stamp = f"{upload.parked.id}_{upload.kind}_{upload.generation}"
    chosen: dict[str, str] = {}
    with st.form(f"columns_{stamp}", border=False):
        st.caption(_required(kind))
        with st.grid(4, min_column_width=220, key="upload_fields"):
            for field in kind.fields:
                if field.key not in upload.options.constants:
                    chosen[field.key] = _choice(upload, field, found.get(field.key, ""), stamp)
        if st.form_submit_button(_("Read with these columns"), icon=":material/sync:"):
            changed = {key: column for key, column in chosen.items() if column != found.get(key, "")}
            upload.change(mapping={**upload.options.mapping, **changed})
            st.rerun()
    ignored = [name for name in upload.peek.header if not any(name in used.split(" + ") for used in found.values())]
    if ignored:
        st.caption(_("Columns that are not imported: {columns}").format(columns=", ".join(map(plain, ignored))))


def constants(upload: Upload) -> None:
    """Values that stand for every row, for what the file does not say: its channel, its currency."""
    kind, found = KINDS[upload.kind], recognised(upload)
    free = [field for field in kind.fields if field.key not in found and field.key not in upload.options.constants]
    with st.form(f"constant_{upload.parked.id}_{upload.generation}", border=False, clear_on_submit=True):
        left, middle, right = st.columns([2, 2, 1], vertical_alignment="bottom")
        field = left.selectbox(_("Same value for every row"), free, format_func=lambda f: _(f.name))
        value = middle.text_input(_("Value"), max_chars=200)
        if right.form_submit_button(_("Set"), width="stretch") and field is not None and value.strip():
            upload.change(constants={**upload.options.constants, field.key: value.strip()})
            st.rerun()
    for key, value in upload.options.constants.items():
        label = _("{field} is {value}").format(field=_(kind.field(key).name), value=plain(value))
        if st.button(label, icon=":material/close:", key=f"constant_{key}", help=_("Take this value away")):
            upload.change(constants={k: v for k, v in upload.options.constants.items() if k != key})
            st.rerun()


def _required(kind: Kind) -> str:
    """What a row must have, in words."""
    ways = [_(" and ").join(_(kind.field(key).name) for key in group) for group in kind.either]
    if not kind.lacking:
        return _("A row needs its period, and a target or columns of months or quarters.")
    if not ways:
        return _("Fields with a star are required.")
    return _("Fields with a star are required, and one of these: {ways}.").format(ways="; ".join(ways))


def _choice(upload: Upload, field: Field, now: str, stamp: str) -> str:
    choices = list(dict.fromkeys(["", *filter(None, [now]), *upload.peek.header]))
    return st.selectbox(
        f"{_(field.name)} *" if field.required else _(field.name),
        choices,
        index=choices.index(now),
        format_func=lambda column: _with_sample(upload, column),
        key=f"column_{stamp}_{field.key}",
    )


def _with_sample(upload: Upload, column: str) -> str:
    """The column's name with its first value, so that the right one is known at sight."""
    if not column:
        return _("– not in the file –")
    sample = upload.peek.sample(column)
    return f"{column} · {sample[:_SAMPLE_LENGTH]}" if sample else column
