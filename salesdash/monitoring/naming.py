"""What the members that signals speak of are called, in the language in force."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.dimensions import dimension_name
from salesdash.forecasts.question import ALL, COLUMNS, UNASSIGNED
from salesdash.kpis.answers import UNASSIGNED as NO_MEMBER
from salesdash.kpis.filters import TABLES
from salesdash.kpis.names import LOCAL_NAMES, members
from salesdash.locale import N_, language
from salesdash.locale import gettext as _
from salesdash.models import Signal
from salesdash.monitoring.causing import EFFECT

#: part of a change of revenue → name
_EFFECTS = {
    "volume": N_("Volume"),
    "mix": N_("Mix"),
    "price": N_("Price"),
    "new": N_("New"),
    "gone": N_("Gone"),
    "other": N_("Other"),
}


class Names:
    """The names that some signals need, read once for all of them."""

    def __init__(self, session: Session, rows: Sequence[Signal]) -> None:
        self._members = {
            name: members(session, name, {max(getattr(row, column), 0) for row in rows})
            for name, column in COLUMNS.items()
        }
        codes: dict[str, set[str]] = {}
        for row in rows:
            for part in row.contributors:
                if part["code"] is not None:
                    codes.setdefault(part["dimension"], set()).add(part["code"])
        self._codes = {name: _called(session, name, found) for name, found in codes.items()}

    def cell(self, row: Signal) -> dict[str, tuple[str, str]]:
        """Dimension → code and name of the members that the signal is about."""
        found = {}
        for name, column in COLUMNS.items():
            member = getattr(row, column)
            if member != ALL:
                code, called = self._members[name][max(member, 0)]
                # of what none is assigned: a region, a representative?
                found[name] = code, f"{dimension_name(name)} {called}" if member == UNASSIGNED else called
        return found

    def contributors(self, row: Signal) -> list[dict[str, Any]]:
        """The signal's contributors with their names."""
        return [part | {"name": self._name(part["dimension"], part["code"])} for part in row.contributors]

    def _name(self, dimension: str, code: str | None) -> str:
        return _("Others") if code is None else self._codes[dimension].get(code, code)


def _called(session: Session, dimension: str, codes: set[str]) -> dict[str, str]:
    """Code → name."""
    if dimension == EFFECT:
        return {code: _(_EFFECTS[code]) for code in codes}
    name = LOCAL_NAMES.get(language(), "name")
    rows = session.execute(
        text(
            f"SELECT code, {name} FROM {TABLES[dimension][0].__tablename__} "
            f"WHERE code IN {db.bound_list(session, 'codes')}"
        ),
        {"codes": db.list_value(sorted(codes))},
    )
    return {NO_MEMBER: _("(unassigned)")} | {str(code): str(called) for code, called in rows}
