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


def active(connection: "DuckDBPyConnection", rows: "Table", group: str | None) -> dict[int, int]:
    """Group → number of customers whose ``net`` sums to more than 0 in it; groups without such may be missing.

    ``rows``: customer (not 0), net, and the column ``group`` of whole numbers from 0 on; without it all is group 0.
    """
    if not rows.num_rows:
        return {}
    customer, net = rows["customer"].to_numpy(), rows["net"].to_numpy()
    member = rows[group].to_numpy() if group else np.zeros(1, dtype=np.int32)
    width, height = int(customer.max()) + 1, int(member.max()) + 1
    largest = max(abs(int(net.min())), abs(int(net.max()))) * len(net)
    if width * height > MOST_PLACES or largest >= EXACT:
        return _by_sql(connection, rows, group)
    places = member.astype(np.int32, copy=False) * np.int32(width) + customer
    sums = np.bincount(places, weights=net, minlength=width * height)
    counts = (sums.reshape(height, width) > 0).sum(axis=1)
    return {number: int(count) for number, count in enumerate(counts) if count}


def _by_sql(connection: "DuckDBPyConnection", rows: "Table", group: str | None) -> dict[int, int]:
    connection.register("rows_of_buyers", rows)
    found = connection.execute(f"""
        SELECT member, count(*) FROM (
            SELECT {group or "0"} AS member, customer FROM rows_of_buyers GROUP BY member, customer HAVING sum(net) > 0
        ) GROUP BY member
    """).fetchall()
    connection.unregister("rows_of_buyers")
    return {int(member): int(count) for member, count in found}
