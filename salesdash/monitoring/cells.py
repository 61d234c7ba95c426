"""Cells of series: region × product line × channel × person, by ids and by codes."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash.forecasts.question import ALL, COLUMNS, UNASSIGNED
from salesdash.kpis.answers import UNASSIGNED as NO_MEMBER
from salesdash.kpis.filters import TABLES
from salesdash.kpis.names import members


def codes(session: Session, dimension: str) -> dict[str, int]:
    """Code → id of the members of a dimension as cells have them."""
    model = TABLES[dimension][0]
    found = {code: int(member) for code, member in session.execute(select(model.code, model.id)).tuples()}
    return found | {NO_MEMBER: UNASSIGNED}


def named(session: Session, cell: Mapping[str, int]) -> dict[str, tuple[str, str]]:
    """Dimension → code and name of the members that a cell names, in the language in force."""
    found = {}
    for dimension, column in COLUMNS.items():
        member = cell[column]
        if member != ALL:
            known = members(session, dimension, {max(member, 0)})
            found[dimension] = known[max(member, 0)]
    return found
