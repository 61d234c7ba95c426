"""What the targets page shows: which fiscal year, measure and level, in the address and remembered; and what every part
of the page needs to know about the company and who looks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from salesdash import company, db, targets
from salesdash.access import preferences
from salesdash.access.identity import User
from salesdash.company import Company
from salesdash.dimensions import dimension_name
from salesdash.locale import gettext as _
from salesdash.locale import language
from salesdash.metrics import REGISTRY, TARGET_MEASURES
from salesdash.periods import FiscalCalendar
from salesdash.targets import LEVELS, Plan, looking, scoping
from salesdash.ui import identity, messages
from salesdash.ui.choice import Choices

DIMENSIONS = ("rep", "region", "product_line", "channel")
#: fiscal years on offer: so many before and after the present one
_BEFORE, _AFTER = 3, 2
_REMEMBERED = "targets"
Names = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Frame:
    """``names``: dimension → code → name, of what this person may choose; ``may_set``: sees the forms;
    ``needs``: what a cell must name to be theirs to change, as they see some people or regions only."""

    user: User
    company: Company
    calendar: FiscalCalendar
    today: date
    names: Names
    may_set: bool
    may_approve: bool
    needs: tuple[str, ...]

    @property
    def currency(self) -> str:
        """The company's currency."""
        return self.company.currency

    @property
    def whole(self) -> str | None:
        """What the reader sees instead of the whole company; None for who sees all of it."""
        if not self.needs:
            return None
        return _("your people") if "rep" in self.needs else _("your regions")

    def named(self, dimension: str, code: str | None) -> str:
        """A member's name, its code where there is none, the words for "not split" for None."""
        return self.names[dimension].get(code, code) if code else _("(not split)")


def load(user: User) -> Frame:
    """The frame as of now."""
    with db.reading() as session:
        settings = company.settings(session)
        today = company.today(settings)
        calendar = settings.calendar
        members = targets.members(session, user)
        seen = scoping.reach(session, user)
    needs = tuple(name for name, some in (("rep", seen.people), ("region", seen.regions)) if some is not None)
    names = {dimension: members[dimension].labels(language()) for dimension in DIMENSIONS}
    return Frame(user, settings, calendar, today, names, user.may("targets.set"), user.may("targets.approve"), needs)


def choose(frame: Frame) -> Plan:
    """The bar: fiscal year, measure, level. The address names them by their codes; where it does not, they are what
    this person chose last."""
    now = frame.calendar.fiscal_year(frame.today)
    with db.reading() as session:
        held = looking.years(session, frame.user)
    years = [str(year) for year in sorted({*range(now - _BEFORE, now + _AFTER + 1), *held})]
    options = {
        "year": {year: year for year in years},
        "measure": {key: _(REGISTRY[key].name) for key in TARGET_MEASURES if _may_see(frame.user, key)},
        "level": {key: _(name) for key, name in LEVELS.items()},
    }
    defaults = {"year": str(now), "level": "target"}
    choices = Choices("targets", _remembered)
    labels = {"year": _("Fiscal year"), "measure": _("Measure"), "level": _("Level")}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="filters"):
        chosen = {
            key: choices.selectbox(
                key, labels[key], names, default=defaults.get(key), on_change=_remember,
                width=120 if key == "year" else 180,
            )
            for key, names in options.items()
        }  # fmt: skip
    messages.ignored(choices.ignored)
    return Plan(int(chosen["year"]), chosen["measure"], chosen["level"])


def _may_see(user: User, measure: str) -> bool:
    """Whoever may see quantities only sees the targets of quantities only."""
    return user.may("kpis.read") or user.may("targets.set") or REGISTRY[measure].is_quantity


def view(views: Mapping[str, str]) -> str:
    """The part of the page that is chosen, by its code in the address."""
    choices = Choices("targets")
    chosen = choices.segments("view", _("View"), views)
    messages.ignored(choices.ignored)
    return chosen


def dimension_names(dimensions: tuple[str, ...] = DIMENSIONS) -> dict[str, str]:
    """Code → name of the dimensions that targets are split by."""
    return {dimension: dimension_name(dimension) for dimension in dimensions}


def proposals(frame: Frame) -> pd.DataFrame:
    """The proposals that concern the reader: of those who set or approve targets."""
    if not (frame.may_set or frame.may_approve):
        return pd.DataFrame(columns=["id", "year", "measure", "level", "status", "mine", "moved"])
    with db.reading() as session:
        return targets.proposals(session, frame.user)


def _remembered() -> dict[str, str]:
    with db.reading() as session:
        return preferences.remembered(session, identity.current_user(), _REMEMBERED)


def _remember() -> None:
    """The measure and the level; the year is the present one at every new visit."""
    chosen = {key: st.session_state[f"targets.{key}"] for key in ("measure", "level")}
    with db.writing() as session:
        preferences.remember(session, identity.current_user(), _REMEMBERED, chosen)
