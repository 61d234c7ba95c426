"""Figures about sales: the services behind the KPI page and the command ``kpis``."""

from salesdash.kpis.answers import DIMENSIONS, METRICS, Figure, KpiTable, Overview, View
from salesdash.kpis.members import members
from salesdash.kpis.orders import orders
from salesdash.kpis.overview import overview
from salesdash.kpis.table import table

__all__ = [
    "DIMENSIONS",
    "METRICS",
    "Figure",
    "KpiTable",
    "Overview",
    "View",
    "members",
    "orders",
    "overview",
    "table",
]
