"""Marks: what people say of a period of a series. Later runs follow them."""

from collections.abc import Mapping
from datetime import date

from pandas import DataFrame
from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import company, db
from salesdash.access import audit
from salesdash.access.identity import User
from salesdash.errors import BadInput
from salesdash.forecasts.history import calendar
from salesdash.forecasts.question import question, require_sight
from salesdash.forecasts.said import CELL_COLUMNS, cell_of, changed_meanwhile, flush, key_of, living, logins, named
from salesdash.forecasts.sight import sight
from salesdash.locale import N_
from salesdash.models import SeriesMark
from salesdash.models.base import now
from salesdash.periods import Grain

#: kind → name
KINDS = {
    "one_off": N_("One-off: will not come again"),
    "closed": N_("Closed: nothing could be sold"),
    "normal": N_("Normal: take it as it is"),
}
#: columns of ``marks``
COLUMNS = ["id", *CELL_COLUMNS, "period_on", "kind", "note", "by", "at", "version"]
_NOTE = 1000


def marks(
    session: Session, user: User, measure: str, frequency: str, cell: Mapping[str, str | None] | None = None
) -> DataFrame:
    """What people said of periods, oldest period first: COLUMNS; of one cell where it is given. Takes kpis.read, for
    quantities kpis.quantities is enough; marks of series that the user may see."""
    require_sight(user, measure)
    wanted = select(SeriesMark).where(SeriesMark.measure == measure, SeriesMark.frequency == frequency)
    wanted = wanted.where(sight(session, user).condition(SeriesMark))
    if cell is not None:
        wanted = wanted.where(*living(SeriesMark, cell_of(session, user, cell)))
    found = list(session.scalars(wanted.order_by(SeriesMark.period_on, SeriesMark.id)))
    who = logins(session, found)
    rows = [
        [one.id, *cell_names, one.period_on, one.kind, one.note, who[one.id], one.at, one.version]
        for one, cell_names in zip(found, named(session, found), strict=True)
    ]
    return DataFrame(rows, columns=COLUMNS)


def mark(
    session: Session,
    user: User,
    *,
    measure: str,
    frequency: str,
    cell: Mapping[str, str | None],
    period_on: date,
    kind: str,
    note: str = "",
) -> int:
    """Says of the period that ``period_on`` lies in what kind (KINDS) it was, in the place of what was said before;
    returns the mark's id. ``cell``: dimension → code. Takes forecasts.run. Raises BadInput for an unknown kind and for
    a period that has not ended, NotPermitted for a cell that the user may not see."""
    user.require("forecasts.run")
    require_sight(user, measure)
    question(measure, (), frequency)
    if kind not in KINDS:
        raise BadInput("unknown_mark", N_("There is no such mark. There are: {kinds}."), kinds=", ".join(KINDS))
    if len(note) > _NOTE:
        raise BadInput("bad_text", N_("{field} may have {limit} characters, on one line."), field="note", limit=_NOTE)
    grain: Grain = frequency  # type: ignore[assignment]
    days = calendar(session).bounds(grain, period_on)
    if days.end >= company.today(company.settings(session)):
        raise BadInput("period_runs", N_("Only a period that has ended can be marked."))
    ids = cell_of(session, user, cell)
    db.touch(session, "forecasts")  # from here on writers take turns
    same = (SeriesMark.measure == measure, SeriesMark.frequency == frequency, SeriesMark.period_on == days.start)
    one = session.scalar(select(SeriesMark).where(*same, *living(SeriesMark, ids)).with_for_update())
    before = None if one is None else {"kind": one.kind, "note": one.note}
    after = {"kind": kind, "note": note.strip()}
    if one is None:
        one = SeriesMark(measure=measure, frequency=frequency, period_on=days.start, **ids)
        session.add(one)
    elif before == after:
        return one.id
    one.kind, one.note, one.account_id, one.at = kind, note.strip(), user.id, now()
    flush(session)
    key = key_of(session, measure, frequency, days.start, one)
    audit.record(session, user, "change" if before else "create", "series_mark", key, before, after)
    return one.id


def unmark(session: Session, user: User, mark_id: int, version: int) -> None:
    """Takes a mark away. Takes forecasts.run. Raises Conflict if somebody changed it since ``version``."""
    user.require("forecasts.run")
    one = session.get(SeriesMark, mark_id)
    if one is None or one.version != version or not _seen(session, user, one):
        raise changed_meanwhile()
    key = key_of(session, one.measure, one.frequency, one.period_on, one)
    audit.record(session, user, "remove", "series_mark", key, {"kind": one.kind, "note": one.note}, None)
    session.delete(one)
    flush(session)
    db.touch(session, "forecasts")


def _seen(session: Session, user: User, one: SeriesMark) -> bool:
    return sight(session, user).sees(region=one.region_id, rep=one.person_id)
