"""The generated company: the same on every machine, and its stories are in it."""

import hashlib
from dataclasses import fields
from datetime import date

import numpy as np
import pytest

from salesdash.sample.orders import Company, generate
from salesdash.sample.recipe import recipe
from salesdash.sample.stories import Stories

AS_OF = date(2026, 11, 24)


@pytest.fixture(scope="module")
def made() -> Company:
    return generate(AS_OF)


def _amount(made: Company, where: np.ndarray) -> int:
    lines = made.lines
    return int((lines.quantity * lines.price * (100 - lines.discount))[where].sum()) // 10_000


def _between(made: Company, first: date, last: date) -> np.ndarray:
    place = made.calendar.place
    return (made.lines.day >= place(first)) & (made.lines.day <= place(last))


def _is(made: Company, table: str, codes: set[str]) -> np.ndarray:
    column = {"regions": "region", "channels": "channel", "people": "rep"}[table]
    places = [i for i, row in enumerate(getattr(recipe(), table)) if row["code"] in codes]
    return np.isin(getattr(made.lines, column), places)


def _of_line(made: Company, code: str) -> np.ndarray:
    return np.array([row["product_line"] == code for row in recipe().products])[made.lines.product]


def test_the_same_date_gives_the_same_rows_everywhere(made: Company) -> None:
    digest = hashlib.sha256()
    for column in fields(made.lines):
        digest.update(np.ascontiguousarray(getattr(made.lines, column.name)).astype("<i8").tobytes())
    for names in made.customers.names:
        digest.update("|".join(names).encode())
    assert digest.hexdigest() == "e263ae0c83b103e3ab66a8af847325b517acae4b4f05d3bafa0e6969d0acb8f6"


def test_size_and_shape(made: Company) -> None:
    lines, ingredients = made.lines, recipe()
    assert 60_000 <= len(lines.order) <= 100_000
    assert made.calendar.dates[0] == np.datetime64("2023-11-25")
    assert made.calendar.dates[-1] == np.datetime64(AS_OF)
    assert len(np.unique(lines.day)) > 1_090  # hardly a day without orders
    sellers = [row for row in ingredients.people if "representative" in row["title"]]
    assert (len(ingredients.channels), len(ingredients.categories), len(ingredients.product_lines)) == (4, 4, 12)
    assert (len(sellers), len([r for r in ingredients.regions if r["parent"]])) == (40, 8)
    assert len(np.unique(lines.customer)) > 1_500
    assert set(np.unique(lines.rep).tolist()) - {-1} == {ingredients.place("people", r["code"]) for r in sellers}


def test_everybody_has_a_name_of_their_own_in_three_languages(made: Company) -> None:
    assert all(all(names) for names in made.customers.names)
    assert len({names[0] for names in made.customers.names}) == len(made.customers.names)
    for table in ("regions", "countries", "channels", "categories", "product_lines", "products", "teams", "people"):
        rows = getattr(recipe(), table)
        assert all(row["name"] and row["name_zh_hant"] and row["name_zh_hans"] for row in rows), table
        assert len({row["code"] for row in rows}) == len({row["name"] for row in rows}) == len(rows), table


def test_lines_are_numbered_within_their_order_and_no_product_stands_twice_on_a_sale(made: Company) -> None:
    lines = made.lines
    pairs = np.unique(lines.order * 1000 + lines.line)
    assert len(pairs) == len(lines.order)
    sold = ~lines.returned
    assert len(np.unique(lines.order[sold] * 1000 + lines.product[sold])) == sold.sum()
    assert (np.diff(lines.day) >= 0).all()
    assert ((lines.quantity < 0) == lines.returned).all()
    assert (np.sign(lines.cost) == np.sign(lines.quantity)).all()


def test_few_lines_are_unassigned_and_few_costs_unknown(made: Company) -> None:
    lines = made.lines
    for column in (lines.rep, lines.region, lines.customer):
        assert 0 < (column < 0).mean() < 0.02
    assert 0 < (~lines.cost_known).mean() < 0.03
    assert 0.005 < (lines.helper >= 0).mean() < 0.05


