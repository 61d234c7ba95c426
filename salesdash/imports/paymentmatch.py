"""Which rows of a file are payments that are here already, or that the file has had before."""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
from sqlalchemy import or_, select, text
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.imports.keys import NONE
from salesdash.models import Payment


@dataclass(frozen=True)
class Stored:
    """A payment of an earlier import."""

    id: int
    content: int
    number: str | None
    order: int
    customer: int
    amount: int


@dataclass
class Matcher:
    """A payment is the same as a stored one when payment number and order agree. Where either side has no number:
    when order, customer, date, amount and currency agree and it is the same occurrence of that combination."""

    _taken: set[int] = field(default_factory=set)
    #: (number, order) of rows of the file → their content
    _seen: dict[tuple[str, int], int] = field(default_factory=dict)

    def match(self, session: Session, rows: dict[str, np.ndarray]) -> list[Stored | None]:
        """For each row, in the order of the file, the stored payment that it is."""
        by_number: dict[tuple[str, int], list[Stored]] = defaultdict(list)
        by_content: dict[int, list[Stored]] = defaultdict(list)
        for one in self._stored(session, rows):
            by_content[one.content].append(one)
            if one.number is not None:
                by_number[one.number, one.order].append(one)
        found: list[Stored | None] = []
        for number, order, content in zip(rows["payment_no"], rows["order_key"], rows["content_key"], strict=True):
            same = self._free(by_number.get((number, int(order)), [])) if number is not None else None
            if same is None:
                alike = by_content.get(int(content), [])
                same = self._free([one for one in alike if number is None or one.number is None])
            if same is not None:
                self._taken.add(same.id)
            found.append(same)
        return found

    def repeated(self, number: str | None, order: int, content: int) -> str | None:
        """What a row is that the file has had before: "same" or "other"; None for the first of its number."""
        if number is None:
            return None
        before = self._seen.get((number, order))
        self._seen.setdefault((number, order), content)
        return None if before is None else "same" if before == content else "other"

    def _free(self, candidates: list[Stored]) -> Stored | None:
        return next((one for one in candidates if one.id not in self._taken), None)

    @staticmethod
    def _stored(session: Session, rows: dict[str, np.ndarray]) -> list[Stored]:
        numbers = sorted({number for number in rows["payment_no"] if number is not None})
        contents = np.unique(rows["content_key"]).tolist()
        wanted = select(Payment).where(
            or_(
                text(f"content_key IN {db.bound_integers(session, 'contents')}"),
                text(f"payment_no IN {db.bound_list(session, 'numbers')}"),
            )
        )
        bound = {"contents": db.list_value(contents), "numbers": db.list_value(numbers)}
        return [
            Stored(p.id, p.content_key, p.payment_no, NONE if p.order_key is None else p.order_key,
                   p.customer_id or NONE, p.amount)
            for p in session.scalars(wanted.order_by(Payment.id), bound)
        ]  # fmt: skip
