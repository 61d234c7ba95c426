"""The causes that the company knows. A few are there from the beginning; those who act on signals keep the list."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.access import audit
from salesdash.access.identity import User
from salesdash.errors import BadInput, Conflict
from salesdash.locale import N_, gettext
from salesdash.models import SignalCause

#: names that nobody has changed are source texts of the catalogues and show in the reader's language
DEFAULTS = (
    N_("Customer lost or gained"),
    N_("Order moved to another period"),
    N_("One-off order"),
    N_("Price change"),
    N_("Promotion"),
    N_("Competitor"),
    N_("Delivery or stock"),
    N_("Quality or returns"),
    N_("People: joined, left, absent"),
    N_("Season or holidays"),
    N_("Data incomplete or wrong"),
)
_LONGEST = 200


@dataclass(frozen=True)
class Cause:
    """A cause; ``offered``: for signals to come."""

    id: int
    name: str
    offered: bool
    version: int


def install_causes(session: Session) -> None:
    """Gives a company without causes those of DEFAULTS."""
    if session.scalar(select(func.count(SignalCause.id))) == 0:
        session.add_all(SignalCause(name=name) for name in DEFAULTS)
        session.flush()


def cause_list(session: Session, user: User) -> list[Cause]:
    """All causes in their order, names in the language in force. Takes kpis.read or kpis.quantities."""
    user.require("kpis.read", "kpis.quantities")
    rows = session.scalars(select(SignalCause).order_by(SignalCause.id))
    return [Cause(row.id, gettext(row.name), row.offered, row.version) for row in rows]


def causes(session: Session, user: User) -> dict[int, str]:
    """Those that are offered: id → name. Takes kpis.read or kpis.quantities."""
    return {cause.id: cause.name for cause in cause_list(session, user) if cause.offered}


def keep_cause(
    session: Session,
    user: User,
    name: str,
    *,
    id: int | None = None,
    version: int | None = None,
    offered: bool = True,
) -> int:
    """Adds a cause, or with ``id`` and the ``version`` that was seen renames, offers or withdraws one; its id.

    Takes signals.manage. Raises BadInput ``bad_cause_name``, ``unknown_cause``, Conflict ``cause_exists``,
    ``changed_meanwhile``.
    """
    user.require("signals.manage")
    wanted = name.strip()
    if not wanted or len(wanted) > _LONGEST:
        raise BadInput("bad_cause_name", N_("A cause has a name of at most {most} characters."), most=_LONGEST)
    cause = None if id is None else session.get(SignalCause, id)
    if id is not None and cause is None:
        raise BadInput("unknown_cause", N_("There is no cause {cause}."), cause=id)
    others = session.scalars(select(SignalCause).where(SignalCause.id != (id or 0)))
    if any(wanted.casefold() in (other.name.casefold(), gettext(other.name).casefold()) for other in others):
        raise Conflict("cause_exists", N_("There is a cause {name} already."), name=wanted)
    if cause is None:
        cause = SignalCause(name=wanted, offered=offered)
        session.add(cause)
        session.flush()
        audit.record(session, user, "create", "signal cause", wanted, None, {"name": wanted, "offered": offered})
    else:
        if version is not None and cause.version != version:
            raise Conflict("changed_meanwhile", N_("Somebody else changed this meanwhile. Look at it again."))
        named = cause.name
        before = {"name": named, "offered": cause.offered}
        # a name that was only shown in the reader's language was not changed
        cause.name = cause.name if wanted == gettext(cause.name) else wanted
        cause.offered = offered
        audit.record(
            session, user, "change", "signal cause", named, before,
            {"name": cause.name, "offered": cause.offered},
        )  # fmt: skip
        session.flush()
    db.touch(session, "signals")
    return cause.id
