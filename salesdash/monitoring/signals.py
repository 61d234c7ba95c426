"""Signals as people read them: those that they may see, the most severe first, in their language."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from salesdash import company, db
from salesdash.access.identity import User
from salesdash.errors import BadInput
from salesdash.forecasts import question, sight
from salesdash.forecasts.history import calendar
from salesdash.forecasts.question import ALL, COLUMNS, MEASURES, require_sight
from salesdash.kpis.remembered import Remembered, state
from salesdash.locale import N_, gettext, language
from salesdash.metrics import REGISTRY
from salesdash.models import Account, Signal, SignalCause, SignalSeen
from salesdash.monitoring.naming import Names
from salesdash.monitoring.sentences import sentence
from salesdash.monitoring.view import SignalView

_known: Remembered[list[SignalView]] = Remembered(128)


def signals(
    session: Session,
    user: User,
    *,
    status: str | Iterable[str] | None = None,
    measure: str | None = None,
    by: Sequence[str] | None = None,
    frequency: str | None = None,
    until: date | None = None,
) -> list[SignalView]:
    """The signals that the user may see: alerts first, of these those of the latest period, of these the most
    surprising. ``status``: one or several; ``by``: of the view of these dimensions: its members and the total;
    ``until``: of periods that had begun by then. Takes kpis.read; for quantities kpis.quantities is enough."""
    user.require("kpis.read", "kpis.quantities")
    conditions: list[ColumnElement[bool]] = []
    states = None if status is None else (status,) if isinstance(status, str) else tuple(status)
    if states is not None:
        conditions.append(Signal.status.in_(states))
    if measure is not None:
        require_sight(user, measure)
        conditions.append(Signal.measure == measure)
    if by is not None:
        others = set(COLUMNS) - set(question(measure or "revenue", by).by)
        conditions += [getattr(Signal, COLUMNS[name]) == ALL for name in sorted(others)]
    if frequency is not None:
        conditions.append(Signal.frequency == frequency)
    if until is not None:
        conditions.append(Signal.period_on <= until)
    versions = db.versions(session)
    asked = (states, measure, None if by is None else tuple(by), frequency, until)
    key = (
        state(session), versions.get("signals"), versions.get("access"), sight(session, user),
        user.may("kpis.read"), language(), asked,
    )  # fmt: skip
    return _marked(session, user, _known.get(key, lambda: _read(session, user, conditions)))


def signal(session: Session, user: User, id: int) -> SignalView:
    """One signal. Raises BadInput ``unknown_signal`` where there is none that the user may see."""
    user.require("kpis.read", "kpis.quantities")
    found = _read(session, user, [Signal.id == id])
    if not found:
        raise BadInput("unknown_signal", N_("There is no signal {signal}."), signal=id)
    return _marked(session, user, found)[0]


def _marked(session: Session, user: User, found: Sequence[SignalView]) -> list[SignalView]:
    """``found``, those new that the user has not seen as they are now: what is remembered is everybody's."""
    if user.id is None or not found:
        return list(found)
    known = select(SignalSeen.signal_id, SignalSeen.token).where(SignalSeen.account_id == user.id)
    told = dict(session.execute(known).tuples().all())
    return [replace(one, new=told.get(one.id) != one.token) for one in found]


def _read(session: Session, user: User, conditions: Sequence[ColumnElement[bool]]) -> list[SignalView]:
    measures = [name for name in MEASURES if user.may("kpis.read") or REGISTRY[name].is_quantity]
    rows = list(
        session.scalars(
            select(Signal).where(*conditions, Signal.measure.in_(measures), sight(session, user).condition(Signal))
        )
    )
    if not rows:
        return []
    owners = {row.id: row for row in session.scalars(select(Account).where(Account.id.in_({r.owner_id for r in rows})))}
    causes = {row.id: gettext(row.name) for row in session.scalars(select(SignalCause))}
    settings, fiscal = company.settings(session), calendar(session)
    names = Names(session, rows)
    found = []
    for row in rows:
        owner = owners.get(row.owner_id) if row.owner_id else None
        cell = names.cell(row)
        parts = names.contributors(row)
        period = fiscal.label(row.frequency, row.period_on)  # type: ignore[arg-type]
        found.append(
            SignalView(
                id=row.id, new=False, token=row.token,
                version=row.version, measure=row.measure, basis=row.basis, frequency=row.frequency,
                by=tuple(row.by.split(",")) if row.by else (), codes={name: code for name, (code, _) in cell.items()},
                names={name: called for name, (_, called) in cell.items()}, period=period, period_on=row.period_on,
                as_of=row.as_of, running=row.running, level=row.level, status=row.status, actual=row.actual,
                expected=row.expected, lo80=row.lo80, hi80=row.hi80, lo95=row.lo95, hi95=row.hi95,
                contributors=parts,
                sentence=sentence(
                    row, [called for _, called in cell.values()], fiscal, parts, settings.currency
                ),
                first_at=row.first_at, changed_at=row.changed_at, owner=owner.login if owner else None,
                owner_name=(owner.name or owner.login) if owner else None, cause=row.cause_id,
                cause_name=causes.get(row.cause_id or 0),
                note=row.note, action=row.action, due=row.action_due, link=row.link,
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (one.level != "alert", -one.period_on.toordinal(), -one.surprise, one.id))


def seen(session: Session, user: User, ids: Iterable[int]) -> None:
    """Keeps that the user has seen what these signals say now; others are left out. It concerns nobody else, so what
    was made of signals stays."""
    user.require("kpis.read", "kpis.quantities")
    wanted = set(ids)
    if user.id is None or not wanted:
        return
    rows = session.scalars(select(Signal).where(Signal.id.in_(wanted), sight(session, user).condition(Signal)))
    for row in rows:
        session.merge(SignalSeen(signal_id=row.id, account_id=user.id, token=row.token))
