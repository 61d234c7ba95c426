"""The pieces of the page History: plotly takes every figure, cards and sentences say the same in every language."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import plotly.graph_objects as go
import pytest

from salesdash import db
from salesdash.access.identity import OPERATOR
from salesdash.charts import DARK, LIGHT
from salesdash.config import config
from salesdash.history import ANALYSES, View, sentences
from salesdash.locale import use
from salesdash.periods import Range
from salesdash.ui.history_content import DRAWERS
from salesdash.ui.history_numbers import numbers
from tests.kpis.company import Line, company

#: 40 months with a trend, a season and one odd month; two products in every order of customer 2
LINES = [
    line
    for n in range(40)
    for day in [date(2021, 1, 10) + timedelta(days=30 * n)]
    for line in (
        Line(f"A{n}", day, 400 + 10 * n + 200 * (n % 12 == 5) - 300 * (n == 20), customer=1 + n % 3, quantity=4),
        Line(f"B{n}", day, 90, customer=2, quantity=3 + n % 2),
        Line(f"B{n}", day, 60, customer=2, product=2),
        Line(f"R{n}", day, -20, customer=2, quantity=-1),
    )
]


@pytest.fixture
def small(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SALESDASH_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("SALESDASH_CACHE_DIR", str(tmp_path / "snapshot"))
    config.cache_clear()
    company(LINES)
    yield
    config.cache_clear()


def figures(text: str) -> list[str]:
    """The percentages in a sentence."""
    return sorted(re.findall(r"[\d,.]+%", text))


@pytest.mark.usefixtures("small")
def test_every_analysis_in_every_language():
    whole = Range(date(2021, 1, 1), date(2024, 4, 30))
    last = Range(date(2023, 1, 1), date(2023, 12, 31))
    for analysis in ANALYSES.values():
        for period in (whole, last, Range(date(2020, 1, 1), date(2020, 12, 31))):
            said = {}
            for language, colours in (("en", LIGHT), ("zh_Hant", DARK), ("zh_Hans", LIGHT)):
                use(language)
                with db.reading() as session:
                    answer = analysis.ask(session, OPERATOR, View(period, by="product"))
                said[language] = sentences(answer, "USD")
                for card in numbers(answer, "USD"):
                    assert card.value and "nan" not in card.value.lower() and card.help
                drawn = DRAWERS[type(answer)](answer, "USD", colours)
                assert set(drawn) <= set(said[language])
                for figure in drawn.values():
                    go.Figure(figure)
            for chart, text in said["en"].items():
                assert figures(text) == figures(said["zh_Hant"][chart]) == figures(said["zh_Hans"][chart])
                assert "{" not in text + said["zh_Hant"][chart] and text != said["zh_Hant"][chart]
            if period.end.year == 2020:
                assert not drawn and not numbers(answer, "USD")
