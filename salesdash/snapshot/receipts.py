"""The SQL that gives payments the cells that they count in.

A payment of an order takes the cells of that order's lines, in proportion to their net amounts by largest remainder,
so that receipts add up in every dimension; what was returned within the order takes nothing. A payment of a customer
alone, or of an order that is unknown so far, counts for the customer: with the representative who held the customer on
that day, else whom the customer's last line up to that day is credited to; region, channel and country are those of
that line; without one, and always the product, they are unassigned. The team is the one of the payment's day.
"""

from collections.abc import Sequence
from datetime import timedelta

from salesdash.periods import Range, month_end, plus_months
from salesdash.snapshot.days import merged
from salesdash.snapshot.shapes import CELL

#: columns of payments: name → (SQL expression on payments p, kind for db.read_columns)
RAW = {
    "payment": ("p.id", "integer"), "order_key": ("p.order_key", "integer"), "customer": ("p.customer_id", "integer"),
    "day": ("p.paid_on", "date"), "paid": ("p.amount", "integer"),
}  # fmt: skip
_OF_LINES = ("person", "region", "channel", "country", "product_line", "product", "customer")
_OF_LAST = ("person", "region", "channel", "country")
#: members that the month summary of receipts keeps apart
SUMMARY = (*CELL, "product_line")
_DAY = timedelta(days=1)
#: the lines of a company without any
NO_LINES = (
    "SELECT NULL::BIGINT AS id, 0 AS position, NULL::DATE AS day, NULL::BIGINT AS order_key, "
    "0::BIGINT AS net, 0 AS team, " + ", ".join(f"0 AS {member}" for member in _OF_LINES) + " WHERE false"
)


def apportioned(claims: str, by: str, amount: str, place: str) -> str:
    """SQL of the rows of ``claims`` with ``part``: their share of ``amount`` (the same for all rows of one ``by``) in
    proportion to ``weight`` (not negative, not all 0), by largest remainder; of equal ones the first ``place``."""
    return f"""
        SELECT * EXCLUDE (all_weights, whole, rest), (sign({amount}) * (whole + CASE WHEN
            row_number() OVER (PARTITION BY {by} ORDER BY rest DESC, {place})
            <= abs({amount}) - sum(whole) OVER (PARTITION BY {by}) THEN 1 ELSE 0 END))::BIGINT AS part
        FROM (
            SELECT *, abs({amount})::HUGEINT * weight // all_weights AS whole,
                abs({amount})::HUGEINT * weight % all_weights AS rest
            FROM (SELECT *, (sum(weight) OVER (PARTITION BY {by}))::HUGEINT AS all_weights FROM ({claims}))
        )
    """


def of_month(lines: str) -> str:
    """SQL of what was paid on a month's orders, those aside that have lines in other months too. ``lines``: SQL of the
    month's lines; given are paid, spanning and places."""
    claims = f"""
        SELECT p.payment, p.day, p.paid, c.order_key, {", ".join(f"c.{m}" for m in _OF_LINES)}, c.weight, c.place
        FROM paid p JOIN ({_order_cells(f"FROM ({lines}) ANTI JOIN spanning USING (order_key)")}) c USING (order_key)
    """
    return _receipts(claims)


def others(lines: str, done: str) -> dict[str, str]:
    """Name → SQL of a table for the next ones, the last being all other receipts. ``lines``: SQL of all lines;
    ``done``: SQL of the receipts of all months; given is held (customer, valid_from, person) besides."""
    return {
        "apart": f"FROM paid ANTI JOIN ({done}) USING (payment)" if done else "FROM paid",
        "order_cells": _order_cells(f"FROM ({lines}) SEMI JOIN apart USING (order_key)"),
        "claims": _claims(lines),
        "other_receipts": _receipts("FROM claims"),
    }


def paid(file: str) -> str:
    """SQL of all payments, members as they stand."""
    return f"""
        SELECT g.* REPLACE (coalesce(m.into_id, g.customer, 0) AS customer)
        FROM read_parquet({file}) g LEFT JOIN merged_customer m ON m.id = g.customer
    """


