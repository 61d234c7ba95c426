"""Small pieces of the uploads page."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from salesdash.charts.style import palette
from salesdash.locale import formats
from salesdash.ui import markup


def count(value: int) -> str:
    """A whole number as it is read: 60,855."""
    return formats.number(int(value))


def size(in_bytes: int) -> str:
    """The size of a file: 9.4 MB."""
    for unit, step in (("GB", 1 << 30), ("MB", 1 << 20), ("kB", 1 << 10)):
        if in_bytes >= step:
            return f"{formats.number(round(in_bytes / step, 1), None)} {unit}"
    return f"{formats.number(in_bytes)} B"


def counts(numbers: Sequence[tuple[str, int]], *, look_at: str) -> None:
    """Counts as cards of one height. The one labelled ``look_at`` stands out unless it is 0."""
    cards = [
        f'<div class="sd-card"><div class="sd-label"><span>{escape(label)}</span></div>'
        f'<div class="sd-value{" sd-worse" if label == look_at and number else ""}">{escape(count(number))}</div></div>'
        for label, number in numbers
    ]
    _show(markup.row(cards))


def table(caption: str, headings: Sequence[str], rows: Sequence[Sequence[str]], note: str = "") -> None:
    """A small table: names at the left, figures at the right, a note below."""
    _show(markup.table(caption, headings, rows, note=note))


def _show(inner: str, *, styled: bool = False) -> None:
    st.html(markup.wrapped(palette(st.context.theme.type), inner, styled=styled))
