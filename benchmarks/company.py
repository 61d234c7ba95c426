"""The company that benchmarks are about: 40 people, 20,000 customers, 500 products, 36 months, any number of lines.

People, products, customers and dates are the same whatever the number of lines. Vectorised and seeded.
"""

import csv
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

PEOPLE, TEAMS, REGIONS, CHANNELS, LINES, PRODUCTS, CUSTOMERS, COUNTRIES = 40, 5, 8, 4, 12, 500, 20_000, 8
FIRST_DAY, DAYS = date(2022, 1, 1), 1095
SCALE = 10_000
#: credit groups 1…PEOPLE are one person each, the rest are pairs 60:40
PAIRS = 20


@dataclass(frozen=True)
class Lines:
    """Parallel arrays, one element per order line; ids from 1, 0 is none. Amounts in 1/10,000."""

    order: np.ndarray
    line_no: np.ndarray
    day: np.ndarray  # datetime64[D]
    customer: np.ndarray
    product: np.ndarray
    region: np.ndarray
    channel: np.ndarray
    credit: np.ndarray
    quantity: np.ndarray
    unit_price: np.ndarray
    net: np.ndarray
    cost: np.ndarray
    has_cost: np.ndarray


def pair(group: int) -> tuple[int, int]:
    """The two people of a shared credit group (PEOPLE + 1 … PEOPLE + PAIRS)."""
    first = (group * 7) % PEOPLE + 1
    return first, first % PEOPLE + 1


def line_of_product(product: np.ndarray) -> np.ndarray:
    """The product line of each product."""
    return (product - 1) % LINES + 1


def lines(count: int, seed: int = 7) -> Lines:
    """``count`` order lines: some three to an order, returns, shared credits, orders over several days and months."""
    rng = np.random.default_rng(seed)
    per_order = rng.integers(1, 6, count // 3 + 1000)
    order = np.repeat(np.arange(len(per_order)), per_order)[:count]
    starts = np.r_[0, np.cumsum(per_order)][order]
    orders = order[-1] + 1
    popularity = rng.gamma(0.6, size=CUSTOMERS)
    customer = rng.choice(CUSTOMERS, orders, p=popularity / popularity.sum()) + 1
    home_rep = rng.integers(1, PEOPLE + 1, CUSTOMERS + 1)
    home_channel = rng.integers(1, CHANNELS + 1, CUSTOMERS + 1)
    season = 1 + 0.3 * np.sin(np.arange(DAYS) / 365 * 2 * np.pi) + np.arange(DAYS) / DAYS
    day = rng.choice(DAYS, orders, p=season / season.sum())
    day.sort()
    channel = np.where(rng.random(orders) < 0.8, home_channel[customer], rng.integers(1, CHANNELS + 1, orders))
    credit = home_rep[customer]
    credit = np.where(rng.random(orders) < 0.02, PEOPLE + 1 + credit % PAIRS, credit)
    region = (home_rep[customer] - 1) % REGIONS + 1
    later = (rng.random(count) < 0.004) * rng.integers(1, 20, count)
    product = (rng.beta(0.8, 2.5, count) * PRODUCTS).astype(np.int64) + 1
    list_price = np.round(np.exp(rng.normal(3.2, 1.0, PRODUCTS + 1)), 2)
    quantity = rng.integers(1, 12, count) * np.where(rng.random(count) < 0.02, -1, 1)
    unit_price = np.round(list_price[product] * 100 * (0.85 + 0.3 * rng.random(count))).astype(np.int64) * 100
    return Lines(
        order=order,
        line_no=np.arange(count) - starts + 1,
        day=np.datetime64(FIRST_DAY, "D") + np.minimum(day[order] + later, DAYS - 1),
        customer=customer[order],
        product=product,
        region=region[order],
        channel=channel[order],
        credit=credit[order],
        quantity=quantity * SCALE,
        unit_price=unit_price,
        net=quantity * unit_price,
        cost=quantity * (unit_price * 6 // 1000 * 100),
        has_cost=rng.random(count) < 0.97,
    )


def in_two_months(extra: Lines, lines: int) -> Lines:
    """``extra`` as orders of November and December 2024 that a company of ``lines`` lines does not have yet."""
    day = np.datetime64("2024-11-01", "D") + (extra.order % 2) * 30 + extra.order % 28
    return replace(extra, day=day, order=extra.order + lines)


def write_csv(path: Path, count: int, seed: int = 7) -> None:
    """The lines as a file that ``import --kind orders`` reads, 13 columns."""
    write_lines(path, lines(count, seed))


def write_lines(path: Path, data: Lines) -> None:
    """These lines as such a file."""
    names = ["order_no", "line_no", "ordered_on", "customer", "product", "product_line", "region", "channel", "rep"]
    names += ["quantity", "unit_price", "net_amount", "cost"]
    with path.open("w", newline="", encoding="utf-8") as target:
        writer = csv.writer(target)
        writer.writerow(names)
        for at in range(0, len(data.order), 100_000):
            cut = slice(at, at + 100_000)
            writer.writerows(_csv_rows(data, cut))


def _csv_rows(data: Lines, cut: slice) -> zip:
    def money(values: np.ndarray) -> list[str]:
        return [f"{value / SCALE:.2f}" for value in values[cut].tolist()]

    def codes(prefix: str, values: np.ndarray) -> list[str]:
        return [f"{prefix}{value}" for value in values[cut].tolist()]

    def credited(group: int) -> str:
        if group <= PEOPLE:
            return f"R{group}"
        first, second = pair(group)
        return f"R{first}:60;R{second}:40"

    costs = [c if known else "" for c, known in zip(money(data.cost), data.has_cost[cut].tolist(), strict=True)]
    return zip(
        codes("SO", data.order),
        data.line_no[cut].tolist(),
        data.day[cut].astype(str).tolist(),
        codes("C", data.customer),
        codes("P", data.product),
        codes("L", line_of_product(data.product)),
        codes("G", data.region),
        codes("CH", data.channel),
        [credited(group) for group in data.credit[cut].tolist()],
        (data.quantity[cut] // SCALE).tolist(),
        money(data.unit_price),
        money(data.net),
        costs,
        strict=True,
    )
