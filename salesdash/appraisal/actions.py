"""What was agreed: actions with an owner and a day by which they are done."""

from datetime import date
from typing import Any

from pandas import DataFrame
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from salesdash import company, db
from salesdash.access import audit
from salesdash.access.identity import User
from salesdash.appraisal import sight
from salesdash.appraisal.periods import Period, of_label
from salesdash.appraisal.sight import Sight
from salesdash.appraisal.subject import person_id, subject
from salesdash.company import calendar
from salesdash.errors import BadInput, Conflict, NotPermitted
from salesdash.kpis import names
from salesdash.locale import N_
from salesdash.models import AgreedAction, Person
from salesdash.models.base import now

#: of an action
STATES = {"open": N_("Open"), "done": N_("Done"), "overdue": N_("Overdue")}
COLUMNS = [
    "action", "period", "rep", "rep_name", "text", "owner", "owner_name", "due_on", "state", "done_at", "version",
    "may_finish", "may_change",
]  # fmt: skip
LONGEST = 2_000


def agree(  # noqa: PLR0917 - with whom, what, who does it by when
    session: Session, user: User, label: str, rep: str, text: str, owner: str, due_on: date
) -> int:
    """Adds an action that was agreed with the person; ``owner`` (a code) does it. Returns its number.

    Takes appraisals.manage and the person in the row scope; nobody agrees actions with themselves. The owner is the
    person, the reader or somebody whom the reader appraises. Raises BadInput for an empty text or a day out of range.
    """
    user.require("appraisals.manage")
    seen, of = sight.of(session, user), subject(session, label, rep)
    seen.require_appraises(of.person)
    row = AgreedAction(year=of.period.year, period=of.period.code, person_id=of.person, created_by=user.login)
    _set(session, seen, row, text, owner, due_on)
    session.add(row)
    session.flush()
    audit.record(session, user, "create", "agreed_action", f"{of.key} {row.id}", None, {"owner": owner, "due": due_on})
    db.touch(session, "appraisals")
    return row.id


def change(  # noqa: PLR0917
    session: Session, user: User, action: int, text: str, owner: str, due_on: date, *, version: int
) -> int:
    """Rewrites an action and returns its version; permissions and errors as for ``agree``, and Conflict if somebody
    changed it meanwhile."""
    user.require("appraisals.manage")
    seen, row = sight.of(session, user), _row(session, action)
    seen.require_appraises(row.person_id)
    _check(row, version, text.strip())
    before = _facts(session, row)
    _set(session, seen, row, text, owner, due_on)
    return _saved(session, user, row, before)


def finish(session: Session, user: User, action: int, *, done: bool, version: int) -> int:
    """Says that an action is done, or that it is not yet, and returns its version. For its owner and for whoever
    appraises the person; Conflict if somebody changed it meanwhile."""
    seen, row = sight.of(session, user), _row(session, action)
    if not _may_finish(seen, row):
        raise NotPermitted("not_your_action", N_("Its owner, or who appraises the person, says that it is done."))
    _check(row, version, "done" if done else "open")
    before = _facts(session, row)
    row.done_at, row.done_by = (now(), user.login) if done else (None, None)
    return _saved(session, user, row, before)


def agreed(session: Session, user: User, label: str, rep: str) -> DataFrame:
    """The actions agreed with a person in a period: COLUMNS, by their day. For the person and who appraises them."""
    seen, of = sight.of(session, user), subject(session, label, rep)
    seen.require_words(of.person)
    wanted = select(AgreedAction).where(
        AgreedAction.person_id.in_(of.people),
        AgreedAction.year == of.period.year,
        AgreedAction.period == of.period.code,
    )
    return _frame(session, seen, wanted)


def mine(session: Session, user: User) -> DataFrame:
    """The actions that the reader owns, whoever they were agreed with: COLUMNS, by their day."""
    seen = sight.of(session, user)
    people = [one for one, into in seen.finals.items() if into == seen.own]
    return _frame(session, seen, select(AgreedAction).where(AgreedAction.owner_id.in_([seen.own or 0, *people])))


def own_code(session: Session, user: User) -> str | None:
    """The code of the person that the reader is, as an owner of actions; None for who is none."""
    own = sight.of(session, user).own
    return None if own is None else session.get_one(Person, own).code


def of_period(session: Session, user: User, label: str) -> DataFrame:
    """The actions agreed in a period with everybody whose appraisal the reader reads: COLUMNS, by their day."""
    seen, period = sight.of(session, user), of_label(calendar(session), label)
    wanted = select(AgreedAction).where(AgreedAction.year == period.year, AgreedAction.period == period.code)
    return _frame(session, seen, wanted, words=True)


def _frame(session: Session, seen: Sight, wanted: Select[Any], *, words: bool = False) -> DataFrame:
    found = session.scalars(wanted.order_by(AgreedAction.due_on, AgreedAction.id))
    rows = [row for row in found if not words or seen.words(row.person_id)]
    people = names.members(session, "rep", {one for row in rows for one in (row.person_id, row.owner_id)})
    fiscal, today = calendar(session), company.today(company.settings(session))
    listed = [
        [
            row.id, Period(row.year, row.period).label(fiscal), *people[row.person_id], row.text,
            *people[row.owner_id], row.due_on, _state(row, today), row.done_at, row.version,
            _may_finish(seen, row), seen.appraises(row.person_id),
        ]
        for row in rows
    ]  # fmt: skip
    return DataFrame(listed, columns=COLUMNS)


def _state(row: AgreedAction, today: date) -> str:
    return "done" if row.done_at else "overdue" if row.due_on < today else "open"


def _may_finish(seen: Sight, row: AgreedAction) -> bool:
    return seen.is_own(row.owner_id) or seen.appraises(row.person_id)


def _row(session: Session, action: int) -> AgreedAction:
    found = session.get(AgreedAction, action, with_for_update=True, populate_existing=True)
    if found is None:
        raise BadInput("unknown_action", N_("There is no such action."))
    return found


def _set(  # noqa: PLR0917
    session: Session, seen: Sight, row: AgreedAction, text: str, owner: str, due_on: date
) -> None:
    text, who = text.strip(), person_id(session, owner)
    if not text or len(text) > LONGEST:
        raise BadInput("bad_action", N_("An action says what is done, in at most {limit} characters."), limit=LONGEST)
    if not date(1900, 1, 1) <= due_on <= date(2199, 12, 31):
        raise BadInput("date_out_of_range", N_("{day} is out of range."), day=due_on)
    if who not in (row.person_id, seen.own) and not seen.appraises(who):
        raise NotPermitted("not_in_scope", N_("The owner is the person, yourself or somebody whom you appraise."))
    row.text, row.owner_id, row.due_on = text, who, due_on


def _check(row: AgreedAction, version: int, yours: str) -> None:
    if row.version != version:
        raise Conflict(
            "changed_meanwhile",
            N_("Somebody changed this action meanwhile, it reads now: “{now}”. Yours was not saved: “{yours}”."),
            now=row.text,
            yours=yours,
        )


def _facts(session: Session, row: AgreedAction) -> dict[str, Any]:
    owner = session.get_one(Person, row.owner_id).code
    return {"owner": owner, "due": row.due_on, "done": row.done_at is not None}


def _saved(session: Session, user: User, row: AgreedAction, before: dict[str, Any]) -> int:
    session.flush()
    label = Period(row.year, row.period).label(calendar(session))
    key = f"{label} {session.get_one(Person, row.person_id).code} {row.id}"
    audit.record(session, user, "change", "agreed_action", key, before, _facts(session, row))
    db.touch(session, "appraisals")
    return row.version
