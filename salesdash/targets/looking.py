"""What a page about targets needs beside the targets: the years that have any, and how regions lie in each other."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash.access.identity import User
from salesdash.kpis.filters import region_parents
from salesdash.models import Region, TargetSheet


def years(session: Session, user: User) -> list[int]:
    """The fiscal years for which there is any target."""
    user.require("targets.set", "targets.approve", "kpis.read", "kpis.quantities")
    return sorted(session.scalars(select(TargetSheet.year).where(TargetSheet.version > 0).distinct()))


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
