"""Floor pages: what a browser needs for elements like those of the KPI page, with constants and no database."""

import json
import os
from pathlib import Path

import streamlit as st

CONTENT = json.loads(Path(os.environ["FLOOR_CONTENT"]).read_text(encoding="utf-8"))
CONFIG = {"displayModeBar": False}


def metrics(which: str) -> None:
    for column, (label, value, delta) in zip(
        st.columns(len(CONTENT[which]["metrics"])), CONTENT[which]["metrics"], strict=True
    ):
        column.metric(label, value, delta, border=True)


def title() -> None:
    st.title("Title")


def metrics_alone() -> None:
    st.title("KPIs")
    metrics("first")


@st.fragment
def everything() -> None:
    st.title("KPIs")
    with st.container(horizontal=True):
        which = st.selectbox("Period", ["first", "second"], width=150)
        for name in ("Region", "Channel", "Product line", "Representative"):
            st.multiselect(name, ["A", "B", "C"], width=190)
        st.button("Reset")
    metrics(which)
    figures = CONTENT[which]["figures"]
    for left in range(0, len(figures), 2):
        for place, column in enumerate(st.columns(2)):
            if left + place < len(figures):
                column.plotly_chart(figures[left + place], key=f"chart{left + place}", theme=None, config=CONFIG)
    st.html(CONTENT[which]["lists"])


st.set_page_config(layout="wide")
st.navigation([st.Page(title, default=True), st.Page(metrics_alone), st.Page(everything)]).run()
