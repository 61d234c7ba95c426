"""The members that filters offer."""

from datetime import date

from pandas import DataFrame
from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import company, snapshot
from salesdash.access import scope
from salesdash.access.identity import Scope, User
from salesdash.kpis import filters
from salesdash.kpis.answers import MEMBER_DIMENSIONS
from salesdash.kpis.names import members as names
from salesdash.kpis.remembered import Remembered, state
from salesdash.locale import language
from salesdash.models import Team
from salesdash.periods import Range, month_end
from salesdash.snapshot.facts import Facts
from salesdash.snapshot.selection import Selection

#: dimension → the one that its members lie under
ABOVE = {"region": "region", "region_parent": "region", "team": "team", "product_line": "category"}

#: lists that a process remembers
_known: Remembered[DataFrame] = Remembered(64)


def members(session: Session, user: User, dimension: str) -> DataFrame:
    """The members of a dimension that have lines which ``user`` may see: code, name, parent (the code of what they
    lie under, or None), by name. Regions and teams come with all that lie above them.

    Takes kpis.read or kpis.quantities. Raises BadInput ``unknown_dimension``. Remembered: do not change the frame.
    """
    user.require("kpis.read", "kpis.quantities")
    if dimension not in MEMBER_DIMENSIONS:
        raise filters.unknown_dimension(dimension, MEMBER_DIMENSIONS)
    allowed = scope.of(session, user, company.today(company.settings(session)))
    key = (state(session), allowed, dimension, language())
    return _known.get(key, lambda: _members(session, allowed, dimension))


def _members(session: Session, allowed: Scope, dimension: str) -> DataFrame:
    parents = _parents(session, dimension)
    found = _with_lines(session, allowed, filters.TABLES[dimension][1])
    if dimension in ("region_parent", "category"):
        levels = filters.region_parents(session) if dimension == "region_parent" else filters.categories(session)
        found = {levels.get(member, 0) for member in found}
    elif dimension in ("region", "team"):
        waiting = list(found)
        while waiting:
            above = parents.get(waiting.pop())
            if above and above not in found:
                found.add(above)
                waiting.append(above)
    known = names(session, dimension, found)
    above_names = names(session, ABOVE[dimension], {p for p in parents.values() if p}) if dimension in ABOVE else {}
    rows = [
        (*known[member], above_names[parents[member]][0] if parents.get(member) else None)
        for member in found
        if member in known
    ]
    frame = DataFrame(rows, columns=["code", "name", "parent"])
    return frame.sort_values(["name", "code"], ignore_index=True)


def _with_lines(session: Session, allowed: Scope, column: str) -> set[int]:
    files = snapshot.current(session)
    if not files.months:
        return set()
    first, last = min(files.months), max(files.months)
    days = Range(date(first // 100, first % 100, 1), month_end(date(last // 100, last % 100, 1)))
    with Facts(files, Selection(allowed), [days]) as facts:
        rows = facts.connection.execute(f"SELECT DISTINCT {column} FROM ({facts.relation([column])})").fetchall()
    return {row[0] for row in rows}


def _parents(session: Session, dimension: str) -> dict[int, int]:
    """Member → what it lies under, 0 or itself where it lies under nothing."""
    if dimension in ("region", "region_parent"):
        return {member: above for member, above in filters.region_parents(session).items() if above != member}
    if dimension == "product_line":
        return filters.categories(session)
    if dimension == "team":
        into = filters.merged(session, Team)
        rows = session.execute(select(Team.id, Team.parent_id)).all()
        return {member: into.get(above, above) for member, above in rows if above}
    return {}
