"""Any sequence of changes keeps every level summing to its parent, or is refused whole."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salesdash import db, targets
from salesdash.access.identity import OPERATOR
from salesdash.analytics.target_sheet import Cell as Coordinates
from salesdash.analytics.target_sheet import Sheet
from salesdash.analytics.target_sheet.cells import contains
from salesdash.config import config
from salesdash.errors import SalesDashError
from salesdash.targets import Cell, Plan, Weights
from salesdash.targets.coding import located
from tests.targets.firm import build

_number = count()

PERIODS = [{}, {"quarter": 1}, {"quarter": 3}, {"month": 1}, {"month": 2}, {"month": 8}]
REPS = [None, "R1", "R2", "R3"]
REGIONS = [None, "N", "N1", "N2", "S"]
LINES = [None, "ROAD", "BELL"]
cells = st.tuples(st.sampled_from(PERIODS), st.sampled_from(REGIONS), st.sampled_from(LINES), st.sampled_from(REPS))
weight = st.integers(0, 5)
steps = st.one_of(
    st.tuples(st.just("set"), cells, st.integers(0, 10_000).map(lambda n: n * 100),
              st.sampled_from([None, "siblings", "parent"])),
    st.tuples(st.just("split"), cells, st.sampled_from(["quarter", "month", "rep", "region", "product_line"]),
              st.lists(weight, min_size=12, max_size=12)),
    st.tuples(st.just("lock"), cells, st.booleans()),
    st.tuples(st.just("transfer"), st.sampled_from(REPS[1:]), st.sampled_from(REPS[1:]), st.integers(1, 12),
              st.sampled_from([1, 0.5])),
    st.tuples(st.just("undo"), st.integers(1, 8)),
)  # fmt: skip
MEMBERS = {
    "quarter": ["1", "2", "3", "4"], "month": [str(m) for m in range(1, 13)], "rep": ["R1", "R2", "R3"],
    "region": ["N", "S", "N1", "N2"], "product_line": ["ROAD", "BELL"],
}  # fmt: skip


@pytest.fixture
def firm_on_sqlite(sqlite_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("SALESDASH_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("SALESDASH_CACHE_DIR", str(tmp_path / "snapshot"))
    config.cache_clear()
    build()
    yield
    config.cache_clear()


def _cell(plan: Plan, found: tuple) -> Cell:
    period, region, line, rep = found
    return Cell(plan.year, **period, region=region, product_line=line, rep=rep)


def _do(plan: Plan, step: tuple) -> None:
    kind, *rest = step
    with db.writing() as session:
        if kind == "set":
            cell, amount, give_way = rest
            targets.set_amount(session, OPERATOR, plan, _cell(plan, cell), amount, give_way=give_way)
        elif kind == "split":
            cell, by, weights = rest
            place = _cell(plan, cell)
            names = MEMBERS[by]
            if by == "region":
                names = names[:2] if not place.region else names[2:]
            if place.quarter and by == "month":
                names = [str(m) for m in range(3 * place.quarter - 2, 3 * place.quarter + 1)]
            found = targets.split(session, OPERATOR, plan, place, by,
                                  Weights("typed", dict(zip(names, weights, strict=False))))  # fmt: skip
            assert found.rows["amount"].sum() == found.parent
        elif kind == "lock":
            targets.set_lock(session, OPERATOR, plan, _cell(plan, rest[0]), rest[1])
        elif kind == "transfer":
            targets.transfer(session, OPERATOR, plan, rest[0], rest[1], from_month=rest[2], share=rest[3])
        else:
            targets.undo(session, OPERATOR, plan, rest[0])


def _sheet(plan: Plan) -> Sheet:
    with db.reading() as session:
        return targets.sheet(session, OPERATOR, plan)


def _state(sheet: Sheet) -> tuple:
    return dict(zip(map(tuple, sheet.coordinates.tolist()), sheet.amounts.tolist(), strict=True)), dict(sheet.marks)


def _sums_hold(plan: Plan) -> None:
    sheet = _sheet(plan)
    total = sheet.value(Coordinates())
    assert (sheet.amounts >= 0).all()
    assert (sheet.amounts % 100 == 0).all()
    with db.reading() as session:
        for by in ("rep", "region", "region_parent", "product_line", "month", "quarter"):
            assert int(targets.cells(session, OPERATOR, plan, by=(by,))["target"].sum()) == total, by


def _as_asked(plan: Plan, step: tuple, before: Sheet) -> None:
    """What a change that was made must have kept."""
    after = _sheet(plan)
    if step[0] == "undo":
        return
    for mark, locked in before.marks.items():
        if locked:
            assert after.value(mark) == before.value(mark), mark
    if step[0] == "set":
        with db.reading() as session:
            (cell,) = located(session, plan, [_cell(plan, step[1])])
        assert after.value(cell) == step[2]
        if step[3] != "parent":
            for mark in before.marks:
                if mark != cell and contains(mark, cell, before.above):
                    assert after.value(mark) == before.value(mark), mark
    else:
        assert after.value(Coordinates()) == before.value(Coordinates())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, min_size=1, max_size=8))
def test_any_sequence_keeps_the_sums(firm_on_sqlite: None, found: list[tuple]) -> None:
    plan = Plan(2030 + next(_number) % 150)
    for step in found:
        before = _sheet(plan)
        try:
            _do(plan, step)
        except SalesDashError as refused:
            assert refused.text()
            assert _state(_sheet(plan)) == _state(before)
        else:
            _as_asked(plan, step, before)
        _sums_hold(plan)
