"""What the services about receivables answer: plain values. Amounts are whole numbers of 1/10,000."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from salesdash.locale import N_

#: how long an amount is overdue: key → name, last day (None: no last one). What is due today is not overdue
BUCKETS: dict[str, tuple[str, int | None]] = {
    "not_due": (N_("Not due"), 0),
    "days_30": (N_("1–30 days"), 30),
    "days_60": (N_("31–60 days"), 60),
    "days_90": (N_("61–90 days"), 90),
    "older": (N_("Over 90 days"), None),
}
#: dimensions that receivables go by
DIMENSIONS = ("customer", "rep", "team", "region", "region_parent", "country", "channel")


@dataclass(frozen=True)
class Receivables:
    """What is owed as of the end of a day: in all, by how long it is overdue (BUCKETS), overdue; how many customers
    and orders owe; what was paid beyond what is owed; days sales outstanding, None without revenue in the last 90
    days. ``paid``: payments are known at all; without any everything looks unpaid."""

    as_of: date
    paid: bool
    total: int
    ageing: Mapping[str, int]
    overdue: int
    prepaid: int
    customers: int
    orders: int
    overdue_orders: int
    longest: int
    days_sales_outstanding: float | None
