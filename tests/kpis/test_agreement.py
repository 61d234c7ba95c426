"""On random small companies three ways agree: from summaries, from lines alone, and worked out in plain Python."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from salesdash import db, kpis, models
from salesdash.access import scope
from salesdash.access.identity import EVERYTHING, OPERATOR, Scope
from salesdash.kpis import View
from salesdash.kpis.answers import METRICS
from salesdash.periods import Range
from tests.kpis import reference
from tests.kpis.company import Line, members, publish

#: dimension → code that the members of tests.kpis.company have, by id
CODES = {
    "rep": {1: "Ann", 2: "Bo", 3: "Cy"}, "team": {2: "East", 3: "West"},
    "region": {2: "N1", 3: "N2", 4: "South"}, "region_parent": {1: "North", 4: "South"}, "country": {1: "Chile"},
    "channel": {1: "Shop", 2: "Web"}, "product_line": {1: "Road", 2: "Trail", 3: "Bells"},
    "category": {1: "Bikes", 2: "Parts"}, "product": {1: "P1", 2: "P2", 3: "P3"},
    "customer": {1: "C1", 2: "C2", 3: "C3"},
}  # fmt: skip
IDS = {name: {"(unassigned)": 0} | {code: number for number, code in codes.items()} for name, codes in CODES.items()}
ROWS = [
    (), ("region",), ("rep", "month"), ("product_line",), ("category",), ("product",), ("customer",), ("team",),
    ("region_parent", "channel"), ("product_line", "product"), ("country", "customer"), ("day",),
]  # fmt: skip
SCOPES: list[tuple[Scope, Callable[[reference.Row], bool]]] = [
    (EVERYTHING, lambda row: True),
    (Scope(people=frozenset({1, 2})), lambda row: row.person in (1, 2)),
    (Scope(teams=frozenset({2})), lambda row: row.team == 2),
    (
        Scope(people=frozenset({3}), teams=frozenset({3}), regions=frozenset({2, 4})),
        lambda row: (row.person == 3 or row.team == 3) and row.region in (2, 4),
    ),
    (Scope(), lambda row: False),
]
FILTERS: list[tuple[dict[str, list[str]], Callable[[reference.Row], bool]]] = [
    ({}, lambda row: True),
    ({"region": ["North"]}, lambda row: row.region in (2, 3)),
    ({"product_line": ["Road"]}, lambda row: row.product_line == 1),
    ({"product_line": ["Road", "Bells"]}, lambda row: row.product_line in (1, 3)),
    ({"category": ["Bikes"], "channel": ["Web"]}, lambda row: row.product_line in (1, 2) and row.channel == 2),
    ({"product": ["P1"]}, lambda row: row.product == 1),
    ({"product": ["P1", "P2"], "rep": ["Ann"]}, lambda row: row.product in (1, 2) and row.person == 1),
    ({"customer": ["C4"]}, lambda row: row.customer == 1),
    ({"region": ["(unassigned)"]}, lambda row: row.region == 0),
]

a_line = st.builds(
    Line,
    order=st.sampled_from(["O1", "O2", "O3", "O4", "O5", "O6"]),
    day=st.integers(0, 90).map(lambda n: date(2024, 1, 15) + timedelta(days=n)),
    net=st.integers(-50, 100).filter(bool) | st.just(0),
    customer=st.sampled_from([1, 1, 2, 3, 4, None]),
    product=st.sampled_from([1, 2, 3, None]),
    region=st.sampled_from([2, 3, 4, None]),
    channel=st.sampled_from([1, 2, None]),
    country=st.sampled_from([None, 1]),
    product_line=st.sampled_from([None, None, 1, 2]),
    credit=st.sampled_from([1, 1, 2, 3, 4, 5, None]),
    quantity=st.integers(-2, 5) | st.none(),
    cost=st.integers(-20, 40) | st.none(),
    line_no=st.sampled_from([None, "1", "2", "10", "b"]),
)
some_days = st.tuples(st.integers(-20, 95), st.integers(0, 100)).map(
    lambda two: (date(2024, 1, 15) + timedelta(days=two[0]), date(2024, 1, 15) + timedelta(days=sum(two)))
)
whole_months = st.sampled_from(
    [
        (date(2024, 2, 1), date(2024, 2, 29)),
        (date(2024, 1, 1), date(2024, 12, 31)),
        (date(2024, 2, 1), date(2024, 3, 31)),
    ]
)
#: one unit is 1/10,000, so that shares do not divide evenly
UNITS = 1


@pytest.fixture
def staffed(database: str) -> None:
    with db.writing() as session:
        members(session)


def replace_lines(lines: Sequence[Line]) -> None:
    with db.writing() as session:
        for model in (models.OrderLine, models.SpanningOrder, models.MonthVersion, models.ImportBatch):
            session.execute(delete(model))
    publish(lines, units=UNITS)


def answers(frame: pd.DataFrame, by: Sequence[str]) -> dict[tuple, dict[str, Any]]:
    found = {}
    for row in frame.to_dict("records"):
        ids = tuple(IDS[d][row[d]] if d in IDS else row[d] for d in by)
        found[ids] = {metric: None if pd.isna(row[metric]) else row[metric] for metric in METRICS}
    return found


@pytest.mark.usefixtures("staffed")
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lines=st.lists(a_line, min_size=1, max_size=30), days=some_days | whole_months, by=st.sampled_from(ROWS),
    scoped=st.sampled_from(SCOPES), filtered=st.sampled_from(FILTERS),
)  # fmt: skip
def test_three_ways_agree(
    lines: list[Line], days: tuple[date, date], by: tuple[str, ...], scoped: Any, filtered: Any
) -> None:
    replace_lines(lines)
    expected = reference.table(reference.rows(lines, UNITS), *days, by, lambda row: scoped[1](row) and filtered[1](row))
    with pytest.MonkeyPatch.context() as patch, db.reading() as session:
        patch.setattr(scope, "of", lambda *_: scoped[0])
        quick, plain = (
            kpis.table(session, OPERATOR, *days, by=by, where=filtered[0], summaries=summaries)
            for summaries in (True, False)
        )
        page = kpis.overview(session, OPERATOR, View(Range(*days), filtered[0], {"year": Range(*days)}))
        pd.testing.assert_frame_equal(quick.rows, plain.rows)
        pd.testing.assert_frame_equal(quick.total, plain.total)
        if by:
            assert_same(answers(quick.rows, by), expected)
        total = reference.table(
            reference.rows(lines, UNITS), *days, (), lambda row: scoped[1](row) and filtered[1](row)
        )
        assert_same(answers(quick.total, ()), {(): total.get((), dict.fromkeys(METRICS))})
        assert {name: page.totals[name].value for name in METRICS} == pytest.approx(answers(quick.total, ())[()])
        for part in ("region", "channel", "product_line", "rep"):
            table = kpis.table(session, OPERATOR, *days, by=[part], where=filtered[0])
            shown = page.by[part].set_index("code")
            for metric in ("revenue", "orders", "customers", "quantity"):
                assert shown[metric].to_dict() == table.rows.set_index(part)[metric].to_dict()
                assert shown[f"{metric}_year"].to_dict() == shown[metric].to_dict()


def assert_same(found: dict[tuple, dict[str, Any]], expected: dict[tuple, dict[str, Any]]) -> None:
    assert found.keys() == expected.keys()
    for key, figures in expected.items():
        assert found[key] == pytest.approx(figures), key
