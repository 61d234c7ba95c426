"""The score of an appraisal: attainments of several measures, weighted.

Exact: fractions in, fractions out. A measure without a target, or without anything known of it, is no part of the
score: the weights of the others make up the whole. It never counts as 0, which would punish somebody for what nobody
set or counted (a fault known from other systems: Frappe HR #2023).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Literal

#: floor and cap of an attainment are whole numbers of 1/10,000
WHOLE = 10_000

Missing = Literal["no_target", "no_data"]


@dataclass(frozen=True)
class Part:
    """What a scorecard says of one measure. Its attainment counts within ``floor`` and ``cap`` (1/10,000)."""

    measure: str
    weight: int
    floor: int = 0
    cap: int = 15_000


@dataclass(frozen=True)
class Counted:
    """A part with its figures. ``share``: the weight's part of the weights that are there; ``points``: what the part
    gives to the score. Both are None where the part is ``missing``."""

    part: Part
    target: int | None
    actual: int | None
    attainment: Fraction | None
    missing: Missing | None
    share: Fraction | None
    points: Fraction | None


@dataclass(frozen=True)
class Score:
    """``value``: the sum of the points; None where every part is missing."""

    value: Fraction | None
    parts: tuple[Counted, ...]


def attainment(target: int | None, actual: int | None) -> Fraction | None:
    """actual ÷ target; None where the target is 0 or less, or either is unknown."""
    return None if target is None or actual is None or target <= 0 else Fraction(actual, target)


def score(parts: Sequence[Part], figures: Mapping[str, tuple[int | None, int | None]]) -> Score:
    """Σ clamp(attainment, floor, cap) × weight ÷ Σ weights of the parts that are there.

    ``figures``: measure → (target, actual), both in the measure's own units, None where there is none.
    """
    found = [(part, *figures.get(part.measure, (None, None))) for part in parts]
    attained = [attainment(target, actual) for _part, target, actual in found]
    whole = sum(part.weight for part, reached in zip(parts, attained, strict=True) if reached is not None)
    counted = []
    for (part, target, actual), reached in zip(found, attained, strict=True):
        if reached is None:
            missing: Missing = "no_target" if target is None or target <= 0 else "no_data"
            counted.append(Counted(part, target, actual, None, missing, None, None))
            continue
        share = Fraction(part.weight, whole)
        within = min(max(reached, Fraction(part.floor, WHOLE)), Fraction(part.cap, WHOLE))
        counted.append(Counted(part, target, actual, reached, None, share, within * share))
    value = sum((one.points for one in counted if one.points is not None), Fraction(0)) if whole else None
    return Score(value, tuple(counted))


def as_shown(value: Fraction | float) -> int:
    """A fraction in tenths of a per cent, rounded as it is shown, so that no figure reads 90.0 % and is judged as
    less."""
    return int((Decimal(str(float(value))) * 1000).to_integral_value(ROUND_HALF_EVEN))


def band(value: Fraction | float | None, limits: Sequence[int]) -> int | None:
    """Which band a score or an attainment lies in: the last whose limit (ascending tenths of a per cent, the first 0)
    it reaches as it is shown. Less than 0 lies in the first; None in none."""
    if value is None:
        return None
    reached = as_shown(value)
    return max((place for place, limit in enumerate(limits) if limit <= reached), default=0)
