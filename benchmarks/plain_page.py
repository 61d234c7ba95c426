"""What one would write without SalesDash: the figures of the KPI page with st.metric and plotly express.

Run by ``benchmarks.page_speed`` with Streamlit's default settings. The figures come from a file, so this page asks no
database: it is measured on drawing alone.
"""

import json
import os
from pathlib import Path

import pandas as pd
import plotly.express as px
import streamlit as st

figures = json.loads(Path(os.environ["PLAIN_PAGE_FIGURES"]).read_text())

st.set_page_config(layout="wide")
st.title("KPIs")
st.selectbox("Period", ["This month", "Last month", "This year"])
for column, metric in zip(st.columns(7), figures["metrics"], strict=True):
    column.metric(metric["name"], metric["value"], metric["change"], chart_data=metric["months"], border=True)

left, right = st.columns(2)
trend = pd.DataFrame(figures["trend"])
left.plotly_chart(px.line(trend, x="month", y=["revenue", "a year before"], title="Revenue by month"))
for place, (name, members) in enumerate(figures["bars"].items()):
    chart = px.bar(pd.DataFrame(members), x="revenue", y="name", orientation="h", text="words", title=name)
    (right if place % 2 == 0 else left).plotly_chart(chart, key=name)
bridge = px.bar(pd.DataFrame(figures["bridge"]), x="part", y="amount", title="Why revenue changed")
right.plotly_chart(bridge)
st.dataframe(pd.DataFrame(figures["table"]))
