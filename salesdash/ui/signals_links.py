"""The adjustment that was taken after a signal: a change of targets, an event of the calendar, the budget."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import streamlit as st

from salesdash import db, events, targets
from salesdash.access.identity import User
from salesdash.access.menu import entries
from salesdash.config import PROJECT_ROOT
from salesdash.errors import SalesDashError
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY
from salesdash.monitoring import LINKS, SignalView
from salesdash.targets import Plan
from salesdash.ui.kpi_frame import Frame

#: changes of targets that are offered, the newest first
_MOST = 15
#: an event is offered if it takes place so long before or after the period
_AROUND = timedelta(days=120)


def code(link: Mapping[str, Any] | None) -> str:
    """A link as a choice; "" for none."""
    return json.dumps(dict(link), sort_keys=True) if link else ""


def link(chosen: str) -> dict[str, Any] | None:
    """The link of a choice."""
    return json.loads(chosen) if chosen else None


def offered(frame: Frame, one: SignalView) -> dict[str, str]:
    """Choice → words: none, the latest changes of the targets of the period's year, what the calendar has around it,
    and the budget."""
    names = kinds()
    found: list[tuple[dict[str, Any] | None, str]] = [(None, _("none"))]
    with db.reading() as session:
        plan = Plan(frame.calendar.fiscal_year(one.period_on), _planned(one))
        for row in targets.versions(session, frame.user, plan).head(_MOST).to_dict("records"):
            number = {"kind": "target", "id": f"{plan.key} {row['version']}"}
            found.append((number, f"{names['target']}: {_version(row)}"))
        around = events.events(session, frame.user, one.period_on - _AROUND, one.as_of + _AROUND)
        for row in around.to_dict("records"):
            found.append(({"kind": "event", "id": int(row["id"])}, f"{names['event']}: {_event(row)}"))
    found.append(({"kind": "budget", "id": None}, names["budget"]))
    return {code(known): words for known, words in found}


def words(frame: Frame, one: SignalView, known: Mapping[str, Any]) -> str:
    """A link in words; one that is no more offered by its name."""
    try:
        names = offered(frame, one)
    except SalesDashError:  # who may not see targets or the calendar
        names = {}
    return names.get(code(known)) or f"{kinds()[known['kind']]} {known.get('id') or ''}".strip()


def kinds() -> dict[str, str]:
    """What can be linked to, in words."""
    return {kind: _(name) for kind, name in LINKS.items()}


def way(user: User, one: SignalView) -> None:
    """The way to what was adjusted, for who has that page."""
    page = {"target": "targets", "event": "calendar"}.get(one.link["kind"]) if one.link else None
    for entry in entries(user):
        if entry.name == page:
            st.page_link(PROJECT_ROOT / "pages" / f"{page}.py", label=_(entry.title), icon=entry.icon)


def _planned(one: SignalView) -> str:
    return one.measure if REGISTRY[one.measure].target else "revenue"


def _version(row: dict[Any, Any]) -> str:
    said = _("version {version} of {day}").format(version=row["version"], day=formats.day(row["at"].date()))
    return f"{said}, {row['reason']}" if row["reason"] else said


def _event(row: dict[Any, Any]) -> str:
    return f"{row['name']}, {formats.span(row['first_on'], row['last_on'])}"
