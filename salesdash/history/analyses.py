"""The analyses by name, in the order in which they are offered."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from salesdash.access.identity import User
from salesdash.history.answers import Answer, View
from salesdash.history.asking import SUMMED, known_measures
from salesdash.history.buyers import concentration, customers
from salesdash.history.goods import product_prices, products
from salesdash.history.rhythm import MEASURES, patterns
from salesdash.history.takenback import returns
from salesdash.history.together import baskets
from salesdash.history.trends import trend, years
from salesdash.locale import N_


@dataclass(frozen=True)
class Analysis:
    """One analysis: what it is called, the question that it answers, the service, the measures that it can show
    (none: it has its own) and whether products or product lines can be chosen."""

    name: str
    question: str
    ask: Callable[[Session, User, View], Answer]
    measures: tuple[str, ...] = ()
    ranked: bool = False

    def open_to(self, user: User) -> bool:
        """Whether the person may see it: with quantities only, what can be told in quantities."""
        return user.may("kpis.read") or (user.may("kpis.quantities") and "quantity" in self.measures)

    def measures_for(self, user: User) -> tuple[str, ...]:
        """The measures that the person can choose from."""
        return self.measures if user.may("kpis.read") else tuple(m for m in self.measures if m == "quantity")


#: name → analysis
ANALYSES = {
    "trend": Analysis(N_("Trend"), N_("Where does it go, apart from season and chance?"), trend, known_measures()),
    "years": Analysis(N_("Years"), N_("How does this year run against the years before?"), years, known_measures()),
    "products": Analysis(
        N_("Products"), N_("Which ones carry the business, which grow?"), products, tuple(SUMMED), ranked=True
    ),
    "prices": Analysis(
        N_("Prices and volumes"), N_("Did prices or quantities change revenue?"), product_prices, ranked=True
    ),
    "customers": Analysis(N_("Customers"), N_("Do new customers come back?"), customers),
    "concentration": Analysis(
        N_("Concentration"), N_("How much hangs on a few customers?"), concentration, ("revenue", "quantity")
    ),
    "baskets": Analysis(N_("Bought together"), N_("What do orders hold together?"), baskets, ranked=True),
    "patterns": Analysis(N_("Weekdays and months"), N_("When do sales happen?"), patterns, MEASURES),
    "returns": Analysis(
        N_("Returns"), N_("What comes back, and how much of it?"), returns, ("revenue", "quantity"), ranked=True
    ),
}  # fmt: skip
