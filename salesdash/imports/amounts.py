"""Net amounts and conversions, exactly: whole numbers of 1/10,000, halves to even."""

import numpy as np

from salesdash.imports.keys import NONE

#: amounts beyond ±9·10¹⁴ of 1/10,000 are rejected
LIMIT = 900_000_000_000_000
_SAFE = 9_000_000_000_000_000_000


def rounded(numerator: np.ndarray, divisor: int) -> np.ndarray:
    """``numerator`` ÷ ``divisor`` to whole numbers, halves to even; works on int64 and on Python's own integers."""
    quotient, rest = numerator // divisor, numerator % divisor
    up = (rest * 2 > divisor) | ((rest * 2 == divisor) & (quotient % 2 == 1))
    return quotient + up


def net_amounts(quantity: np.ndarray, unit_price: np.ndarray, discount: np.ndarray) -> np.ndarray:
    """Quantity × unit price × (1 − discount) of the glossary, in 1/10,000; NONE where quantity or price is NONE or
    the amount is beyond LIMIT. Quantity and price in 1/10,000, discount in 1/1,000,000 (NONE is 0)."""
    result = np.full(len(quantity), NONE, dtype=np.int64)
    given = np.flatnonzero((quantity != NONE) & (unit_price != NONE))
    if not len(given):
        return result
    q, p = quantity[given], unit_price[given]
    kept = 1_000_000 - np.where(discount[given] == NONE, 0, discount[given])
    plain = kept == 1_000_000
    size = np.abs(q.astype(float)) * np.abs(p.astype(float)) * np.where(plain, 1.0, kept)
    quick = size < _SAFE
    amounts = np.full(len(given), LIMIT + 1, dtype=np.int64)
    whole, part = quick & plain, quick & ~plain
    amounts[whole] = rounded(q[whole] * p[whole], 10_000)
    amounts[part] = rounded(q[part] * p[part] * kept[part], 10_000_000_000)
    for place in np.flatnonzero(~quick):
        exact = rounded(np.array([int(q[place]) * int(p[place]) * int(kept[place])], dtype=object), 10_000_000_000)[0]
        amounts[place] = exact if abs(exact) <= LIMIT else LIMIT + 1
    result[given] = np.where(np.abs(amounts) <= LIMIT, amounts, NONE)
    return result


def converted(amounts: np.ndarray, rates_e12: np.ndarray) -> np.ndarray:
    """``amounts`` × rate, to 1/10,000 of the company's currency; NONE stays NONE and so becomes what is too large."""
    given = amounts != NONE
    exact = rounded(amounts[given].astype(object) * rates_e12[given].astype(object), 10**12)
    fits = (np.abs(exact) <= LIMIT).astype(bool)
    result = np.full(len(amounts), NONE, dtype=np.int64)
    result[np.flatnonzero(given)[fits]] = exact[fits].astype(np.int64)
    return result
