"""Merging a member into another one, with what it would do, and taking merges back."""

import streamlit as st

from salesdash import company, db
from salesdash.access.identity import User
from salesdash.dimensions import dimension_name
from salesdash.errors import SalesDashError
from salesdash.locale import formats, ngettext
from salesdash.locale import gettext as _
from salesdash.masterdata import listing, merging
from salesdash.ui import identity
from salesdash.ui.master_words import bold, labelled
from salesdash.ui.messages import empty, guarded


def offer(user: User, key: str, code: str, name: str, version: int) -> None:
    """Where the chosen member can be merged into another one."""
    st.caption(_("If it is the same as another entry, merge it into that one."))
    with db.reading() as session:
        others = {other: shown for other, shown in listing.choices(session, user, key).items() if other != code}
    into = st.selectbox(
        _("Stands for both from now on"), list(others), index=None, placeholder="–",
        format_func=lambda other: labelled(other, others[other]), key=f"master_into_{key}_{code}",
    )  # fmt: skip
    if into is None:
        return
    try:
        with db.reading() as session:
            would = merging.preview(session, user, key, code, into)
    except SalesDashError as refused:
        st.error(refused.text(), icon=":material/error:")
        return
    st.markdown(
        _("{member} will count as {other} for all dates.").format(
            member=bold(code, name), other=bold(into, others[into])
        )
    )
    st.markdown("\n".join(f"- {line}" for line in _effects(would)))
    if st.button(_("Merge"), type="primary", icon=":material/merge:", key=f"master_merge_{key}_{code}"):
        with guarded():
            with db.writing() as session:
                merging.merge(session, user, key, code, into, version=version)
            st.session_state["master_said"] = _("{member} is merged. It can be undone under “Merged”.").format(
                member=identity.plain(code)
            )
            st.session_state["master_round"] = st.session_state.get("master_round", 0) + 1
            st.rerun()


def _effects(would: merging.Preview) -> list[str]:
    lines = ngettext("{count} order line counts for it.", "{count} order lines count for it.", would.lines)
    said = [lines.format(count=formats.number(would.lines))]
    if would.followers:
        followed = ngettext(
            "{count} that was merged into it before follows.", "{count} that were merged into it before follow.",
            would.followers,
        )  # fmt: skip
        said.append(followed.format(count=formats.number(would.followers)))
    if would.children:
        below = ngettext("{count} below it moves along.", "{count} below it move along.", would.children)
        said.append(below.format(count=formats.number(would.children)))
    said.append(_("What the files said stays; the merge can be undone."))
    return said


def show(user: User) -> None:
    """The merges in force, each with the way back."""
    with db.reading() as session:
        merges = merging.merges(session, user)
        zone = company.settings(session).time_zone
    if merges.empty:
        empty(_("Nothing is merged."), _("Two entries that are one are merged under “Entries”."))
        return
    for one in merges.to_dict("records"):
        with st.container(horizontal=True, vertical_alignment="center", key=f"master_merged_row_{one['merge']}"):
            pair = f"{bold(one['from'], one['from_name'])} → {bold(one['into'], one['into_name'])}"
            about = [
                dimension_name(one["dimension"]),
                formats.moment(one["at"], zone),
                identity.plain(identity.called(one["by"])),
            ]
            st.markdown(f"{pair}  \n:small[:gray[{' · '.join(about)}]]")
            if st.button(_("Undo"), icon=":material/undo:", type="tertiary", key=f"master_undo_{one['merge']}"):
                with guarded():
                    with db.writing() as session:
                        merging.undo(session, user, int(one["merge"]))
                    st.rerun()
