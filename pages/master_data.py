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
# the address names view and list by their codes, so that a link opens the same in every language
asked = {key: st.query_params.get(key, "") for key in ("view", "of")}
bar = st.container(horizontal=True, vertical_alignment="bottom")
view = bar.segmented_control(
    _("View"), list(views), default=asked["view"] if asked["view"] in views else next(iter(views)), required=True,
    format_func=views.__getitem__, label_visibility="collapsed", key="master_view",
)  # fmt: skip
st.query_params["view"] = view
if view == "entries":
    lists = master_words.mine(user)
    of = bar.selectbox(
        _("Of"), list(lists), index=list(lists).index(asked["of"]) if asked["of"] in lists else 0,
        format_func=lists.__getitem__, label_visibility="collapsed", key="master_of", width=280, filter_mode=None,
    )  # fmt: skip
    st.query_params["of"] = of
    master_members.show(user, of)
elif view == "merged":
    master_merging.show(user)
else:
    master_unassigned.show(user, found)
