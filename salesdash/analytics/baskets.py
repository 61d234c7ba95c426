"""What is bought together: association of pairs (Agrawal, Imieliński & Swami 1993; lift: Brin et al. 1997)."""

import numpy as np
from pandas import DataFrame


def associations(pairs: DataFrame, orders: int) -> DataFrame:
    """``pairs`` (a, b, orders, orders_a, orders_b: in how many orders both, a and b are) with support, confidence
    (of b where a is), confidence_back (of a where b is) and lift, the highest lift first.

    support = both ÷ all; confidence = both ÷ a; lift = support ÷ (support of a × support of b): 1 is chance.
    """
    both, a, b = (pairs[name].to_numpy(dtype=float) for name in ("orders", "orders_a", "orders_b"))
    found = pairs.assign(
        support=both / orders if orders else np.zeros(len(pairs)),
        confidence=both / a,
        confidence_back=both / b,
        lift=both * orders / (a * b),
    )
    return found.sort_values(["lift", "orders", "a", "b"], ascending=[False, False, True, True], ignore_index=True)
