"""Targets and actuals of a period, per person and per unit: what scores are made of."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy.orm import Session

from salesdash import company, db
from salesdash.access.identity import OPERATOR
from salesdash.appraisal import staff
from salesdash.appraisal.periods import Period
from salesdash.kpis.remembered import Remembered
from salesdash.metrics import REGISTRY
from salesdash.targets.attainment import Attainment, attainment

#: target and actual in the measure's own units, None where there is none
Pair = tuple[int | None, int | None]


@dataclass(frozen=True)
class Figures:
    """Of one measure: person → target and actual, unit → the same."""

    people: Mapping[int, Pair]
    units: Mapping[int, Pair]


_remembered: Remembered[Figures] = Remembered(256)


def figures(session: Session, period: Period, measure: str) -> Figures:
    """Everybody's, whoever asks: callers show what their reader may see. An appraisal is of a person as a whole, so
    that all who see it see the same; and what a closing freezes must be everything.

    A unit's target is the sum of its people's; its actual is that of its people together, those of the units below it
    included: a sum where the measure adds up, its own distinct count where it does not. People belong to the unit that
    they held on the period's last day.
    """
    today = company.today(company.settings(session))
    key = (tuple(sorted(db.versions(session).items())), period, measure, today)
    return _remembered.get(key, lambda: _figures(session, period, measure))


def _figures(session: Session, period: Period, measure: str) -> Figures:
    ids, codes = staff.codes(session), {}
    people: dict[int, Pair] = {}
    found = _attainment(session, period, measure, ["rep"])
    counted = _whole(found.total["actual"]) is not None  # else nobody has any: no cost is known, no payment came in
    for row in found.rows.to_dict("records"):
        person = ids.get(str(row["rep"]))
        if person is not None:  # what is split to nobody, or sold by nobody, is no one's
            people[person] = (_whole(row["target"]), _whole(row["actual"]) if counted else None)
            codes[person] = str(row["rep"])
    stood = staff.on(session, period.bounds(company.calendar(session)).end)
    members = defaultdict(list)
    for person in people:
        for unit in stood.units_of(person):
            members[unit].append(person)
    units: dict[int, Pair] = {}
    for unit, those in members.items():
        target, actual = (_sum(people[person][place] for person in those) for place in (0, 1))
        if not REGISTRY[measure].additive and actual and len(those) > 1:
            actual = _together(session, period, measure, [codes[person] for person in those])
        units[unit] = (target, actual)
    return Figures(people, units)


def _together(session: Session, period: Period, measure: str, reps: list[str]) -> int | None:
    """What several people did together, what two of them share counted once."""
    return _whole(_attainment(session, period, measure, where={"rep": reps}).total["actual"])


def _attainment(
    session: Session, period: Period, measure: str, by: Sequence[str] = (), where: Mapping[str, list[str]] | None = None
) -> Attainment:
    """Targets and actuals of the days of the period."""
    narrowed = dict(where or {})
    if period.grain != "year":
        narrowed[period.grain] = [period.label(company.calendar(session))]
    return attainment(session, OPERATOR, year=period.year, measure=measure, by=by, where=narrowed)


def _whole(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def _sum(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
