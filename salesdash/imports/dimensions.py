"""The members that a file of orders names."""

from dataclasses import dataclass

import numpy as np
from sqlalchemy.orm import Session

from salesdash.imports.credits import Credits
from salesdash.imports.keys import NONE
from salesdash.imports.members import Members, Opener
from salesdash.imports.stage import LINE_COLUMNS
from salesdash.models import Category, Channel, Country, Customer, Person, Product, ProductLine, Region

_DIRECT = {name: column for name, column in LINE_COLUMNS.items() if name != "rep"}


@dataclass
class Dimensions:
    """The members of all dimensions that a file of orders can name. ``carried``: the fields that the file gives."""

    members: dict[str, Members]
    credits: Credits
    carried: set[str]

    @classmethod
    def make(cls, kind: type[Members], batch_id: int | None, carried: set[str]) -> "Dimensions":
        """Members of ``kind``, new ones to be brought by the batch."""
        categories = kind(Category, batch_id)
        lines = kind(ProductLine, batch_id, categories, "category_id")
        people = kind(Person, batch_id)
        members = {
            "category": categories,
            "product_line": lines,
            "product": kind(Product, batch_id, lines, "product_line_id"),
            "customer": kind(Customer, batch_id),
            "region": kind(Region, batch_id),
            "country": kind(Country, batch_id),
            "channel": kind(Channel, batch_id),
            "rep": people,
        }
        return cls(members, Credits(people, batch_id), carried)

    def ids(self, session: Session, texts: dict[str, np.ndarray], count: int) -> dict[str, np.ndarray]:
        """Columns of ``order_lines`` for the codes of ``count`` rows; provisional ids where they are not known."""
        nothing = np.full(count, NONE)
        ids = {
            column: self.members[name].ids(session, texts[name]) if name in texts else nothing
            for name, column in _DIRECT.items()
        }
        ids["credit_id"] = self.credits.ids(session, texts["rep"]) if "rep" in texts else nothing
        return ids

    def describe(self, session: Session, texts: dict[str, np.ndarray], product_lines: np.ndarray) -> None:
        """Notes what the rows say about their members: names, the line of a product (ids), a line's category."""
        for name in ("customer", "product"):
            if {name, f"{name}_name"} <= self.carried:
                self.members[name].name(texts[name], texts[f"{name}_name"])
        if {"product_line", "category"} <= self.carried:
            categories = self.members["category"].ids(session, texts["category"])
            self.members["product_line"].place(texts["product_line"], categories)
        if {"product_line", "product"} <= self.carried:
            self.members["product"].place(texts["product"], product_lines)

    def realised(self, writing: Opener, lines: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        """The columns of the dimensions that the file gives, with real ids; makes the members that are missing."""
        result = {
            column: self.members[name].realise(writing, lines[column])
            for name, column in _DIRECT.items()
            if name in self.carried
        }
        if "rep" in self.carried:
            result["credit_id"] = self.credits.realise(writing, lines["credit_id"])
        return result
