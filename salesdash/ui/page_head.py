"""The top of a page: its title and the question that it answers, the same everywhere."""

import streamlit as st

from salesdash.charts.style import palette
from salesdash.ui import markup


def show(title: str, question: str) -> None:
    """Draws it; brings the looks of the pieces below."""
    st.html(markup.wrapped(palette(st.context.theme.type), markup.head(title, [question]), styled=True))
