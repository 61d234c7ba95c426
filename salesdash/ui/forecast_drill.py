"""The way down a forecast: total → a member → its crossing, one level per click, with a breadcrumb back. It stands in
the URL as ``inside=region:N1``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st
from pandas import DataFrame

from salesdash.dimensions import dimension_name
from salesdash.locale import gettext as _
from salesdash.ui.markup import plain

_KEY = "inside"
_KEPT, _OPEN, _NEXT = "forecast.inside", "forecast.open", "forecast.next"

Path = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Way:
    """Where the reader is. ``path``: (dimension, code) from the top down; ``by``: the dimensions of the run;
    ``names``: dimension → code → name of the members that the reader may see; ``whole``: whether the total is theirs;
    ``ignored``: what the address named in vain."""

    path: Path
    by: tuple[str, ...]
    names: Mapping[str, Mapping[str, str]]
    whole: bool
    ignored: tuple[str, ...] = ()

    @property
    def cell(self) -> dict[str, str | None]:
        """Dimension → code, None for all of it."""
        return {name: dict(self.path).get(name) for name in self.by}

    @property
    def left(self) -> tuple[str, ...]:
        """The dimensions that the reader can still go down."""
        return tuple(name for name in self.by if name not in dict(self.path))

    def name(self) -> str:
        """Where the reader is, in words."""
        return " · ".join(self.names[dimension].get(code, code) for dimension, code in self.path) or self.top()

    def top(self) -> str:
        """What the top is called: everything, or all that is the reader's."""
        return _("Everything") if self.whole else _("What you may see")

    def open(self, dimension: str, code: str) -> None:
        """Goes one level down, into a member. For callbacks."""
        go((*self.path, (dimension, code)))

    def show(self, choices: Mapping[str, str]) -> str | None:
        """The breadcrumb, the control that opens one of ``choices`` (code → name) as a click on its bar does, and where
        there are several ways down the choice of one. Returns the dimension whose members are shown below."""
        down = self.down()
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="drill-bar"):
            names = [self.top(), *(self.names[dimension].get(code, code) for dimension, code in self.path)]
            for depth, name in enumerate(names[:-1]):
                st.button(
                    plain(name), key=f"forecast.way.{depth}", type="tertiary", on_click=go, args=(self.path[:depth],),
                    icon=":material/chevron_right:" if depth else ":material/home:",
                )  # fmt: skip
            mark = ":material/chevron_right:" if self.path else ":material/home:"
            st.markdown(f"{mark} **{plain(names[-1])}**", width="content")
            if down and choices:
                st.selectbox(
                    _("Look into"), list(choices), index=None, format_func=choices.__getitem__, key=_OPEN, width=240,
                    placeholder=_("Look into: {dimension} …").format(dimension=dimension_name(down)),
                    label_visibility="collapsed", on_change=self._opened, args=(down,),
                )  # fmt: skip
            if len(self.left) > 1:
                st.segmented_control(
                    _("Split by"), list(self.left), format_func=dimension_name, key=_NEXT, required=True,
                    label_visibility="collapsed",
                )  # fmt: skip
        return down

    def down(self) -> str | None:
        """The dimension whose members can be opened next."""
        if st.session_state.get(_NEXT) not in self.left:
            st.session_state[_NEXT] = self.left[0] if self.left else None
        return (self.left and st.session_state[_NEXT]) or None

    def _opened(self, dimension: str) -> None:
        code = st.session_state[_OPEN]
        st.session_state[_OPEN] = None
        if code is not None:
            self.open(dimension, code)


def current(by: Sequence[str], points: DataFrame, *, arrived: bool) -> Way:
    """Where the address says that the reader is, or where they were before they left the page (``arrived``: they have
    just come). ``points``: of the run, as far as they may see it. Somebody who may see one series only is in it."""
    if arrived and not st.query_params.get_all(_KEY) and st.session_state.get(_KEPT):
        st.query_params[_KEY] = st.session_state[_KEPT]
    names = {name: _names(points, name) for name in by}
    path: list[tuple[str, str]] = []
    ignored: list[str] = []
    for step in st.query_params.get_all(_KEY):
        dimension, _colon, code = step.partition(":")
        if dimension in by and dimension not in dict(path) and code in names[dimension]:
            path.append((dimension, code))
        elif dimension not in by and ":" in step and not arrived:
            continue  # another way of looking was chosen
        else:
            ignored.append(step)
    whole = bool((points["level"] == "").any())
    if not path and not whole and len(points.drop_duplicates(subset=["level", *by])) == 1:
        path = [(name, str(points[name].iloc[0])) for name in by if points[name].notna().iloc[0]]
    st.session_state[_KEPT] = [f"{dimension}:{code}" for dimension, code in path]
    return Way(tuple(path), tuple(by), names, whole, tuple(ignored))


def _names(points: DataFrame, dimension: str) -> dict[str, str]:
    known = points[points[dimension].notna()].drop_duplicates(subset=[dimension])
    return {str(code): str(name) for code, name in zip(known[dimension], known[f"{dimension}_name"], strict=True)}


def go(path: Path) -> None:
    """To a place on the way. For callbacks."""
    st.session_state[_KEPT] = [f"{dimension}:{code}" for dimension, code in path]
    if path:
        st.query_params[_KEY] = st.session_state[_KEPT]
    elif _KEY in st.query_params:
        del st.query_params[_KEY]
