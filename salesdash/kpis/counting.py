"""The base figures of sales per group, each by the quickest way that is exact.

What adds up comes from month summaries. Distinct customers are those with positive net revenue per group. Orders are
flags that add up while an order has one date, person, region, channel, country and customer; the few others are
counted from their own lines. Where a flag would not be exact for the question, orders are counted from the lines.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from salesdash.snapshot.facts import Facts

if TYPE_CHECKING:
    from pandas import DataFrame

#: figure → measure of the snapshot that it is the sum of
SUMS = {
    "revenue": "net",
    "sold": "sold",
    "costed_revenue": "known",
    "quantity": "quantity",
    "cost": "cost",
    "lines": "lines",
}
#: what is counted apart, each with a statement of its own
COUNTS = ("customers", "new_customers", "orders")


@dataclass(frozen=True)
class Key:
    """Something to group by: a name in the answer, the member it goes by, and for a level above a table (of columns
    id, above) that says what each member belongs to."""

    name: str
    column: str
    levels: str | None = None

    def sql(self) -> str:
        """The expression, on a relation ``r`` joined by ``join``."""
        return f"coalesce({self.levels}.above, 0)" if self.levels else f"r.{self.column}"

    def join(self) -> str:
        """The join that the expression needs."""
        return f"LEFT JOIN {self.levels} ON {self.levels}.id = r.{self.column}" if self.levels else ""


@dataclass(frozen=True)
class Grouping:
    """How rows are grouped. ``buckets``: name of a table (day, bucket) that puts days into periods."""

    keys: Sequence[Key]
    buckets: str

    @property
    def names(self) -> list[str]:
        """Columns that tell the groups apart."""
        return ["bucket", *(key.name for key in self.keys)]

    def source(self, relation: str, columns: str) -> str:
        """The relation with the grouping columns and ``columns``."""
        keys = "".join(f", {key.sql()} AS {key.name}" for key in self.keys)
        joins = " ".join(key.join() for key in self.keys)
        return f"SELECT b.bucket{keys}, {columns} FROM ({relation}) r JOIN {self.buckets} b ON b.day = r.day {joins}"


def order_flag(
    columns: set[str], selected: Mapping[str, frozenset[int]], levels: frozenset[str] = frozenset()
) -> str | None:
    """The flag whose sum counts orders exactly for groups by ``columns`` under the filters ``selected``; None where
    none does. ``levels``: grouped columns that are taken together at a level above."""
    lines, products = "product_line" in columns | selected.keys(), "product" in columns | selected.keys()
    if lines and products:
        return None  # an order may hold one product under two lines
    if not lines and not products:
        return "orders"
    column, flag = ("product_line", "line_orders") if lines else ("product", "product_orders")
    one_member = column in columns - levels or len(selected.get(column, ())) == 1
    return flag if one_member else None


def base_figures(
    facts: Facts,
    grouping: Grouping,
    selected: Mapping[str, frozenset[int]],
    *,
    flags: bool = True,
    wanted: Collection[str] = COUNTS,
) -> "DataFrame":
    """One row per group that has lines: grouping columns, SUMS, orders, customers, new_customers (all Int64).

    ``flags=False`` counts every order from the lines: slower, and the same. ``wanted``: the figures that are needed;
    of COUNTS others stay <NA>.
    """
    columns = {key.column for key in grouping.keys}
    by = ", ".join(grouping.names)
    levels = frozenset(k.column for k in grouping.keys if k.levels)
    flag = order_flag(columns, selected, levels) if flags and "orders" in wanted else None
    sums = ", ".join(f"sum({measure})::BIGINT AS {name}" for name, measure in SUMS.items())
    flagged = f", sum({flag})::BIGINT AS simple_orders" if flag else ""
    measures = [*SUMS.values(), *([flag] if flag else [])]
    rows = grouping.source(facts.relation([*columns, *measures]), ", ".join(measures))
    found = facts.frame(f"SELECT {by}, {sums}{flagged} FROM ({rows}) GROUP BY {by}")
    counting = {
        "customers": lambda: _customers(facts, grouping, columns),
        "new_customers": lambda: _new_customers(facts, grouping),
        "orders": lambda: _orders(facts, grouping, distinct=not flag),
    }
    for name, count in counting.items():
        if name in wanted:
            found = found.merge(count(), on=grouping.names, how="left")
            found[name] = found[name].fillna(0)
        else:
            found[name] = pd.array([pd.NA] * len(found), dtype="Int64")
    if flag:
        found["orders"] += found.pop("simple_orders")
    return found


def _customers(facts: Facts, grouping: Grouping, columns: set[str]) -> "DataFrame":
    """Customers with positive revenue."""
    by = ", ".join(grouping.names)
    rows = grouping.source(facts.relation([*columns, "customer", "net"]), "r.customer AS buyer, net")
    return facts.frame(f"""
        SELECT {by}, count(*) AS customers
        FROM (SELECT {by}, buyer, sum(net) AS net FROM ({rows}) WHERE buyer <> 0 GROUP BY {by}, buyer)
        WHERE net > 0 GROUP BY {by}
    """)


def _new_customers(facts: Facts, grouping: Grouping) -> "DataFrame":
    """Customers whose first positive line in the whole company lies in the group."""
    by = ", ".join(grouping.names)
    rows = grouping.source(facts.first_purchases(), "r.customer AS buyer")
    return facts.frame(f"SELECT {by}, count(DISTINCT buyer) AS new_customers FROM ({rows}) GROUP BY {by}")


def _orders(facts: Facts, grouping: Grouping, distinct: bool) -> "DataFrame":
    """Orders with a positive line: all of them, or those that no flag counts."""
    by = ", ".join(grouping.names)
    relation = f"{facts.lines()} WHERE positive" if distinct else facts.complex_lines()
    rows = grouping.source(relation, "order_key")
    return facts.frame(f"SELECT {by}, count(DISTINCT order_key) AS orders FROM ({rows}) GROUP BY {by}")
