"""Signals as they are told: those that a person may see, in a sentence."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from salesdash import monitoring
from salesdash.access.identity import User
from salesdash.config import public_url
from salesdash.forecasts import unit


@dataclass(frozen=True)
class News:
    """A signal. ``owner``: a login or None; ``due``: until when the agreed action should be done; ``document``: for
    programs."""

    id: int
    token: str
    level: str
    sentence: str
    url: str
    owner: str | None
    action: str
    due: date | None
    document: dict[str, Any]


def living(session: Session, user: User, level: str) -> list[News]:
    """The open signals of at least this level that the person may see, most severe and newest first."""
    found = monitoring.signals(session, user, status=monitoring.LIVING)
    return [_news(one) for one in found if level == "watch" or one.level == "alert"]


def _news(one: monitoring.SignalView) -> News:
    url = f"{public_url()}/signals?signal={one.id}"
    return News(
        id=one.id, token=one.token, level=one.level, sentence=one.sentence, url=url, owner=one.owner,
        action=one.action, due=one.due, document=_document(one) | {"url": url},
    )  # fmt: skip


def _document(one: monitoring.SignalView) -> dict[str, Any]:
    return {
        "id": one.id, "level": one.level, "status": one.status, "measure": one.measure, "basis": one.basis,
        "period": one.period, "running": one.running, "part": dict(one.codes), "actual": unit(one.measure, one.actual),
        "expected": unit(one.measure, one.expected), "deviation": unit(one.measure, one.deviation),
        "sentence": one.sentence,
    }  # fmt: skip
