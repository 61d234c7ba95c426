"""The sample company's order lines: who orders on which day, what, how much, at which price."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from salesdash.sample import seasons
from salesdash.sample.customers import TASTES, Customers, make
from salesdash.sample.draws import Draws, Ints
from salesdash.sample.prices import costs, discounts, list_prices
from salesdash.sample.recipe import Recipe, numbers, recipe
from salesdash.sample.returns import with_returns
from salesdash.sample.seasons import Days
from salesdash.sample.stories import (
    JOINER,
    LAUNCHED_LINE,
    LEAVER,
    NEW_PRODUCTS,
    PRICE_LINE,
    SLUMP_REGION,
    Stories,
)  # fmt: skip

#: of 1,000 orders: those shared by two people, those without representative, without region, without customer
SHARED, NO_REP, NO_CUSTOMER = 28, 4, 3


@dataclass(frozen=True)
class Lines:
    """One entry per order line, in the order of their numbers. Members are places in the recipe (customers: in
    ``customers``), −1 none; ``helper`` is the person who shares the credit 60 to 40. Quantities are whole, prices,
    amounts and costs in 1/100 (``cost`` −1: unknown where ``cost_known`` is false), discounts in per cent."""

    order: Ints
    line: Ints
    day: Ints
    customer: Ints
    product: Ints
    region: Ints
    country: Ints
    channel: Ints
    rep: Ints
    helper: Ints
    quantity: Ints
    price: Ints
    discount: Ints
    cost: Ints
    cost_known: np.ndarray
    returned: np.ndarray


@dataclass(frozen=True)
class Company:
    """The generated company: its days, stories, customers and lines."""

    calendar: Days
    stories: Stories
    customers: Customers
    lines: Lines


def generate(as_of: date) -> Company:
    """The sample company whose last day is ``as_of``; the same on every machine."""
    stories = Stories(as_of)
    calendar = seasons.days(stories.start, as_of)
    ingredients = recipe()
    customers = make(ingredients, calendar, stories)
    who, when = _orders(ingredients, calendar, stories, customers)
    sold = _lines(ingredients, calendar, stories, customers, who=who, when=when)
    return Company(calendar, stories, customers, with_returns(ingredients, calendar, stories, sold))


def _orders(ingredients: Recipe, calendar: Days, stories: Stories, customers: Customers) -> tuple[Ints, Ints]:
    """Customer and day of every order, by day."""
    draws = Draws(2)
    days, count = len(calendar.dates), len(customers.names)
    phase = draws.below(28, count)
    slump = ingredients.place("regions", SLUMP_REGION)
    online = ingredients.place("channels", "ONLINE")
    since = np.arange(days) - calendar.place(stories.slump)
    fall = np.where(since < 0, 1.0, np.maximum(0.86 - np.maximum(since, 0) * 0.002, 0.5))
    usual = {
        (c, r): seasons.intensity(ingredients, calendar, c, r) * (fall if r == slump and c != online else 1.0)
        for c, r in {*zip(customers.channel.tolist(), customers.region.tolist(), strict=True)}
    }
    every = np.arange(days)
    who, when = [], []
    for i in range(count):
        chance = usual[int(customers.channel[i]), int(customers.region[i])] * (int(customers.rate[i]) / 36_500)
        if period := int(customers.period[i]):
            due = (every - int(phase[i])) % period < 3
            chance = np.where(due, chance * (period / 3), 0.0)
        chance = np.where((every >= customers.first[i]) & (every <= customers.last[i]), chance, 0.0)
        if 0 <= customers.first[i] < days:
            chance[customers.first[i]] = 1.0
        ordered = np.flatnonzero(draws.fractions(days) < np.minimum(chance, 1.0))
        who.append(np.full(len(ordered), i, dtype=np.int64))
        when.append(ordered)
    customer, day = np.concatenate(who), np.concatenate(when).astype(np.int64)
    turn = np.argsort(day, kind="stable")
    return customer[turn], day[turn]


def _served_by(ingredients: Recipe, calendar: Days, stories: Stories, rep: Ints, day: Ints) -> Ints:
    """Who serves an order: the joiner those of the leaver from the day of joining on."""
    leaver, joiner = ingredients.place("people", LEAVER), ingredients.place("people", JOINER)
    return np.where((rep == leaver) & (day >= calendar.place(stories.joined)), joiner, rep)


def _helpers(ingredients: Recipe, rep: Ints, draws: Draws) -> Ints:
    """For some orders the colleague of the same team who shares the credit, −1 for the others."""
    team = np.array([ingredients.place("teams", row["team"]) for row in ingredients.people])
    selling = np.array(["representative" in row["title"] and row["code"] not in (LEAVER, JOINER)
                        for row in ingredients.people])  # fmt: skip
    helper = np.full(len(rep), -1, dtype=np.int64)
    chosen = np.flatnonzero((draws.below(1000, len(rep)) < SHARED) & selling[rep])
    able = (team[:, None] == team[None, :]) & selling[None, :]
    np.fill_diagonal(able, False)
    helper[chosen] = draws.weighted_rows(able.astype(np.int64), rep[chosen])
    return helper


def _weights(ingredients: Recipe, calendar: Days, stories: Stories) -> Ints:
    """Likelihood of each product by taste and month: a table of (taste × months) × products."""
    months = int(calendar.month_index[-1]) + 1
    first = int(calendar.month[0])
    table = np.zeros((len(TASTES), months, len(ingredients.products)), dtype=np.int64)
    launch = calendar.month_index[calendar.place(stories.launched)]
    dearer = calendar.month_index[calendar.place(stories.price_rise)]
    for row in ingredients.product_lines:
        mine = [i for i, p in enumerate(ingredients.products) if p["product_line"] == row["code"]]
        season = numbers(row["season"])[(first + np.arange(months)) % 12]
        trend = np.full(months, 100)
        if row["code"] == LAUNCHED_LINE:
            trend = np.clip((np.arange(months) - launch + 1) * 14, 0, 130)
        elif row["code"] == PRICE_LINE:
            trend[dearer:] = 66
        for taste, likes in enumerate(TASTES):
            like = likes.get(row["category"], 100)
            line = int(row["weight"]) * season * trend * like // 1000
            popular = np.array([int(ingredients.products[i]["weight"]) for i in mine])
            table[taste][:, mine] = line[:, None] * popular // popular.sum()
    for code, age in NEW_PRODUCTS.items():
        table[:, : max(months - age, 0), ingredients.place("products", code)] = 0
    return table.reshape(len(TASTES) * months, -1)


def _lines(
    ingredients: Recipe, calendar: Days, stories: Stories, customers: Customers, *, who: Ints, when: Ints
) -> Lines:
    """The lines of the orders as sold."""
    draws = Draws(3)
    orders = len(who)
    rep = _served_by(ingredients, calendar, stories, customers.rep[who], when)
    helper = _helpers(ingredients, rep, draws)
    unserved = draws.below(1000, orders) < NO_REP
    rep, helper = np.where(unserved, -1, rep), np.where(unserved, -1, helper)
    region = _regions(ingredients, calendar, customers, who, when)
    unknown = draws.below(1000, orders) < NO_CUSTOMER
    counts = draws.weighted_rows(
        np.stack([np.pad(numbers(row["lines"]), (0, 10))[:10] for row in ingredients.channels]), customers.channel[who]
    )
    order = np.repeat(np.arange(orders), counts)
    months = int(calendar.month_index[-1]) + 1
    rows = customers.taste[who[order]] * months + calendar.month_index[when[order]]
    product = draws.weighted_rows(_weights(ingredients, calendar, stories), rows)
    # a product stands once on an order
    kept = np.sort(np.unique(order * len(ingredients.products) + product, return_index=True)[1])
    order, product = order[kept], product[kept]
    line = np.arange(len(order)) - np.searchsorted(order, order) + 1
    customer, day = who[order], when[order]
    channel = customers.channel[customer]
    price = list_prices(ingredients, calendar, stories, product, day)
    cost, known = costs(ingredients, calendar, stories, product, day)
    quantity = _quantities(ingredients, customers, customer, product, draws)
    discount = discounts(ingredients, calendar, customers, customer, rep=rep[order], day=day)
    return Lines(
        order=order, line=line, day=day, customer=np.where(unknown[order], -1, customer), product=product,
        region=region[order], country=customers.country[customer], channel=channel, rep=rep[order],
        helper=helper[order], quantity=quantity, price=price, discount=discount, cost=cost * quantity,
        cost_known=known, returned=np.zeros(len(order), dtype=bool),
    )  # fmt: skip


def _regions(ingredients: Recipe, calendar: Days, customers: Customers, who: Ints, when: Ints) -> Ints:
    """The region of each order; the online store forgot to hand it over for two weeks last quarter."""
    region = customers.region[who].copy()
    online = customers.channel[who] == ingredients.place("channels", "ONLINE")
    end = len(calendar.dates) - 45
    region[online & (when >= end - 14) & (when < end)] = -1
    return region


def _quantities(ingredients: Recipe, customers: Customers, customer: Ints, product: Ints, draws: Draws) -> Ints:
    """Whole quantities: usual ones of the channel, more of cheap products and for large customers."""
    channel = customers.channel[customer]
    usual = np.zeros(len(customer), dtype=np.int64)
    for place, row in enumerate(ingredients.channels):
        mine = np.flatnonzero(channel == place)
        usual[mine] = draws.one_of(numbers(row["quantities"]), len(mine))
    price = np.array([int(row["price"]) for row in ingredients.products])[product]
    scale = np.where(price > 1000, 12, np.where(price > 400, 25, np.where(price > 150, 60, 100)))
    private = channel == ingredients.place("channels", "ONLINE")
    size = np.where(private, 100, customers.size[customer])
    return np.maximum(usual * np.where(private, np.maximum(scale, 50), scale) * size // 10_000, 1)
