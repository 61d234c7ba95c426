"""The SQL that turns a month's lines, as the files said them, into the snapshot's files.

Input: the relation ``raw`` (the month's live lines) and the tables of ``salesdash.snapshot.placing``. Every step is a
query on the step before. Ids are INTEGER with 0 for "(unassigned)", amounts BIGINT in 1/10,000.
"""

from collections.abc import Collection

from salesdash.snapshot.placing import FILLED, FILLED_BY

#: columns of raw: name → (SQL expression on order_lines l, kind for db.read_columns)
RAW = {
    "id": ("l.id", "integer"), "batch": ("l.batch_id", "integer"), "place": ("l.place", "integer"),
    "order_key": ("l.order_key", "integer"), "order_no": ("l.order_no", "bytes"), "line_no": ("l.line_no", "bytes"),
    "day": ("l.ordered_on", "date"),
    "customer": ("l.customer_id", "integer"), "product": ("l.product_id", "integer"),
    "product_line": ("l.product_line_id", "integer"), "region": ("l.region_id", "integer"),
    "country": ("l.country_id", "integer"), "channel": ("l.channel_id", "integer"),
    "credit": ("l.credit_id", "integer"), "quantity": ("l.quantity", "integer"), "net": ("l.net_amount", "integer"),
    "cost": ("l.cost", "integer"),
}  # fmt: skip

#: members that every summary keeps apart: a representative is a person with the team of the day
CELL = ("person", "team", "region", "channel", "country")
#: summaries of a month: kind → the members that it keeps apart
SUMMARIES = {
    "by_line": (*CELL, "product_line"),
    "by_product": (*CELL, "product_line", "product"),
    "by_customer": (*CELL, "customer"),
    "by_customer_line": (*CELL, "product_line", "customer"),
}
#: what adds up: net amount, that of positive lines, that of lines with a known cost, and so on. ``orders``,
#: ``line_orders``, ``product_orders`` count simple orders once, once per product line and once per product
ADDITIVE = ("net", "sold", "known", "quantity", "cost", "orders", "line_orders", "product_orders", "lines")

#: the additive measures of one row of a lines file
LINE_MEASURES = """net, CASE WHEN positive THEN net ELSE 0 END AS sold,
    CASE WHEN cost IS NOT NULL THEN net END AS known, quantity, cost, orders, line_orders, product_orders, 1 AS lines"""


def named() -> str:
    """Members that the files named, merges followed; product line by the product's place."""

    def standing(dimension: str) -> str:
        return f"coalesce(m_{dimension}.into_id, l.{dimension}, 0) AS {dimension}"

    direct = ("customer", "product", "region", "country", "channel")
    merges = " ".join(f"LEFT JOIN merged_{d} m_{d} ON m_{d}.id = l.{d}" for d in (*direct, "product_line"))
    return f"""
        SELECT l.* EXCLUDE (own_line), coalesce(CASE WHEN p.placed = 1 THEN p.product_line END, own_line,
            p.product_line, 0) AS product_line, coalesce(s.named, 0) AS rep
        FROM (
            SELECT l.id, batch, place, order_key, order_no, line_no, day, credit, quantity, net, cost,
                coalesce(m_product_line.into_id, l.product_line) AS own_line, {", ".join(map(standing, direct))}
            FROM raw l {merges}
        ) l
        LEFT JOIN products p ON p.id = l.product
        LEFT JOIN (SELECT credit, named FROM shares WHERE position = 0) s ON s.credit = l.credit
    """


def placed(tables: Collection[str]) -> str:
    """What no file named, filled by placements."""
    sql = "SELECT * FROM named"
    for dimension in FILLED:
        ways = [by for by in FILLED_BY if f"placed_{dimension}_by_{by}" in tables]
        if not ways:
            continue
        joins = " ".join(f"LEFT JOIN placed_{dimension}_by_{by} w_{by} ON w_{by}.by_id = n.{by}" for by in ways)
        members = ", ".join(f"w_{by}.member" for by in ways)
        filled = f"coalesce(nullif(n.{dimension}, 0), {members}, 0) AS {dimension}"
        sql = f"SELECT n.* REPLACE ({filled}) FROM ({sql}) n {joins}"
    return sql