def test_stories_about_regions_channels_and_customers(made: Company) -> None:
    south, others = _is(made, "regions", {"SOUTH"}), _is(made, "regions", {"NORTH"})
    this, last = _between(made, date(2026, 6, 1), AS_OF), _between(made, date(2025, 6, 1), date(2025, 11, 24))
    assert _amount(made, south & this) < 0.9 * _amount(made, south & last)
    assert _amount(made, others & this) > 1.1 * _amount(made, others & last)
    online = _is(made, "channels", {"ONLINE"})
    year, first = _between(made, date(2025, 11, 25), AS_OF), _between(made, date(2023, 11, 25), date(2024, 11, 24))
    assert _amount(made, online & year) > 3 * _amount(made, online & first)
    lost, won = made.lines.customer == 0, made.lines.customer == 1
    assert _amount(made, lost & _between(made, date(2023, 11, 25), date(2026, 5, 31))) > 1_000_000
    assert not (lost & ~made.lines.returned & _between(made, date(2026, 6, 1), AS_OF)).any()
    assert not (won & _between(made, date(2023, 11, 25), date(2025, 12, 31))).any()
    assert (won & year).any()


def test_stories_about_products(made: Company) -> None:
    lines, cook = made.lines, _of_line(made, "COOK") & ~made.lines.returned
    before, after = _between(made, date(2025, 4, 1), date(2025, 11, 24)), _between(made, date(2026, 4, 1), AS_OF)
    share = [
        lines.quantity[cook & when].sum() / lines.quantity[~lines.returned & when].sum() for when in (before, after)
    ]
    assert share[1] < 0.8 * share[0]
    ebike = _of_line(made, "EBIKE")
    assert made.calendar.dates[lines.day[ebike].min()] >= np.datetime64("2025-08-01")
    poles = _of_line(made, "POLE")
    faulty = _between(made, date(2025, 12, 10), date(2026, 2, 10))
    rate = [-_amount(made, poles & lines.returned & when) / _amount(made, poles & ~lines.returned & when)
            for when in (faulty, before)]  # fmt: skip
    assert rate[0] > 3 * rate[1]


def test_new_year_is_quiet_and_june_is_busy(made: Company) -> None:
    dealers = _is(made, "channels", {"DEALER"}) & _is(made, "regions", {"NORTH", "CENTRAL", "EAST"})
    holiday = _between(made, date(2026, 2, 16), date(2026, 2, 22))
    before = _between(made, date(2026, 1, 25), date(2026, 1, 31))
    assert (dealers & holiday).sum() < 0.2 * (dealers & before).sum()
    june, may = _between(made, date(2026, 6, 1), date(2026, 6, 30)), _between(made, date(2026, 5, 1), date(2026, 5, 31))
    assert made.lines.discount[dealers & june].mean() > made.lines.discount[dealers & may].mean() + 8


def test_the_joiner_takes_over_from_the_one_who_left(made: Company) -> None:
    until, since = _between(made, date(2023, 11, 25), date(2026, 6, 30)), _between(made, date(2026, 7, 1), AS_OF)
    sold = ~made.lines.returned
    leaver, joiner = _is(made, "people", {"E033"}), _is(made, "people", {"E035"})
    assert (leaver & until & sold).any() and not (leaver & since & sold).any()
    assert (joiner & since & sold).any() and not (joiner & until & sold).any()


@pytest.mark.parametrize(
    ("as_of", "start"),
    [
        (date(2026, 11, 24), date(2023, 11, 25)),
        (date(2028, 2, 28), date(2025, 3, 1)),
        (date(2028, 2, 29), date(2025, 3, 1)),
        (date(2026, 12, 31), date(2024, 1, 1)),
    ],
)
def test_three_years_end_on_the_day_asked_for(as_of: date, start: date) -> None:
    assert Stories(as_of).start == start


@pytest.mark.parametrize("as_of", [date(2025, 1, 1), date(2024, 2, 29), date(2026, 4, 15), date(2030, 7, 31)])
def test_any_date_gives_a_company(as_of: date) -> None:
    lines = generate(as_of).lines
    assert 60_000 <= len(lines.order) <= 100_000
    assert lines.day.max() <= (as_of - Stories(as_of).start).days