def _order_cells(lines: str) -> str:
    members = ", ".join(_OF_LINES)
    return f"""
        SELECT * EXCLUDE (net, sold, moved),
            CASE WHEN sold > 0 THEN greatest(net, 0) WHEN moved > 0 THEN abs(net) ELSE 1 END AS weight
        FROM (
            SELECT *, sum(greatest(net, 0)) OVER o AS sold, sum(abs(net)) OVER o AS moved
            FROM (
                SELECT order_key, {members}, sum(net) AS net, min(id * 256 + position) AS place
                FROM ({lines}) GROUP BY order_key, {members}
            ) WINDOW o AS (PARTITION BY order_key)
        ) WHERE weight > 0
    """


def _claims(lines: str) -> str:
    """Every payment that is apart with the cells that share it."""
    of_lines = ", ".join(f"c.{member}" for member in _OF_LINES)
    of_last = ", ".join(f"coalesce(l.{member}, 0) AS {member}" for member in _OF_LAST if member != "person")
    return f"""
        WITH alone AS MATERIALIZED (FROM apart ANTI JOIN order_cells USING (order_key)),
        dated AS (
            SELECT a.*, l.id FROM alone a ASOF LEFT JOIN (
                SELECT customer, day, max(id) AS id FROM ({lines}) SEMI JOIN (FROM alone WHERE customer <> 0)
                USING (customer) GROUP BY customer, day
            ) l ON l.customer = a.customer AND l.day <= a.day
        ),
        known AS MATERIALIZED (
            SELECT d.*, h.person FROM dated d
            ASOF LEFT JOIN held h ON h.customer = d.customer AND h.valid_from <= d.day
        )
        SELECT p.payment, p.day, p.paid, c.order_key, {of_lines}, c.weight, c.place
        FROM apart p JOIN order_cells c USING (order_key)
        UNION ALL BY NAME
        SELECT * REPLACE (greatest(weight, 1) AS weight) FROM (
            SELECT k.payment, k.day, k.paid, NULL::BIGINT AS order_key, coalesce(k.person, l.person, 0) AS person,
                {of_last}, 0 AS product_line, 0 AS product, k.customer,
                coalesce(sum(abs(l.net)), 0) AS weight, min(coalesce(l.position, 0)) AS place
            FROM known k LEFT JOIN (FROM ({lines}) SEMI JOIN known USING (id)) l ON l.id = k.id GROUP BY ALL
        )
    """


def _receipts(claims: str) -> str:
    ids = ", ".join(f"{member}::INTEGER AS {member}" for member in _OF_LINES)
    return f"""
        WITH shared AS MATERIALIZED (
            SELECT * RENAME (part AS receipts) FROM ({apportioned(claims, "payment", "paid", "place")})
        )
        SELECT r.day, {ids}, coalesce(t.team, 0)::INTEGER AS team, payment, order_key, receipts
        FROM shared r LEFT JOIN (
            SELECT d.who, d.day, p.team FROM (SELECT DISTINCT person AS who, day FROM shared) d
            ASOF JOIN places p ON p.person = d.who AND p.valid_from <= d.day
        ) t ON t.who = r.person AND t.day = r.day
        ORDER BY r.day, region, person, payment, place
    """


def summary(receipts: str) -> str:
    """Receipts per month; its first day stands for all its days."""
    members = ", ".join(SUMMARY)
    return f"""
        SELECT date_trunc('month', day)::DATE AS day, {members}, sum(receipts)::BIGINT AS receipts
        FROM ({receipts}) GROUP BY ALL ORDER BY ALL
    """


def spans(ranges: Sequence[Range]) -> tuple[list[Range], list[Range]]:
    """The days of ranges that do not overlap, as whole months and as the days at the edges."""
    whole: list[Range] = []
    edges: list[Range] = []
    for days in ranges:
        first = days.start if days.start.day == 1 else plus_months(days.start, 1)
        last = days.end if days.end == month_end(days.end) else days.end.replace(day=1) - _DAY
        if first > last:
            edges.append(days)
            continue
        whole.append(Range(first, last))
        edges += [Range(days.start, first - _DAY)] if days.start < first else []
        edges += [Range(last + _DAY, days.end)] if last < days.end else []
    return merged(whole), merged(edges)