def credited() -> str:
    """One row per line and credited person; amounts split by largest remainder, so that the shares sum to the line."""
    amounts = ("net", "quantity", "cost")
    parts = ", ".join(
        f"abs({a})::HUGEINT * share // 1000000 AS {a}_whole, abs({a})::HUGEINT * share % 1000000 AS {a}_rest"
        for a in amounts
    )
    split = ", ".join(
        f"""(sign({a}) * ({a}_whole + CASE WHEN
            row_number() OVER (PARTITION BY id ORDER BY {a}_rest DESC, position)
            <= abs({a}) - sum({a}_whole) OVER (PARTITION BY id) THEN 1 ELSE 0 END))::BIGINT AS {a}"""
        for a in amounts
    )
    return f"""
        SELECT l.*, coalesce(s.person, l.rep) AS person, 0 AS position, l.net > 0 AS positive
        FROM placed l LEFT JOIN shares s ON s.credit = l.credit
        WHERE coalesce(s.people, 1) = 1
        UNION ALL BY NAME
        SELECT * EXCLUDE (share, {", ".join(f"{a}_whole, {a}_rest" for a in amounts)}) REPLACE ({split})
        FROM (
            SELECT l.*, s.person, s.position, s.share, l.net > 0 AS positive, {parts}
            FROM placed l JOIN shares s ON s.credit = l.credit WHERE s.people > 1
        )
    """


def teamed() -> str:
    """With the team that the person held on the line's day."""
    return """
        SELECT c.*, coalesce(t.team, 0) AS team
        FROM credited c LEFT JOIN (
            SELECT d.person, d.day, p.team FROM (SELECT DISTINCT person, day FROM credited) d
            ASOF JOIN places p ON p.person = d.person AND p.valid_from <= d.day
        ) t ON t.person = c.person AND t.day = c.day
    """


def complex_orders() -> str:
    """Orders that cannot be counted by adding up: their positive lines have several dates or members."""
    differing = ("day", "person", "region", "channel", "country", "customer")
    several = " OR ".join(f"min({c}) <> max({c})" for c in differing)
    return f"""
        SELECT order_key FROM teamed WHERE positive GROUP BY order_key HAVING {several}
        UNION SELECT order_key FROM spanning
    """


def lines() -> str:
    """The lines file: sorted by day (then by what is filtered most), simple orders flagged on their first positive
    line (per line, per product)."""
    flags = {"orders": "order_key", "line_orders": "order_key, product_line", "product_orders": "order_key, product"}
    firsts = ", ".join(f"{f} AS (SELECT min(id) AS id FROM simple GROUP BY {by})" for f, by in flags.items())
    flagged = ", ".join(f"({f}.id IS NOT NULL)::UTINYINT AS {f}" for f in flags)
    joins = " ".join(f"LEFT JOIN {f} ON {f}.id = t.id" for f in flags)
    ids = ", ".join(f"{c}::INTEGER AS {c}" for c in (*CELL, "product_line", "product", "customer"))
    return f"""
        WITH simple AS (
            SELECT id, order_key, product_line, product FROM teamed ANTI JOIN complex_orders USING (order_key)
            WHERE positive
        ), {firsts}
        SELECT day, order_key, t.id, position::UTINYINT AS position, {ids}, quantity, net, cost, positive,
            {flagged}
        FROM teamed t {joins}
        ORDER BY day, region, person, t.id, position
    """


def complex_lines() -> str:
    """The positive lines of complex orders."""
    members = ", ".join((*CELL, "product_line", "product", "customer"))
    return f"""
        SELECT day, order_key, {members} FROM lines
        WHERE positive AND order_key IN (SELECT order_key FROM complex_orders) ORDER BY day
    """


def summary(kind: str, month: int) -> str:
    """One of SUMMARIES: the month's first day stands for all its days."""
    first = f"make_date({month // 100}, {month % 100}, 1)"
    members = ", ".join(SUMMARIES[kind])
    sums = ", ".join(f"sum({m})::BIGINT AS {m}" for m in ADDITIVE)
    return f"""
        SELECT {first} AS day, {members}, {sums} FROM (SELECT {members}, {LINE_MEASURES} FROM lines)
        GROUP BY {members} ORDER BY {members}
    """


def first_of_month() -> str:
    """Each customer's first positive line of the month (by date, order number, line number, place in the file), for
    every credited person."""
    members = ", ".join(f"{c}::INTEGER AS {c}" for c in ("customer", *CELL, "product_line", "product"))
    number = "try_cast(decode(unhex(line_no)) AS BIGINT)"
    return f"""
        WITH bought AS (SELECT * FROM teamed WHERE positive AND customer <> 0),
        days AS (SELECT customer, min(day) AS day FROM bought GROUP BY customer),
        ranked AS (
            SELECT b.*, dense_rank() OVER (
                PARTITION BY b.customer
                ORDER BY order_no, {number} NULLS FIRST, line_no NULLS FIRST, batch, place, id
            ) AS rank
            FROM bought b JOIN days USING (customer, day)
        )
        SELECT day, {members} FROM ranked WHERE rank = 1 ORDER BY customer
    """
