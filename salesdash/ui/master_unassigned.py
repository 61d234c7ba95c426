"""What imports left unassigned, and the quick way to place it."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from salesdash import company, db
from salesdash.access.identity import User
from salesdash.dimensions import dimension_name
from salesdash.kpis.answers import UNASSIGNED
from salesdash.locale import formats, ngettext
from salesdash.locale import gettext as _
from salesdash.masterdata import editing, listing, people, placing
from salesdash.masterdata.placing import WAYS
from salesdash.ui.master_words import bold, labelled
from salesdash.ui.messages import empty, guarded
from salesdash.units import SCALE


def summary(user: User) -> pd.DataFrame:
    """What is unassigned, kept until facts or master data change."""
    with db.reading() as session:
        stamp = db.versions(session)
    return _summary(user, stamp.get("facts"), stamp.get("master"), stamp.get("access"))


@st.cache_data(max_entries=64, show_spinner=False)
def _summary(user: User, facts: str | None, master: str | None, access: str | None) -> pd.DataFrame:
    with db.reading() as session:
        return placing.unassigned(session, user)


def sentence(found: pd.DataFrame) -> str:
    """The answer at the top of the page."""
    if found.empty:
        return _("Everything that was imported is placed.")
    parts = [
        ngettext("{count} line without {dimension}", "{count} lines without {dimension}", lines).format(
            count=formats.number(lines), dimension=dimension_name(dimension).lower()
        )
        for dimension, lines in zip(found["dimension"].head(3), found["lines"].head(3), strict=True)
    ]
    more = len(found) - 3
    joined = _(", ").join(parts)
    return _("{parts} and {more} more").format(parts=joined, more=formats.number(more)) if more > 0 else joined


def show(user: User, found: pd.DataFrame) -> None:
    """Which dimension, grouped by what, which of them, and where they belong."""
    if said := st.session_state.pop("master_said", None):
        st.success(said, icon=":material/check:")
    lines = dict(zip(found["dimension"], found["lines"], strict=True))
    can = [dimension for dimension in lines if dimension in WAYS]
    if can:
        bar = st.container(horizontal=True, gap="large")
        dimension = bar.segmented_control(
            _("What is missing"), can, default=can[0], required=True, key="master_missing",
            format_func=lambda one: f"{dimension_name(one)} · {formats.number(int(lines[one]))}",
        )  # fmt: skip
        _place(user, dimension or can[0], bar)
    elif found.empty:
        empty(_("Everything that was imported is placed."), _("What the next import leaves open appears here."))
    rest = [dimension for dimension in lines if dimension not in WAYS]
    if rest:
        counted = _(", ").join(f"{dimension_name(one)} {formats.number(int(lines[one]))}" for one in rest)
        st.caption(_("Only a file can say what is missing here (lines without): {counted}.").format(counted=counted))
    _placements(user)


def _place(user: User, dimension: str, bar: DeltaGenerator) -> None:
    """What lacks the dimension, beside it where to put it. ``bar``: where it can be grouped otherwise."""
    ways = WAYS[dimension]
    by = ways[0]
    if len(ways) > 1:
        chosen = bar.segmented_control(
            _("Grouped by"), ways, default=by, required=True, format_func=dimension_name, key=f"master_by_{dimension}"
        )
        by = chosen or by
    with db.reading() as session:
        gaps = placing.gaps(session, user, dimension, by)
        targets = listing.choices(session, user, dimension)
        currency = company.settings(session).currency
    names: dict[str, str | None] = dict(zip(gaps["code"], gaps["name"], strict=True))
    names.pop(UNASSIGNED, None)
    left, right = st.columns([3, 2], gap="large")
    with left:
        state = st.dataframe(
            _words(gaps, by), column_config=_figures(currency), hide_index=True,
            height=min(38 + 35 * len(gaps), 460), row_height=35,
            on_select="rerun", selection_mode="multi-row",
            key=f"master_gaps_{dimension}_{by}_{st.session_state.get('master_round', 0)}",
        )  # fmt: skip
        picked: list[str] = [gaps["code"].iloc[place] for place in state["selection"]["rows"] if place < len(gaps)]
    picked = [code for code in picked if code in names]
    with right:
        which = st.multiselect(
            dimension_name(by), list(names), default=picked or (list(names) if len(names) == 1 else []),
            format_func=lambda code: labelled(code, names[code]), placeholder=_("choose in the list or here"),
            key=f"master_which_{dimension}_{by}_{'|'.join(picked)}",
        )  # fmt: skip
        to = st.selectbox(
            _("Belongs to: {dimension}").format(dimension=dimension_name(dimension)), list(targets), index=None,
            format_func=lambda code: labelled(code, targets[code]), placeholder="–", key=f"master_to_{dimension}",
        )  # fmt: skip
        if st.button(_("Place"), type="primary", disabled=not (which and to), icon=":material/place_item:"):
            with guarded():
                _save(user, dimension, by, which, str(to))
                st.session_state["master_said"] = _("Placed. The figures follow at once.")
                st.session_state["master_round"] = st.session_state.get("master_round", 0) + 1
                st.rerun()


def _save(user: User, dimension: str, by: str, which: Sequence[str], to: str) -> None:
    with db.writing() as session:
        if dimension == "team":
            people.assign(session, user, list(which), team=to)
        elif dimension in ("product_line", "category"):
            place: dict[str, Any] = {dimension: to}
            for code in which:
                editing.change(session, user, by, code, **place)
        else:
            placing.place(session, user, dimension, by, list(which), to=to)


def _words(gaps: pd.DataFrame, by: str) -> pd.DataFrame:
    shown: dict[str, Any] = {
        dimension_name(by): [
            _("(unassigned)") if code == UNASSIGNED else labelled(code, name)
            for code, name in zip(gaps["code"], gaps["name"], strict=True)
        ],
        _("Lines"): gaps["lines"].astype(int),
    }
    if gaps["revenue"].notna().any():
        shown[_("Revenue")] = gaps["revenue"].astype(float) / SCALE
    for heading, column in ((_("From"), "first_month"), (_("To"), "last_month")):
        shown[heading] = [formats.month(value) for value in gaps[column]]
    return pd.DataFrame(shown)


def _figures(currency: str) -> dict[str, Any]:
    """How the figures are written: as numbers, so that they stand at the right and are sorted by their size."""
    return {
        _("Lines"): st.column_config.NumberColumn(format="%,d"),
        _("Revenue"): st.column_config.NumberColumn(f"{_('Revenue')} ({currency})", format="%,.2f"),
    }


def _placements(user: User) -> None:
    """Those in force, each with the way back."""
    with db.reading() as session:
        held = placing.placements(session, user)
    if held.empty:
        return
    st.markdown("##### " + _("Placed so far"))
    for row in held.to_dict("records"):
        with st.container(horizontal=True, vertical_alignment="center", key=f"master_placed_{row['placement']}"):
            words = _("{dimension} of {by} {member} without one: {to}").format(
                dimension=dimension_name(row["dimension"]), by=dimension_name(row["by"]),
                member=bold(row["by_code"], row["by_name"]), to=bold(row["code"], row["name"]),
            )  # fmt: skip
            st.markdown(words)
            if st.button(_("Take back"), icon=":material/undo:", type="tertiary", key=f"withdraw_{row['placement']}"):
                with guarded():
                    with db.writing() as session:
                        placing.withdraw(session, user, int(row["placement"]), int(row["version"]))
                    st.rerun()
