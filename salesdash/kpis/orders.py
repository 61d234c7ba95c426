"""The orders behind a figure."""

from collections.abc import Mapping, Sequence
from datetime import date

from pandas import DataFrame
from sqlalchemy import text
from sqlalchemy.orm import Session

from salesdash import db, snapshot
from salesdash.access.identity import User
from salesdash.kpis.filters import selection
from salesdash.kpis.names import members, named
from salesdash.periods import Range
from salesdash.snapshot.facts import Facts


def orders(  # noqa: PLR0917 - the plain arguments of a service
    session: Session,
    user: User,
    start: date,
    end: date,
    where: Mapping[str, Sequence[str]] | None = None,
    limit: int = 200,
    offset: int = 0,
) -> DataFrame:
    """The orders with lines from ``start`` to ``end`` that ``user`` may see, newest first.

    Columns: order_no, ordered_on (the first of those days), customer, customer_name, rep, rep_name (all credited
    people in sight), revenue, quantity (of the lines in sight, 1/10,000), lines. ``frame.attrs["orders"]``: how many
    there are without ``limit``. Takes kpis.read, or kpis.quantities, which gets <NA> for revenue. Raises BadInput
    ``unknown_dimension``, ``unknown_member``, ``dates_reversed``.
    """
    user.require("kpis.read", "kpis.quantities")
    chosen = selection(session, user, where or {})
    with Facts(snapshot.current(session), chosen, [Range(start, end)]) as facts:
        found = facts.frame(f"""
            SELECT order_key, min(day) AS ordered_on, min(customer) AS customer,
                list_sort(list(DISTINCT person)) AS rep, sum(net)::BIGINT AS revenue,
                sum(quantity)::BIGINT AS quantity, count(DISTINCT id) AS lines, count(*) OVER () AS orders
            {facts.lines()} GROUP BY order_key
            ORDER BY ordered_on DESC, order_key LIMIT {int(limit)} OFFSET {int(offset)}
        """)
    count = int(found.pop("orders").max()) if len(found) else 0
    people = members(session, "rep", {int(person) for credited in found["rep"] for person in credited})
    for column, which in (("rep", 0), ("rep_name", 1)):
        texts = [", ".join(people[int(person)][which] for person in credited) for credited in found["rep"]]
        found[f"{column}_text"] = texts
    found = found.drop(columns="rep").rename(columns={"rep_text": "rep", "rep_name_text": "rep_name"})
    found.insert(0, "order_no", _order_numbers(session, found.pop("order_key").tolist()))
    found = named(session, found, "customer")
    if not user.may("kpis.read"):
        found["revenue"] = found["revenue"].where(found["revenue"].isna())
    columns = ["order_no", "ordered_on", "customer", "customer_name", "rep", "rep_name", "revenue", "quantity", "lines"]
    found = found[columns]
    found.attrs["orders"] = count
    return found


def _order_numbers(session: Session, keys: list[int]) -> list[str]:
    wanted = db.bound_integers(session, "keys")
    query = text(f"SELECT order_key, min(order_no) FROM order_lines WHERE order_key IN {wanted} GROUP BY order_key")
    numbers = {int(key): number for key, number in session.execute(query, {"keys": db.list_value(keys)})}
    return [numbers[key] for key in keys]
