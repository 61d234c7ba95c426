"""The questions about receivables. Each begins with the permission and asks inside the person's scope."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Literal

from pandas import DataFrame
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from salesdash import company, snapshot
from salesdash.access.identity import User
from salesdash.filters import last_order_day
from salesdash.kpis.filters import TABLES, region_parents, selection, unknown_dimension
from salesdash.kpis.names import members as names_of
from salesdash.kpis.names import named
from salesdash.kpis.remembered import Remembered, state
from salesdash.locale import language
from salesdash.models import Payment
from salesdash.periods import Range
from salesdash.receivables import opened
from salesdash.receivables.answers import BUCKETS, DIMENSIONS, Receivables
from salesdash.receivables.numbers import order_numbers
from salesdash.snapshot.building import quoted
from salesdash.snapshot.facts import Facts
from salesdash.snapshot.selection import Selection

#: days of revenue that days sales outstanding are measured against
REVENUE_DAYS = 90
#: a company whose last order and payment are older is looked at up to these, not up to today
STILL_RUNNING = timedelta(days=7)
#: which orders come first
Order = Literal["longest", "largest"]
_FIRST: Mapping[Order, str] = {"longest": "due_on, amount DESC", "largest": "amount DESC, due_on"}
#: filters: dimension → codes
Where = Mapping[str, Sequence[str]]

#: answers that a process remembers
_known: Remembered = Remembered(256)


def receivables(session: Session, user: User, *, as_of: date | None = None, where: Where | None = None) -> Receivables:
    """What is owed at the end of ``as_of`` (today unless said), see Receivables; formulas: the glossary.

    ``where``: dimension of DIMENSIONS → codes. Takes kpis.read. Raises BadInput ``unknown_dimension``,
    ``unknown_member``. Remembered.
    """
    asking = _Asking(session, user, as_of, where)
    return _known.get(asking.key("all"), asking.all)


def members(
    session: Session,
    user: User,
    dimension: str,
    *,
    as_of: date | None = None,
    where: Where | None = None,
) -> DataFrame:
    """What is owed by member of a dimension, largest first: code, name, BUCKETS, overdue, total, prepaid.

    Takes kpis.read. Raises as ``receivables``. Remembered: do not change the frame.
    """
    if dimension not in DIMENSIONS:
        raise unknown_dimension(dimension, DIMENSIONS)
    asking = _Asking(session, user, as_of, where)
    return _known.get(asking.key(dimension), lambda: asking.members(dimension))


def orders(
    session: Session,
    user: User,
    *,
    as_of: date | None = None,
    where: Where | None = None,
    overdue: bool = True,
    order: Order = "longest",
    limit: int = 200,
    offset: int = 0,
) -> DataFrame:
    """The orders that are overdue, or with ``overdue=False`` all that are open; those due longest first, or with
    ``order="largest"`` those of which most is open.

    Columns: order_no, ordered_on, customer, customer_name, rep, rep_name (all credited people in sight), due_on (the
    first day on which some of it was due), days (overdue; negative: still to come), amount. ``frame.attrs["orders"]``:
    how many there are without ``limit``. Takes kpis.read. Raises as ``receivables``.
    """
    asking = _Asking(session, user, as_of, where)
    return asking.orders(overdue, order, limit, offset)


def last_day(session: Session, user: User) -> date | None:
    """The day to look at while nobody chose one: today, or where orders and payments ended long ago their last day;
    None without any payment, when everything looks unpaid. Takes kpis.read."""
    user.require("kpis.read")
    today = company.today(company.settings(session))
    paid = session.scalar(select(func.max(Payment.paid_on)).where(Payment.paid_on <= today))
    if paid is None and session.scalar(select(Payment.id).limit(1)) is None:
        return None
    known = [day for day in (paid, last_order_day(session, today)) if day is not None]
    return today if not known or today - max(known) <= STILL_RUNNING else max(known)


class _Asking:
    """What stays the same between the statements of one question."""

    def __init__(self, session: Session, user: User, as_of: date | None, where: Where | None) -> None:
        user.require("kpis.read")
        if unknown := [name for name in where or {} if name not in DIMENSIONS]:
            raise unknown_dimension(unknown[0], DIMENSIONS)
        settings = company.settings(session)
        today = company.today(settings)
        self._session, self._as_of, self._terms = session, as_of or today, settings.payment_days
        self._chosen: Selection = selection(session, user, where or {}, today)

    def key(self, what: str) -> tuple:
        """What an answer hangs on."""
        return (state(self._session), what, self._as_of, self._chosen.key(), language())

    def all(self) -> Receivables:
        """The whole."""
        row = self._ask(
            f"""SELECT {_sums()}, count(DISTINCT customer) FILTER (open > 0 AND customer <> 0) AS customers,
            count(DISTINCT order_key) FILTER (open > 0) AS orders,
            count(DISTINCT order_key) FILTER (open > 0 AND {self._days} > 0) AS overdue_orders,
            max({self._days}) FILTER (open > 0) AS longest"""
        ).iloc[0]
        values = {name: int(value) for name, value in row.fillna(0).items()}
        revenue = self._revenue()
        return Receivables(
            as_of=self._as_of,
            paid=self._session.scalar(select(Payment.id).limit(1)) is not None,
            ageing={bucket: values[bucket] for bucket in BUCKETS},
            longest=max(values["longest"], 0),
            days_sales_outstanding=values["total"] / revenue * REVENUE_DAYS if revenue > 0 else None,
            **{name: values[name] for name in ("total", "overdue", "prepaid", "customers", "orders", "overdue_orders")},
        )

    def members(self, dimension: str) -> DataFrame:
        """By member."""
        column = TABLES[dimension][1]
        found = self._ask(f"SELECT {column} AS member, {_sums()}", "GROUP BY member")
        if dimension == "region_parent":
            above = region_parents(self._session)
            found["member"] = [above.get(member, 0) for member in found["member"]]
            found = found.groupby("member", as_index=False).sum()
        known = names_of(self._session, dimension, found["member"])
        for place, name in enumerate(("code", "name")):
            found.insert(place, name, [known[member][place] for member in found["member"]])
        found = found.drop(columns="member")
        return found.sort_values(["total", "prepaid", "code"], ascending=[False, False, True], ignore_index=True)

    def orders(self, overdue: bool, order: Order, limit: int, offset: int) -> DataFrame:
        """By order."""
        also = f"AND {self._days} > 0" if overdue else ""
        first = _FIRST[order]
        found = self._ask(
            f"""SELECT order_key, min(ordered_on) AS ordered_on, customer, list_sort(list(DISTINCT person)) AS people,
            min(due_on) AS due_on, max({self._days}) AS days, sum(open)::BIGINT AS amount,
            count(*) OVER () AS orders""",
            f"""AND open > 0 {also} GROUP BY order_key, customer
            ORDER BY {first}, order_key LIMIT {int(limit)} OFFSET {int(offset)}""",
        )
        count = int(found.pop("orders").max()) if len(found) else 0
        known = names_of(self._session, "rep", {int(person) for people in found["people"] for person in people})
        credited = [[known[int(person)] for person in people] for people in found.pop("people")]
        found.insert(0, "order_no", order_numbers(self._session, found.pop("order_key").tolist()))
        found = named(self._session, found, "customer")
        found.insert(4, "rep", [", ".join(code for code, _name in people) for people in credited])
        found.insert(5, "rep_name", [", ".join(name for _code, name in people) for people in credited])
        found.attrs["orders"] = count
        return found

    @property
    def _days(self) -> str:
        """SQL of the days that something is overdue."""
        return f"(DATE '{self._as_of}' - due_on)"

    def _ask(self, what: str, then: str = "") -> DataFrame:
        path = opened.file(self._session, self._as_of, self._terms)
        with Facts(snapshot.current(self._session), self._chosen, []) as facts:
            what = what.replace("{days}", self._days)
            return facts.frame(f"{what} FROM read_parquet({quoted(path)}) WHERE {facts.condition} {then}")

    def _revenue(self) -> int:
        """Of the last days, in sight."""
        days = Range(self._as_of - timedelta(days=REVENUE_DAYS - 1), self._as_of)
        with Facts(snapshot.current(self._session), self._chosen, [days]) as facts:
            row = facts.connection.execute(f"SELECT sum(net) FROM ({facts.relation(['net'])})").fetchone()
        return int(row[0] or 0) if row else 0


def _sums() -> str:
    """SQL of BUCKETS, overdue, total and prepaid; ``{days}`` stands for the days that something is overdue."""
    found, after = [], None
    for bucket, (_name, last) in BUCKETS.items():
        terms = [
            *([f"{{days}} > {after}"] if after is not None else []),
            *([f"{{days}} <= {last}"] if last is not None else []),
        ]
        found.append(f"coalesce(sum(open) FILTER ({' AND '.join(terms)}), 0)::BIGINT AS {bucket}")
        after = last
    overdue = "coalesce(sum(open) FILTER ({days} > 0), 0)::BIGINT AS overdue"
    return ", ".join(
        [
            *found,
            overdue,
            *(f"coalesce(sum({c}), 0)::BIGINT AS {n}" for c, n in (("open", "total"), ("prepaid", "prepaid"))),
        ]
    )
