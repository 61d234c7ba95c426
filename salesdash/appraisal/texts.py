"""What is written about a person's period: the manager's note and the person's own comment.

Both read both. The audit trail says that something was written, not what: it has other readers.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.access import audit
from salesdash.access.identity import User
from salesdash.appraisal import sight
from salesdash.appraisal.showing import login_names
from salesdash.appraisal.subject import Subject, subject
from salesdash.errors import BadInput, Conflict, NotPermitted
from salesdash.locale import N_
from salesdash.models import AppraisalText
from salesdash.models.base import now

Kind = Literal["note", "comment"]
LONGEST = 4_000


@dataclass(frozen=True)
class Text:
    """A text with who wrote it (a name) and when; version 0 while nobody has."""

    text: str = ""
    by: str = ""
    at: datetime | None = None
    version: int = 0


def texts(session: Session, user: User, label: str, rep: str) -> dict[Kind, Text]:
    """The note and the comment on the person's period. Only for the person and who appraises them."""
    seen, of = sight.of(session, user), subject(session, label, rep)
    seen.require_words(of.person)
    found = {kind: _row(session, of, kind) for kind in _KINDS}
    called = login_names(session, [row.by for row in found.values() if row])
    return {kind: Text(row.text, called[row.by], row.at, row.version) if row else Text() for kind, row in found.items()}


def write_note(session: Session, user: User, label: str, rep: str, text: str, *, version: int) -> int:
    """The manager's note, whole; returns its version. ``version``: the one seen, 0 for none.

    Takes appraisals.manage and the person in the row scope; nobody notes on themselves. Raises BadInput for a text of
    more than 4000 characters, Conflict, which tells both texts, if somebody wrote another one meanwhile.
    """
    user.require("appraisals.manage")
    of = subject(session, label, rep)
    sight.of(session, user).require_appraises(of.person)
    return _write(session, user, of, "note", text, version)


def write_comment(session: Session, user: User, label: str, rep: str, text: str, *, version: int) -> int:
    """The person's own comment, as ``write_note``; nobody else writes it."""
    of = subject(session, label, rep)
    if sight.of(session, user).own != of.person:
        raise NotPermitted("not_your_appraisal", N_("Only the person themself comments on their appraisal."))
    return _write(session, user, of, "comment", text, version)


_KINDS: tuple[Kind, ...] = ("note", "comment")


def _row(session: Session, of: Subject, kind: Kind, *, lock: bool = False) -> AppraisalText | None:
    wanted = select(AppraisalText).where(
        AppraisalText.year == of.period.year,
        AppraisalText.period == of.period.code,
        AppraisalText.person_id.in_(of.people),
        AppraisalText.kind == kind,
    )
    wanted = wanted.order_by(AppraisalText.person_id != of.person).limit(1)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return session.scalar(wanted)


def _write(session: Session, user: User, of: Subject, kind: Kind, text: str, version: int) -> int:  # noqa: PLR0917
    text = text.strip()
    if len(text) > LONGEST:
        raise BadInput("text_too_long", N_("A text may have {limit} characters."), limit=LONGEST)
    row = _row(session, of, kind, lock=True)
    if (row.version if row else 0) != version:
        raise _meanwhile(session, row, text)
    if row is None:
        row = AppraisalText(
            year=of.period.year, period=of.period.code, person_id=of.person, kind=kind, text=text, by=user.login
        )
        session.add(row)
    elif row.text == text:
        return row.version
    else:
        row.text, row.by, row.at = text, user.login, now()
    try:
        with session.begin_nested():
            session.flush()
    except IntegrityError as other:
        raise _meanwhile(session, None, text) from other
    audit.record(session, user, "write", f"appraisal_{kind}", of.key, None, {"version": row.version})
    db.touch(session, "appraisals")
    return row.version


def _meanwhile(session: Session, row: AppraisalText | None, yours: str) -> Conflict:
    by = login_names(session, [row.by])[row.by] if row else "–"
    return Conflict(
        "changed_meanwhile",
        N_("{by} wrote this meanwhile: “{now}”. Yours was not saved: “{yours}”."),
        by=by,
        now=row.text if row else "",
        yours=yours,
    )
