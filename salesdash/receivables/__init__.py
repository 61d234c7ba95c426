"""Receivables: who owes us, since when?"""

from salesdash.receivables.answers import BUCKETS, DIMENSIONS, Receivables
from salesdash.receivables.service import Order, last_day, members, orders, receivables

__all__ = ["BUCKETS", "DIMENSIONS", "Order", "Receivables", "last_day", "members", "orders", "receivables"]
