"""Master data: what is unplaced, double, wrong?"""

import streamlit as st

from salesdash import charts
from salesdash.locale import gettext as _
from salesdash.ui import (
    identity,
    kpi_frame,
    markup,
    master_members,
    master_merging,
    master_unassigned,
    master_words,
    sample_banner,
)

user = identity.current_user()
user.require("master.manage")
found = master_unassigned.summary(user)

words = markup.head(_("Master data"), [master_unassigned.sentence(found)])
st.html(markup.wrapped(charts.palette(kpi_frame.theme()), words, styled=True))
sample_banner.show(user)

views = {"entries": _("Entries"), "unassigned": _("Unassigned"), "merged": _("Merged")}
if not found.empty:  # what waits stands first
    views = {"unassigned": views["unassigned"], **views}
bar = st.container(horizontal=True, vertical_alignment="bottom")
view = bar.segmented_control(
    _("View"), list(views), default=next(iter(views)), required=True, format_func=views.__getitem__,
    label_visibility="collapsed", key="view", bind="query-params",
)  # fmt: skip
if view == "entries":
    dimensions = master_words.mine(user)
    dimension = bar.selectbox(
        _("Of"), list(dimensions), format_func=dimensions.__getitem__, label_visibility="collapsed", key="of",
        bind="query-params", width=260,
    )  # fmt: skip
    master_members.show(user, dimension)
elif view == "merged":
    master_merging.show(user)
else:
    master_unassigned.show(user, found)
