"""The parts of a cell that is split: which they are, what they get, where it lies."""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from math import isfinite

import numpy as np

from salesdash.analytics.rounding import Real, Whole
from salesdash.analytics.target_sheet.cells import (
    DIMENSIONS,
    MONTHS,
    QUARTERS,
    Cell,
    Impossible,
    contains,
    months_of,
    wider_members,
)
from salesdash.analytics.target_sheet.leaves import Leaves
from salesdash.analytics.target_sheet.sheet import PERIOD, REP, Sheet, within
from salesdash.analytics.target_sheet.solving import Mask


def children_of(sheet: Sheet, cell: Cell, by: str, members: Sequence[int]) -> dict[int, Cell]:
    """The cells of the members; Impossible where one does not lie in the cell, or in another."""
    name = "period" if by in ("month", "quarter") else by
    if not members:
        raise Impossible("no_members", cell, by=by)
    result = {}
    for member in members:
        child = cell._replace(**{name: member})
        allowed = {"month": member in MONTHS, "quarter": member in QUARTERS}.get(by, member > 0 and name != "period")
        if not allowed or child == cell or not contains(cell, child, sheet.above):
            raise Impossible("not_a_child", cell, by=by, member=member)
        result[member] = child
    if name == "region":
        for member in members:
            if any(wider in result for wider in wider_members(name, member, sheet.above)[1:]):
                raise Impossible("not_a_child", cell, by=by, member=member)
    return result


def shares_of(
    sheet: Sheet,
    cell: Cell,
    children: Mapping[int, Cell],
    weights: Mapping[int, float | Fraction],
    kept: Collection[Cell],
) -> dict[Cell, Fraction]:
    """Weights of the parts that share: those that are neither kept nor closed nor out of reach."""
    if not all(isfinite(weight) for weight in weights.values()):
        raise Impossible("nothing_to_weigh", cell)
    shares = {}
    for member, child in children.items():
        shut = sheet.closed.issuperset(months_of(child.period))
        away = sheet.people is not None and child.rep and child.rep not in sheet.people
        if child not in kept and not shut and not away:
            shares[child] = max(Fraction(weights.get(member, 0)), Fraction(0))
    if shares and not sum(shares.values()):
        raise Impossible("nothing_to_weigh", cell)
    return shares


def part_leaves(
    sheet: Sheet,
    name: str,
    live: Mask,
    shares: Mapping[Cell, Fraction],
    served: Mapping[int, Collection[int]],
) -> Leaves:
    """The sheet's leaves and those of parts that have none, each part starting from its share.

    A part keeps the proportions that it has inside; a new one takes those of what is not split yet, or of all.
    """
    i = DIMENSIONS.index(name)
    places, amounts = sheet.coordinates[live], sheet.amounts[live].astype(np.float64)
    whole = float(sum(shares.values())) or 1.0
    total = amounts.sum() / sheet.unit
    start = Leaves.of(sheet).start
    start[live] = 0
    spot = np.flatnonzero(live)
    more: list[Whole] = []
    values: list[Real] = []
    sources: dict[tuple[int, ...], tuple[Whole, Real]] = {}
    for child, share in shares.items():
        worth = float(share) / whole * total
        member = getattr(child, name)
        own = within(places[:, i], name, member, sheet.above)
        if own.any():
            part = amounts[own]
            start[spot[own]] = part / part.sum() * worth * _served(places[own], served)
            continue
        wider = wider_members(name, member, sheet.above)[1:]
        if wider not in sources:
            sources[wider] = _source(places, amounts, i, wider)
        source, weights = sources[wider]
        fresh = source.copy()
        fresh[:, i] = member
        more.append(fresh)
        values.append(weights * worth * _served(fresh, served))
    leaves = Leaves(sheet.coordinates, sheet.amounts // sheet.unit, start)
    if not more:
        return leaves
    found, worths = np.concatenate(more), np.concatenate(values)
    kept = ~sheet.unchanging(found)
    return leaves.plus(found[kept], worths[kept])


def _source(places: Whole, amounts: Real, i: int, wider: tuple[int, ...]) -> tuple[Whole, Real]:
    """What a part without leaves of its own is made in the image of."""
    unsplit = np.isin(places[:, i], wider)
    if unsplit.any():
        places, amounts = places[unsplit], amounts[unsplit]
    elif DIMENSIONS[i] == "region":
        places = places.copy()
        places[:, REP] = 0  # the people of other regions are not those of this one
    return places, amounts / amounts.sum() if len(amounts) else amounts


def _served(places: Whole, served: Mapping[int, Collection[int]]) -> Real:
    """Which part of its period the representative of each place serves."""
    result = np.ones(len(places))
    if not served:
        return result
    for rep in set(places[:, REP].tolist()) & served.keys():
        for period in set(places[:, PERIOD].tolist()):
            months = months_of(period)
            part = len(set(months) & set(served[rep])) / len(months)
            result[(places[:, REP] == rep) & (places[:, PERIOD] == period)] = part
    return result
