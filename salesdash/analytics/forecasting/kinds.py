"""What sort of series one is; each sort has methods made for it."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

KINDS = ("regular", "short", "intermittent", "constant", "empty")

#: from this mean distance between sales on, sales are intermittent (Syntetos, Boylan & Croston 2005)
INTERVAL = 1.32
#: values below which a series is short, whatever its season
FEWEST = 8


def kind(y: Floats, season: int) -> str:
    """``y`` without holes. A series is short before it has seen its season twice, unless that takes more than two
    dozen values, which are enough to know its level by."""
    if not len(y) or np.isnan(y).all():
        return "empty"
    if (y == y[0]).all() and (len(y) > 2 or y[0] == 0):  # once or twice the same is no rule
        return "constant"
    if len(y) < max(FEWEST, min(2 * season, 24)):
        return "short"
    sold = np.count_nonzero(y)
    if sold == 0 or len(y) / sold > INTERVAL:
        return "intermittent"
    return "regular"
