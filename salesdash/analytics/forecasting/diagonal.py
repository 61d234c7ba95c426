"""Means that add up where there are too many series to weigh how the errors of each pair move together: each series
counts by its own variance alone (weighted least squares; Wickramasuriya, Athanasopoulos & Hyndman 2019, section 2.4).

With sums A of the bottom series, their variances V and those D of the sums, the Woodbury identity gives all that is
asked from M = (D + A V A')⁻¹, whose size is the number of sums, not of series. So a million series in some thousands
of sums are reconciled exactly.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

    from salesdash.analytics.forecasting.hierarchy import Tree

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Diagonal:
    """From the means of all series, sums first, to those of the bottom: ``weights @ means``. ``inverse`` is M."""

    sums: "csr_matrix"
    of_sums: Floats
    of_bottom: Floats
    inverse: Floats

    def __matmul__(self, means: Floats) -> Floats:
        """The bottom means, moved by as little as makes them and the sums agree."""
        count = len(self.of_sums)
        shape = (-1,) + (1,) * (means.ndim - 1)
        variance = self.of_bottom.reshape(shape)
        moved = means[count:] + variance * (self.sums.T @ (means[:count] / self.of_sums.reshape(shape)))
        found: Floats = moved - variance * (self.sums.T @ (self.inverse @ (self.sums @ moved)))
        return found

    def variances(self) -> Floats:
        """What remains of the variance of each series, sums first."""
        of_sums = self.of_sums - self.of_sums**2 * np.diag(self.inverse)
        # the columns of A hold one sum per level: a handful of entries of M for each bottom series
        columns = self.sums.tocsc()
        taken = np.empty(len(self.of_bottom))
        for number in range(len(taken)):
            inside = columns.indices[columns.indptr[number] : columns.indptr[number + 1]]
            taken[number] = self.inverse[np.ix_(inside, inside)].sum()
        return np.concatenate([of_sums, self.of_bottom - self.of_bottom**2 * taken])


def diagonal(tree: "Tree", variances: Floats) -> Diagonal:
    """``variances``: of the errors of all series, sums first; above 0."""
    from scipy.linalg import cho_factor, cho_solve
    from scipy.sparse import csr_matrix

    count = len(tree.parts)
    rows = np.repeat(np.arange(count), [len(part) for part in tree.parts])
    members = np.concatenate(tree.parts) if count else np.empty(0, dtype=np.int64)
    sums = csr_matrix((np.ones(len(rows)), (rows, members)), shape=(count, tree.bottom))
    of_sums, of_bottom = variances[:count], variances[count:]
    inner = (sums.multiply(of_bottom) @ sums.T).toarray() + np.diag(of_sums)
    inverse = cho_solve(cho_factor(inner), np.eye(count)) if count else np.empty((0, 0))
    return Diagonal(sums, of_sums, of_bottom, inverse)
