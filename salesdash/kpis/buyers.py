"""Counting customers with positive revenue per group: the costliest figure, so counted in one pass over arrays.

Customers do not add up and may turn negative, so every group needs each customer's sum. Ids are small whole numbers:
a sum per (group, customer) is a place in an array. Where there would be too many places, or sums too large for the
arithmetic to be exact, SQL does the same.
"""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from pyarrow import Table

#: places that an array may have (8 bytes each)
MOST_PLACES = 4_000_000
#: whole numbers up to here are exact as floating-point numbers
EXACT = 2**53


def active(connection: "DuckDBPyConnection", rows: "Table", group: str) -> dict[int, int]:
    """Group → number of customers whose ``net`` sums to more than 0 in it; groups without such may be missing.

    ``rows``: customer (not 0), net, and the column ``group`` of whole numbers from 0 on.
    """
    if not rows.num_rows:
        return {}
    customer, net = rows["customer"].to_numpy(), rows["net"].to_numpy()
    member = rows[group].to_numpy()
    width, height = int(customer.max()) + 1, int(member.max()) + 1
    if width * height > MOST_PLACES or _largest(net) >= EXACT:
        return _by_sql(connection, rows, group)
    places = member.astype(np.int32, copy=False) * np.int32(width) + customer
    sums = np.bincount(places, weights=net, minlength=width * height)
    counts = (sums.reshape(height, width) > 0).sum(axis=1)
    return {number: int(count) for number, count in enumerate(counts) if count}


def revenues(connection: "DuckDBPyConnection", rows: "Table") -> "Table":
    """``customer`` and the sum of ``net``, one row per customer of ``rows`` (both whole numbers, customer not 0)."""
    import pyarrow as pa

    if rows.num_rows:
        customer, net = rows["customer"].to_numpy(), rows["net"].to_numpy()
        width = int(customer.max()) + 1
        if width <= MOST_PLACES and _largest(net) < EXACT:
            there = np.flatnonzero(np.bincount(customer, minlength=width))
            sums = np.bincount(customer, weights=net, minlength=width)[there]
            return pa.table({"customer": there.astype(np.int32), "net": sums.astype(np.int64)})
    connection.register("rows_of_buyers", rows)
    found = connection.sql("SELECT customer, sum(net)::BIGINT AS net FROM rows_of_buyers GROUP BY customer")
    answer = found.to_arrow_table()
    connection.unregister("rows_of_buyers")
    return answer


def _largest(net: np.ndarray) -> int:
    """What no sum of these can exceed."""
    return max(abs(int(net.min())), abs(int(net.max()))) * len(net)


def _by_sql(connection: "DuckDBPyConnection", rows: "Table", group: str) -> dict[int, int]:
    connection.register("rows_of_buyers", rows)
    found = connection.execute(f"""
        SELECT member, count(*) FROM (
            SELECT {group} AS member, customer FROM rows_of_buyers GROUP BY member, customer HAVING sum(net) > 0
        ) GROUP BY member
    """).fetchall()
    connection.unregister("rows_of_buyers")
    return {int(member): int(count) for member, count in found}
