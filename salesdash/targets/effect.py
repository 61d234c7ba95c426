"""What a proposal would do to the targets as they are now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy.orm import Session

from salesdash.access.identity import User
from salesdash.analytics.target_sheet import Cell as Coordinates
from salesdash.errors import BadInput, NotPermitted
from salesdash.locale import N_
from salesdash.models import TargetProposal, TargetSheet
from salesdash.targets import changing, history, state
from salesdash.targets.changing import Turn
from salesdash.targets.naming import named
from salesdash.targets.plan import Plan
from salesdash.targets.scoping import reach

_REP = Coordinates._fields.index("rep")


@dataclass(frozen=True)
class Effect:
    """The whole of the plan ``before`` and ``after``, how many ``targets`` of how many ``people`` are asked for, and
    ``rows`` as ``difference`` has them."""

    before: int
    after: int
    targets: int
    people: int
    rows: pd.DataFrame


def effect(session: Session, user: User, proposal: int) -> Effect:
    """The effect of a proposal that waits, on the targets as they are now; nothing is changed. For who approves targets
    and for who proposed it. Raises BadInput for an unknown one, and what makes it impossible by now."""
    user.require("targets.set", "targets.approve")
    found = session.get(TargetProposal, proposal)
    if found is None:
        raise BadInput("unknown_proposal", N_("There is no proposal {proposal}."), proposal=proposal)
    if found.proposed_by != user.id and not user.may("targets.approve"):
        raise NotPermitted("not_yours", N_("Only those who approve targets see the proposals of others."))
    row = session.get_one(TargetSheet, found.sheet_id)
    plan = Plan(row.year, row.measure, row.level)
    at = Turn(plan, row, state.load(session, plan, row), reach(session, user))
    operation = found.operation
    undoes = operation["version"] if operation["kind"] == "undo" else None
    new = history.without(session, at, undoes) if undoes else changing.applied(session, at, operation)
    changed = state.difference(at.sheet, new)
    seen = at.reach.inside(changed.coordinates)
    rows = named(session, plan, pd.DataFrame(changed.coordinates[seen], columns=list(Coordinates._fields)))
    rows["before"], rows["after"] = changed.before[seen], changed.after[seen]
    rows["change"] = rows["after"] - rows["before"]
    asked = _asked(operation, changed.coordinates)
    people = {int(cell[_REP]) for cell in asked} - {0}
    return Effect(at.sheet.value(Coordinates()), new.value(Coordinates()), len(asked), len(people), rows)


def _asked(operation: Mapping[str, Any], changed: np.ndarray) -> Sequence[Sequence[int]]:
    """The cells that an operation names; those that it changes where it names none."""
    match operation["kind"]:
        case "set":
            return [cell for cell, _ in operation["cells"]]
        case "split":
            field = "period" if operation["by"] in ("month", "quarter") else operation["by"]
            return [Coordinates(*operation["cell"])._replace(**{field: int(one)}) for one in operation["weights"]]
    return changed.tolist()
