"""What is bought together, from the lines of orders."""

import math
from typing import TYPE_CHECKING

from pandas import DataFrame
from sqlalchemy.orm import Session

from salesdash.access.identity import User
from salesdash.analytics.baskets import associations
from salesdash.errors import BadInput
from salesdash.history.answers import Baskets, View
from salesdash.history.asking import Asked, answer
from salesdash.locale import N_

if TYPE_CHECKING:
    from salesdash.snapshot.facts import Facts

#: orders that a pair must be in at least, however small the smallest share
_FEWEST = 5
#: members that are looked at, the most frequent ones: pairs grow with their square
_MOST_ITEMS = 400
#: pairs that are told, those of the highest lift
_MOST_PAIRS = 500


def baskets(session: Session, user: User, view: View) -> Baskets:
    """Pairs of products or product lines that orders hold together, see Baskets. A pair counts from
    ``view.minimum_support`` of all orders on, and from five orders. Takes kpis.read."""
    if not 0 < view.minimum_support <= 1:
        raise BadInput("bad_support", N_("The smallest support must lie above 0 and be at most 1."))
    return answer(session, user, view, _baskets)


def _baskets(asked: Asked) -> Baskets:
    by = asked.view.by
    with asked.facts([asked.view.period], summaries=False) as facts:
        orders, several, items, pairs, fewest = _counted(facts, by, asked.view.minimum_support)
    left_out = max(len(items) - _MOST_ITEMS, 0)
    items = items.head(_MOST_ITEMS).astype({"id": int})
    every = associations(pairs.astype({"a": int, "b": int}), orders)
    # whatever its lift, the pair of the highest confidence is told
    closest = every[["confidence", "confidence_back"]].max(axis=1).nlargest(1).index.tolist()
    found = every.loc[sorted({*every.index[:_MOST_PAIRS], *closest})].reset_index(drop=True)
    found = asked.with_names(found, by, column="b", prefix="b_")
    found = asked.with_names(found, by, column="a", prefix="a_")
    found = found.rename(columns={"a_code": "a", "b_code": "b"})
    return Baskets(
        by=by,
        minimum_support=asked.view.minimum_support,
        fewest=fewest,
        orders=orders,
        several=several,
        pairs=len(every),
        rows=found[
            ["a", "a_name", "b", "b_name", "orders", "orders_a", "orders_b", "support", "confidence",
             "confidence_back", "lift"]
        ],
        items=asked.with_names(items, by),
        left_out=left_out,
    )  # fmt: skip


def _counted(facts: "Facts", by: str, support: float) -> tuple[int, int, DataFrame, DataFrame, int]:
    """Orders, those with several members, members frequent enough (id, orders), pairs, and what is frequent enough."""
    run = facts.connection.execute
    run(f"CREATE TEMP TABLE held AS SELECT DISTINCT order_key, {by} AS item {facts.lines()} WHERE positive")
    orders, several = run("""
        SELECT count(*), count(*) FILTER (WHERE items > 1) FROM (
            SELECT count(*) FILTER (WHERE item <> 0) AS items FROM held GROUP BY order_key
        )
    """).fetchall()[0]
    fewest = max(_FEWEST, math.ceil(support * orders - 1e-9))
    items = facts.frame(f"""
        SELECT item AS id, count(*) AS orders FROM held WHERE item <> 0 GROUP BY item HAVING count(*) >= {fewest}
        ORDER BY orders DESC, id
    """)
    run(f"""
        CREATE TEMP TABLE kept AS SELECT order_key, item, number FROM held JOIN (
            SELECT item, count(*) AS number FROM held WHERE item <> 0 GROUP BY item HAVING count(*) >= {fewest}
            ORDER BY number DESC, item LIMIT {_MOST_ITEMS}
        ) USING (item)
    """)
    # the more frequent one is a
    pairs = facts.frame(f"""
        SELECT a.item AS a, b.item AS b, count(*) AS orders, any_value(a.number) AS orders_a,
            any_value(b.number) AS orders_b
        FROM kept a JOIN kept b ON a.order_key = b.order_key
            AND (a.number > b.number OR (a.number = b.number AND a.item < b.item))
        GROUP BY a.item, b.item HAVING count(*) >= {fewest}
    """)
    run("DROP TABLE kept; DROP TABLE held")
    return orders, several, items, pairs, fewest
