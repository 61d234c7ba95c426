"""The pattern behind the figures: trend, years, products, prices, customers, concentration, baskets, weekdays and
months, returns. The services behind the page History and the command ``history``."""

from salesdash.history.analyses import ANALYSES, Analysis
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
    View,
    Years,
)
from salesdash.history.buyers import concentration, customers
from salesdash.history.documents import document
from salesdash.history.goods import product_prices, products
from salesdash.history.rhythm import patterns
from salesdash.history.sentences import sentences
from salesdash.history.takenback import returns
from salesdash.history.together import baskets
from salesdash.history.trends import trend, years

__all__ = [
    "ANALYSES", "Analysis", "Answer", "Baskets", "Concentration", "Customers", "Patterns", "Prices", "Products",
    "Returns", "Trend", "View", "Years", "baskets", "concentration", "customers", "document", "patterns",
    "product_prices", "products", "returns", "sentences", "trend", "years",
]  # fmt: skip
