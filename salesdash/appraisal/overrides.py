"""Setting a score in the place of the one that the figures make: with a reason, and in the audit trail."""

import math

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.access import audit
from salesdash.access.identity import User
from salesdash.appraisal import sight
from salesdash.appraisal.subject import Subject, subject
from salesdash.errors import BadInput, Conflict
from salesdash.locale import N_
from salesdash.models import FrozenScore, ScoreOverride
from salesdash.models.base import now

HIGHEST = 10.0
LONGEST = 2_000


def override(  # noqa: PLR0917 - whose, how much, why, as seen when
    session: Session, user: User, label: str, rep: str, score: float, reason: str, *, version: int
) -> int:
    """Sets the score (a fraction) of a person in a closed period; the frozen one stays beside it. Returns the version.
    ``version``: the one seen, 0 for none.

    Takes appraisals.manage and the person in the row scope; nobody scores themselves. Raises BadInput without a reason
    or for a score outside 0 to 10, Conflict for a period that is open and if somebody set another one meanwhile.
    """
    of, frozen, row = _found(session, user, label, rep)
    reason = reason.strip()
    if not reason or len(reason) > LONGEST:
        raise BadInput("no_reason", N_("A reason is needed, of at most {limit} characters."), limit=LONGEST)
    if not math.isfinite(score) or not 0 <= score <= HIGHEST:
        raise BadInput("bad_score", N_("A score lies between 0% and 1000%."))
    _check(row, version, score)
    before = {"score": row.score, "reason": row.reason} if row else {"score": frozen.score, "reason": None}
    if row is None:
        row = ScoreOverride(score_id=frozen.id, score=score, reason=reason, by=user.login)
        session.add(row)
    else:
        row.score, row.reason, row.by, row.at = score, reason, user.login, now()
    try:
        with session.begin_nested():
            session.flush()
    except IntegrityError as other:
        raise _meanwhile(None, score) from other
    audit.record(session, user, "override", "score", of.key, before, {"score": score, "reason": reason})
    db.touch(session, "appraisals")
    return row.version


def take_back(session: Session, user: User, label: str, rep: str, *, version: int) -> None:
    """The frozen score holds again. Permissions and errors as for ``override``; BadInput where none was set."""
    of, frozen, row = _found(session, user, label, rep)
    _check(row, version, frozen.score)
    if row is None:
        raise BadInput("no_override", N_("No score was set by hand here."))
    before = {"score": row.score, "reason": row.reason}
    session.delete(row)
    session.flush()
    audit.record(session, user, "take_back", "score", of.key, before, {"score": frozen.score, "reason": None})
    db.touch(session, "appraisals")


def _found(session: Session, user: User, label: str, rep: str) -> tuple[Subject, FrozenScore, ScoreOverride | None]:
    user.require("appraisals.manage")
    of = subject(session, label, rep)
    sight.of(session, user).require_appraises(of.person)
    frozen = session.scalars(
        select(FrozenScore).where(
            FrozenScore.year == of.period.year, FrozenScore.period == of.period.code,
            FrozenScore.person_id.in_(of.people),
        ).order_by(FrozenScore.person_id != of.person)
    ).first()  # fmt: skip
    if frozen is None:
        raise Conflict(
            "not_closed", N_("{period} is open, or nobody was scored there under this code."), period=of.label
        )
    wanted = select(ScoreOverride).where(ScoreOverride.score_id == frozen.id).with_for_update()
    return of, frozen, session.scalar(wanted.execution_options(populate_existing=True))


def _check(row: ScoreOverride | None, version: int, yours: float | None) -> None:
    if (row.version if row else 0) != version:
        raise _meanwhile(row, yours)


def _meanwhile(row: ScoreOverride | None, yours: float | None) -> Conflict:
    return Conflict(
        "changed_meanwhile",
        N_("{by} set another score meanwhile. Yours was not saved. Look at it again."),
        by=row.by if row else "–",
        now=row.score if row else None,
        reason=row.reason if row else None,
        yours=yours,
    )
