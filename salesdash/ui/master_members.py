"""The list of members of one dimension, and the form of the one that is chosen."""

from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from salesdash import company, db
from salesdash.access.identity import User
from salesdash.downloads import Column, Sheet
from salesdash.locale import formats, language, ngettext
from salesdash.locale import gettext as _
from salesdash.masterdata import editing, listing
from salesdash.masterdata.dimensions import DIMENSIONS, NAMES
from salesdash.ui import downloads, identity, master_merging, master_people
from salesdash.ui.master_words import choice, field_name, labelled
from salesdash.ui.messages import empty, guarded

PER_PAGE = 100
#: what was just saved, said at the next run
SAID = "master_said"
#: dimension, code and version of the member in the form
SHOWN = "master_shown"


def show(user: User, key: str) -> None:
    """Search, list, and beside it what can be done with the chosen member."""
    if said := st.session_state.pop(SAID, None):
        st.success(said, icon=":material/check:")
    bar = st.container(horizontal=True, vertical_alignment="bottom")
    search = bar.text_input(
        _("Search"), key=f"master_search_{key}", placeholder=_("any name or code"), icon=":material/search:"
    )
    merged = bar.toggle(_("Merged ones too"), key=f"master_merged_{key}")
    if bar.button(_("Add"), icon=":material/add:", key="master_add"):
        st.dialog(_("Add"), width="large")(_add)(key)
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
            _member(user, key, chosen)


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


def _member(user: User, key: str, code: str) -> None:
    """The form of one member, and below it what else can be done with it."""
    with db.reading() as session:
        now = editing.get(session, user, key, code)
        choices = {other: listing.choices(session, user, other) for _column, other in DIMENSIONS[key].above.values()}
    if now["merged_into"]:
        st.info(_("Counts as {member} since it was merged.").format(member=identity.plain(now["merged_into"])))
        return
    seen = _seen(key, code, int(now["version"]))
    tabs = [_("Names"), *([_("Team, manager, region")] if key == "rep" else []), _("Merge")]
    shown = dict(zip(tabs, st.tabs(tabs), strict=True))
    with shown[tabs[0]]:
        _form(user, key, now, choices, seen)
    if key == "rep":
        with shown[tabs[1]]:
            master_people.show(user, code, seen)
    with shown[tabs[-1]]:
        master_merging.offer(user, key, code, now["name"], seen)
    if seen != now["version"]:
        st.caption(_("Somebody changed it since you opened it."))
        if st.button(_("Show how it is now"), icon=":material/refresh:", key="master_refresh"):
            st.session_state.pop(SHOWN)
            st.rerun()


def _seen(key: str, code: str, version: int) -> int:
    """The version that was shown first: what is saved is saved against it, so that whoever comes second is told, and
    keeps what was typed."""
    shown = st.session_state.get(SHOWN)
    if shown is None or shown[:2] != (key, code):
        shown = st.session_state[SHOWN] = (key, code, version)
    return int(shown[2])


def _form(user: User, key: str, now: dict[str, Any], choices: dict[str, dict[str, str]], seen: int) -> None:
    """What can be set on the member."""
    form = f"{key}_{now['code']}_{seen}"
    with st.form(f"master_form_{form}", border=False):
        st.text_input(field_name("code"), now["code"], disabled=True)
        given = _fields(key, now, choices, form)
        given["active"] = st.toggle(field_name("active"), bool(now["active"]), key=f"{form}_active")
        save = st.form_submit_button(_("Save"), type="primary")
    if save:
        with guarded():
            with db.writing() as session:
                editing.change(session, user, key, now["code"], seen, **given)
            st.session_state.pop(SHOWN)
            st.session_state[SAID] = _("{member} is saved.").format(member=identity.plain(now["code"]))
            st.rerun()


def _fields(key: str, now: dict[str, Any], choices: dict[str, dict[str, str]], form: str) -> dict[str, Any]:
    """The fields that a new member and a changed one share; ``form`` keeps apart what is typed into each."""
    given: dict[str, Any] = {
        name: st.text_input(field_name(name), now.get(name) or "", max_chars=400, key=f"{form}_{name}")
        for name in NAMES
    }
    for attribute, (_column, other) in DIMENSIONS[key].above.items():
        names = {code: name for code, name in choices[other].items() if code != now.get("code")}
        held = now.get(attribute)
        options: list[str | None] = [None, *names] if held is None or held in names else [None, held, *names]
        given[attribute] = st.selectbox(
            field_name(attribute, key), options, index=options.index(held),
            format_func=partial(choice, names), key=f"{form}_{attribute}",
        )  # fmt: skip
    for fact in DIMENSIONS[key].facts:
        if fact == "title":
            given[fact] = st.text_input(field_name(fact), now.get(fact) or "", max_chars=200, key=f"{form}_{fact}")
        else:
            given[fact] = st.date_input(
                field_name(fact),
                now.get(fact),
                min_value=date(1900, 1, 1),
                max_value=date(2199, 12, 31),
                key=f"{form}_{fact}",
            )
    return given


def _add(key: str) -> None:
    user = identity.current_user()
    with db.reading() as session:
        choices = {other: listing.choices(session, user, other) for _column, other in DIMENSIONS[key].above.values()}
    with st.form(f"master_new_{key}", border=False):
        code = st.text_input(_("Code (required)"), max_chars=200)
        given = _fields(key, {}, choices, f"new_{key}")
        if st.form_submit_button(_("Add"), type="primary"):
            with guarded():
                with db.writing() as session:
                    made = editing.add(session, user, key, code, **given)
                st.session_state[SAID] = _("{member} is added.").format(member=identity.plain(made))
                st.rerun()
