"""Receipts per group: asked apart from the lines, and only in a company that has payments."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from salesdash.kpis.counting import Grouping
from salesdash.kpis.viewing import each
from salesdash.periods import Range
from salesdash.snapshot.facts import Facts

if TYPE_CHECKING:
    from pandas import DataFrame


def with_receipts(facts: Facts, grouping: Grouping, found: "DataFrame") -> "DataFrame":
    """The base figures with ``receipts``; groups that have nothing else come besides, all else of theirs <NA>."""
    by = ", ".join(grouping.names)
    rows = grouping.source(facts.receipts({key.column for key in grouping.keys}), "receipts")
    paid = facts.frame(f"SELECT {by}, sum(receipts)::BIGINT AS receipts FROM ({rows}) GROUP BY {by}")
    found = found.merge(paid, on=grouping.names, how="outer")
    found["receipts"] = found["receipts"].fillna(0)
    return found


def of_periods(facts: Facts, periods: Sequence[Range]) -> "DataFrame":
    """Payments dated in each period that has some: period, part, member (of the total only) and ``receipts``."""
    return facts.frame(
        each(
            periods,
            lambda days: (
                "SELECT 'total' AS part, 0 AS member, sum(receipts)::BIGINT AS receipts "
                f"FROM ({facts.receipts([], days)}) HAVING receipts IS NOT NULL"
            ),
        )
    )


def by_month(facts: Facts) -> dict[date, int]:
    """First day of a month → payments dated in it."""
    rows = facts.connection.execute(f"""
        SELECT date_trunc('month', day)::DATE AS month, sum(receipts)::BIGINT FROM ({facts.receipts([])}) GROUP BY month
    """)
    return dict(rows.fetchall())
