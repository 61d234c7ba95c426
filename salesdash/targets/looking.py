"""What a page about targets needs beside the targets: the years that have any, and how regions lie in each other."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash.access.identity import User
from salesdash.kpis.filters import region_parents
from salesdash.metrics import TARGET_MEASURES
from salesdash.models import Person, Region, TargetSheet
from salesdash.targets.plan import LEVELS, Plan


def years(session: Session, user: User) -> list[int]:
    """The fiscal years for which there is any target."""
    user.require("targets.set", "targets.approve", "kpis.read", "kpis.quantities")
    return sorted(session.scalars(select(TargetSheet.year).where(TargetSheet.version > 0).distinct()))


def plans(session: Session, user: User, year: int) -> list[Plan]:
    """The plans of a fiscal year that have any target, in the order of measures and levels."""
    user.require("targets.set", "targets.approve", "kpis.read", "kpis.quantities")
    there = select(TargetSheet.measure, TargetSheet.level).where(TargetSheet.version > 0, TargetSheet.year == year)
    held = {(measure, level) for measure, level in session.execute(there)}
    return [Plan(year, measure, level) for measure in TARGET_MEASURES for level in LEVELS if (measure, level) in held]


def own_code(session: Session, user: User) -> str | None:
    """The code under which the reader sells; None for who is no representative."""
    person = session.get(Person, user.person_id) if user.person_id is not None else None
    if person is not None and person.merged_into_id is not None:
        person = session.get(Person, person.merged_into_id)
    return person.code if person else None


def gone(session: Session, user: User, day: date) -> set[str]:
    """The codes of people who had left before the day."""
    user.require("targets.set", "targets.approve", "kpis.read", "kpis.quantities")
    return set(session.scalars(select(Person.code).where(Person.left_on < day)))


def regions_above(session: Session, user: User) -> dict[str, tuple[str, ...]]:
    """Region → the regions that it lies in, the nearest first (codes)."""
    user.require("targets.set", "targets.approve", "kpis.read", "kpis.quantities")
    codes = dict(session.execute(select(Region.id, Region.code)).tuples().all())
    above = {region: up for region, up in region_parents(session).items() if region != up}
    found = {}
    for region, code in codes.items():
        way = [region]
        while (up := above.get(way[-1], 0)) and up not in way:
            way.append(up)
        found[code] = tuple(codes[one] for one in way[1:])
    return found
