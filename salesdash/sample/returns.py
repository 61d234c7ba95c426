"""What comes back to the sample company: negative lines on credit notes of their own, on their own dates."""

from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from salesdash.sample.draws import Draws
from salesdash.sample.recipe import Recipe
from salesdash.sample.seasons import Days
from salesdash.sample.stories import FAULTY_LINE, Stories

if TYPE_CHECKING:
    from salesdash.sample.orders import Lines


def with_returns(ingredients: Recipe, calendar: Days, stories: Stories, sold: "Lines") -> "Lines":
    """All lines by day, the returns among them: each order's are one credit note per day of return."""
    draws = Draws(4)
    count = len(sold.order)
    chance = np.array([int(row["returned_per_mille"]) for row in ingredients.channels])[sold.channel]
    faulty = np.array([row["product_line"] == FAULTY_LINE for row in ingredients.products])[sold.product]
    begin, end = (calendar.place(day) for day in stories.faulty)
    chance = np.where(faulty & (sold.day >= begin) & (sold.day < end), chance * 7, chance)
    back = np.flatnonzero(draws.below(1000, count) < chance)
    day = sold.day[back] + 4 + draws.below(22, count)[sold.order[back] % count]
    inside = day < len(calendar.dates)
    back, day = back[inside], day[inside]
    whole = draws.below(100, len(back)) < 45
    quantity = np.where(whole, sold.quantity[back], 1 + draws.below(sold.quantity[back], len(back)))
    notes = np.unique(sold.order[back] * len(calendar.dates) + day, return_inverse=True)[1]
    changed = {
        "order": int(sold.order[-1]) + 1 + notes,
        "day": day,
        "quantity": -quantity,
        "cost": -(sold.cost[back] // sold.quantity[back]) * quantity,
        "returned": np.ones(len(back), dtype=bool),
    }
    columns = {
        column.name: np.concatenate(
            [getattr(sold, column.name), changed.get(column.name, getattr(sold, column.name)[back])]
        )
        for column in fields(sold)
    }
    turn = np.lexsort((columns["line"], columns["order"], columns["day"]))
    columns = {name: values[turn] for name, values in columns.items()}
    # numbers in the order of the days
    starts = np.r_[True, columns["order"][1:] != columns["order"][:-1]]
    columns["order"] = np.cumsum(starts) - 1
    columns["line"] = np.arange(len(starts)) - np.flatnonzero(starts)[columns["order"]] + 1
    return type(sold)(**columns)
