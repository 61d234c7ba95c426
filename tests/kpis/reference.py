"""The glossary's figures worked out anew, line by line in plain Python: what the services must agree with."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.kpis.company import CREDITS, E4, Line

PRODUCT_LINE = {1: 1, 2: 3, 3: 2}
CATEGORY = {1: 1, 2: 1, 3: 2, 0: 0}
PARENT = {1: 1, 2: 1, 3: 1, 4: 4, 0: 0}


@dataclass(frozen=True)
class Row:
    """A line's share of one person."""

    id: int
    order: str
    line_no: str | None
    day: date
    positive: bool
    person: int
    team: int
    region: int
    channel: int
    country: int
    product_line: int
    product: int
    customer: int
    net: int
    quantity: int | None
    cost: int | None

    def of(self, dimension: str) -> Any:
        match dimension:
            case "rep":
                return self.person
            case "category":
                return CATEGORY[self.product_line]
            case "region_parent":
                return PARENT[self.region]
            case "month":
                return f"{self.day:%Y-%m}"
            case "day":
                return self.day.isoformat()
        return getattr(self, dimension)


def shares(amount: int | None, parts: Sequence[int]) -> list[int | None]:
    """``amount`` in parts of a million, by largest remainder, the first named first."""
    if amount is None:
        return [None] * len(parts)
    size, sign = abs(amount), -1 if amount < 0 else 1
    whole = [size * part // 1_000_000 for part in parts]
    order = sorted(range(len(parts)), key=lambda i: (-(size * parts[i] % 1_000_000), i))
    for i in order[: size - sum(whole)]:
        whole[i] += 1
    return [sign * value for value in whole]


def rows(lines: Iterable[Line], units: int = E4) -> list[Row]:
    """Every line as its people's shares, members as they stand."""
    found = []
    for number, line in enumerate(lines, start=1):
        own = PRODUCT_LINE.get(line.product or 0)
        product_line = own if line.product == 3 else line.product_line or own or 0
        region = line.region or (4 if line.country == 1 else 0)
        credited = CREDITS[line.credit] if line.credit else [(0, 1_000_000)]
        parts = [share for _person, share in credited]
        nets = shares(line.net * units, parts)
        quantities = shares(None if line.quantity is None else line.quantity * E4, parts)
        costs = shares(None if line.cost is None else line.cost * units, parts)
        for (person, _), net, quantity, cost in zip(credited, nets, quantities, costs, strict=True):
            team = {1: 2, 2: 3 if line.day >= date(2024, 3, 1) else 2}.get(person, 0)
            found.append(
                Row(
                    number, line.order, line.line_no, line.day, line.net > 0, person, team, region, line.channel or 0,
                    line.country or 0, product_line, line.product or 0, 1 if line.customer == 4 else line.customer or 0,
                    net or 0, quantity, cost,
                )
            )  # fmt: skip
    return found


def firsts(found: Sequence[Row]) -> dict[int, int]:
    """Customer → id of the first positive line in the whole company."""
    first: dict[int, tuple] = {}
    for row in found:
        number = int(row.line_no) if row.line_no and row.line_no.isdigit() else -1
        key = (row.day, row.order, number, row.line_no or "", row.id)
        if row.positive and row.customer and key < first.get(row.customer, (date.max,)):
            first[row.customer] = key
    return {customer: key[-1] for customer, key in first.items()}


def figures(found: Sequence[Row], first: Mapping[int, int]) -> dict[str, Any]:
    """All figures of one group of rows; None for each where there are no lines."""
    if not found:
        return {}
    by_customer: dict[int, int] = defaultdict(int)
    for row in found:
        by_customer[row.customer] += row.net
    known = [row for row in found if row.cost is not None]
    quantities = [row.quantity for row in found if row.quantity is not None]
    revenue, costed = sum(r.net for r in found), sum(r.net for r in known)
    cost = sum(r.cost or 0 for r in known) if known else None
    sold = sum(r.net for r in found if r.positive)
    orders = len({r.order for r in found if r.positive})
    return {
        "revenue": revenue,
        "orders": orders,
        "customers": sum(1 for customer, net in by_customer.items() if customer and net > 0),
        "new_customers": len({r.customer for r in found if first.get(r.customer) == r.id}),
        "quantity": sum(quantities) if quantities else None,
        "cost": cost,
        "gross_profit": None if cost is None else costed - cost,
        "gross_margin": None if cost is None or costed == 0 else (costed - cost) / costed,
        "average_order_value": round(_half_even(revenue, orders)) if orders else None,
        "return_rate": (sold - revenue) / sold if sold else None,
        "receipts": None,  # none of these companies has payments
    }


def _half_even(top: int, bottom: int) -> Any:
    from fractions import Fraction

    return Fraction(top, bottom)


def table(
    found: Sequence[Row], start: date, end: date, by: Sequence[str], allowed: Callable[[Row], bool]
) -> dict[tuple, dict[str, Any]]:
    """Group → figures."""
    first = firsts(found)
    groups: dict[tuple, list[Row]] = defaultdict(list)
    for row in found:
        if start <= row.day <= end and allowed(row):
            groups[tuple(row.of(dimension) for dimension in by)].append(row)
    return {key: figures(members, first) for key, members in groups.items()}
