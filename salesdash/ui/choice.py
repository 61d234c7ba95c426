"""The choice of one thing by its code, which the address holds, in any language the same.

What is chosen: a value of the address that came from outside (a link, the way back), else what the control holds, what
was chosen before on this visit, what the person chose at an earlier one where that is kept, the default. Then the
address says it, so that a link opens the same; that runs nothing anew.
"""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

#: page and parameter → what was chosen there last on this visit; another value in the address came from outside
_CHOSEN = "choice.chosen"

Names = Mapping[str, str]


class Choices:
    """The choices of one page. ``remembered`` brings what the person chose at an earlier visit (parameter → code).
    ``ignored``: values of the address that name nothing on offer, to be told."""

    def __init__(self, page: str, remembered: Callable[[], Mapping[str, str]] | None = None) -> None:
        self._page = page
        self._remembered = remembered
        self.ignored: list[str] = []

    def selectbox(
        self, name: str, label: str, options: Names, *, default: str | None = None, key: str = "", **looks: Any
    ) -> str:
        """One of ``options`` (code → name) under ``name`` in the address; without ``default`` the first one. ``key``
        is that of the control, by default page and name; ``looks`` go to Streamlit."""
        control = self._settle(name, options, default, key)
        chosen = st.selectbox(
            label, list(options), format_func=options.__getitem__, key=control, filter_mode=None, **looks
        )  # fmt: skip
        return self._state(name, str(chosen))

    def segments(
        self, name: str, label: str, options: Names, *, default: str | None = None, key: str = "", **looks: Any
    ) -> str:
        """The same as a row of buttons that touch each other; its label is for screen readers."""
        control = self._settle(name, options, default, key)
        chosen = st.segmented_control(
            label, list(options), format_func=options.__getitem__, key=control, required=True,
            label_visibility="collapsed", **looks,
        )  # fmt: skip
        return self._state(name, str(chosen))

    def pills(
        self, name: str, label: str, options: Names, *, default: str | None = None, key: str = "", **looks: Any
    ) -> str:
        """The same as buttons that may fill several lines."""
        control = self._settle(name, options, default, key)
        chosen = st.pills(
            label, list(options), format_func=options.__getitem__, key=control, required=True,
            label_visibility="collapsed", **looks,
        )  # fmt: skip
        return self._state(name, str(chosen))

    def outside(self, name: str) -> str | None:
        """What the address says under ``name`` that was not chosen on the page."""
        stated = st.query_params.get(name)
        return stated if stated and stated != self._before(name) else None

    def _before(self, name: str) -> str | None:
        """What was chosen last on this visit."""
        return st.session_state.get(_CHOSEN, {}).get((self._page, name))

    def _settle(self, name: str, options: Names, default: str | None, key: str) -> str:
        """Gives the control what it shows, before it is drawn; returns its key."""
        control = key or f"{self._page}.{name}"
        outside = self.outside(name)
        if outside in options:
            st.session_state[control] = outside
            return control
        if outside:
            self.ignored.append(outside)
        if st.session_state.get(control) not in options:
            st.session_state[control] = self._first(name, options, default)
        return control

    def _first(self, name: str, options: Names, default: str | None) -> str:
        if (before := self._before(name)) in options:
            return str(before)
        remembered = self._remembered().get(name) if self._remembered else None
        return next((one for one in (remembered, default) if one in options), None) or next(iter(options))

    def _state(self, name: str, chosen: str) -> str:
        """The address says what is chosen."""
        held = st.session_state.setdefault(_CHOSEN, {})
        held[self._page, name] = chosen
        if st.query_params.get(name) != chosen:
            st.query_params[name] = chosen
        return chosen
