"""Prices, discounts and costs of the sample company."""

import numpy as np

from salesdash.sample import seasons
from salesdash.sample.customers import Customers
from salesdash.sample.draws import Ints
from salesdash.sample.recipe import Recipe
from salesdash.sample.seasons import Days
from salesdash.sample.stories import COST_LINE, DISCOUNTER, PRICE_LINE, UNKNOWN_COST, Stories


def _line_of(ingredients: Recipe, product: Ints) -> Ints:
    lines = np.array([ingredients.place("product_lines", row["product_line"]) for row in ingredients.products])
    return lines[product]


def list_prices(ingredients: Recipe, calendar: Days, stories: Stories, product: Ints, day: Ints) -> Ints:
    """The list price of each line in 1/100: 2 % more every January, one product line 13 % more since the rise."""
    base = np.array([int(row["price"]) * 100 for row in ingredients.products])[product]
    price = base * (100 + 2 * calendar.year_index[day]) // 100
    dearer = _line_of(ingredients, product) == ingredients.place("product_lines", PRICE_LINE)
    price = np.where(dearer & (day >= calendar.place(stories.price_rise)), price * 113 // 100, price)
    return price // 100 * 100 - 10  # 139.90


def costs(ingredients: Recipe, calendar: Days, stories: Stories, product: Ints, day: Ints) -> tuple[Ints, np.ndarray]:
    """What one piece costs in 1/100, and whether that is known (of a few new products it is not)."""
    base = np.array([int(row["price"]) for row in ingredients.products])
    percent = np.array([int(row["cost_percent"]) for row in ingredients.product_lines])
    cost = base[product] * percent[_line_of(ingredients, product)] * (100 + 2 * calendar.year_index[day]) // 100
    dearer = _line_of(ingredients, product) == ingredients.place("product_lines", COST_LINE)
    cost = np.where(dearer & (day >= calendar.place(stories.cost_rise)), cost * 109 // 100, cost)
    known = np.array([row["code"] not in UNKNOWN_COST for row in ingredients.products])[product]
    return cost, known


def discounts(
    ingredients: Recipe, calendar: Days, customers: Customers, customer: Ints, *, rep: Ints, day: Ints
) -> Ints:
    """Per cent off the list price: what the customer has, the promotions', and what one person gives too freely."""
    percent = customers.discount[customer].copy()
    code = np.array([row["code"] for row in ingredients.channels])[customers.channel[customer]]
    percent += np.where(np.isin(code, ("DEALER", "ONLINE")) & seasons.anniversary(calendar)[day], 10, 0)
    percent += np.where((code == "ONLINE") & seasons.singles(calendar)[day], 20, 0)
    return percent + np.where((rep == ingredients.place("people", DISCOUNTER)) & (code != "CHAIN"), 9, 0)
