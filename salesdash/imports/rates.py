"""Exchange rates as an import needs them: the last one known on a line's date, not older than 31 days."""

from collections import defaultdict

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash.models import ExchangeRate

#: how old a rate may be
DAYS = 31


class Rates:
    """All rates to the company's currency, in 1/10¹² of it for one unit."""

    def __init__(self, session: Session) -> None:
        known: dict[str, list[tuple[str, int]]] = defaultdict(list)
        rows = select(ExchangeRate.currency, ExchangeRate.on_date, ExchangeRate.rate_e12)
        for currency, day, rate in session.execute(rows.order_by(ExchangeRate.on_date)):
            known[currency].append((day.isoformat(), rate))
        self._rates = {
            currency: (np.array([day for day, _ in pairs], "datetime64[D]"), np.array([rate for _, rate in pairs]))
            for currency, pairs in known.items()
        }

    def on(self, currency: str, days: np.ndarray) -> np.ndarray:
        """The rate of ``currency`` on each of the days, 0 where there is none that is recent enough."""
        if currency not in self._rates:
            return np.zeros(len(days), dtype=np.int64)
        since, rates = self._rates[currency]
        at = np.searchsorted(since, days, side="right") - 1
        old = days - since[np.maximum(at, 0)] > np.timedelta64(DAYS, "D")
        return np.where((at < 0) | old, 0, rates[np.maximum(at, 0)]).astype(np.int64)

    def factors(self, currencies: np.ndarray, days: np.ndarray) -> np.ndarray:
        """For each amount in a currency (None: the company's) dated on a day what it is to be multiplied by, in
        1/10¹²; 0 where no rate is known."""
        factors = np.full(len(currencies), 10**12)
        for currency in set(currencies) - {None}:
            of_it = currencies == currency
            factors[of_it] = self.on(currency, days[of_it])
        return factors


def foreign(written: np.ndarray, own: str) -> np.ndarray:
    """The currencies as a file has them, in upper case; None for the company's own, also where it is named."""
    codes = np.array([None if code is None else code.upper() for code in written], dtype=object)
    codes[codes == own] = None
    return codes
