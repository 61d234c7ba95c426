"""Plotly charts on pages: sent without building validated figure objects, which would cost most of a page run."""

from collections.abc import Callable
from typing import Any

import streamlit as st
from plotly.basedatatypes import BaseFigure

#: no mode bar, no zoom: a chart is read, clicked, and scrolled past
_CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "showTips": False}


class _Drawn(BaseFigure):
    """A figure that is what its dictionary says. The tests of the charts validate the dictionaries, so a run need
    not: Streamlit takes any BaseFigure as validated and asks it for its dictionary."""

    def __init__(self, spec: dict[str, Any]) -> None:
        object.__setattr__(self, "_spec", spec)

    def to_dict(self) -> dict[str, Any]:
        """The figure as given."""
        return self._spec  # type: ignore[attr-defined, no-any-return]


def draw(figure: dict[str, Any], key: str, *, alt: str, on_pick: Callable[[str], None] | None = None) -> None:
    """Draws a figure of ``salesdash.charts``. ``on_pick`` is handed the code of a bar that is clicked; a control that
    does the same must stand beside the chart for the keyboard."""
    drawn = _Drawn(figure)
    if on_pick is None:
        st.plotly_chart(drawn, key=key, theme=None, config=_CONFIG, alt=alt)
        return

    def picked() -> None:
        points = st.session_state[key].selection.points
        code = points[0].get("customdata") if points else None
        if code is not None:
            on_pick(str(code[0] if isinstance(code, list) else code))

    st.plotly_chart(drawn, key=key, theme=None, config=_CONFIG, alt=alt, on_select=picked, selection_mode="points")
