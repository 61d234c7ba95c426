"""Telling the snapshot that months have changed: new random tokens, in the transaction of the change itself."""

import secrets
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.models import DataVersion, MonthVersion

#: name of the row of ``data_versions`` that tells one company's database from another's in a shared cache folder
IDENTITY = "database"


def mark_months(session: Session, months: Iterable[int]) -> None:
    """Renews the tokens of ``months`` (202407) and touches "facts", in the caller's transaction.

    To be called by whatever changes which lines count in a month: an import as it is published, its undoing.
    Months that held lines before the change count as well as those that hold them after it, and so do all months of
    an order that comes to have lines in several (``models.SpanningOrder``).
    """
    for month in sorted(set(months)):
        session.merge(MonthVersion(month=month, token=secrets.token_hex(16)))
    if session.get(DataVersion, IDENTITY) is None:
        db.touch(session, IDENTITY)
    db.touch(session, "facts")


def mark_all(session: Session) -> None:
    """Renews the tokens of all months that have lines, in the caller's transaction.

    To be called by whatever changes how lines are read: a merge or its undoing, a placement, a person's team from a
    date on, a product's line, a product line's category, shares of credit. Names and codes need it not.
    """
    mark_months(session, session.scalars(select(MonthVersion.month)).all())
