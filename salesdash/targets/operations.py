"""Changes of a sheet as they are kept (plain values, in ids), applied to a sheet, and what is impossible in words.

``{"kind": "set", "cells": [[cell, amount], …], "give_way"}`` · ``{"kind": "split", "cell", "by", "weights", "locked",
"served"}`` · ``{"kind": "lock", "cell", "locked"}`` · ``{"kind": "transfer", "giver", "taker", "months", "share",
"customers"}`` · ``{"kind": "undo", "version"}``. ``people``: whose targets alone may change, None for all.
"""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from salesdash.analytics import target_sheet
from salesdash.analytics.target_sheet import Cell as Coordinates
from salesdash.analytics.target_sheet import Impossible, Sheet
from salesdash.errors import BadInput, Conflict, SalesDashError
from salesdash.locale import N_
from salesdash.targets.coding import in_words
from salesdash.targets.plan import Plan

#: what the caller of ``set_amount`` can say about who gives way
GIVE_WAY = ("siblings", "parent")
#: code → whether what was given cannot be used (else the present state does not allow it), and the words
_WORDS: dict[str, tuple[type[SalesDashError], str]] = {
    "nothing_to_weigh": (BadInput, N_("{cell}: the weights sum to nothing. Choose other weights.")),
    "no_members": (BadInput, N_("{cell}: there is nobody and nothing to split it over.")),
    "negative": (BadInput, N_("{cell}: a target cannot be negative.")),
    "not_a_child": (BadInput, N_("{cell}: it cannot be split this way.")),
    "locked_too_much": (Conflict, N_("{cell}: what is locked comes to more than the amount. Unlock something first.")),
    "locked_above": (Conflict, N_("{cell} is locked and would change. Unlock it first.")),
    "crossing_impossible": (Conflict, N_("{cell}: amounts that were set leave no room for this.")),
    "not_a_multiple": (BadInput, N_("{cell}: the amount is finer than the smallest unit.")),
    "closed": (Conflict, N_("{cell}: the period is closed, its targets stay as they are.")),
}
_OTHER = N_("{cell}: this cannot be done.")


def apply(sheet: Sheet, operation: Mapping[str, Any]) -> Sheet:
    """The sheet after the operation (not "undo", which takes versions). Raises Impossible."""
    people = operation.get("people")
    narrowed = replace(sheet, people=None if people is None else frozenset(people))
    return replace(_applied(narrowed, operation), people=sheet.people)


def _applied(sheet: Sheet, operation: Mapping[str, Any]) -> Sheet:
    match operation["kind"]:
        case "set":
            cells = [(Coordinates(*cell), amount) for cell, amount in operation["cells"]]
            if len(cells) == 1:
                return target_sheet.put(sheet, *cells[0], operation["give_way"])
            return target_sheet.put_many(sheet, cells, operation["give_way"])
        case "split":
            served = operation.get("served")
            more: dict[str, Any] = {}
            if served is not None:
                more["months_served"] = {int(person): frozenset(months) for person, months in served.items()}
            weights = {int(member): weight for member, weight in operation["weights"].items()}
            cell = Coordinates(*operation["cell"])
            return target_sheet.split(sheet, cell, operation["by"], weights, tuple(operation["locked"]), **more)
        case "lock":
            return target_sheet.set_lock(sheet, Coordinates(*operation["cell"]), operation["locked"])
    months, share = operation["months"], Fraction(operation["share"])
    return target_sheet.transfer(sheet, operation["giver"], operation["taker"], months, share)


def refused(session: Session, plan: Plan, impossible: Impossible, *, hint: str | None = None) -> SalesDashError:
    """The error that tells a person what is impossible. ``hint``: a marked text that says what can be done instead."""
    kind, words = _WORDS.get(impossible.code, (Conflict, _OTHER))
    cell = impossible.cell or Coordinates()
    details = {key: value for key, value in impossible.details.items() if isinstance(value, str | int | float)}
    details["cell"] = in_words(session, plan, cell)
    helps = impossible.code in ("crossing_impossible", "locked_too_much")
    return kind(impossible.code, (hint if helps else None) or words, **details)
