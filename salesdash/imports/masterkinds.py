"""How the rows of each kind of master data become members."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from salesdash.models import Customer, Person, Product, Region

NAMES = ("name", "name_zh_hant", "name_zh_hans")


@dataclass(frozen=True)
class MasterKind:
    """How rows of a kind become members. ``code``: the field of the code; ``plain``: fields that are columns of the
    same name; ``parents``: field → column of the member that it names; ``placed``: fields of a person's place;
    ``also``: the field of a person's other code."""

    model: type[Any]
    code: str
    plain: tuple[str, ...] = NAMES
    parents: Mapping[str, str] = field(default_factory=dict)
    placed: tuple[str, ...] = ()
    also: str = ""


MASTER_KINDS = {
    "products": MasterKind(Product, "product", parents={"product_line": "product_line_id"}),
    "customers": MasterKind(Customer, "customer", parents={"country": "country_id"}),
    "reps": MasterKind(
        Person,
        "rep",
        plain=(*NAMES, "title", "hired_on", "left_on"),
        placed=("manager", "team", "region"),
        also="other_code",
    ),
    "regions": MasterKind(Region, "region", parents={"parent": "parent_id"}),
}


def plain_values(column: Any) -> list[Any]:
    """Text or dates as plain values, None where empty."""
    return column.astype(object).tolist()


def named(rows: Iterable[Mapping[str, Any]], name: str) -> np.ndarray:
    """The distinct codes that the rows have in a field."""
    codes = list(dict.fromkeys(row[name] for row in rows if name in row))
    result = np.empty(len(codes), dtype=object)
    result[:] = codes
    return result
