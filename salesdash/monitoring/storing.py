"""Signals as they are kept: one per series, basis and period, brought up to date and never repeated."""

import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.access import audit
from salesdash.access.identity import User
from salesdash.forecasts.made import CELL
from salesdash.models import Signal
from salesdash.models.base import now
from salesdash.monitoring.causes import install_causes
from salesdash.monitoring.comparing import View
from salesdash.monitoring.finding import Finding
from salesdash.monitoring.status import LEVELS, LIVING

#: a relative deviation so many times the one that was told is told again
_GROWN = 1.5
_ORDER = list(LEVELS)


def store(session: Session, user: User, view: View, found: Sequence[Finding]) -> frozenset[int]:
    """Makes, updates and ends signals by what was found; the ids of those that are new, or off their path again."""
    install_causes(session)
    known = _known(session, view, found)
    made: set[int] = set()
    over = changed = 0
    for one in found:
        signal = known.get(_key(one))
        if signal is None:
            if one.level is not None:
                made.add(_make(session, one))
            continue
        values = _change(signal, one)
        if values:
            over += values.get("status") == "over"
            if values.get("status") == "open" and signal.status == "over":
                made.add(signal.id)
            changed += 1
            session.execute(update(Signal).where(Signal.id == signal.id).values(values))
    if made or changed:
        told = {"new": len(made), "known": changed, "over": over, "as_of": max(_until(one) for one in found)}
        key = f"{view.measure} {','.join(view.by)} {view.frequency}"
        audit.record(session, user, "monitor", "signal", key, None, told)
        db.touch(session, "signals")
    return frozenset(made)


def _known(session: Session, view: View, found: Sequence[Finding]) -> dict[tuple[Any, ...], Signal]:
    rows = session.scalars(
        select(Signal).where(
            Signal.measure == view.measure, Signal.frequency == view.frequency,
            Signal.period_on.in_({one.period.days.start for one in found}),
        )
    )  # fmt: skip
    return {(s.basis, s.period_on, *(getattr(s, column) for column in CELL)): s for s in rows}


def _key(one: Finding) -> tuple[Any, ...]:
    return (one.basis, one.period.days.start, *(one.cell[column] for column in CELL))


def _until(one: Finding) -> Any:
    return one.period.elapsed.end


def _make(session: Session, one: Finding) -> int:
    values = _said(one) | one.cell | {
        "measure": one.view.measure, "basis": one.basis, "frequency": one.view.frequency,
        "period_on": one.period.days.start, "status": "open", "first_at": now(), "changed_at": now(),
        "token": secrets.token_hex(16), "note": "", "action": "", "version": 1,
    }  # fmt: skip
    return int(session.execute(insert(Signal).values(values).returning(Signal.id)).scalar_one())


def _said(one: Finding) -> dict[str, Any]:
    return {
        **one.figures, "run_id": one.run, "by": ",".join(one.view.by), "as_of": _until(one),
        "running": one.period.running, "level": one.level, "contributors": one.contributors,
    }  # fmt: skip


def _change(signal: Signal, one: Finding) -> dict[str, Any]:
    """What becomes of a signal that is there already; nothing where later figures were seen before, or another view
    says at least as much of the same series. People's version is raised only with the status, which is theirs too."""
    if signal.as_of > _until(one):
        return {}
    others = signal.by != ",".join(one.view.by) and signal.status in LIVING
    if one.level is None:
        if others or signal.status not in LIVING:
            return {}
        if one.back or not one.period.running:
            return _figures(one) | {"status": "over", "changed_at": now(), "version": signal.version + 1}
        return _figures(one)
    rises = _ORDER.index(one.level) > _ORDER.index(signal.level)
    if others and not rises:
        return {}
    flips = (signal.actual < signal.expected) != (one.figures["actual"] < one.figures["expected"])  # type: ignore[operator]
    again = signal.status == "over" or (signal.status == "closed" and (rises or flips))
    values = _said(one)
    if again:
        values |= {"status": "open", "version": signal.version + 1}
    if again or rises or flips or _relative(one.figures) >= _GROWN * _relative(
        {"actual": signal.actual, "expected": signal.expected}
    ):  # fmt: skip
        values |= {"token": secrets.token_hex(16), "changed_at": now()}
    same = all(getattr(signal, name) == value for name, value in values.items())
    return {} if same else values


def _figures(one: Finding) -> dict[str, Any]:
    return {**one.figures, "as_of": _until(one), "running": one.period.running}


def _relative(figures: dict[str, Any]) -> float:
    return abs(figures["actual"] - figures["expected"]) / max(abs(figures["expected"]), 1)
