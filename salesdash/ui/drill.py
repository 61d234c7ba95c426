"""The way down: region → representative → customer → orders, one level per click, with a breadcrumb back."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from salesdash.dimensions import dimension_name
from salesdash.filters import Members, Option
from salesdash.locale import DEFAULT_LANGUAGE, language
from salesdash.locale import gettext as _
from salesdash.ui.markup import plain

#: the levels; under the last one lie the orders
LEVELS = ("region", "rep", "customer")
_KEY = "drill"
_OPEN = "drill.open"

Known = Mapping[str, Members]


@dataclass(frozen=True)
class Drill:
    """Where the reader is: (dimension, code) from the top down. It stands in the URL as ``drill=region:N1``."""

    path: tuple[tuple[str, str], ...]
    known: Known
    ignored: tuple[str, ...] = ()

    @property
    def level(self) -> str | None:
        """The dimension whose members can be opened next; None: the orders are shown."""
        passed = [LEVELS.index(dimension) for dimension, _code in self.path]
        after = max(passed, default=-1) + 1
        return LEVELS[after] if after < len(LEVELS) else None

    def narrowed(self, where: Mapping[str, list[str]]) -> dict[str, list[str]]:
        """The filters together with the way down, which goes before a filter of the same dimension."""
        return {**where, **{dimension: [code] for dimension, code in self.path}}

    def name(self, dimension: str, code: str) -> str:
        """What a member is called in the language in force."""
        return self.known[dimension].labels(language()).get(code, code) if dimension in self.known else code

    def open(self, dimension: str, code: str) -> None:
        """Goes one level down, into a member. For callbacks."""
        _go((*self.path, (dimension, code)))

    def show(self, choices: Mapping[str, str]) -> None:
        """The breadcrumb, and the control that opens one of ``choices`` (code → name), as a click on its bar does."""
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="drill-bar"):
            names = [_("Everything"), *(self.name(*step) for step in self.path)]
            for depth, name in enumerate(names[:-1]):
                st.button(
                    plain(name), key=f"drill.{depth}", type="tertiary", on_click=_go, args=(self.path[:depth],),
                    icon=":material/chevron_right:" if depth else ":material/home:",
                )  # fmt: skip
            mark = ":material/chevron_right:" if self.path else ":material/home:"
            st.markdown(f"{mark} **{plain(names[-1])}**", width="content")
            if self.level and choices:
                st.selectbox(
                    _("Look into"), list(choices), index=None, format_func=choices.__getitem__, key=_OPEN, width=240,
                    placeholder=_("Look into: {dimension} …").format(dimension=dimension_name(self.level)),
                    label_visibility="collapsed", on_change=self._opened,
                )  # fmt: skip

    def _opened(self) -> None:
        code = st.session_state[_OPEN]
        st.session_state[_OPEN] = None
        if code is not None and self.level:
            self.open(self.level, code)


def current(known: Known) -> Drill:
    """Where the address says that the reader is; what it names in vain is left out and told in ``ignored``."""
    path: list[tuple[str, str]] = []
    ignored: list[str] = []
    for step in st.query_params.get_all(_KEY):
        dimension, _colon, code = step.partition(":")
        codes = known[dimension].resolve([code])[0] if dimension in known else []
        if dimension in LEVELS and codes and dimension not in dict(path):
            path.append((dimension, codes[0]))
        else:
            ignored.append(step)
    return Drill(tuple(path), known, tuple(ignored))


def leave() -> None:
    """Back to the top. For callbacks."""
    _go(())


def _go(path: tuple[tuple[str, str], ...]) -> None:
    if path:
        st.query_params[_KEY] = [f"{dimension}:{code}" for dimension, code in path]
    elif _KEY in st.query_params:
        del st.query_params[_KEY]


def choices(codes: list[str], names: list[str]) -> Mapping[str, str]:
    """Code → name, names that occur twice told apart by their codes."""
    members = Members(Option(code, {DEFAULT_LANGUAGE: name}) for code, name in zip(codes, names, strict=True))
    return members.labels(DEFAULT_LANGUAGE)
