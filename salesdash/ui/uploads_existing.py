"""What to do with orders and payments that are here already and read differently in the file."""

from typing import NamedTuple

import streamlit as st

from salesdash.imports.options import Preview
from salesdash.locale import gettext as _
from salesdash.locale import ngettext
from salesdash.ui.uploads_state import Upload
from salesdash.ui.uploads_text import count


class _Words(NamedTuple):
    """The question what to do with what is here already."""

    question: str
    label: str
    ways: dict[str, str]
    captions: list[str]


def _order_words(changed: int) -> _Words:
    question = ngettext(
        "**{orders} order exists already and reads differently in this file.** A corrected re-send?",
        "**{orders} orders exist already and read differently in this file.** A corrected re-send?",
        changed,
    )
    return _Words(
        question.format(orders=count(changed)),
        _("What to do with these orders"),
        {"skip": _("Add the lines that are new"), "replace": _("Replace these orders by what the file says")},
        [
            _("The lines that are here already stay as they are."),
            _("Their lines that the file does not have go; undoing brings them back."),
        ],
    )


def _payment_words(changed: int) -> _Words:
    question = ngettext(
        "**{payments} payment is here already and reads differently in this file.** A corrected re-send?",
        "**{payments} payments are here already and read differently in this file.** A corrected re-send?",
        changed,
    )
    return _Words(
        question.format(payments=count(changed)),
        _("What to do with these payments"),
        {"skip": _("Add the payments that are new"), "replace": _("Replace these payments by what the file says")},
        [_("The payments that are here already stay as they are."), _("Undoing brings back what they were.")],
    )


def show(upload: Upload, preview: Preview) -> None:
    """Orders or payments that exist and read differently now: leave them, or make them what the file says."""
    payments = upload.kind == "payments"
    changed = preview.result.told["changed_payments"] if payments else preview.result.changed_orders
    if not changed and upload.options.on_existing == "skip":
        return
    words = _payment_words(changed) if payments else _order_words(changed)
    with st.container(border=True, key="upload_changed"):
        st.markdown(f":material/difference: {words.question}")
        way = st.radio(
            words.label,
            list(words.ways),
            index=list(words.ways).index(upload.options.on_existing),
            format_func=words.ways.__getitem__,
            captions=words.captions,
            horizontal=True,
            label_visibility="collapsed",
            key=f"upload_existing_{upload.parked.id}",
        )
    if way != upload.options.on_existing:
        upload.change(on_existing=way)
        st.rerun()
