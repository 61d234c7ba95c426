"""Random draws that are the same on every machine.

NumPy promises the stream of its bit generators for good, but not what its distributions make of it, so only the raw
numbers of PCG64 are used here and turned into draws by whole-number arithmetic.
"""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

SEED = 20_240_601


class Draws:
    """A stream of draws of its own for each ``topic``, so that a change of one topic leaves the others alone."""

    def __init__(self, topic: int) -> None:
        self._bits = np.random.PCG64([SEED, topic])

    def below(self, limit: int | Ints, size: int) -> Ints:
        """``size`` whole numbers from 0 to ``limit`` − 1; limits up to 2³¹, one for all or one for each."""
        raw = self._bits.random_raw(size) >> np.uint64(33)
        return (raw.astype(np.int64) * limit) >> 31

    def fractions(self, size: int) -> NDArray[np.float64]:
        """``size`` numbers from 0 up to, not including, 1."""
        return (self._bits.random_raw(size) >> np.uint64(11)).astype(np.float64) * 2.0**-53

    def weighted(self, weights: Ints, size: int) -> Ints:
        """``size`` places in ``weights``, each as likely as its weight is large."""
        reach = np.cumsum(weights)
        return np.searchsorted(reach, self.below(int(reach[-1]), size), side="right").astype(np.int64)

    def weighted_rows(self, weights: Ints, rows: Ints) -> Ints:
        """For each entry of ``rows`` a place in that row of the table ``weights``, by its weights."""
        reach = np.cumsum(weights, axis=1)
        drawn = self.below(reach[rows, -1], len(rows))
        return (drawn[:, None] >= reach[rows]).sum(axis=1).astype(np.int64)

    def one_of(self, values: Ints, size: int) -> Ints:
        """``size`` of the ``values``, all equally likely."""
        return values[self.below(len(values), size)]
