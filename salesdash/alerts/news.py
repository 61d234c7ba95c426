"""Signals as they are told: those that a person may see, in a sentence."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from salesdash.access.identity import User
from salesdash.config import public_url
from salesdash.locale import N_
from salesdash.metrics import REGISTRY

if TYPE_CHECKING:
    from salesdash.monitoring import SignalView

#: code → name, the least first
LEVELS = {"watch": N_("Watch"), "alert": N_("Alert")}
#: what nobody has closed and what figures have not closed
LIVING = ("open", "in_progress")


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
    from salesdash import monitoring

    least = list(LEVELS).index(level)
    found = [one for one in monitoring.signals(session, user) if one.status in LIVING]
    return [_news(one) for one in found if list(LEVELS).index(one.level) >= least]


def _news(one: "SignalView") -> News:
    url = f"{public_url()}/signals?signal={one.id}"
    return News(
        id=one.id, token=one.token, level=one.level, sentence=one.sentence, url=url, owner=one.owner,
        action=one.action, due=one.due, document=_document(one) | {"url": url},
    )  # fmt: skip


def _document(one: "SignalView") -> dict[str, Any]:
    show = REGISTRY[one.measure].json
    return {
        "id": one.id, "level": one.level, "status": one.status, "measure": one.measure, "basis": one.basis,
        "period": one.period, "running": one.running, "actual": show(one.actual), "expected": show(one.expected),
        "deviation": show(one.actual - one.expected), "sentence": one.sentence,
    }  # fmt: skip
