"""What the company sets about appraisals: bands and scorecards, each a whole with a version."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from salesdash import company, db
from salesdash.access import audit, scope
from salesdash.access.identity import User
from salesdash.analytics.scoring import Part
from salesdash.appraisal import bands, scorecards
from salesdash.appraisal.bands import Band
from salesdash.errors import BadInput, Conflict, NotPermitted
from salesdash.locale import N_
from salesdash.models import AppraisalRule, AuditEntry

Content = TypeVar("Content")


@dataclass(frozen=True)
class Rule(Generic[Content]):
    """What is in force, and its version; 0 while nobody has set it."""

    content: Content
    version: int


def may_set(session: Session, user: User) -> bool:
    """Whether the person may set bands and scorecards: with settings.manage, or with appraisals.manage and a row
    scope of everything."""
    if user.may("settings.manage"):
        return True
    today = company.today(company.settings(session))
    return user.may("appraisals.manage") and scope.of(session, user, today).everything


def bands_in_force(session: Session) -> Rule[tuple[Band, ...]]:
    """The bands. Needs no permission."""
    return _read(session, "bands", bands.of_plain, bands.defaults)


def scorecard(session: Session, subject: str) -> Rule[tuple[Part, ...]]:
    """The scorecard of a role, or of teams. Needs no permission; raises BadInput for an unknown subject."""
    _known(subject)
    return _read(session, f"scorecard.{subject}", scorecards.of_plain, scorecards.defaults)


def set_bands(session: Session, user: User, content: Sequence[Band], version: int) -> int:
    """Sets all bands and returns the new version. ``version``: the one seen. What is closed keeps its own.

    Takes what ``may_set`` says; raises what ``bands.checked`` raises, and Conflict, which tells what
    is in force now, if somebody set them meanwhile.
    """
    _may(session, user)
    return _write(session, user, "bands", [one.plain() for one in bands.checked(content)], version)


def set_scorecard(session: Session, user: User, subject: str, parts: Sequence[Part], version: int) -> int:
    """As ``set_bands``, for the scorecard of a role or of teams."""
    _may(session, user)
    _known(subject)
    return _write(session, user, f"scorecard.{subject}", scorecards.plain(scorecards.checked(parts)), version)


def _may(session: Session, user: User) -> None:
    if not may_set(session, user):
        user.require("settings.manage", "appraisals.manage")
        raise NotPermitted(
            "not_everybody", N_("Who sets bands and scorecards sees everybody's rows, or manages the settings.")
        )


def _known(subject: str) -> None:
    if subject not in scorecards.SUBJECTS:
        raise BadInput("unknown_scorecard", N_("There is no scorecard {name}."), name=subject)


def _read(
    session: Session, name: str, of_plain: Callable[[list], Content], defaults: Callable[[], Content]
) -> Rule[Content]:
    found = session.get(AppraisalRule, name)
    return Rule(of_plain(found.content), found.version) if found else Rule(defaults(), 0)


def _write(session: Session, user: User, name: str, content: list[dict[str, Any]], version: int) -> int:
    found = session.get(AppraisalRule, name, with_for_update=True, populate_existing=True)
    if (found.version if found else 0) != version:
        raise _meanwhile(session, name, found.content if found else None, content)
    if found is not None and found.content == content:
        return found.version
    before = _facts(found.content) if found else None
    if found is None:
        found = AppraisalRule(name=name, content=content)
        session.add(found)
    else:
        found.content = content
    try:
        with session.begin_nested():
            session.flush()
    except IntegrityError as other:
        raise _meanwhile(session, name, None, content) from other
    audit.record(session, user, "change", "appraisal_rule", name, before, _facts(content))
    db.touch(session, "appraisals")
    return found.version


def _meanwhile(session: Session, name: str, now: list | None, yours: list) -> Conflict:
    return Conflict(
        "changed_meanwhile",
        N_("{by} changed this meanwhile. What you gave was not saved. Look at it again."),
        by=_last_by(session, name),
        now=now,
        yours=yours,
    )


def _facts(content: list[dict[str, Any]]) -> dict[str, str]:
    """As the audit trail shows it: a measure with its weight and limits, a band with where it begins."""
    if content and "measure" in content[0]:
        return {p["measure"]: f"{p['weight']} ({p['floor'] / 100:g}% – {p['cap'] / 100:g}%)" for p in content}
    return {next(iter(one["words"].values())): f"{one['from'] / 10:g}%, {one['colour']}" for one in content}


def _last_by(session: Session, name: str) -> str:
    by = select(AuditEntry.login).where(AuditEntry.entity == "appraisal_rule", AuditEntry.key == name)
    return session.scalar(by.order_by(AuditEntry.id.desc()).limit(1)) or "–"
