"""Saved mappings: how the files of one source are read, said once and used for every file with the same columns."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash.access import audit
from salesdash.access.identity import User
from salesdash.errors import BadInput
from salesdash.imports.kinds import KINDS, PERMISSIONS
from salesdash.imports.options import Options
from salesdash.imports.spellings import normal
from salesdash.locale import N_
from salesdash.models import SavedMapping

#: what of the options a source settles; what to do with existing orders is asked for every file
SETTLED = ("mapping", "constants", "encoding", "delimiter", "date_format", "decimal")


@dataclass(frozen=True)
class Saved:
    """A saved mapping as people see it."""

    id: int
    kind: str
    name: str
    options: Options
    created_by: str
    created_at: datetime


def save(session: Session, user: User, kind: str, name: str, *, header: Sequence[str], options: Options) -> Saved:
    """Keeps what ``options`` settle for files of that kind with the columns of ``header``; one of the same kind and
    name, and one for the same columns, is replaced. Takes the kind's permission. Raises BadInput for a name that is
    empty or longer than 200 characters."""
    user.require(KINDS[kind].permission)
    name = " ".join(name.split())
    if not 0 < len(name) <= 200:
        raise BadInput("bad_name", N_("A name has 1 to 200 characters."), name=name)
    key = header_key(header)
    mine = SavedMapping.kind == kind
    before: dict[str, object] | None = None
    for old in session.scalars(select(SavedMapping).where(mine, SavedMapping.name == name)):
        before = dict(old.options)
        session.delete(old)
    for old in session.scalars(select(SavedMapping).where(mine, SavedMapping.header_key == key)):
        before = before or dict(old.options)
        session.delete(old)
    session.flush()
    settled = {part: value for part in SETTLED if (value := _plain(getattr(options, part)))}
    row = SavedMapping(kind=kind, name=name, header_key=key, options=settled, created_by=user.login)
    session.add(row)
    session.flush()
    audit.record(session, user, "change" if before is not None else "create", "mapping", name, before, settled)
    return _saved(row)


def listed(session: Session, user: User) -> list[Saved]:
    """The saved mappings of the kinds that the person may import, by name."""
    user.require(*PERMISSIONS)
    rows = session.scalars(select(SavedMapping).order_by(SavedMapping.name, SavedMapping.id))
    return [_saved(row) for row in rows if row.kind in KINDS and user.may(KINDS[row.kind].permission)]


def matching(session: Session, user: User, header: Sequence[str], kinds: Iterable[str]) -> Saved | None:
    """The mapping saved last for files with these columns, of one of ``kinds``; None if there is none."""
    user.require(*PERMISSIONS)
    fitting = select(SavedMapping).where(
        SavedMapping.header_key == header_key(header), SavedMapping.kind.in_(list(kinds))
    )
    row = session.scalars(fitting.order_by(SavedMapping.id.desc())).first()
    return _saved(row) if row is not None else None


def remove(session: Session, user: User, mapping_id: int) -> None:
    """Removes a saved mapping. Takes its kind's permission; raises BadInput where it is gone already."""
    user.require(*PERMISSIONS)
    row = session.get(SavedMapping, mapping_id)
    if row is None:
        raise BadInput("unknown_mapping", N_("This mapping is gone already."), mapping=mapping_id)
    user.require(KINDS[row.kind].permission)
    audit.record(session, user, "remove", "mapping", row.name, dict(row.options), None)
    session.delete(row)


def applied(saved: Saved, options: Options) -> Options:
    """``options`` with what the saved mapping settles."""
    return replace(options, **{part: getattr(saved.options, part) for part in SETTLED})


def header_key(header: Sequence[str]) -> str:
    """What files of one source have in common: the names of their columns, in any order and spelling of case."""
    names = sorted(normal(name) for name in header)
    return hashlib.blake2b("\x1f".join(names).encode(), digest_size=20).hexdigest()


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else value


def _saved(row: SavedMapping) -> Saved:
    return Saved(row.id, row.kind, row.name, Options(**row.options), row.created_by, row.created_at)
