"""Jobs: what runs, what failed and why, what is due by itself?"""

import streamlit as st

from salesdash import company, db, jobs
from salesdash.config import config
from salesdash.jobs import planning, words
from salesdash.locale import gettext as _
from salesdash.ui import identity, jobs_ended, jobs_living, jobs_plans, page_head

user = identity.current_user()
user.require("settings.manage")
with db.reading() as session:
    zone = company.settings(session).time_zone
    found = jobs.listing(session, user)
    plans = planning.plans(session, user)

page_head.show(_("Jobs"), _("What runs, what failed and why, what is due by itself?"))
if said := words.standing(found["status"]):
    st.write(said)
if not config().start_workers:
    st.caption(_("This installation starts no processes for jobs: they wait until a scheduler calls jobs run."))
jobs_living.show(zone)
st.markdown("##### " + _("Due by themselves"))
jobs_plans.show(plans, zone)
st.markdown("##### " + _("Ended"))
jobs_ended.show(found[~found["status"].isin(jobs.ALIVE)], zone)
