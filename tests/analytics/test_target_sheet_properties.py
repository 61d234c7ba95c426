"""Any sequence of changes keeps every sum, or is refused whole."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from salesdash.analytics.target_sheet import Cell, Impossible, Sheet, put, put_many, set_lock, split, transfer
from salesdash.analytics.target_sheet.sheet import inside
from tests.analytics.target_sheets import ABOVE, amounts, check

REPS, LINES, REGIONS = (1, 2, 3), (5, 6), (10, 11, 12, 20)
cells = st.builds(
    Cell,
    period=st.sampled_from((0, 0, 0, 1, 2, 3, 7, 101, 102)),
    region=st.sampled_from((0, 0, 0, *REGIONS)),
    product_line=st.sampled_from((0, 0, *LINES)),
    channel=st.just(0),
    rep=st.sampled_from((0, 0, *REPS)),
)
money = st.integers(0, 40) | st.integers(0, 10**6) | st.just(10**13 + 7)
give_way = st.sampled_from(("siblings", "parent"))
MEMBERS = {
    "month": range(1, 13),
    "quarter": range(101, 105),
    "rep": REPS,
    "product_line": LINES,
    "region": REGIONS,
}


@st.composite
def splits(draw: st.DrawFn) -> tuple:
    by = draw(st.sampled_from(sorted(MEMBERS)))
    members = draw(st.lists(st.sampled_from(sorted(MEMBERS[by])), unique=True, min_size=1))
    weights = {member: draw(st.integers(0, 5)) for member in members}
    locked = draw(st.lists(st.sampled_from(members), max_size=1))
    return "split", draw(st.just(Cell()) | cells), by, weights, locked


steps = (
    st.tuples(st.just("put"), cells, money, give_way)
    | splits()
    | splits()
    | st.tuples(st.just("lock"), cells, st.booleans())
    | st.tuples(st.just("many"), st.lists(st.tuples(cells, money), min_size=1, max_size=4), give_way)
    | st.tuples(
        st.just("transfer"),
        st.sampled_from(REPS),
        st.sampled_from(REPS),
        st.sets(st.sampled_from((1, 2, 3, 7)), min_size=1),
        st.fractions(0, 1),
    )
)


def do(sheet: Sheet, step: tuple) -> Sheet:
    match step:
        case ("put", cell, amount, who):
            return put(sheet, cell, amount * sheet.unit, who)
        case ("many", changes, who):
            return put_many(sheet, [(cell, amount * sheet.unit) for cell, amount in changes], who)
        case ("split", cell, by, weights, locked):
            return split(sheet, cell, by, weights, locked)
        case ("lock", cell, locked):
            return set_lock(sheet, cell, locked)
        case ("transfer", giver, taker, months, share):
            return transfer(sheet, giver, taker, months, share)
    raise AssertionError(step)


def followed(before: Sheet, after: Sheet, step: tuple) -> None:
    """What this step promises."""
    for mark, locked in before.marks.items():
        if locked and not (step[0] == "lock" and step[1] == mark):
            assert after.value(mark) == before.value(mark), mark
    old, new = amounts(before), amounts(after)
    for place in {*old, *new}:
        if place[0] in before.closed or (before.people is not None and place[4] not in before.people):
            assert old.get(place) == new.get(place), place
    match step:
        case ("put", cell, amount, who):
            assert after.value(cell) == amount * before.unit
            above = [mark for mark in before.marks if mark != cell and after.value(mark) != before.value(mark)]
            if who == "siblings" and any(contains(mark, cell) for mark in before.marks if mark != cell):
                assert not [mark for mark in above if contains(mark, cell)]
        case ("many", changes, _):
            for cell, amount in changes:
                assert after.value(cell) == amount * before.unit
        case ("split", cell, by, weights, locked):
            assert after.value(cell) == before.value(cell)
            name = "period" if by in ("month", "quarter") else by
            for mark in before.marks:
                if not getattr(mark, name):
                    assert after.value(mark) == before.value(mark)
            children = {member: cell._replace(**{name: member}) for member in weights}
            assert {after.marks[child] for member, child in children.items() if member in locked} <= {True}
            if not before.closed and before.people is None and not any(before.marks.values()):
                assert sum(map(after.value, children.values())) == before.value(cell)
        case ("transfer", giver, taker, _, _):
            assert after.value(Cell()) == before.value(Cell())
            pair = before.value(Cell(rep=giver)) + before.value(Cell(rep=taker))
            assert after.value(Cell(rep=giver)) + after.value(Cell(rep=taker)) == pair
            for by in ("period", "region", "product_line"):
                assert before.table([by]).equals(after.table([by]))


def contains(outer: Cell, inner: Cell) -> bool:
    return bool(inside(np.array([inner]), outer, ABOVE)[0])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(steps, min_size=1, max_size=8),
    st.sampled_from((1, 100, 10_000)),
    st.sampled_from((frozenset(), frozenset({1}), frozenset({1, 2, 3}))),
    st.sampled_from((None, frozenset({1, 2}))),
)
def test_any_sequence_of_changes_keeps_every_sum_or_is_refused(sequence, unit, closed, people):
    sheet = Sheet(unit=unit, above=ABOVE)
    half = len(sequence) // 2
    for i, step in enumerate(sequence):
        if i == half:
            sheet = replace(sheet, closed=closed, people=people)
        before = amounts(sheet), dict(sheet.marks)
        try:
            changed = do(sheet, step)
        except Impossible as impossible:
            assert impossible.code
            assert before == (amounts(sheet), dict(sheet.marks))
            continue
        check(changed)
        followed(sheet, changed, step)
        sheet = changed
