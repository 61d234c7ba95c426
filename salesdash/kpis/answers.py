"""What the KPI services are asked and what they answer: plain values.

Amounts and quantities are whole numbers of 1/10,000, counts whole numbers, ratios fractions. What is undefined, or
has no data, is None (``<NA>`` in a frame; numeric columns have pandas' nullable types Int64 and Float64).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from pandas import DataFrame

from salesdash.metrics import REGISTRY
from salesdash.periods import Range

#: the figures that every question about sales can have, in the order of the command line's contract
METRICS = tuple(REGISTRY)
#: dimensions that the clock makes, and those that have members
TIME_DIMENSIONS = ("day", "week", "month", "quarter", "year")
MEMBER_DIMENSIONS = (
    "region", "region_parent", "country", "channel", "product_line", "category", "product", "rep", "team", "customer",
)  # fmt: skip
DIMENSIONS = TIME_DIMENSIONS + MEMBER_DIMENSIONS
#: the code of "no member"
UNASSIGNED = "(unassigned)"


@dataclass(frozen=True)
class View:
    """What the KPI page shows: a period, filters (dimension → codes), and the ranges it is compared with.

    ``comparisons`` are named "previous" and "year" (either may be missing). ``against`` names the one that falling
    products and customers and the bridge of price, volume and mix refer to.
    """

    period: Range
    where: Mapping[str, Sequence[str]] = field(default_factory=dict)
    comparisons: Mapping[str, Range] = field(default_factory=dict)
    against: str = "previous"

    def key(self) -> tuple:
        """The view as a hashable value; equal for views that show the same."""
        where = tuple(sorted((dim, tuple(sorted(set(codes)))) for dim, codes in self.where.items() if codes))
        return (self.period, where, tuple(sorted(self.comparisons.items())), self.against)


@dataclass(frozen=True)
class Figure:
    """One figure of the whole view: now, in each comparison, and its change against each."""

    value: int | float | None
    bases: Mapping[str, int | float | None]
    changes: Mapping[str, float | None]


@dataclass(frozen=True)
class Overview:
    """All that the KPI page shows.

    ``totals``: metric (METRICS and ``cost_coverage``, the share of revenue whose cost is known) → Figure.
    ``by``: region, channel, product_line, rep → one row per member that has lines in the period or a comparison,
    largest revenue first: id, code, name, revenue, orders, customers, gross_margin, and for each comparison c
    ``{metric}_{c}`` and ``{metric}_change_{c}``.
    ``trend``: 24 rows, the company's months up to the period's end: label, start, end (dates), partial, METRICS; no
    data is <NA>.
    ``products``, ``customers``: "top" and "falling" (against ``view.against``) → at most 10 rows: id, code, name,
    revenue, base, difference, change.
    ``bridge``: parts of the change of revenue against ``view.against``: volume, mix, price, new, gone, other, or None
    without such a comparison.
    ``data_until``: the last day with a line that the person may see; ``imported_at``: when facts were last imported.
    """

    view: View
    totals: Mapping[str, Figure]
    by: Mapping[str, DataFrame]
    trend: DataFrame
    products: Mapping[str, DataFrame]
    customers: Mapping[str, DataFrame]
    bridge: Mapping[str, int] | None
    data_until: date | None
    imported_at: datetime | None


@dataclass(frozen=True)
class KpiTable:
    """Rows per combination of ``by`` and their total (one row; always its own distinct count, never the sum).

    Columns: for each dimension its code (label of a period) and, with members, ``DIM_name``; METRICS and
    ``cost_coverage``; with a comparison ``{metric}_previous`` and ``{metric}_change``.
    """

    start: date
    end: date
    by: tuple[str, ...]
    compared_with: Range | None
    rows: DataFrame
    total: DataFrame

    def document(self) -> dict:
        """The answer as the command line's contract has it: decimals as JSON numbers, undefined values null."""
        from salesdash.kpis.documents import document

        return document(self)
