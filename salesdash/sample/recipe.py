"""The recipe of the sample company: the tables in ``data/sample``, read as they are."""

import csv
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np

from salesdash.config import PROJECT_ROOT
from salesdash.sample.draws import Ints

FOLDER = PROJECT_ROOT / "data" / "sample"

Row = dict[str, str]


def read(name: str, folder: Path = FOLDER) -> list[Row]:
    """The rows of one table of the recipe."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def numbers(text: str) -> Ints:
    """Whole numbers that stand in one field, parted by blanks."""
    return np.array([int(part) for part in text.split()], dtype=np.int64)


@dataclass(frozen=True)
class Recipe:
    """All tables; members are spoken of by their place in these lists, −1 being none."""

    regions: list[Row] = field(default_factory=lambda: read("regions"))
    countries: list[Row] = field(default_factory=lambda: read("countries"))
    channels: list[Row] = field(default_factory=lambda: read("channels"))
    categories: list[Row] = field(default_factory=lambda: read("categories"))
    product_lines: list[Row] = field(default_factory=lambda: read("product_lines"))
    products: list[Row] = field(default_factory=lambda: read("products"))
    teams: list[Row] = field(default_factory=lambda: read("teams"))
    people: list[Row] = field(default_factory=lambda: read("people"))
    users: list[Row] = field(default_factory=lambda: read("users"))
    customers: list[Row] = field(default_factory=lambda: read("customers"))
    words: list[Row] = field(default_factory=lambda: read("words"))

    def place(self, table: str, code: str) -> int:
        """The place of the member ``code`` in ``table``."""
        return _places(table)[code]


@cache
def recipe() -> Recipe:
    """The recipe, read once."""
    return Recipe()


@cache
def _places(table: str) -> dict[str, int]:
    return {row["code"]: place for place, row in enumerate(getattr(recipe(), table))}


def months_before(day: date, months: int) -> date:
    """The first day of the month that lies ``months`` before the month of ``day``."""
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def latest(month: int, day: date, least_days: int) -> date:
    """The latest first of ``month`` that lies at least ``least_days`` before ``day``."""
    year = day.year
    while (day - date(year, month, 1)).days < least_days:
        year -= 1
    return date(year, month, 1)
