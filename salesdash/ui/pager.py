"""A long list a page at a time."""

from collections.abc import Callable, Sequence

import streamlit as st

from salesdash.locale import formats, ngettext

ON_A_PAGE = 50
#: a download holds no more rows than a sheet has
MOST = 1_000_000


def place(key: str, shown_of: str) -> int:
    """The first row to be shown. What ``shown_of`` names is leafed through from its beginning."""
    return st.session_state.get(f"{key}.page", {}).get(shown_of, 0)


def orders(key: str, shown_of: str, *, shown: int, count: int, words: Sequence[str]) -> None:
    """Which orders of how many are shown, and the buttons to the ones before and after (``words``)."""
    at = place(key, shown_of)
    st.caption(
        ngettext("{first} to {last} of {count} order", "{first} to {last} of {count} orders", count).format(
            first=formats.number(at + 1), last=formats.number(at + shown), count=formats.number(count)
        ),
        width="content",
    )
    for name, start in zip(words, (at - ON_A_PAGE, at + ON_A_PAGE), strict=True):
        turn = _turning(key, shown_of, start)
        st.button(name, disabled=not 0 <= start < count, key=f"{key}.{start < at}", on_click=turn)


def _turning(key: str, shown_of: str, start: int) -> Callable[[], None]:
    def turn() -> None:
        st.session_state[f"{key}.page"] = {shown_of: start}

    return turn
