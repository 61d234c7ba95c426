"""Customers that go over to another person together with a target."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.errors import BadInput, Conflict
from salesdash.locale import N_
from salesdash.masterdata import dimensions
from salesdash.masterdata.dimensions import DIMENSIONS
from salesdash.models import CustomerHolder


def wanted(session: Session, codes: Sequence[str], day: date, taker: int) -> list[list[int | None]]:
    """The customers with these codes, each with the person who was to hold them from that very day on before (None:
    nothing was said for that day). Raises BadInput ``unknown_member``."""
    found = []
    for code in dict.fromkeys(codes):
        try:
            customer = dimensions.final(session, DIMENSIONS["customer"], code)
        except BadInput as unknown:
            raise BadInput(
                "unknown_member", N_("{dimension}: there is no member with the code {member}."),
                dimension="customer", member=code,
            ) from unknown  # fmt: skip
        held = _from(session, customer or 0, day)
        if held is None or held.person_id != taker:
            found.append([customer, held.person_id if held else None])
    return found


def follow(session: Session, operation: Mapping[str, Any], login: str) -> bool:
    """Hands over the customers of a transfer, or back those of one that is undone; whether there were any. Raises
    Conflict where one of these was given to somebody else since."""
    handed, back = operation.get("handed", operation), operation["kind"] == "undo"
    customers = handed.get("customers") or []
    if not customers:
        return False
    day = date.fromisoformat(handed["since"])
    if back:
        for customer, _ in customers:
            held = _from(session, customer, day)
            if held is None or held.person_id != handed["taker"]:
                raise Conflict("holder_changed", N_("A customer of this transfer was given to somebody else since."))
    _give(session, day, {one: before if back else handed["taker"] for one, before in customers}, login)
    return True


def _give(session: Session, day: date, people: Mapping[int, int | None], login: str) -> None:
    for customer, person in people.items():
        held = _from(session, customer, day)
        if held is not None:
            session.delete(held)
            session.flush()
        if person is not None:
            session.add(CustomerHolder(customer_id=customer, person_id=person, valid_from=day, set_by=login))
    session.flush()
    db.touch(session, "holders")


def _from(session: Session, customer: int, day: date) -> CustomerHolder | None:
    return session.scalar(
        select(CustomerHolder).where(CustomerHolder.customer_id == customer, CustomerHolder.valid_from == day)
    )
