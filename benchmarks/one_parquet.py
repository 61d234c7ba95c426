"""What a user could do without SalesDash: DuckDB answers everything that the KPI page asks from one Parquet file of
the lines. Written as well as one would by hand: each block reads the file once for all periods."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from salesdash.periods import Range

SUMS = {
    "revenue": "net", "sold": "CASE WHEN positive THEN net ELSE 0 END",
    "costed_revenue": "CASE WHEN cost IS NOT NULL THEN net END", "quantity": "quantity", "cost": "cost",
}  # fmt: skip
PARTS = {"total": "0", "region": "region", "channel": "channel", "product_line": "product_line", "rep": "person"}


def connect(memory_mb: int, threads: int) -> duckdb.DuckDBPyConnection:
    """A plain connection with the same means as the application's."""
    return duckdb.connect(":memory:", config={"memory_limit": f"{memory_mb}MB", "threads": threads})


def write(connection: duckdb.DuckDBPyConnection, months: Sequence[Path], target: Path) -> None:
    """One file of all lines, one row per line and credited person, in the order of their days."""
    files = ", ".join(f"'{path}'" for path in months)
    connection.execute(f"""
        COPY (SELECT day, order_key, id, person, team, region, channel, country, product_line, product, customer,
                quantity, net, cost, positive FROM read_parquet([{files}]) ORDER BY day, id, position)
        TO '{target}' (FORMAT parquet)
    """)


