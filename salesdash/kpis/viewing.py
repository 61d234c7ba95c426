"""The statements behind the KPI page: few, each over all periods at once.

Groups are told apart by ``part``: total, region, channel, product_line, rep; ``member`` is the id within it (0 in the
total). Figures carry the number of their period: ``net_0`` is that of the period shown, ``net_1`` … of comparisons.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from salesdash.kpis.counting import SUMS, order_flag
from salesdash.periods import Range
from salesdash.snapshot.facts import Facts, within

if TYPE_CHECKING:
    from pandas import DataFrame

#: part of the page → member that it goes by
PARTS = {"region": "region", "channel": "channel", "product_line": "product_line", "rep": "person"}
_SETS = "GROUPING SETS ((), " + ", ".join(f"({column})" for column in PARTS.values()) + ")"
#: which of the grouping sets a row belongs to, and its member
_PART = "CASE " + " ".join(f"WHEN GROUPING({c}) = 0 THEN '{part}'" for part, c in PARTS.items()) + " ELSE 'total' END"
_GROUP = f"{_PART} AS part, coalesce({', '.join(PARTS.values())}, 0) AS member"
_COLUMNS = ", ".join(PARTS.values())


def sums(facts: Facts, periods: Sequence[Range], selected: Mapping[str, frozenset[int]]) -> "DataFrame":
    """What adds up, and orders. Columns: part, member, and per period n SUMS with ``_n``, ``orders_n``."""
    numbers = range(len(periods))
    flags = [order_flag(set(), selected), order_flag({"product_line"}, selected)]
    measures = [*SUMS.values(), *sorted({flag for flag in flags if flag})]
    per_period = _filtered(measures, periods)
    named = [f"sum({m}_{n})::BIGINT AS {name}_{n}" for n in numbers for name, m in SUMS.items()]
    if all(flags):
        of_line, of_others = reversed(flags)
        named += [
            f"(CASE GROUPING(product_line) WHEN 0 THEN sum({of_line}_{n}) "
            f"ELSE sum({of_others}_{n}) END)::BIGINT AS orders_{n}"
            for n in numbers
        ]
    return facts.frame(f"""
        WITH cells AS (
            SELECT {_COLUMNS}, {per_period} FROM ({facts.relation([*PARTS.values(), *measures])}) GROUP BY {_COLUMNS}
        )
        SELECT {_GROUP}, {", ".join(named)} FROM cells GROUP BY {_SETS}
    """)


def distinct_orders(
    facts: Facts, periods: Sequence[Range], selected: Mapping[str, frozenset[int]]
) -> tuple["DataFrame", bool]:
    """Orders that the flags of ``sums`` do not count (part, member, ``orders_n``), and whether that is all of them."""
    flagged = all([order_flag(set(), selected), order_flag({"product_line"}, selected)])
    relation = facts.complex_lines() if flagged else f"SELECT * FROM ({facts.lines()}) WHERE positive"
    counts = ", ".join(
        f"count(DISTINCT order_key) FILTER (WHERE {within(days)}) AS orders_{n}" for n, days in enumerate(periods)
    )
    return facts.frame(f"SELECT {_GROUP}, {counts} FROM ({relation}) GROUP BY {_SETS}"), not flagged


def keep_buyers(facts: Facts, periods: Sequence[Range]) -> None:
    """Makes the table ``buyers`` for the following two: revenue per customer and cell."""
    columns = "customer, region, channel, person"
    relation = facts.relation([*columns.split(", "), "net"])
    facts.connection.execute(f"""
        CREATE TEMP TABLE buyers AS
        SELECT {columns}, {_filtered(["net"], periods)} FROM ({relation}) WHERE customer <> 0 GROUP BY {columns}
    """)


def customers(facts: Facts, periods: Sequence[Range]) -> "DataFrame":
    """Customers with positive revenue per group: part, member, ``customers_n``."""
    numbers = range(len(periods))
    counts = ", ".join(f"count(*) FILTER (WHERE net_{n} > 0) AS customers_{n}" for n in numbers)
    nets = ", ".join(f"sum(net_{n}) AS net_{n}" for n in numbers)
    parts = [f"SELECT 'total' AS part, 0 AS member, {counts} FROM (SELECT {nets} FROM buyers GROUP BY customer)"]
    parts += [
        f"SELECT '{part}', {c}, {counts} FROM (SELECT {c}, {nets} FROM buyers GROUP BY {c}, customer) GROUP BY {c}"
        for part, c in PARTS.items()
        if c != "product_line"
    ]
    relation = facts.relation(["customer", "product_line", "net"])
    by_line = f"""
        SELECT product_line, {_filtered(["net"], periods)} FROM ({relation})
        WHERE customer <> 0 GROUP BY product_line, customer
    """
    parts.append(f"SELECT 'product_line', product_line, {counts} FROM ({by_line}) GROUP BY product_line")
    return facts.frame(" UNION ALL ".join(parts))


def movers(facts: Facts, dimension: str, periods: Sequence[Range], against: int | None, limit: int = 10) -> "DataFrame":
    """The largest members and, against a comparison, those that fell most: list ("top", "falling"), id, revenue, base.

    From the table ``buyers`` or ``goods``. Members without lines in the period have no revenue to fall to: 0.
    """
    nets = ", ".join(f"sum(net_{n})::BIGINT AS net_{n}" for n in range(len(periods)))
    base = f"net_{against}" if against else "NULL::BIGINT"
    table = "buyers" if dimension == "customer" else "goods"
    fallen = f"""
        UNION ALL
        (SELECT 'falling', {dimension}, net_0, {base} FROM members WHERE {base} IS NOT NULL
            AND coalesce(net_0, 0) < {base} ORDER BY coalesce(net_0, 0) - {base}, {dimension} LIMIT {limit})
    """
    return facts.frame(f"""
        WITH members AS (SELECT {dimension}, {nets} FROM {table} WHERE {dimension} <> 0 GROUP BY {dimension})
        (SELECT 'top' AS list, {dimension} AS id, net_0 AS revenue, {base} AS base FROM members
            WHERE net_0 > 0 ORDER BY net_0 DESC, {dimension} LIMIT {limit})
        {fallen if against else ""}
    """)


def keep_goods(facts: Facts, periods: Sequence[Range]) -> None:
    """Makes the table ``goods``: revenue and quantity per product."""
    relation = facts.relation(["product", "net", "quantity"])
    facts.connection.execute(
        f"CREATE TEMP TABLE goods AS SELECT product, {_filtered(['net', 'quantity'], periods)} FROM ({relation}) "
        "GROUP BY product"
    )


def goods(facts: Facts, against: int) -> "DataFrame":
    """The table ``goods`` for price, volume and mix: product, quantity_0, amount_0 (compared with), quantity_1,
    amount_1 (shown)."""
    return facts.frame(f"""
        SELECT product, quantity_{against} AS quantity_0, net_{against} AS amount_0, quantity_0 AS quantity_1,
            net_0 AS amount_1
        FROM goods WHERE product <> 0
    """)


def new_customers(facts: Facts, periods: Sequence[Range]) -> "DataFrame":
    """Customers whose first positive line of all lies in the period: one row, ``new_customers_n``."""
    counts = ", ".join(
        f"count(DISTINCT customer) FILTER (WHERE {within(days)}) AS new_customers_{n}" for n, days in enumerate(periods)
    )
    return facts.frame(f"SELECT 'total' AS part, 0 AS member, {counts} FROM ({facts.first_purchases()})")


def trend(facts: Facts, selected: Mapping[str, frozenset[int]]) -> "DataFrame":
    """Base figures per calendar month: month (its first day) and the columns of ``counting.base_figures``."""
    flag = order_flag(set(), selected)
    measures = [*SUMS.values(), *([flag] if flag else [])]
    named = ", ".join(f"sum({m})::BIGINT AS {name}" for name, m in SUMS.items())
    distinct = facts.complex_lines() if flag else f"SELECT * FROM ({facts.lines()}) WHERE positive"
    month = "date_trunc('month', day)::DATE AS month"
    return facts.frame(f"""
        WITH added AS (
            SELECT {month}, {named}, {f"sum({flag})" if flag else "0"}::BIGINT AS simple
            FROM ({facts.relation(measures)}) GROUP BY ALL
        ), bought AS (
            SELECT month, count(*) AS customers FROM (
                SELECT {month}, customer FROM ({facts.relation(["customer", "net"])})
                WHERE customer <> 0 GROUP BY ALL HAVING sum(net) > 0
            ) GROUP BY month
        ), began AS (
            SELECT {month}, count(DISTINCT customer) AS new_customers FROM ({facts.first_purchases()}) GROUP BY ALL
        ), counted AS (
            SELECT {month}, count(DISTINCT order_key) AS others FROM ({distinct}) GROUP BY ALL
        )
        SELECT added.* EXCLUDE (simple), coalesce(customers, 0) AS customers, coalesce(new_customers, 0) AS
            new_customers, simple + coalesce(others, 0) AS orders
        FROM added LEFT JOIN bought USING (month) LEFT JOIN began USING (month) LEFT JOIN counted USING (month)
    """)


def _filtered(measures: Sequence[str], periods: Sequence[Range]) -> str:
    return ", ".join(
        f"(sum({m}) FILTER (WHERE {within(days)}))::BIGINT AS {m}_{n}"
        for n, days in enumerate(periods)
        for m in measures
    )
