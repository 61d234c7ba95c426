"""Series that sum to one another: which sums are asked for, and means that keep to them.

Every series, sums too, is forecast on its own; then all means are moved by as little as makes them add up, weighed by
how their errors move together (MinT; Wickramasuriya, Athanasopoulos & Hyndman 2019).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

from salesdash.analytics.forecasting.diagonal import Diagonal, diagonal

Floats = NDArray[np.float64]

TOTAL = "total"
#: series up to which the covariances of all pairs are weighed; beyond it each series' own variance
DENSE = 2_000
#: what the total's errors count for: nearly nothing moves it, so that the whole is expected to be the same whichever
#: way it is split, and the members share what they lack or have too much
OF_TOTAL = 1e-3


@dataclass(frozen=True)
class Tree:
    """``names``: sums first, then the bottom series; ``members``: unique_id, level and the dimensions that are named;
    ``parts``: per sum the numbers of the bottom series in it."""

    names: tuple[str, ...]
    members: DataFrame
    parts: tuple[NDArray[np.int64], ...]
    bottom: int

    @property
    def whole(self) -> int | None:
        """The number of the total, if it is asked for."""
        return self.names.index(TOTAL) if TOTAL in self.names[: len(self.parts)] else None

    @property
    def summing(self) -> Floats:
        """One row per series, one column per bottom series: 1 where it is part of it."""
        matrix = np.zeros((len(self.names), self.bottom))
        for row, parts in enumerate(self.parts):
            matrix[row, parts] = 1
        matrix[len(self.parts) :] = np.eye(self.bottom)
        return matrix

    def summed(self, bottom: Floats) -> Floats:
        """The rows of all series from those of the bottom ones."""
        return np.vstack([*(bottom[parts].sum(axis=0) for parts in self.parts), bottom])


def aggregate_id(dimensions: Sequence[str], values: Sequence[object]) -> str:
    """The id of a sum: ``total``, ``region=NORTH``, ``region=NORTH|channel=WEB``."""
    return "|".join(f"{name}={value}" for name, value in zip(dimensions, values, strict=True)) or TOTAL


def tree(levels: DataFrame, of: Sequence[Sequence[str]]) -> Tree:
    """``levels``: unique_id and a column per dimension, one row per bottom series; ``of``: the sets of dimensions that
    are summed to. A set that tells all bottom series apart is the bottom itself and is not made twice."""
    dimensions = [name for name in levels.columns if name != "unique_id"]
    names: list[str] = []
    parts: list[NDArray[np.int64]] = []
    rows: list[dict[str, object]] = []
    for level in of:
        if level and not levels.duplicated(list(level)).any():
            continue
        numbers = levels.reset_index(drop=True)
        groups = (
            numbers.groupby(list(level), sort=True, dropna=False).indices if level else {(): numbers.index.to_numpy()}
        )
        for key, inside in groups.items():
            values = key if isinstance(key, tuple) else (key,)
            names.append(aggregate_id(level, values))
            parts.append(np.asarray(inside, dtype=np.int64))
            rows.append({"unique_id": names[-1], "level": ",".join(level), **dict(zip(level, values, strict=True))})
    for row in levels.to_dict("records"):
        rows.append(
            {"unique_id": str(row["unique_id"]), "level": ",".join(dimensions), **{d: row[d] for d in dimensions}}
        )
    members = DataFrame(rows, columns=["unique_id", "level", *dimensions])
    return Tree(tuple(members["unique_id"]), members, tuple(parts), len(levels))


@dataclass(frozen=True)
class Reconciled:
    """``weights``: from the means of all series to those of the bottom; ``narrowed``: what remains of each series'
    standard error when the others say their word, at most 1."""

    weights: Floats | Diagonal
    narrowed: Floats


def reconciler(tree: Tree, errors: Floats) -> Reconciled:
    """``errors``: one-step errors of all series inside the history, one row per series, NaN where there is none."""
    scale = np.nanmean(np.abs(errors)) or 1.0
    errors = errors / scale
    if tree.whole is not None:
        errors[tree.whole] *= OF_TOTAL
    known = errors[:, ~np.isnan(errors).any(axis=0)]
    if known.shape[1] < 4:  # too little is known of how errors move together
        known = np.zeros((len(errors), 0))
    if len(errors) > DENSE:
        return _by_variance(tree, known)
    from hierarchicalforecast.methods import MinTrace

    summing, enough = tree.summing, known.shape[1] > 0
    weights, covariance = (enough and _fitted(MinTrace("mint_shrink"), summing, known)) or _structural(tree)
    covariance = covariance.copy()
    if tree.whole is not None:  # how sure the others are is told with the total's own errors
        covariance[tree.whole] /= OF_TOTAL
        covariance[:, tree.whole] /= OF_TOTAL
    combined = summing @ weights
    after = np.einsum("ij,jk,ik->i", combined, covariance, combined, optimize=True)
    before = np.diag(covariance)
    return Reconciled(weights, _narrowed(before, after))


def _by_variance(tree: Tree, errors: Floats) -> Reconciled:
    """For very many series. Where nothing is known of their errors, a sum's variance is that of as many series."""
    sizes = np.concatenate([[len(parts) for parts in tree.parts], np.ones(tree.bottom)])
    variances = np.mean(errors**2, axis=1) if errors.shape[1] else sizes
    variances = np.maximum(variances, 1e-6 * variances.mean())  # a series that never errs would not move at all
    own = variances.copy()
    if tree.whole is not None:  # how sure the others are is told with the total's own errors
        own[tree.whole] /= OF_TOTAL**2 if errors.shape[1] else 1
        variances[tree.whole] = own[tree.whole] * OF_TOTAL**2
    return Reconciled(diagonal(tree, variances), _narrowed(own, diagonal(tree, own).variances()))


def _narrowed(before: Floats, after: Floats) -> Floats:
    """What remains of standard errors."""
    return np.sqrt(np.clip(np.divide(after, before, out=np.ones(len(before)), where=before > 1e-12), 0.05, 1))


def _fitted(method: Any, summing: Floats, errors: Floats) -> tuple[Floats, Floats] | None:
    """The weights and the covariance of a method of the library; None where it finds none."""
    try:
        method.fit(
            S=summing, y_hat=np.zeros((len(summing), 1)), y_insample=errors, y_hat_insample=np.zeros_like(errors)
        )
    except Exception:  # the library raises plain exceptions where the covariance has no inverse
        return None
    return (method.P, method.W) if np.isfinite(method.P).all() else None


def _structural(tree: Tree) -> tuple[Floats, Floats]:
    """By the number of bottom series in each sum alone."""
    summing = tree.summing
    variances = summing.sum(axis=1)
    if tree.whole is not None:
        variances[tree.whole] *= OF_TOTAL**2
    by_variance = summing.T / variances
    return np.linalg.solve(by_variance @ summing, by_variance), np.diag(variances)


def coherent(tree: Tree, weights: Floats | Diagonal, means: Floats, *, positive: bool) -> Floats:
    """Means of all series that add up, from means that do not. ``positive``: none falls below 0."""
    bottom = weights @ means
    if positive:
        whole = np.maximum(bottom.sum(axis=0), 0)
        bottom = np.maximum(bottom, 0)
        sums = bottom.sum(axis=0)
        bottom *= np.divide(whole, sums, out=np.ones_like(sums), where=sums > 0)  # the sum stays what it was
    return tree.summed(bottom)
