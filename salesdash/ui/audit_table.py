"""The audit trail as a table in which nothing is cut off: long changes fold, and on a phone a row becomes a card."""

from collections.abc import Sequence
from html import escape

import pandas as pd
import streamlit as st

from salesdash.charts.style import palette
from salesdash.locale import gettext as _
from salesdash.locale import ngettext
from salesdash.ui import audit_words, markup

#: changed fields that stand there at once
AT_ONCE = 6
_STYLE = """<style>.sd table.sd-trail th,.sd table.sd-trail td{text-align:left;white-space:normal;vertical-align:top;
overflow-wrap:anywhere}.sd table.sd-trail th:last-child{width:50%}.sd table.sd-trail td:first-child{min-width:11rem}
.sd table.sd-trail td:nth-child(2){min-width:5.5rem}.sd table.sd-trail td:nth-child(3){min-width:6rem}
.sd .sd-trail summary{color:var(--sd-accent);cursor:pointer}
@media(max-width:640px){.sd table.sd-trail thead{display:none}.sd table.sd-trail tr{display:block;
border:1px solid var(--sd-grid);border-radius:.6rem;margin-bottom:.6rem;padding:.4rem}
.sd table.sd-trail td{display:block;border:0;padding:.15rem .4rem}.sd table.sd-trail td:empty{display:none}
.sd table.sd-trail td::before{content:attr(data-label) ": ";color:var(--sd-muted)}}</style>"""


def show(rows: pd.DataFrame, time_zone: str) -> None:
    """Rows of ``audit.entries``, newest first."""
    words = audit_words.who_did_what(rows, time_zone)
    headings = [*words.columns, _("Change")]
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in headings)
    body = []
    changes = (audit_words.changes(old, new) for old, new in zip(rows["before"], rows["after"], strict=True))
    for row, parts in zip(words.itertuples(index=False), changes, strict=True):
        cells = [*(escape(str(cell)) for cell in row), _folded(parts)]
        labelled = zip(headings, cells, strict=True)
        body.append("<tr>" + "".join(f'<td data-label="{escape(h)}">{cell}</td>' for h, cell in labelled) + "</tr>")
    table = f'<table class="sd-trail"><thead><tr>{head}</tr></thead><tbody>{"".join(body)}</tbody></table>'
    st.html(_STYLE + markup.wrapped(palette(st.context.theme.type), table))


def _folded(parts: Sequence[str]) -> str:
    lines = [f"<div>{escape(part)}</div>" for part in parts]
    more = len(lines) - AT_ONCE
    if more <= 0:
        return "".join(lines)
    words = ngettext("{count} more", "{count} more", more).format(count=more)
    return "".join(lines[:AT_ONCE]) + f"<details><summary>{escape(words)}</summary>{''.join(lines[AT_ONCE:])}</details>"
