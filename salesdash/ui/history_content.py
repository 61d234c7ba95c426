"""What the page History shows of an analysis, made once per view, language and theme and kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import streamlit as st

from salesdash import charts, db, history
from salesdash.charts.style import Figure, Palette
from salesdash.history import (
    ANALYSES,
    Baskets,
    Concentration,
    Customers,
    Patterns,
    Prices,
    Products,
    Returns,
    Trend,
    View,
    Years,
)
from salesdash.history.tables import Told, tables
from salesdash.locale import language
from salesdash.ui import history_buyers, history_goods, history_numbers, history_times, history_together, markup
from salesdash.ui.kpi_frame import Frame
from salesdash.ui.kpi_frame import theme as frame_theme
from salesdash.ui.kpi_tables import Table

#: answer → what draws its charts
DRAWERS: dict[type, Callable[[Any, str, Palette], dict[str, Figure]]] = {
    Trend: history_times.of_trend, Years: history_times.of_years, Patterns: history_times.of_patterns,
    Products: history_goods.of_products, Prices: history_goods.of_prices, Baskets: history_together.of_baskets,
    Returns: history_together.of_returns, Customers: history_buyers.of_customers,
    Concentration: history_buyers.of_concentration,
}  # fmt: skip
#: rows of a table on the page; a download has all
_ROWS = 100
#: the looks of the sentences; two lines keep the charts below in one row
LOOKS = """<style>.sd p.sd-say{margin:.3rem 0 0;color:var(--sd-text);font-size:1rem;line-height:1.4;min-height:2.8em}
@media(max-width:640px){.sd p.sd-say{min-height:0}}</style>"""


@dataclass(frozen=True)
class Content:
    """``numbers``: a piece of HTML, "" without any; ``charts``: name → figure; ``sayings``: chart → its sentence as a
    piece of HTML; ``sentences``: the same as text; ``tables``: name → the table behind a chart; ``notes``: what
    must be known of the figures."""

    numbers: str
    charts: Mapping[str, Figure]
    sayings: Mapping[str, str]
    sentences: Mapping[str, str]
    tables: Mapping[str, Told]
    notes: Sequence[str]


def content(frame: Frame, name: str, view: View) -> Content:
    """What is shown of a view of the analysis ``name``, for the reader's language and theme."""
    return _content(repr((frame.stamp, name, view.key(), language(), frame_theme())), frame, name, view)


@st.cache_resource(max_entries=256, show_spinner=False)
def _content(key: str, _frame: Frame, _name: str, _view: View) -> Content:
    with db.reading() as session:
        answer = ANALYSES[_name].ask(session, _frame.user, _view)
    currency, colours = _frame.company.currency, charts.palette(frame_theme())
    said = history.sentences(answer, currency)
    cards = history_numbers.numbers(answer, currency)
    behind: dict[str, Told] = {}
    for name, told in tables(answer).items():
        if len(told.rows) and told.title not in {other.title for other in behind.values()}:
            behind[name] = told
    return Content(
        numbers=markup.wrapped(colours, markup.cards(cards)) if cards else "",
        charts=DRAWERS[type(answer)](answer, currency, colours),
        sayings={name: markup.wrapped(colours, f'<p class="sd-say">{escape(text)}</p>') for name, text in said.items()},
        sentences=said,
        tables=behind,
        notes=[told.note for told in behind.values() if told.note],
    )


def table(told: Told, currency: str) -> str:
    """A table as a piece of the page: its first rows."""
    shown = Table(told.title, told.columns, told.rows.head(_ROWS), told.note)
    return markup.wrapped(charts.palette(frame_theme()), shown.html(currency))


def cut(told: Told) -> int:
    """How many rows the page shows of a table that has more, else 0."""
    return _ROWS if len(told.rows) > _ROWS else 0
