"""The SQL of who owes what: every order's revenue less what was paid on it, down to the cells of its lines.

An order's balance is its revenue less its payments. More paid on an order than it came to stands as prepaid. What a
customer paid without naming an order, and what orders that are nothing but returns are worth, settles the customer's
oldest orders first; what is left of it stands as prepaid too. Within an order the part that is due first is settled
first. So Σ open + Σ receipts − Σ prepaid = Σ revenue, for every customer. "(unassigned)" is no customer: what nobody
is known to have paid settles nothing.

Each step is a table for the next ones; given are ``lines`` and ``paid`` (all lines and all receipts up to the day),
and ``accounts`` (see there).
"""

from salesdash.snapshot.receipts import apportioned
from salesdash.snapshot.shapes import CELL

_CELL = ", ".join(CELL)
#: what the file of open items holds
COLUMNS = ("customer", "order_key", "ordered_on", "due_on", *CELL, "open", "prepaid")


def steps(terms: int) -> dict[str, str]:
    """Name → SQL; the last one is the ledger. ``terms``: days after its date until an order is to be paid."""
    return {
        "pools": _pools(),
        "owed": _owed(),
        "claims": _claims(terms),
        "parts": _parts(),
        "settled": _settled(),
        "ledger": _ledger(),
    }


def accounts(lines: str, paid: str) -> str:
    """SQL of the customers and orders of ``lines`` (from FROM on) and ``paid`` (a query) whose balance is not 0."""
    return f"""
        SELECT customer, order_key, coalesce(revenue, 0) AS revenue,
            coalesce(revenue, 0) - coalesce(received, 0) AS balance, ordered_on, first
        FROM (
            SELECT customer, order_key, sum(net)::BIGINT AS revenue, min(day) AS ordered_on, min(id) AS first
            FROM {lines} GROUP BY customer, order_key
        ) FULL JOIN (
            SELECT customer, order_key, sum(receipts)::BIGINT AS received
            FROM ({paid}) WHERE order_key IS NOT NULL GROUP BY customer, order_key
        ) USING (customer, order_key)
        WHERE balance <> 0
    """


def _pools() -> str:
    """What a customer has that belongs to no order: ``pool``, and ``used`` of it."""
    return """
        WITH given AS (
            SELECT customer, receipts AS amount FROM paid WHERE order_key IS NULL
            UNION ALL SELECT customer, -balance FROM accounts WHERE balance < 0 AND revenue < 0
        ), needed AS (SELECT customer, sum(balance) AS due FROM accounts WHERE balance > 0 GROUP BY customer)
        SELECT customer, pool, CASE WHEN customer = 0 THEN 0 ELSE greatest(least(pool, coalesce(due, 0)), 0) END AS used
        FROM (SELECT customer, sum(amount)::BIGINT AS pool FROM given GROUP BY customer)
        LEFT JOIN needed USING (customer)
        WHERE pool <> 0
    """


def _owed() -> str:
    """What is still open of each order once the pool has settled the oldest."""
    return """
        SELECT customer, order_key, ordered_on, least(greatest(reached - used, 0), balance)::BIGINT AS open
        FROM (
            SELECT a.*, coalesce(p.used, 0) AS used, sum(balance) OVER (
                PARTITION BY a.customer ORDER BY ordered_on NULLS FIRST, first, a.order_key
            ) AS reached
            FROM accounts a LEFT JOIN pools p ON p.customer = a.customer WHERE balance > 0
        ) WHERE reached > used
    """


def _claims(terms: int) -> str:
    """The cells of open orders by the day on which they are due. An order without a positive line (more went back than
    came in) takes those of its payments."""
    return f"""
        WITH sold AS (
            SELECT customer, order_key, (day + {int(terms)})::DATE AS due_on, {_CELL},
                sum(net)::BIGINT AS weight, min(id * 256 + position) AS place
            FROM lines SEMI JOIN owed USING (customer, order_key) WHERE net > 0 GROUP BY ALL
        )
        SELECT * FROM sold
        UNION ALL BY NAME
        SELECT customer, order_key, min(day) AS due_on, {_CELL}, 1 AS weight, min(day) - DATE '1900-01-01' AS place
        FROM paid SEMI JOIN owed USING (customer, order_key) ANTI JOIN sold USING (customer, order_key)
        WHERE order_key IS NOT NULL GROUP BY customer, order_key, {_CELL}
    """


def _parts() -> str:
    """What is open of an order by the day on which it is due: what is due first was settled first."""
    return """
        SELECT customer, order_key, due_on, (
                least(greatest(reached - gone, 0), weight) + CASE WHEN is_last THEN greatest(-gone, 0) ELSE 0 END
            )::BIGINT AS open
        FROM (
            SELECT c.*, sum(weight) OVER rising AS reached, sum(weight) OVER whole - o.open AS gone,
                lead(due_on) OVER rising IS NULL AS is_last
            FROM (
                SELECT customer, order_key, due_on, sum(weight) AS weight FROM claims GROUP BY ALL
            ) c JOIN owed o USING (customer, order_key)
            WINDOW whole AS (PARTITION BY customer, order_key),
                rising AS (PARTITION BY customer, order_key ORDER BY due_on)
        )
    """


def _settled() -> str:
    """What was paid beyond what is owed, with the cells that share it: by order, and of the pools."""
    return f"""
        SELECT p.customer, p.order_key, -a.balance AS beyond, {_CELL}, greatest(sum(receipts), 0)::BIGINT AS weight,
            min(day) AS place
        FROM paid p JOIN accounts a ON a.customer = p.customer AND a.order_key = p.order_key
        WHERE a.balance < 0 AND a.revenue >= 0 GROUP BY p.customer, p.order_key, a.balance, {_CELL}
        UNION ALL BY NAME
        SELECT customer, NULL::BIGINT AS order_key, pool - used AS beyond, {_CELL},
            greatest(sum(CASE WHEN pool > 0 THEN amount ELSE -amount END), 0)::BIGINT AS weight, min(day) AS place
        FROM (
            SELECT customer, day, {_CELL}, receipts AS amount FROM paid WHERE order_key IS NULL
            UNION ALL BY NAME
            SELECT customer, day, {_CELL}, -net AS amount FROM lines
            SEMI JOIN (FROM accounts WHERE balance < 0 AND revenue < 0) USING (customer, order_key)
        ) JOIN pools USING (customer) WHERE pool <> used GROUP BY customer, pool, used, {_CELL}
    """


def _ledger() -> str:
    open_items = apportioned(
        "SELECT c.*, p.open FROM claims c JOIN parts p USING (customer, order_key, due_on) WHERE p.open > 0",
        "customer, order_key, due_on", "open", "place",
    )  # fmt: skip
    beyond = apportioned("FROM settled WHERE weight > 0", "customer, order_key", "beyond", "place")
    return f"""
        SELECT i.customer, i.order_key, o.ordered_on, i.due_on, {_CELL}, part AS open, 0::BIGINT AS prepaid
        FROM ({open_items}) i JOIN owed o USING (customer, order_key) WHERE part <> 0
        UNION ALL BY NAME
        SELECT customer, order_key, CASE WHEN beyond < 0 THEN place END AS ordered_on,
            CASE WHEN beyond < 0 THEN place END AS due_on, {_CELL},
            greatest(-part, 0) AS open, greatest(part, 0) AS prepaid
        FROM ({beyond}) WHERE part <> 0
        ORDER BY due_on
    """
