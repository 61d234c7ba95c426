"""The audit trail: who changed what, when, from what to what, in the transaction of the change itself."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pandas as pd
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from salesdash.access.identity import User
from salesdash.models import AuditEntry

COLUMNS = ["id", "at", "login", "action", "entity", "key", "before", "after"]


def _plain(value: Any) -> Any:
    """``value`` as JSON can hold it, exactly."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        items = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return [_plain(item) for item in items]
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def record(  # noqa: PLR0917 - the order in which a sentence would name them: who, did, what, from, to
    session: Session,
    user: User,
    action: str,
    entity: str,
    key: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
) -> None:
    """Adds an entry in the caller's transaction, so that change and entry stand or fall together.

    ``action`` is a word such as create, change, disable, merge, import, undo; ``entity`` the kind of thing, ``key``
    its code. ``before`` is None for what was made, ``after`` None for what was removed; where both are given only
    what differs is kept. Never hand over passwords or tokens.
    """
    old = _plain(before) if before is not None else None
    new = _plain(after) if after is not None else None
    if old is not None and new is not None:
        same = {name for name in old if name in new and old[name] == new[name]}
        old = {name: value for name, value in old.items() if name not in same}
        new = {name: value for name, value in new.items() if name not in same}
    session.add(
        AuditEntry(
            account_id=user.id, login=user.login, action=action, entity=entity, key=key[:400], before=old, after=new
        )
    )


def entries(
    session: Session,
    user: User,
    *,
    start: datetime | None = None,
    end: datetime | None = None,
    login: str | None = None,
    entity: str | None = None,
    limit: int = 500,
    offset: int = 0,
) -> pd.DataFrame:
    """The trail, newest first: COLUMNS, ``at`` in UTC, ``before`` and ``after`` as dicts or None.

    ``start`` is included, ``end`` is not. Takes audit.read.
    """
    user.require("audit.read")
    wanted = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit).offset(offset)
    wanted = wanted.where(*_conditions(start, end, login, entity))
    rows = [[getattr(entry, name) for name in COLUMNS] for entry in session.scalars(wanted)]
    return pd.DataFrame(rows, columns=COLUMNS)


def count(
    session: Session,
    user: User,
    *,
    start: datetime | None = None,
    end: datetime | None = None,
    login: str | None = None,
    entity: str | None = None,
) -> int:
    """How many entries ``entries`` has with these filters. Takes audit.read."""
    user.require("audit.read")
    return session.scalar(select(func.count(AuditEntry.id)).where(*_conditions(start, end, login, entity))) or 0


def choices(session: Session, user: User) -> dict[str, list[str]]:
    """The logins and entities that occur in the trail, for its filters. Takes audit.read."""
    user.require("audit.read")
    return {
        "login": list(session.scalars(select(AuditEntry.login).distinct().order_by(AuditEntry.login))),
        "entity": list(session.scalars(select(AuditEntry.entity).distinct().order_by(AuditEntry.entity))),
    }


def days(start: date | None, end: date | None, zone: Any) -> tuple[datetime | None, datetime | None]:
    """The moments between which the days ``start`` to ``end`` (both included) lie in the time zone."""
    first = datetime(start.year, start.month, start.day, tzinfo=zone) if start else None
    after = end + timedelta(days=1) if end else None
    return first, datetime(after.year, after.month, after.day, tzinfo=zone) if after else None


def _conditions(start: datetime | None, end: datetime | None, login: str | None, entity: str | None) -> list[Any]:
    conditions: list[Any] = []
    if start:
        conditions.append(AuditEntry.at >= start)
    if end:
        conditions.append(AuditEntry.at < end)
    if login:
        conditions.append(AuditEntry.login == login)
    if entity:
        conditions.append(AuditEntry.entity == entity)
    return conditions
