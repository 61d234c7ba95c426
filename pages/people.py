"""People and duties: who does what, who may do what, who can sign in?"""

import streamlit as st

from salesdash import company, db
from salesdash.access import duties
from salesdash.locale import gettext as _
from salesdash.ui import identity, people_accounts, people_duties, people_roles

user = identity.current_user()
with db.reading() as session:
    positions = duties.positions(session, user)
    roles = duties.roles(session, user)
    currency = company.settings(session).currency

st.title(_("Who does what"))
st.write(_("Positions with their duties, what they decide alone, and what their role may see and do."))
names = [_("Positions"), _("Roles and permissions")] + ([_("Accounts")] if user.may("people.manage") else [])
tabs = st.tabs(names)
with tabs[0]:
    people_duties.show(user, positions, roles, currency)
with tabs[1]:
    people_roles.show(user, roles)
if user.may("people.manage"):
    with tabs[2]:
        people_accounts.show(user)
