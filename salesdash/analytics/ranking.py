"""How an amount is spread over members: ABC classes, cumulative shares, concentration."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]

#: class → the share of the whole at which it ends
CLASSES = {"A": 0.80, "B": 0.95, "C": 1.0}
#: members whose share of the whole is told
TOPS = (1, 5, 10, 20)


def shares(amounts: Whole) -> npt.NDArray[np.float64]:
    """Each member's share of the sum of the positive amounts; 0 for what is not positive, all 0 without any."""
    positive = np.clip(amounts, 0, None).astype(float)
    total = positive.sum()
    return positive / total if total else positive


def classes(amounts: Whole) -> list[str]:
    """The class of each member; ``amounts`` must be in falling order.

    A member belongs to the class in which its own share begins, so that the one that reaches over a bound still counts
    to the class before, and the largest is always an A. What has no positive amount is a C.
    """
    own = shares(amounts)
    before = np.cumsum(own) - own
    ends = list(CLASSES.values())
    found = np.searchsorted(np.array(ends), before + 1e-12, side="right")
    return [list(CLASSES)[min(int(at), len(ends) - 1)] if own[i] else "C" for i, at in enumerate(found)]


@dataclass(frozen=True)
class Spread:
    """``tops``: number of members → their share, of TOPS those that leave members over; ``herfindahl``: the sum of the
    squared shares, 1 where one has everything; ``equal``: as many members of equal size would be as concentrated."""

    members: int
    total: int
    tops: dict[int, float]
    herfindahl: float | None
    equal: float | None


def spread(amounts: Whole, tops: Sequence[int] = TOPS) -> Spread:
    """How concentrated the positive amounts are; members without a positive amount are none."""
    positive = np.sort(amounts[amounts > 0])[::-1]
    own = shares(positive)
    reached = np.cumsum(own)
    herfindahl = float((own**2).sum()) if len(own) else None
    return Spread(
        members=len(positive),
        total=int(positive.sum()),
        tops={top: float(reached[top - 1]) for top in tops if top < len(positive)},
        herfindahl=herfindahl,
        equal=1 / herfindahl if herfindahl else None,
    )


def curve(amounts: Whole, points: int = 100) -> tuple[list[float], list[float]]:
    """The cumulative curve from 0 to 1 in at most so many steps: share of members, largest first, and of the whole."""
    positive = np.sort(amounts[amounts > 0])[::-1]
    if not len(positive):
        return [], []
    reached = np.cumsum(shares(positive))
    at = np.unique(np.linspace(1, len(positive), min(points, len(positive))).round().astype(int))
    return [0.0, *(at / len(positive)).tolist()], [0.0, *reached[at - 1].tolist()]
