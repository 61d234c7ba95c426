"""What the charts of an analysis show, each in one sentence made from its numbers, in the language in force.

Where the data are too few to say something, the sentence says that instead.
"""

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
from salesdash.history.sentences import buyers, goods, rhythm, together, trends

_WRITERS: dict[type, Callable[[Any, str], dict[str, str]]] = {
    Trend: trends.of_trend,
    Years: trends.of_years,
    Products: goods.of_products,
    Prices: goods.of_prices,
    Customers: buyers.of_customers,
    Concentration: buyers.of_concentration,
    Baskets: together.of_baskets,
    Patterns: rhythm.of_patterns,
    Returns: together.of_returns,
}


def sentences(answer: Answer, currency: str) -> dict[str, str]:
    """Chart of the answer → its sentence, the most important chart first."""
    return _WRITERS[type(answer)](answer, currency)
