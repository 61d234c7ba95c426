"""Regions and teams stand above one another; nothing may stand below itself."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash.errors import BadInput
from salesdash.locale import N_
from salesdash.masterdata.dimensions import Dimension


def parents(session: Session, of: Dimension, *, lock: bool = False) -> dict[int, int]:
    """Member → member above it, as the tree stands after merges; those merged away are not in it."""
    wanted = select(of.model.id, of.model.parent_id, of.model.merged_into_id).order_by(of.model.id)
    if lock:
        wanted = wanted.with_for_update()
    rows = session.execute(wanted).all()
    stands = {row.id: row.merged_into_id or row.id for row in rows}
    return {row.id: stands[row.parent_id] for row in rows if row.parent_id and not row.merged_into_id}


def below(tree: dict[int, int], top: int) -> set[int]:
    """``top`` and all members below it."""
    found, grown = {top}, True
    while grown:
        more = {member for member, parent in tree.items() if parent in found} - found
        found |= more
        grown = bool(more)
    return found


def check(session: Session, of: Dimension, member: int, parent: int) -> None:
    """Raises BadInput if ``member`` cannot stand below ``parent``. The tree stays locked until the transaction ends,
    so that two people cannot close a circle together."""
    if parent in below(parents(session, of, lock=True), member):
        raise BadInput("below_itself", N_("Nothing can stand below itself: that would close a circle."))
