"""The metric registry: what every figure is called, how it is computed, who answers for it. One entry per metric
feeds pages, downloads, the command line and the metric dictionary.

Services sum up the counted figures of BASE per cell; :func:`complete` adds the metrics that are ratios of them.
Amounts and quantities are whole numbers of 1/10,000, counts whole numbers, ratios fractions; None is "undefined".
The formulas are those of the glossary in docs/.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from salesdash.locale import N_, formats
from salesdash.units import SCALE

Unit = Literal["money", "count", "quantity", "ratio", "days"]

#: what a service counts per cell. costed_revenue: revenue of the lines whose cost is known; sold and returned: sums
#: of the positive amounts, and of the negative ones with their sign turned
BASE = (
    "revenue",
    "orders",
    "customers",
    "new_customers",
    "quantity",
    "cost",
    "gross_profit",
    "costed_revenue",
    "sold",
    "returned",
    "receipts",
)


@dataclass(frozen=True)
class Thresholds:
    """From which change against the period compared with a figure asks to be looked at (fraction of the amount, or
    difference of the ratio), counted in the bad direction."""

    watch: float
    alert: float


@dataclass(frozen=True)
class Metric:
    """One metric. ``good`` is the direction that is welcome (None: neither); ``additive`` says that members add up
    to their total; ``over`` names the two base figures whose quotient it is; ``owner`` is a role's code."""

    key: str
    name: str
    formula: str
    unit: Unit
    good: Literal["up", "down"] | None
    additive: bool
    owner: str
    over: tuple[str, str] | None = None
    thresholds: Thresholds | None = None
    #: seen by people who may see quantities only
    is_quantity: bool = False
    #: targets can be set for it
    target: bool = False

    def show(self, value: float | None, currency: str, *, short: bool = False, signed: bool = False) -> str:
        """``value`` in words of the language in force."""
        if self.unit == "money":
            return formats.money(None if value is None else int(value), currency, short=short, signed=signed)
        if self.unit == "ratio":
            return formats.percent(value, signed=signed)
        if self.unit == "quantity":
            return formats.quantity(None if value is None else int(value), short=short, signed=signed)
        return formats.number(value, 1 if self.unit == "days" else 0, short=short, signed=signed)

    def change(self, now: float | None, before: float | None) -> float | None:
        """Relative change of an amount or count; difference of a ratio. None where the base is 0 or unknown.

        It is measured against the size of the base, so that it is positive exactly where the figure rose.
        """
        if now is None or before is None:
            return None
        if self.unit == "ratio":
            return now - before
        return (now - before) / abs(before) if before else None

    def show_change(self, change: float | None) -> str:
        """A change in words: +12.3%, or +1.2 pts for a ratio."""
        if self.unit == "ratio":
            return formats.points(change)
        return formats.percent(change, 1 if change is None or abs(change) < 9.9995 else 0, signed=True)

    def judgement(self, change: float | None) -> Literal["better", "worse", "same"] | None:
        """Whether a change is welcome; None where it is unknown or the metric has no good direction."""
        if change is None or self.good is None:
            return None
        if abs(change) < 0.0005:  # reads as 0.0
            return "same"
        return "better" if (change > 0) == (self.good == "up") else "worse"

    def level(self, change: float | None) -> Literal["watch", "alert"] | None:
        """Which threshold a change has passed."""
        if self.thresholds is None or self.judgement(change) != "worse" or change is None:
            return None
        if abs(change) >= self.thresholds.alert:
            return "alert"
        return "watch" if abs(change) >= self.thresholds.watch else None

    def json(self, value: float | None) -> float | int | None:
        """``value`` for programs: amounts and quantities in units with at most four decimals, ratios as fractions."""
        if value is None or self.unit in ("ratio", "count", "days"):
            return value
        exact = Decimal(int(value)) / SCALE
        return int(exact) if exact == exact.to_integral() else float(exact)


def _registry(*metrics: Metric) -> dict[str, Metric]:
    return {metric.key: metric for metric in metrics}


_AMOUNT, _RATIO = Thresholds(0.05, 0.15), Thresholds(0.01, 0.03)

