"""Revenue by the members of a dimension, as the KPI services see it."""

from datetime import date
from decimal import Decimal

from salesdash import db, kpis
from salesdash.access.identity import OPERATOR


def revenue(by: str, start: date = date(2026, 1, 1), end: date = date(2026, 12, 31)) -> dict[str, int]:
    """Code → revenue in whole units."""
    with db.reading() as session:
        rows = kpis.table(session, OPERATOR, start, end, by=(by,)).rows
    return {row[by]: int(Decimal(int(row["revenue"])) / 10_000) for _, row in rows.iterrows()}


def total() -> dict[str, int]:
    """Figures of the total, amounts in whole units."""
    with db.reading() as session:
        found = kpis.table(session, OPERATOR, date(2026, 1, 1), date(2026, 12, 31)).total
    first = found.iloc[0] if hasattr(found, "iloc") else found
    counts = {key: int(first[key]) for key in ("orders", "customers")}
    return counts | {key: int(first[key]) // 10_000 for key in ("revenue", "quantity")}
