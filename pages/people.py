"""People and duties: who does what, who may do what, who can sign in?"""

import streamlit as st

from salesdash import company, db
from salesdash.access import duties
from salesdash.locale import gettext as _
from salesdash.ui import first_steps, identity, page_head, people_accounts, people_duties, people_roles

user = identity.current_user()
with db.reading() as session:
    positions = duties.positions(session, user)
    roles = duties.roles(session, user)
    settings = company.settings(session)

page_head.show(_("People and duties"), _("Who does what, who decides what alone, and who may see and do what?"))
first_steps.show(user, settings)
names = [_("Positions"), _("Roles and permissions")] + ([_("Accounts")] if user.may("people.manage") else [])
tabs = st.tabs(names)
with tabs[0]:
    people_duties.show(user, positions, roles, settings.currency)
with tabs[1]:
    people_roles.show(user, roles)
if user.may("people.manage"):
    with tabs[2]:
        people_accounts.show(user)