REGISTRY: dict[str, Metric] = _registry(
    Metric(
        "revenue",
        N_("Revenue"),
        N_("Sum of the net amounts of the lines dated in the period; returns count negative on their own date"),
        "money",
        "up",
        True,
        "executive",
        thresholds=_AMOUNT,
        target=True,
    ),
    Metric(
        "orders",
        N_("Orders"),
        N_("Distinct order numbers with at least one positive line in the period"),
        "count",
        "up",
        False,
        "sales_manager",
        thresholds=_AMOUNT,
        target=True,
    ),
    Metric(
        "customers",
        N_("Active customers"),
        N_("Distinct customers with positive revenue in the period"),
        "count",
        "up",
        False,
        "sales_manager",
        thresholds=_AMOUNT,
    ),
    Metric(
        "new_customers",
        N_("New customers"),
        N_("Customers whose first positive line in the whole company lies in the period; counted in that line's cell"),
        "count",
        "up",
        False,
        "sales_manager",
        thresholds=Thresholds(0.10, 0.30),
        target=True,
    ),
    Metric(
        "quantity",
        N_("Quantity"),
        N_("Sum of the quantities of the lines; returns count negative"),
        "quantity",
        "up",
        True,
        "production",
        thresholds=_AMOUNT,
        is_quantity=True,
        target=True,
    ),
    Metric(
        "cost",
        N_("Cost"),
        N_("Sum of the cost of the lines whose cost is known"),
        "money",
        None,
        True,
        "finance",
    ),
    Metric(
        "gross_profit",
        N_("Gross profit"),
        N_("Revenue − cost, over the lines whose cost is known"),
        "money",
        "up",
        True,
        "finance",
        thresholds=_AMOUNT,
        target=True,
    ),
    Metric(
        "gross_margin",
        N_("Gross margin"),
        N_("Gross profit ÷ revenue of the lines whose cost is known"),
        "ratio",
        "up",
        False,
        "finance",
        over=("gross_profit", "costed_revenue"),
        thresholds=_RATIO,
    ),
    Metric(
        "average_order_value",
        N_("Average order value"),
        N_("Revenue ÷ orders"),
        "money",
        "up",
        False,
        "sales_manager",
        over=("revenue", "orders"),
        thresholds=_AMOUNT,
    ),
    Metric(
        "return_rate",
        N_("Return rate"),
        N_("Sum of the negative amounts, sign turned ÷ sum of the positive amounts"),
        "ratio",
        "down",
        False,
        "customer_service",
        over=("returned", "sold"),
        thresholds=_RATIO,
    ),
    Metric(
        "receipts",
        N_("Receipts"),
        N_("Sum of the payments dated in the period; a payment counts where the lines of its order do, in proportion"),
        "money",
        "up",
        True,
        "finance",
        thresholds=_AMOUNT,
        target=True,
    ),
)


#: figures of a day, not of a period: what ``salesdash.receivables`` answers
RECEIVABLES: dict[str, Metric] = _registry(
    Metric(
        "receivables",
        N_("Receivables"),
        N_("Revenue − receipts from the beginning, of every order that is not paid in full"),
        "money",
        "down",
        True,
        "finance",
    ),
    Metric(
        "overdue",
        N_("Overdue"),
        N_("Receivables whose due date has passed: the order's date and the payment terms"),
        "money",
        "down",
        True,
        "finance",
    ),
    Metric(
        "prepaid",
        N_("Prepaid"),
        N_("What was paid beyond what is owed: more than an order came to, or by a customer who owes nothing"),
        "money",
        None,
        True,
        "finance",
    ),
    Metric(
        "days_sales_outstanding",
        N_("Days sales outstanding"),
        N_("Receivables ÷ revenue of the last 90 days × 90"),
        "days",
        "down",
        False,
        "finance",
    ),
)
#: keys of the metrics that targets can be set for
TARGET_MEASURES = tuple(key for key, metric in REGISTRY.items() if metric.target)


def complete(base: Mapping[str, Any]) -> dict[str, Any]:
    """All metrics of the registry from the base figures of one cell (keys of BASE, None where unknown)."""
    return {key: base.get(key) if m.over is None else _quotient(m, base) for key, m in REGISTRY.items()}


def _quotient(metric: Metric, base: Mapping[str, Any]) -> float | int | None:
    top, bottom = (base.get(name) for name in metric.over or ())
    if top is None or not bottom:
        return None
    # an average amount is an amount: rounded to 1/10,000, half to even
    return round(Decimal(int(top)) / int(bottom)) if metric.unit == "money" else int(top) / int(bottom)
