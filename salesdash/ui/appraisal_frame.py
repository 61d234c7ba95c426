"""What the appraisal page shows: which period, whose, which part; in the address, so that a link opens the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import streamlit as st

from salesdash import company, db
from salesdash.access.identity import User
from salesdash.appraisal import listing, rules, sight
from salesdash.appraisal.listing import Listed
from salesdash.appraisal.results import Appraisal, Result
from salesdash.appraisal.showing import appraisal
from salesdash.appraisal.sight import Sight
from salesdash.company import Company
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.ui import messages
from salesdash.ui.choice import Choices

#: parameters of the address; the filter bar of other pages holds the names "period" and "rep"
PERIOD, REP, TEAM, VIEW = "of", "person", "team", "view"
_SAID = "appraisal.said"


@dataclass(frozen=True)
class Frame:
    """Who looks, at what. ``listed``: name → period on offer, the latest first."""

    user: User
    company: Company
    today: date
    listed: Mapping[str, Listed]
    sight: Sight
    may_set_rules: bool
    reminder: str | None

    @property
    def currency(self) -> str:
        """The company's currency."""
        return self.company.currency

    def named(self, label: str) -> str:
        """A period in words: Mar 2026; quarters and years with their months beside."""
        one = self.listed.get(label)
        if one is None:
            return label
        if one.period.grain == "month":
            return formats.month(one.days.start)
        return f"{label} ({formats.month(one.days.start)} – {formats.month(one.days.end)})"


def load(user: User) -> Frame:
    """The frame as of now. Takes what ``sight.of`` takes."""
    with db.reading() as session:
        seen = sight.of(session, user)
        settings = company.settings(session)
        listed = {one.label: one for one in listing.periods(session)}
        reminder = listing.reminder(session) if user.may("periods.close") else None
        return Frame(user, settings, company.today(settings), listed, seen, rules.may_set(session, user), reminder)


def choose(frame: Frame) -> str:
    """The bar: the period, by the name that the address states, else the one to look at first."""
    # what runs stands last: it is followed on the page Team, and no verdict can be given yet
    labels = sorted(frame.listed, key=lambda label: not frame.listed[label].ended)
    names = {label: _option(frame, label) for label in labels}
    choices = Choices("appraisal")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="filters"):
        chosen = choices.selectbox(
            PERIOD, _("Period"), names, default=listing.usual(list(frame.listed.values())).label,
            key="appraisal.period", width=300,
        )  # fmt: skip
    messages.ignored(choices.ignored)
    return chosen


def view(frame: Frame) -> str:
    """The part of the page, of those that this person has; where it is one alone there is nothing to choose."""
    views = {"results": _("Results")}
    if frame.sight.own is not None:
        views["actions"] = _("My actions")
    if frame.may_set_rules:
        views["rules"] = _("Bands and scorecards")
    if len(views) == 1:
        return "results"
    choices = Choices("appraisal")
    chosen = choices.segments(VIEW, _("View"), views)
    messages.ignored(choices.ignored)
    return chosen


def _option(frame: Frame, label: str) -> str:
    one = frame.listed[label]
    state = _("closed") if one.closed else _("open") if one.ended else _("running")
    return f"{frame.named(label)} · {state}"


def asked(frame: Frame, label: str) -> Appraisal:
    """The appraisal of the period, as far as the reader sees it."""
    with db.reading() as session:
        return appraisal(session, frame.user, label)


def looked_at(found: Appraisal) -> Result | None:
    """Whom or which team the address names, if the reader sees them."""
    rep, team = st.query_params.get(REP), st.query_params.get(TEAM)
    if rep:
        return next((one for one in found.people if one.rep == rep), None)
    return next((one for one in found.teams if one.team == team), None) if team else None


def asked_for() -> list[str]:
    """Whom or which team the address names, whether the reader sees them or not."""
    return [named for key in (REP, TEAM) if (named := st.query_params.get(key))]


def look_at(rep: str | None = None) -> None:
    """Opens a person, or without one goes back to all. For callbacks."""
    for key in (REP, TEAM):
        st.query_params.pop(key, None)
    if rep:
        st.query_params[REP] = rep


def look_at_period(label: str) -> None:
    """Goes to a period, and there to everybody. For callbacks."""
    look_at()
    st.session_state["appraisal.period"] = label


def say(text: str) -> None:
    """Keeps for the next run what was done."""
    st.session_state[_SAID] = text


def said() -> None:
    """Says it, once."""
    if text := st.session_state.pop(_SAID, None):
        st.success(text, icon=":material/check:")


def seen_version(key: str, now: int) -> int:
    """The version that was shown first under ``key``: what is saved is saved against it, so that whoever comes second
    is told and keeps what they typed."""
    held = st.session_state.setdefault("appraisal.seen", {})
    return int(held.setdefault(key, now))


def look_again(key: str) -> None:
    """From now on what is in force is what the person has seen."""
    st.session_state.get("appraisal.seen", {}).pop(key, None)
