"""Customers with positive revenue per group, by arrays and by SQL."""

from collections import defaultdict

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesdash.kpis import buyers

SCHEMA = pa.schema([("customer", pa.int32()), ("net", pa.int64()), ("region", pa.int32())])
rows = st.lists(st.tuples(st.integers(1, 5), st.integers(-3, 3), st.integers(0, 3)), max_size=30)


def table(content: list[tuple[int, int, int]]) -> pa.Table:
    columns = zip(*content, strict=True) if content else ([], [], [])
    return pa.table([pa.array(column, kind) for column, kind in zip(columns, SCHEMA.types, strict=True)], schema=SCHEMA)


def by_customer(content: list[tuple[int, int, int]]) -> dict[int, int]:
    sums: dict[int, int] = defaultdict(int)
    for customer, net, _region in content:
        sums[customer] += net
    return sums


@pytest.mark.parametrize("places", [buyers.MOST_PLACES, 0])
@settings(deadline=None, max_examples=30)
@given(content=rows)
def test_both_ways_count_the_same(places: int, content: list[tuple[int, int, int]]) -> None:
    sums: dict[tuple[int, int], int] = defaultdict(int)
    for customer, net, region in content:
        sums[region, customer] += net
    expected: dict[int, int] = defaultdict(int)
    for (region, _customer), net in sums.items():
        expected[region] += net > 0
    with pytest.MonkeyPatch.context() as patch, duckdb.connect() as connection:
        patch.setattr(buyers, "MOST_PLACES", places)
        found = buyers.active(connection, table(content), "region")
        of_customers = buyers.revenues(connection, table(content)).to_pylist()
    assert {row["customer"]: row["net"] for row in of_customers} == by_customer(content)
    assert found == {region: count for region, count in expected.items() if count}


def test_sums_beyond_exact_floating_point_stay_exact() -> None:
    content = table([(1, 2**53, 0), (1, 1, 0), (1, -(2**53), 0)])
    with duckdb.connect() as connection:
        assert buyers.active(connection, content, "region") == {0: 1}
        assert buyers.revenues(connection, content).to_pylist() == [{"customer": 1, "net": 1}]