class Reference:
    """The answers, block by block."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, file: Path, periods: Sequence[Range], where: str) -> None:
        self._connection, self._file, self._periods, self._where = connection, file, periods, where

    def answer(self) -> dict[str, list[tuple]]:
        """Every block by name, rows sorted."""
        blocks = {
            "sums": self._sums(), "customers": self._customers(), "new_customers": self._new_customers(),
            "orders": self._orders(), "products": self._movers("product"), "buyers": self._movers("customer"),
            "goods": self._goods(), "trend": self._trend(), "until": f"SELECT max(day) FROM {self._lines('true')}",
        }  # fmt: skip
        return {name: self._connection.execute(sql).fetchall() for name, sql in blocks.items()}

    def _lines(self, days: str | None = None) -> str:
        days = days or " OR ".join(within(p) for p in self._periods)
        return f"(SELECT * FROM '{self._file}' WHERE ({days}) AND {self._where})"

    def _sums(self) -> str:
        totals = ", ".join(
            f"sum({sql}) FILTER (WHERE {within(p)})::BIGINT AS {name}_{n}"
            for n, p in enumerate(self._periods) for name, sql in SUMS.items()
        )  # fmt: skip
        again = ", ".join(f"sum({name}_{n})::BIGINT" for n in range(len(self._periods)) for name in SUMS)
        return f"""
            WITH cells AS (SELECT region, channel, product_line, person, {totals} FROM {self._lines()} GROUP BY ALL)
            {
            " UNION ALL ".join(
                f"SELECT '{part}', {c}, {again} FROM cells GROUP BY {c}" for part, c in PARTS.items() if part != "total"
            )
        } UNION ALL SELECT 'total', 0, {again} FROM cells ORDER BY 1, 2
        """

    def _customers(self) -> str:
        numbers = range(len(self._periods))
        nets = ", ".join(f"sum(net) FILTER (WHERE {within(p)}) AS n{n}" for n, p in enumerate(self._periods))
        again = ", ".join(f"sum(n{n}) AS n{n}" for n in numbers)
        counts = ", ".join(f"count(*) FILTER (WHERE n{n} > 0)" for n in numbers)
        cells = "region, channel, product_line, person, customer"
        parts = " UNION ALL ".join(
            f"SELECT '{part}' AS part, k AS member, {counts} FROM "
            f"(SELECT {c} AS k, customer, {again} FROM cells GROUP BY k, customer) GROUP BY k"
            for part, c in PARTS.items()
        )
        return f"""
            WITH cells AS (SELECT {cells}, {nets} FROM {self._lines()} WHERE customer <> 0 GROUP BY {cells})
            {parts} ORDER BY 1, 2
        """

    def _orders(self) -> str:
        inside = ", ".join(f"bool_or({within(p)}) AS p{n}" for n, p in enumerate(self._periods))
        counts = ", ".join(f"count(*) FILTER (WHERE p{n})" for n in range(len(self._periods)))
        rows = f"SELECT * FROM {self._lines()} WHERE positive"
        return (
            " UNION ALL ".join(
                f"SELECT '{part}' AS part, k AS member, {counts} FROM "
                f"(SELECT {c} AS k, order_key, {inside} FROM ({rows}) GROUP BY k, order_key) GROUP BY k"
                for part, c in PARTS.items()
            )
            + " ORDER BY 1, 2"
        )

    def _new_customers(self) -> str:
        inside = ", ".join(f"count(DISTINCT customer) FILTER (WHERE {within(p)})" for p in self._periods)
        return f"SELECT {inside} FROM ({self._first()}) WHERE {self._where}"

    def _first(self) -> str:
        # the first line of the whole company, then the filter; every person credited with it
        return f"""
            SELECT l.* FROM '{self._file}' l JOIN (
                SELECT customer, min_by(id, (day, order_key, id)) AS id FROM '{self._file}'
                WHERE positive AND customer <> 0 GROUP BY customer
            ) f ON f.id = l.id AND f.customer = l.customer
        """

    def _movers(self, member: str) -> str:
        nets = ", ".join(
            f"sum(net) FILTER (WHERE {within(p)})::BIGINT AS n{n}" for n, p in enumerate(self._periods[:2])
        )
        return f"""
            WITH members AS (SELECT {member} AS id, {nets} FROM {self._lines()} WHERE {member} <> 0 GROUP BY ALL)
            (SELECT 'top', id, n0, n1 FROM members WHERE n0 > 0 ORDER BY n0 DESC, id LIMIT 10) UNION ALL
            (SELECT 'falling', id, n0, n1 FROM members WHERE n1 IS NOT NULL AND coalesce(n0, 0) < n1
                ORDER BY coalesce(n0, 0) - n1, id LIMIT 10)
        """

    def _goods(self) -> str:
        p1, p0 = within(self._periods[0]), within(self._periods[1])
        return f"""
            SELECT product, sum(quantity) FILTER (WHERE {p0})::BIGINT, sum(net) FILTER (WHERE {p0})::BIGINT,
                sum(quantity) FILTER (WHERE {p1})::BIGINT, sum(net) FILTER (WHERE {p1})::BIGINT
            FROM {self._lines(f"{p0} OR {p1}")} WHERE product <> 0 GROUP BY product ORDER BY product
        """

    def _trend(self) -> str:
        end = self._periods[0].end
        days = f"day > (date_trunc('month', DATE '{end}') - INTERVAL 23 MONTH)::DATE - 1 AND day <= DATE '{end}'"
        totals = ", ".join(f"sum({sql})::BIGINT AS {name}" for name, sql in SUMS.items())
        month = "date_trunc('month', day)::DATE AS month"
        lines = self._lines(days)
        return f"""
            WITH added AS (SELECT {month}, {totals}, count(DISTINCT order_key) FILTER (WHERE positive) AS orders
                FROM {lines} GROUP BY month),
            bought AS (SELECT month, count(*) AS customers FROM (
                SELECT {month}, customer FROM {lines} WHERE customer <> 0 GROUP BY ALL HAVING sum(net) > 0
            ) GROUP BY month),
            began AS (SELECT {month}, count(DISTINCT customer) AS new_customers FROM ({self._first()})
                WHERE {self._where} AND {days} GROUP BY month)
            SELECT month, {", ".join(SUMS)}, orders, coalesce(customers, 0), coalesce(new_customers, 0)
            FROM added LEFT JOIN bought USING (month) LEFT JOIN began USING (month) ORDER BY month
        """


def within(days: Range) -> str:
    """The condition that a line's day lies in ``days``."""
    return f"day BETWEEN DATE '{days.start}' AND DATE '{days.end}'"
