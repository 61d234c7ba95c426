"""Scenarios: assumptions on top of a forecast, kept under a name and compared with the base."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from pandas import DataFrame
from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.access import audit
from salesdash.access.identity import User
from salesdash.errors import BadInput, Conflict
from salesdash.forecasts import assumed
from salesdash.forecasts.assumed import Assumption
from salesdash.forecasts.history import calendar
from salesdash.forecasts.question import COLUMNS
from salesdash.forecasts.reading import points
from salesdash.forecasts.runs import Run, run_of, runs
from salesdash.forecasts.said import cell_of, changed_meanwhile, flush, living, logins
from salesdash.forecasts.sight import sight
from salesdash.locale import N_
from salesdash.metrics import REGISTRY
from salesdash.models import Scenario as Stored
from salesdash.models.base import now

#: columns of ``Comparison.rows``; ``lo95``, ``hi95``: of the scenario, as wide beside it as those of the base
COLUMNS_COMPARED = ["period", "period_on", "base", "scenario", "difference", "change", "lo95", "hi95"]
_NAME, _MANY = 200, 50


@dataclass(frozen=True)
class Scenario:
    """A scenario that is kept. ``run_id``: the run that it was last kept with."""

    id: int
    name: str
    run_id: int
    assumptions: tuple[Assumption, ...]
    by: str
    at: datetime
    version: int


@dataclass(frozen=True)
class Comparison:
    """Base and scenario per period (COLUMNS_COMPARED, whole numbers of 1/10,000) and in total; ``change``: a fraction,
    None where the base is 0."""

    rows: DataFrame
    base: int
    scenario: int
    change: float | None


def scenarios(session: Session, user: User, run_id: int, cell: Mapping[str, str | None]) -> list[Scenario]:
    """The scenarios that were kept for this cell, with this run or an earlier or later one of the same measure,
    dimensions and frequency, by name. Permissions as ``forecasts.points``."""
    run = run_of(session, user, run_id)
    ids = cell_of(session, user, cell)
    alike = [one.id for one in runs(session, user, measure=run.measure, by=run.by, frequency=run.frequency)]
    found = list(session.scalars(select(Stored).where(Stored.run_id.in_(alike), *living(Stored, ids))))
    who = logins(session, found)
    listed = [
        Scenario(one.id, one.name, one.run_id, assumed.read(one.assumptions["list"]), who[one.id], one.at, one.version)
        for one in found
    ]
    return sorted(listed, key=lambda one: one.name.casefold())


def compared(
    session: Session, user: User, run_id: int, cell: Mapping[str, str | None], assumptions: Sequence[Assumption]
) -> Comparison:
    """What assumptions make of a run's means for a cell. Those about a member move that member's part: of a measure
    whose members add up the lowest level of the run inside the cell is moved and summed; of any other only what holds
    for the whole cell can be assumed. Raises BadInput ``not_for_ratios``, ``not_in_run``, ``not_additive``, and those
    of ``Assumption.check``."""
    run = run_of(session, user, run_id)
    cell_of(session, user, cell)
    checked(run, cell, assumptions)
    seen = points(session, user, run.id)
    own = _of(run, seen, cell)
    if own.empty:
        raise BadInput("no_such_point", N_("This forecast says nothing of that period."))
    parts = own
    if REGISTRY[run.measure].additive and any(one.dimension for one in assumptions):
        parts = seen[seen["level"] == ",".join(run.by)]
        for name, code in cell.items():
            parts = parts if code is None else parts[parts[name] == code]
    fiscal, grain = calendar(session), run.frequency
    bounds = {day: fiscal.bounds(grain, day) for day in own["period_on"]}  # type: ignore[arg-type]
    factor = np.ones(len(parts))
    for one in assumptions:
        moved = np.array([one.factor(run.measure, bounds[day]) for day in parts["period_on"]])
        hit = np.ones(len(parts), bool)
        if one.dimension and cell.get(one.dimension) is None:
            hit = (parts[one.dimension] == one.code).to_numpy(bool)
        factor *= np.where(hit, moved, 1.0)
    sums = (
        parts.assign(scenario=np.rint(parts["mean"] * factor).astype(np.int64)).groupby("period_on")["scenario"].sum()
    )
    return _comparison(own, sums.reindex(own["period_on"]).to_numpy())


def keep(  # noqa: PLR0917 - as a sentence would name them: which run, what of it, under which name, what
    session: Session,
    user: User,
    run_id: int,
    cell: Mapping[str, str | None],
    name: str,
    assumptions: Sequence[Assumption],
    *,
    scenario: int | None = None,
    version: int | None = None,
) -> int:
    """Keeps assumptions under a name, or in the place of a ``scenario`` as ``version`` had it; its id. Takes
    forecasts.adjust. Raises BadInput ``no_name``, ``no_assumptions`` and those of ``compared``, Conflict
    ``name_taken``, ``changed_meanwhile``."""
    user.require("forecasts.adjust")
    run = run_of(session, user, run_id)
    ids = cell_of(session, user, cell)
    name = name.strip()
    if not name or len(name) > _NAME or any(ord(character) < 32 for character in name):
        raise BadInput("no_name", N_("Give the scenario a name of at most {limit} characters."), limit=_NAME)
    if not 0 < len(assumptions) <= _MANY:
        raise BadInput("no_assumptions", N_("A scenario needs an assumption, and at most {most}."), most=_MANY)
    checked(run, cell, assumptions)
    if any(one.name == name and one.id != scenario for one in scenarios(session, user, run_id, cell)):
        raise Conflict("name_taken", N_("There is a scenario {name} already."), name=name)
    document = {"list": [one.document() for one in assumptions]}
    before = None
    if scenario is None:
        one = Stored(**ids)
        session.add(one)
    else:
        one = _found(session, user, scenario, version)
        before = _told(one)
    one.name, one.run_id, one.assumptions, one.account_id, one.at = name, run.id, document, user.id, now()
    flush(session)
    audit.record(session, user, "change" if before else "create", "scenario", name, before, _told(one))
    db.touch(session, "forecasts")
    return one.id


def remove(session: Session, user: User, scenario: int, version: int) -> None:
    """Takes a scenario away. Takes forecasts.adjust. Raises Conflict where somebody changed it since ``version``."""
    user.require("forecasts.adjust")
    one = _found(session, user, scenario, version)
    before = _told(one)
    session.delete(one)
    flush(session)
    audit.record(session, user, "remove", "scenario", one.name, before, None)
    db.touch(session, "forecasts")


def checked(run: Run, cell: Mapping[str, str | None], assumptions: Sequence[Assumption]) -> None:
    """Raises BadInput for assumptions that cannot be made of this cell of this run."""
    metric = REGISTRY[run.measure]
    if metric.unit == "ratio":
        raise BadInput("not_for_ratios", N_("Scenarios are made of amounts and counts, not of ratios."))
    for one in assumptions:
        one.check(run.measure)
        if one.dimension is None or (one.dimension in COLUMNS and cell.get(one.dimension) == one.code):
            continue
        if one.dimension not in run.by or cell.get(one.dimension) is not None:
            raise BadInput("not_in_run", N_("This forecast does not know that member within what is shown."))
        if not metric.additive:
            raise BadInput(
                "not_additive",
                N_("Members of this measure do not add up: assume something of all that is shown, or look at one."),
            )


def _told(one: Stored) -> dict[str, Any]:
    """A scenario as the audit trail has it."""
    listed = [" ".join(str(value) for value in assumption.values()) for assumption in one.assumptions["list"]]
    return {"name": one.name, "assumptions": listed}


def _found(session: Session, user: User, scenario: int, version: int | None) -> Stored:
    one = session.get(Stored, scenario)
    if one is None or one.version != version:
        raise changed_meanwhile()
    if not sight(session, user).sees(region=one.region_id, rep=one.person_id):
        raise changed_meanwhile()
    run_of(session, user, one.run_id)
    return one


def _of(run: Run, rows: DataFrame, cell: Mapping[str, str | None]) -> DataFrame:
    for name in run.by:
        code = cell.get(name)
        rows = rows[rows[name].isna()] if code is None else rows[rows[name] == code]
    return rows


def _comparison(own: DataFrame, moved: np.ndarray) -> Comparison:
    base = own["mean"].to_numpy()
    ratio = np.divide(moved, base, out=np.ones(len(base)), where=base != 0)
    rows = DataFrame({
        "period": own["period"].to_numpy(), "period_on": own["period_on"].to_numpy(), "base": base, "scenario": moved,
        "difference": moved - base,
        "change": [None if before == 0 else float(after - before) / abs(before)
                   for before, after in zip(base.tolist(), moved.tolist(), strict=True)],
        "lo95": np.rint(own["lo95"].to_numpy() * ratio).astype(np.int64),
        "hi95": np.rint(own["hi95"].to_numpy() * ratio).astype(np.int64),
    })  # fmt: skip
    whole, after = int(base.sum()), int(moved.sum())
    return Comparison(rows[COLUMNS_COMPARED], whole, after, (after - whole) / abs(whole) if whole else None)
