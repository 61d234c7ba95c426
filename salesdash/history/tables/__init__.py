"""The tables behind the charts of an analysis, with headings in words: for the page, downloads and the terminal."""

from collections.abc import Callable
from typing import Any

from salesdash.history.answers import (
    Answer,
    Baskets,
    Concentration,
    Customers,
    Patterns,
    Prices,
    Products,
    Returns,
    Trend,
    Years,
)
from salesdash.history.tables import buyers, goods, times
from salesdash.history.tables.told import Told

__all__ = ["Told", "tables"]


def tables(answer: Answer) -> dict[str, Told]:
    """Chart → the table behind it; charts may share one."""
    return _MAKERS[type(answer)](answer)


_MAKERS: dict[type, Callable[[Any], dict[str, Told]]] = {
    Trend: times.of_trend, Years: times.of_years, Patterns: times.of_patterns, Products: goods.of_products,
    Prices: goods.of_prices, Baskets: goods.of_baskets, Returns: goods.of_returns, Customers: buyers.of_customers,
    Concentration: buyers.of_concentration,
}  # fmt: skip
