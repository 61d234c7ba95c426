"""The statements behind the KPI page: few, each over all periods at once, every period reading its own rows only.

Rows come per ``period`` (its number), ``part`` (total, region, channel, product_line, rep) and ``member`` (the id
within the part, 0 in the total).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from salesdash.kpis.buyers import active, revenues
from salesdash.kpis.counting import SUMS, order_flag
from salesdash.periods import Range
from salesdash.snapshot.facts import Facts

if TYPE_CHECKING:
    from pandas import DataFrame

#: part of the page → member that it goes by
PARTS = {"region": "region", "channel": "channel", "product_line": "product_line", "rep": "person"}
#: what tells the rows of the answers apart
GROUP = ["period", "part", "member"]
_COLUMNS = ", ".join(PARTS.values())


def each(periods: Sequence[Range], statement: Callable[[Range], str]) -> str:
    """The same statement on every period, with the period's number."""
    return " UNION ALL ".join(f"SELECT {n}::TINYINT AS period, * FROM ({statement(p)})" for n, p in enumerate(periods))


def sums(facts: Facts, periods: Sequence[Range], selected: Mapping[str, frozenset[int]]) -> "DataFrame":
    """What adds up: GROUP, SUMS and ``flagged_orders`` (<NA> where no flag counts orders exactly)."""
    flags = _flags(selected)
    measures = [*SUMS.values(), *sorted(set(flags or ()))]
    added = ", ".join(f"sum({m})::BIGINT AS {m}" for m in measures)
    named = ", ".join(f"sum({m})::BIGINT AS {name}" for name, m in SUMS.items())

    def cells(days: Range) -> str:
        relation = facts.relation([*PARTS.values(), *measures], days)
        return f"SELECT {_COLUMNS}, {added} FROM ({relation}) GROUP BY {_COLUMNS}"

    def part(name: str, column: str, flag: str | None) -> str:
        orders = f"sum({flag})::BIGINT" if flag else "NULL::BIGINT"
        return (
            f"SELECT period, '{name}' AS part, {column} AS member, {named}, {orders} AS flagged_orders "
            "FROM cells GROUP BY period, member"
        )

    of_line, of_others = flags or (None, None)
    parts = [part("total", "0", of_others)]
    parts += [part(name, c, of_line if c == "product_line" else of_others) for name, c in PARTS.items()]
    return facts.frame(f"WITH cells AS MATERIALIZED ({each(periods, cells)}) {' UNION ALL '.join(parts)}")


def distinct_orders(facts: Facts, periods: Sequence[Range], selected: Mapping[str, frozenset[int]]) -> "DataFrame":
    """Orders that flags do not count: GROUP and ``other_orders``."""

    def rows(days: Range) -> str:
        relation = facts.complex_lines(days) if _flags(selected) else f"{facts.lines(days)} WHERE positive"
        return f"SELECT order_key, {_COLUMNS} FROM ({relation})"

    return facts.frame(
        f"WITH rows AS MATERIALIZED ({each(periods, rows)}) "
        + " UNION ALL ".join(
            f"SELECT period, '{part}' AS part, member, count(*) AS other_orders FROM "
            f"(SELECT DISTINCT period, {column} AS member, order_key FROM rows) GROUP BY ALL"
            for part, column in {"total": "0", **PARTS}.items()
        )
    )


def _flags(selected: Mapping[str, frozenset[int]]) -> tuple[str, str] | None:
    """The flags that count orders by product line and otherwise; None unless both are exact."""
    of_line, of_others = order_flag({"product_line"}, selected), order_flag(set(), selected)
    return (of_line, of_others) if of_line and of_others else None


def keep_buyers(facts: Facts, periods: Sequence[Range]) -> list[tuple[int, str, int, int]]:
    """Customers with positive revenue: rows of period, part, member, count. Leaves behind the table ``buyers``
    (revenue per period and customer) for ``movers``."""
    found: list[tuple[int, str, int, int]] = []
    facts.connection.execute("CREATE TEMP TABLE buyers (period TINYINT, customer INTEGER, net BIGINT)")
    for period, days in enumerate(periods):
        cells = facts.arrow(["customer", "region", "channel", "person", "net"], days)
        of_customers = revenues(facts.connection, cells)
        found.append((period, "total", 0, int((of_customers["net"].to_numpy() > 0).sum())))
        for part, column in PARTS.items():
            rows = facts.arrow(["customer", "product_line", "net"], days) if part == "product_line" else cells
            counts = active(facts.connection, rows, column)
            found += [(period, part, member, count) for member, count in counts.items()]
        facts.connection.register("of_customers", of_customers)
        facts.connection.execute(f"INSERT INTO buyers SELECT {period}, customer, net FROM of_customers")
        facts.connection.unregister("of_customers")
    return found


