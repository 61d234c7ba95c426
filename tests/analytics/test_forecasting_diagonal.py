"""Means that add up by variances alone."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas import DataFrame

from salesdash.analytics.forecasting.diagonal import diagonal
from salesdash.analytics.forecasting.hierarchy import Tree, coherent, reconciler, tree


def firm(count: int) -> Tree:
    """``count`` bottom series in three regions and two channels."""
    names = [f"s{number}" for number in range(count)]
    levels = DataFrame({
        "unique_id": names, "region": [f"R{n % 3}" for n in range(count)],
        "channel": [f"C{n // 2 % 2}" for n in range(count)], "item": names,
    })  # fmt: skip
    return tree(levels, [(), ("region",), ("channel",)])


def test_by_hand() -> None:
    # 1 and 3 were said, and 6 of their sum; both sides have a variance of 2, so they meet half way: at 5
    two = tree(DataFrame({"unique_id": ["a", "b"], "item": ["a", "b"]}), [()])
    found = diagonal(two, np.array([2.0, 1.0, 1.0]))
    np.testing.assert_allclose(found @ np.array([6.0, 1.0, 3.0]), [1.5, 3.5])
    # two independent words on the sum, each with a variance of 2, leave 1
    np.testing.assert_allclose(found.variances(), [1.0, 0.75, 0.75])


@settings(max_examples=20, deadline=None)
@given(st.integers(4, 12), st.integers(0, 10_000))
def test_as_the_formula_of_whole_matrices(count: int, seed: int) -> None:
    random, firm_ = np.random.default_rng(seed), firm(count)
    variances = random.uniform(0.5, 20, len(firm_.names))
    means = random.normal(10, 5, (len(firm_.names), 3))
    summing, precise = firm_.summing, np.diag(1 / variances)
    covariance = np.linalg.inv(summing.T @ precise @ summing)
    found = diagonal(firm_, variances)
    np.testing.assert_allclose(found @ means, covariance @ summing.T @ precise @ means, rtol=1e-8)
    np.testing.assert_allclose(found @ means[:, 0], (found @ means)[:, 0])
    np.testing.assert_allclose(found.variances(), np.diag(summing @ covariance @ summing.T), rtol=1e-8)


def test_many_series_are_reconciled_without_their_pairs() -> None:
    random, many = np.random.default_rng(3), firm(3_000)
    errors = random.normal(0, 1, (len(many.names), 24)) * np.sqrt([*map(len, many.parts), *[1] * many.bottom])[:, None]
    found = reconciler(many, errors)
    means = many.summed(np.full((many.bottom, 2), 10.0)) * 1.0
    means[0] += 300  # the total was said higher than its parts
    moved = coherent(many, found.weights, means, positive=True)
    np.testing.assert_allclose(moved[0], moved[len(many.parts) :].sum(axis=0))
    assert 30_000 < moved[0, 0] < 30_300
    assert found.narrowed.shape == (len(many.names),) and ((found.narrowed > 0) & (found.narrowed <= 1)).all()


def test_series_that_are_not_summed() -> None:
    alone = tree(DataFrame({"unique_id": ["a", "b"], "item": ["a", "b"]}), [])
    np.testing.assert_allclose(diagonal(alone, np.array([1.0, 4.0])) @ np.array([2.0, 3.0]), [2.0, 3.0])
