"""What marks, overrides and scenarios share: the cell that they are about, in ids and in words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from salesdash.access.identity import OPERATOR, User
from salesdash.errors import Conflict, NotPermitted
from salesdash.forecasts.actuals import cell_ids
from salesdash.forecasts.history import calendar
from salesdash.forecasts.question import ALL, COLUMNS, UNASSIGNED
from salesdash.forecasts.sight import sight
from salesdash.kpis.answers import UNASSIGNED as NO_MEMBER
from salesdash.kpis.names import members
from salesdash.locale import N_
from salesdash.locale import gettext as _
from salesdash.models import Account
from salesdash.periods import Grain

#: columns that tell a cell by codes (None: all) and names
CELL_COLUMNS = [name for dimension in COLUMNS for name in (dimension, f"{dimension}_name")]


def cell_of(session: Session, user: User, cell: Mapping[str, str | None]) -> dict[str, int]:
    """Column of a cell → id, 0 for dimensions that are not named. Raises BadInput ``unknown_member``, NotPermitted for
    a cell that the user may not see."""
    ids = cell_ids(session, {dimension: code for dimension, code in cell.items() if code is not None})
    if not sight(session, user).sees(region=ids["region_id"], rep=ids["person_id"]):
        raise NotPermitted("outside_scope", N_("This forecast is outside your scope."))
    return ids


def living(table: Any, ids: Mapping[str, int]) -> list[ColumnElement[bool]]:
    """The condition that a row is about this cell."""
    return [getattr(table, column) == member for column, member in ids.items()]


def named(session: Session, rows: Sequence[Any]) -> list[list[str | None]]:
    """For each row of a table with the columns of a cell the values of CELL_COLUMNS."""
    found: list[list[str | None]] = [[] for _row in rows]
    for dimension, column in COLUMNS.items():
        ids = [getattr(row, column) for row in rows]
        known = members(session, dimension, {member for member in ids if member > ALL})
        known |= {UNASSIGNED: (NO_MEMBER, _("(unassigned)"))}
        for at, member in enumerate(ids):
            found[at].extend((None, None) if member == ALL else known.get(member, (str(member), str(member))))
    return found


def logins(session: Session, rows: Iterable[Any]) -> dict[int, str]:
    """Id of a row → the name of whoever wrote it."""
    accounts = {row.account_id for row in rows if row.account_id is not None}
    names = dict(session.execute(select(Account.id, Account.name).where(Account.id.in_(accounts))).tuples().all())
    return {row.id: names.get(row.account_id, OPERATOR.name) for row in rows}


def key_of(session: Session, measure: str, frequency: str, period_on: date, row: Any) -> str:
    """How the audit trail names what is said of a period of a series."""
    grain: Grain = frequency  # type: ignore[assignment]
    label = calendar(session).label(grain, period_on)
    codes = [code for code in named(session, [row])[0][::2] if code is not None]
    return " / ".join([f"{label} {measure}", *codes])


def flush(session: Session) -> None:
    """Writes what was changed. Raises Conflict where somebody else was quicker."""
    try:
        session.flush()
    except StaleDataError as stale:
        raise changed_meanwhile() from stale


def changed_meanwhile() -> Conflict:
    """The error for what somebody else changed."""
    return Conflict("changed_meanwhile", N_("Somebody else changed this meanwhile. Look at it again."))
