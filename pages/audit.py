"""Audit trail: who changed what, when, from what to what?"""

from zoneinfo import ZoneInfo

import streamlit as st

from salesdash import company, db
from salesdash.access import audit
from salesdash.locale import formats, ngettext
from salesdash.locale import gettext as _
from salesdash.ui import audit_table, audit_words, identity, page_head
from salesdash.ui.messages import empty

PAGE = 200
MOST = 20_000

user = identity.current_user()
user.require("audit.read")
with db.reading() as session:
    settings = company.settings(session)
    choices = audit.choices(session, user)

page_head.show(_("Audit trail"), _("Who changed what, when, from what to what?"))
first, second, third = st.columns(3)
days = first.date_input(
    _("Days"), value=(), max_value=company.today(settings), help=_("The first and the last day; empty: all.")
)
login = second.selectbox(_("Person"), [None, *choices["login"]], format_func=lambda one: one or _("everybody"))
entity = third.selectbox(
    _("What"), [None, *choices["entity"]], format_func=lambda one: audit_words.entity(one) if one else _("everything")
)
chosen = days if isinstance(days, tuple) else (days,)
zone = ZoneInfo(settings.time_zone)
start, end = audit.days(chosen[0] if chosen else None, chosen[-1] if chosen else None, zone)
filters = {"start": start, "end": end, "login": login, "entity": entity}

with db.reading() as session:
    found = audit.count(session, user, **filters)
    pages = max(1, -(-found // PAGE))
    page = st.number_input(_("Page"), 1, pages, 1) if pages > 1 else 1
    rows = audit.entries(session, user, **filters, limit=PAGE, offset=(int(page) - 1) * PAGE)

st.write(ngettext("{count} entry", "{count} entries", found).format(count=formats.number(found)))
if rows.empty:
    empty(_("Nothing was changed."), _("Choose other days, persons or things."))
else:
    audit_table.show(rows, settings.time_zone)

    def whole() -> bytes:
        """The entries of all pages, for the file."""
        identity.current_user()
        with db.reading() as reading:
            everything = audit.entries(reading, user, **filters, limit=MOST)
        return audit_words.file(everything, settings, user, filters)

    st.download_button(
        _("Download"), whole, file_name="audit.csv", mime="text/csv", icon=":material/download:", on_click="ignore"
    )
