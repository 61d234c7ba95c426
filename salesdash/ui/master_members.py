"""The list of members of one dimension, and the form of the one that is chosen."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from salesdash import company, db
from salesdash.access.identity import User
from salesdash.downloads import Column, Sheet
from salesdash.locale import formats, language, ngettext
from salesdash.locale import gettext as _
from salesdash.masterdata import listing
from salesdash.masterdata.dimensions import DIMENSIONS
from salesdash.ui import downloads, master_form
from salesdash.ui.master_words import field_name, labelled
from salesdash.ui.messages import empty

PER_PAGE = 100


def show(user: User, key: str) -> None:
    """Search, list, and beside it what can be done with the chosen member."""
    if said := st.session_state.pop(master_form.SAID, None):
        st.success(said, icon=":material/check:")
    bar = st.container(horizontal=True, vertical_alignment="bottom")
    search = bar.text_input(
        _("Search"), key=f"master_search_{key}", placeholder=_("any name or code"), icon=":material/search:"
    )
    merged = bar.toggle(_("Merged ones too"), key=f"master_merged_{key}")
    if bar.button(_("Add"), icon=":material/add:", key="master_add"):
        st.dialog(_("Add"), width="large")(master_form.add)(key)
    page = int(st.session_state.get(f"master_page_{key}_{search}", 1))
    with db.reading() as session:
        found = listing.table(
            session, user, key, search=search, merged=merged, limit=PER_PAGE, offset=(page - 1) * PER_PAGE
        )
    if not found.total:
        empty(_("Nothing is found."), _("Search for something else, or add it."))
        return
    left, right = st.columns([3, 2], gap="large")
    with left:
        chosen = _list(user, key, found)
        if found.total > PER_PAGE:
            st.pagination(-(-found.total // PER_PAGE), key=f"master_page_{key}_{search}")
        with st.container(horizontal=True, key="taking"):
            downloads.buttons(f"master.{key}", _(DIMENSIONS[key].name), partial(_sheet, user, key, search, merged))
    with right:
        if chosen is None:
            st.caption(_("Choose one from the list, or here, to change or merge it."))
        else:
            master_form.show(user, key, chosen)


def _list(user: User, key: str, found: listing.Page) -> str | None:
    """The table; returns the code of the chosen row, or of the one chosen below by keyboard."""
    rows = found.rows
    st.caption(ngettext("{count} entry", "{count} entries", found.total).format(count=formats.number(found.total)))
    state = st.dataframe(
        words(rows, key),
        hide_index=True,
        height=min(38 + 35 * len(rows), 560),
        row_height=35,
        on_select="rerun",
        selection_mode="single-row",
        key=f"master_table_{key}_{st.session_state.get('master_round', 0)}",
    )
    picked = [place for place in state["selection"]["rows"] if place < len(rows)]
    names = dict(zip(rows["code"], _shown(rows), strict=True))
    index = int(picked[0]) if picked else None
    return st.selectbox(
        _("Chosen"), list(names), index=index, format_func=lambda code: labelled(code, names[code]), placeholder="–",
        key=f"master_chosen_{key}_{index}",
    )  # fmt: skip


def _shown(rows: pd.DataFrame) -> list[str]:
    column = {"zh_Hant": "name_zh_hant", "zh_Hans": "name_zh_hans"}.get(language(), "name")
    return rows[column].fillna(rows["name"]).tolist()


def words(rows: pd.DataFrame, key: str) -> pd.DataFrame:
    """The list as people read it: the name in their language, what stands above by name."""
    table: dict[str, Any] = {field_name("code"): rows["code"], field_name("name"): _shown(rows)}
    attributes = [column.removesuffix("_name") for column in map(str, rows) if column.endswith("_name")]
    for attribute in attributes:
        table[field_name(attribute, key)] = rows[f"{attribute}_name"].fillna("")
    if key == "rep":
        table[field_name("title")] = rows["title"].fillna("")
    table[field_name("active")] = rows["active"].astype(bool)
    if rows["merged_into"].notna().any():
        table[field_name("merged_into")] = rows["merged_into"].fillna("")
    return pd.DataFrame(table)


def _sheet(user: User, key: str, search: str, merged: bool) -> Sheet:
    """The whole list with all its columns, as a file."""
    with db.reading() as session:
        rows = listing.table(session, user, key, search=search, merged=merged, limit=1_000_000).rows
        settings = company.settings(session)
    shown = [column for column in map(str, rows) if column != "version" and not column.endswith("_name")]
    columns = [Column(column, field_name(column, key), "text") for column in shown]
    filters = [(_("Search"), search)] if search else []
    return Sheet(
        _(DIMENSIONS[key].name), columns, rows, formats.day(company.today(settings)), user.name, filters,
        settings.currency,
    )  # fmt: skip