def new_customers(facts: Facts, periods: Sequence[Range]) -> "DataFrame":
    """Customers whose first positive line of all lies in the period: GROUP (the total only) and ``new_customers``."""
    return facts.frame(
        each(
            periods,
            lambda days: (
                "SELECT 'total' AS part, 0 AS member, count(DISTINCT customer) AS new_customers "
                f"FROM ({facts.first_purchases(days)})"
            ),
        )
    )


def keep_goods(facts: Facts, periods: Sequence[Range]) -> None:
    """Makes the table ``goods``: revenue and quantity per period and product."""

    def products(days: Range) -> str:
        relation = facts.relation(["product", "net", "quantity"], days)
        return (
            f"SELECT product, sum(net)::BIGINT AS net, sum(quantity)::BIGINT AS quantity FROM ({relation}) "
            "WHERE product <> 0 GROUP BY product"
        )

    facts.connection.execute(f"CREATE TEMP TABLE goods AS {each(periods, products)}")


def movers(facts: Facts, dimension: str, against: int | None, limit: int = 10) -> "DataFrame":
    """The largest members in period 0 and, against another, those that fell most: list ("top", "falling"), id,
    revenue, base. From the table ``buyers`` or ``goods``. Members without lines in the period fell to nothing.
    """
    table = "buyers" if dimension == "customer" else "goods"
    base = f"(sum(net) FILTER (WHERE period = {against}))::BIGINT" if against is not None else "NULL::BIGINT"
    return facts.frame(f"""
        WITH members AS (
            SELECT {dimension} AS id, (sum(net) FILTER (WHERE period = 0))::BIGINT AS revenue, {base} AS base
            FROM {table} GROUP BY {dimension}
        )
        (SELECT 'top' AS list, id, revenue, base FROM members WHERE revenue > 0 ORDER BY revenue DESC, id LIMIT {limit})
        UNION ALL
        (SELECT 'falling', id, revenue, base FROM members WHERE coalesce(revenue, 0) < base
            ORDER BY coalesce(revenue, 0) - base, id LIMIT {limit})
    """)


def goods(facts: Facts, against: int) -> "DataFrame":
    """The table ``goods`` for price, volume and mix: product, quantity_0, amount_0 (compared with), quantity_1,
    amount_1 (shown)."""
    columns = ", ".join(
        f"(sum({measure}) FILTER (WHERE period = {period}))::BIGINT AS {name}_{number}"
        for number, period in enumerate((against, 0))
        for name, measure in (("quantity", "quantity"), ("amount", "net"))
    )
    return facts.frame(f"SELECT product, {columns} FROM goods GROUP BY product")


def trend(facts: Facts, selected: Mapping[str, frozenset[int]]) -> "DataFrame":
    """Base figures per calendar month: month (its first day) and the columns of ``counting.base_figures``."""
    flag = order_flag(set(), selected)
    measures = [*SUMS.values(), *([flag] if flag else [])]
    named = ", ".join(f"sum({m})::BIGINT AS {name}" for name, m in SUMS.items())
    distinct = facts.complex_lines() if flag else f"{facts.lines()} WHERE positive"
    month = "date_trunc('month', day)::DATE AS month"
    found = facts.frame(f"""
        WITH added AS (
            SELECT {month}, {named}, {f"sum({flag})" if flag else "0"}::BIGINT AS simple
            FROM ({facts.relation(measures)}) GROUP BY month
        ), began AS (
            SELECT {month}, count(DISTINCT customer) AS new_customers FROM ({facts.first_purchases()}) GROUP BY month
        ), counted AS (
            SELECT month, count(*) AS others FROM (SELECT DISTINCT {month}, order_key FROM ({distinct})) GROUP BY month
        )
        SELECT added.* EXCLUDE (simple), coalesce(new_customers, 0) AS new_customers,
            simple + coalesce(others, 0) AS orders
        FROM added LEFT JOIN began USING (month) LEFT JOIN counted USING (month)
    """)
    first = min(found["month"], default=None)
    if first is not None:
        number = f"datediff('month', DATE '{first}', day)::INTEGER AS number"
        counts = active(facts.connection, facts.arrow(["customer", "net"], None, number), "number")
        months = [(day.year - first.year) * 12 + day.month - first.month for day in found["month"]]
        found["customers"] = pd.array([counts.get(month, 0) for month in months], dtype="Int64")
    else:
        found["customers"] = pd.array([], dtype="Int64")
    return found
