"""What the URL says about filters, understood before the controls are drawn.

Streamlit binds a control to the URL by what it shows, in the reader's language, drops in silence what it does not know,
and forgets everything on another page. So, when the controls are drawn anew: values of the URL are understood as codes
or in any language, or those chosen before the page was left are taken; the URL is rewritten in the reader's words; and
what names nothing that this person may see is remembered, to be told.
"""

from collections.abc import Iterable, Mapping
from datetime import date

import streamlit as st

from salesdash.filters import Members
from salesdash.locale import language

#: parameters that belong to the view but to no control
CARRIED = ("drill",)
_KEPT, _IGNORED, _REWRITTEN = "filters.kept", "filters.ignored", "filters.rewritten"


def settle(known: Mapping[str, Members], *, dates: str, alive: str) -> None:
    """Before the controls, whose keys are those of ``known`` and ``dates``. ``alive`` is the key of a control
    that is always drawn and not bound: where it has a value, the controls live and say themselves what is chosen."""
    if alive in st.session_state:
        return
    keys = [*known, dates, *CARRIED]
    stated = {key: st.query_params.get_all(key) for key in keys}
    if st.session_state.pop(_REWRITTEN, False):
        return
    given = stated if any(stated.values()) else st.session_state.get(_KEPT, {})
    wanted, ignored = {}, []
    for key in keys:
        values = given.get(key, [])
        if key in known:
            codes, unknown = known[key].resolve(value for value in values if value)
            labels = known[key].labels(language())
            wanted[key] = [labels[code] for code in codes] or [""] * (values == [""])
            ignored += unknown
        else:
            wanted[key] = [value for value in values if key != dates or _is_date(value)]
            ignored += [value for value in values if value not in wanted[key]]
    if ignored:
        st.session_state[_IGNORED] = {"values": ignored}
    if wanted != stated:
        st.session_state[_REWRITTEN] = True
        _write(wanted)
        st.rerun()


def _write(wanted: Mapping[str, list[str]]) -> None:
    for key, values in wanted.items():
        if values:
            st.query_params[key] = values
        else:
            st.query_params.pop(key, None)


def keep(chosen: Mapping[str, Iterable[str]]) -> None:
    """Remembers what is chosen (key → codes) for the time when the reader comes back from another page; what only
    other pages can be filtered by stays remembered for these."""
    carried = {key: st.query_params.get_all(key) for key in CARRIED}
    before = st.session_state.get(_KEPT, {})
    st.session_state[_KEPT] = before | {key: list(values) for key, values in chosen.items()} | carried


def ignored(choice: str) -> list[str]:
    """What the URL said in vain, as long as ``choice`` (the choice in any words) stays what it was at first."""
    told = st.session_state.get(_IGNORED)
    if told is None or told.setdefault("choice", choice) != choice:
        return []
    return list(told["values"])


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
