"""What the history analyses are asked and what they answer: plain values.

Amounts and quantities are whole numbers of 1/10,000, counts whole numbers, shares and rates fractions. What is
undefined or has no data is None (``<NA>`` in a frame). Frames hold codes in a column named by the dimension, or
``code``, and the name beside.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pandas import DataFrame

from salesdash.analytics.ranking import Spread
from salesdash.periods import Range


@dataclass(frozen=True)
class View:
    """What is analysed: a period, filters (dimension → codes) and, where the analysis has a choice, a measure (None:
    the first that the person may see), what is ranked or bought together (product_line or product), and the smallest
    share of orders that a pair must be in. Growth is against the same days a year before; where the data do not reach
    back that far ``base`` is None, and nothing is known of growth."""

    period: Range
    where: Mapping[str, Sequence[str]] = field(default_factory=dict)
    measure: str | None = None
    by: str = "product_line"
    minimum_support: float = 0.01

    def key(self) -> tuple:
        """The view as a hashable value; equal for views that show the same."""
        where = tuple(sorted((dim, tuple(sorted(set(codes)))) for dim, codes in self.where.items() if codes))
        return (self.period, where, self.measure, self.by, self.minimum_support)


@dataclass(frozen=True)
class Trend:
    """``months``: label, start, end, partial, value, and for whole months trend, season, rest (they sum to value),
    odd (the rest lies beyond three robust standard deviations, and 3 % of a month). ``effects``: one row per calendar
    month: month (1 to 12), effect (fraction of the trend where ``multiplicative``, else an amount). ``whole``: number
    of whole months with data; ``change``: of the trend against twelve months before. Without two whole years trend to
    change are unknown, ``multiplicative`` is None and ``effects`` empty."""

    measure: str
    months: DataFrame
    effects: DataFrame
    multiplicative: bool | None
    whole: int
    change: float | None


@dataclass(frozen=True)
class Years:
    """``months``: year, month (1 to 12), label, start, value, running (sum of the year so far; only measures that add
    up, and only up to a month without data), partial. ``years``: year, value, months (whole ones with data), in falling
    order. The latest year is compared with the one before over the ``compared`` months that are whole in both:
    ``now``, ``before`` (for measures that do not add up: averages per month) and ``change``."""

    measure: str
    additive: bool
    months: DataFrame
    years: DataFrame
    latest: int | None
    compared: int
    now: int | None
    before: int | None
    change: float | None


@dataclass(frozen=True)
class Products:
    """``rows``: code, name, value, share (of the positive values), cumulative, abc, base (a year before), growth
    (unknown without a positive base), largest first. ``unassigned``: value of the lines without a member."""

    measure: str
    by: str
    base: Range | None
    rows: DataFrame
    classes: DataFrame  #: abc, members, value, share
    growth: float | None
    unassigned: int | None


@dataclass(frozen=True)
class Prices:
    """``rows``: code, name, value, quantity, price (average net price), the same a year before with ``_base``,
    price_change, quantity_change, price_effect, quantity_effect (what price and quantity changed in revenue; only
    where sold in both). ``months``: label, start, partial, quantity, price of everything in the view."""

    by: str
    base: Range | None
    rows: DataFrame
    months: DataFrame
    price_effect: int
    quantity_effect: int
    compared: int


@dataclass(frozen=True)
class Customers:
    """``cohorts``: label, start, customers (whose first purchase of all lines lies in that period), partial.
    ``retention``: cohort (label), age (periods since), share; whole periods only. ``average``: age, share, customers
    (old enough). ``frequency``: purchases (distinct dates: "1", "2", …, "10+"), customers. ``begins``: the day on which
    the company's data begin, where that lies in the period: customers of that cohort may have bought before.
    ``repeat_rate``: customers with two or more purchase dates in the period ÷ ``buyers`` (with one or more).
    ``grain``: month, quarter or year."""

    grain: str
    cohorts: DataFrame
    retention: DataFrame
    average: DataFrame
    frequency: DataFrame
    begins: date | None
    buyers: int
    repeat_rate: float | None


@dataclass(frozen=True)
class Concentration:
    """``rows``: the largest customers: code, name, value, share, cumulative, base, change. ``spread`` and ``before``:
    of the period and of the same days a year before. ``curve``: share of customers, share of the whole.
    ``unassigned``: value of the lines without a customer."""

    measure: str
    base: Range | None
    rows: DataFrame
    spread: Spread
    before: Spread
    curve: DataFrame
    unassigned: int | None


@dataclass(frozen=True)
class Baskets:
    """``rows``: a, a_name, b, b_name, orders, orders_a, orders_b, support, confidence, confidence_back, lift, the
    highest lift first; of at most 500 of ``pairs``, among them the one of the highest confidence. ``orders``: all with
    a positive line; ``several``: those with two members or more. ``items``: the members that enough orders hold, the
    most frequent first: code, name, orders; ``left_out``: members that would be, beyond the number that is looked at.
    """

    by: str
    minimum_support: float
    fewest: int
    orders: int
    several: int
    pairs: int
    rows: DataFrame
    items: DataFrame
    left_out: int


@dataclass(frozen=True)
class Patterns:
    """``weekdays``: weekday (0 Monday), value, share, days (with sales), average (per day with sales). ``months``:
    month (1 to 12), average (per whole month), index (÷ the average of all), count (of whole months). ``grid``:
    weekday, month, share of the month. Only whole months count in the last two."""

    measure: str
    weekdays: DataFrame
    months: DataFrame
    grid: DataFrame
    days: int
    whole: int


@dataclass(frozen=True)
class Returns:
    """``rows``: code, name, sold, returned, rate, share (of all returned), lines (of returns), most returned first.
    ``months``: label, start, partial, sold, returned, rate. ``rate`` and ``rate_before`` of all, now and a year
    before. Files tell no reason of a return, so none is known."""

    measure: str
    by: str
    base: Range | None
    rows: DataFrame
    months: DataFrame
    sold: int | None
    returned: int | None
    rate: float | None
    rate_before: float | None


Answer = Trend | Years | Products | Prices | Customers | Concentration | Baskets | Patterns | Returns
