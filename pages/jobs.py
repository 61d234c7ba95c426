"""Jobs: what runs, what failed and why, what is due by itself?"""

import streamlit as st

from salesdash import company, db, jobs
from salesdash.config import config
from salesdash.jobs import planning
from salesdash.locale import formats, ngettext
from salesdash.locale import gettext as _
from salesdash.ui import identity, jobs_ended, jobs_living, jobs_plans, page_head

user = identity.current_user()
user.require("settings.manage")
with db.reading() as session:
    zone = company.settings(session).time_zone
    found = jobs.listing(session, user)
    plans = planning.plans(session, user)

page_head.show(_("Jobs"), _("What runs, what failed and why, what is due by itself?"))
alive = found["status"].isin(["waiting", "running"])
ended, failed = found[~alive], int((found["status"] == "failed").sum())
said = []
if count := int(alive.sum()):  # the list below says that there is none
    said.append(
        ngettext("{count} job waits or runs.", "{count} jobs wait or run.", count).format(count=formats.number(count))
    )
if len(ended):
    said.append(
        ngettext("Of the last one, {failed} failed.", "Of the last {count}, {failed} failed.", len(ended)).format(
            count=formats.number(len(ended)), failed=formats.number(failed)
        )
    )
if said:
    st.write(" ".join(said))
if not config().start_workers:
    st.caption(_("This installation starts no processes for jobs: they wait until a scheduler calls jobs run."))
jobs_living.show(zone)
st.markdown("##### " + _("Due by themselves"))
jobs_plans.show(plans, zone)
st.markdown("##### " + _("Ended"))
jobs_ended.show(ended, zone)
