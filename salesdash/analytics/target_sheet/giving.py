"""Who gives way when a cell changes and its parent does not."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from salesdash.analytics.rounding import Whole
from salesdash.analytics.target_sheet.cells import DIMENSIONS, Cell, Impossible, ancestors, contains, wider_members
from salesdash.analytics.target_sheet.crossing import crossings
from salesdash.analytics.target_sheet.families import any_of
from salesdash.analytics.target_sheet.sheet import Sheet, inside, within
from salesdash.analytics.target_sheet.solving import Problem
from salesdash.analytics.target_sheet.sprouting import unsplit_for

Mask = npt.NDArray[np.bool_]


def siblings_give(problem: Problem, inner: frozenset[Cell]) -> tuple[Whole, Whole]:
    """Places and amounts: what is not split yet gives, or takes, first; then siblings in proportion.

    ``inner`` are the marked cells inside the ones that change.
    """
    sheet, wanted = problem.sheet, problem.wanted
    tops = [_top(sheet, cell) for cell in problem.asked]
    problem = replace(problem, held=_held(problem, inner, tops))
    leaves, places = problem.leaves, problem.leaves.places
    asked_for = ~problem.fixed
    still = sheet.unchanging(places) | ~any_of(places, list(dict.fromkeys(top for top, _ in tops)), sheet.above)
    rest = np.zeros(len(places), np.bool_)
    for cell in problem.asked:
        rest |= unsplit_for(places, cell, sheet.above)
    rest &= ~asked_for & ~still
    now = sheet.values(list(wanted))
    more = sum(wanted[cell] - now[cell] for cell in problem.asked) / sheet.unit
    unsplit = leaves.start[rest].sum()
    from_all = replace(problem, fixed=still)
    # where a margin runs across the parent (a person's year across the month of all), it can only hold if what lies
    # beside the parent gives way too
    from_everywhere = replace(problem, fixed=sheet.unchanging(places))
    from_rest = replace(problem, fixed=still | ~(asked_for | rest))
    if more < 0 and len(problem.asked) == 1:
        back = _given_back(problem, *tops[0])
        alone = bool((still | asked_for).all())
        attempts = [back, from_rest, from_all] if unsplit > 0 else [back] if alone else [from_all]
    elif unsplit <= 0:
        attempts = [from_all]
    elif unsplit >= more:
        attempts = [from_rest, from_all]
    else:
        attempts = [replace(from_all, leaves=replace(leaves, start=np.where(rest, 0, leaves.start))), from_all]
    return _first([*attempts, from_everywhere])


def _first(attempts: list[Problem]) -> tuple[Whole, Whole]:
    """The first attempt that succeeds; the reason of the last where none does."""
    for attempt in attempts[:-1]:
        try:
            return attempt.solve()
        except Impossible:
            continue
    return attempts[-1].solve()


def _top(sheet: Sheet, cell: Cell) -> tuple[Cell, tuple[str, ...]]:
    """The cell inside which others give way, and the dimensions in which the changed cell is narrower."""
    above = [mark for mark in ancestors(cell, sheet.above) if mark in sheet.marks]
    nearest = [a for a in above if not any(a != b and contains(a, b, sheet.above) for b in above)]
    deeper = tuple(
        name for i, name in enumerate(DIMENSIONS) if any(cell[i] != parent[i] for parent in nearest or [Cell()])
    )
    if len(nearest) == 1:
        return nearest[0], deeper
    around = [a for a in above if all(contains(a, parent, sheet.above) for parent in nearest)]
    return max(around, key=lambda a: sum(map(bool, a)), default=Cell()), deeper


def _held(problem: Problem, inner: frozenset[Cell], tops: list[tuple[Cell, tuple[str, ...]]]) -> frozenset[Cell]:
    """What keeps its amount: parents, margins, crossings that somebody set; siblings do not."""
    sheet = problem.sheet
    soft = np.zeros(len(sheet.marks), np.bool_)
    for cell, (top, deeper) in zip(problem.asked, tops, strict=True):
        soft |= _siblings(sheet, cell, top, deeper)
    free = {mark for mark, sibling in zip(sheet.marks, soft, strict=True) if sibling}
    free -= {*inner, *problem.wanted}
    held = problem.held | (sheet.marks.keys() - free - inner - problem.wanted.keys())
    held |= crossings(sheet, free, {*problem.wanted, *inner, *free})
    return frozenset(held | ({Cell()} - problem.wanted.keys()))


def _siblings(sheet: Sheet, cell: Cell, top: Cell, deeper: tuple[str, ...]) -> Mask:
    """Which marks lie in the parent beside the cell, and name all that sets the cell apart."""
    places = sheet.mark_places
    beside = np.zeros(len(places), np.bool_)
    for i, (name, member) in enumerate(zip(DIMENSIONS, cell, strict=True)):
        if member:
            near = within(places[:, i], name, member, sheet.above)
            beside |= ~near & ~np.isin(places[:, i], wider_members(name, member, sheet.above))
    beside &= inside(places, top, sheet.above)
    for name in deeper:
        beside &= places[:, DIMENSIONS.index(name)] != getattr(top, name)
    return beside


def _given_back(problem: Problem, top: Cell, deeper: tuple[str, ...]) -> Problem:
    """What the cell loses is not split any more; it stays where it was in all other dimensions."""
    sheet, cell, leaves = problem.sheet, problem.asked[0], problem.leaves
    source = ~problem.fixed
    weights = leaves.start[source]
    places = leaves.places[source].copy()
    for name in deeper:
        places[:, DIMENSIONS.index(name)] = getattr(top, name)
    loss = (sheet.value(cell) - problem.wanted[cell]) / sheet.unit
    kept = ~sheet.unchanging(places)
    grown = leaves.plus(places[kept], weights[kept] * (loss / max(weights.sum(), 1)))
    changing = replace(leaves, start=source.astype(np.float64)).plus(places[kept], np.ones(kept.sum()))
    return replace(problem, leaves=grown, fixed=changing.start == 0)
