"""What does this figure mean?"""

import streamlit as st

from salesdash import charts
from salesdash.downloads import Sheet
from salesdash.locale import gettext as _
from salesdash.ui import downloads, kpi_frame, markup, metric_words
from salesdash.ui.identity import current_user

user = current_user()
title = _("Metric dictionary")
columns, rows = metric_words.columns(), metric_words.rows()
colours = charts.palette(kpi_frame.theme())

st.html(markup.looks())
with st.container(horizontal=True, vertical_alignment="center", gap="small", key="head"):
    lines = [_("What every figure means, how it is computed, and who answers for it. The same everywhere.")]
    st.html(markup.wrapped(colours, markup.head(title, lines)))
    with st.container(horizontal=True, width="content", key="taking"):
        downloads.buttons("dictionary", title, lambda: Sheet(title, columns, rows, as_of="", person=user.name))

wanted = st.text_input(
    _("Search"), placeholder=_("A name or a word of the formula"), key="q", bind="query-params", width=320
)
cells = [[row[column.key] for column in columns] for row in rows.to_dict("records")]
found = [row for row in cells if wanted.casefold() in " ".join(row).casefold()]
if found:
    st.html(markup.wrapped(colours, markup.words(title, [column.heading for column in columns], found)))
else:
    st.info(_("No metric speaks of “{words}”. Try fewer or other words.").format(words=markup.plain(wanted)))
