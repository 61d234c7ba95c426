"""What the KPI page needs before its first filter: who looks, the company's calendar, the members on offer, and the
version of the data, by which everything that was made for the page is kept until the data changes."""

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

import streamlit as st
from sqlalchemy.orm import Session

from salesdash import company, db, filters
from salesdash.access import scope
from salesdash.access.identity import Scope, User
from salesdash.company import Company
from salesdash.filters import MODELS
from salesdash.periods import FiscalCalendar
from salesdash.ui.filter_bar import Known

#: a company whose last order is older than this is looked at up to its last order, not up to today
_STILL_RUNNING = timedelta(days=7)
#: what changes all the time and no page's figures
_NO_FIGURES = ("jobs",)


@dataclass(frozen=True)
class Frame:
    """``last``: the last day that has elapsed, as far as there is data; ``stamp``:
    equal while everything that could change the page is the same, but for the view itself."""

    user: User
    company: Company
    calendar: FiscalCalendar
    last: date
    last_order: date | None
    known: Known
    stamp: str

    @property
    def opens_with(self) -> str:
        """The period that is shown at first: this month, or where the orders ended long ago their last year."""
        old = self.last_order is not None and self.last - self.last_order > _STILL_RUNNING
        return "custom" if old else "this_month"


def load(user: User) -> Frame:
    """The frame as of now. Costs a few short statements; members are read anew only when something changed. The
    connection is given back at once: drawing takes longer than asking, and many draw at the same time."""
    with db.reading() as session:
        return _load(session, user)


def _load(session: Session, user: User) -> Frame:
    settings = company.settings(session)
    today = company.today(settings)
    tokens = repr(sorted((name, token) for name, token in db.versions(session).items() if name not in _NO_FIGURES))
    last_order = _last_order(tokens, session, today)
    last = last_order if last_order and today - last_order <= _STILL_RUNNING else today
    seen = _scope(f"{tokens}{user.login}{today}", session, user, today)
    may = user.may("kpis.read"), user.may("kpis.quantities")
    stamp = sha256(
        repr(
            (
                tokens,
                seen.everything,
                *map(sorted, (seen.people, seen.teams, seen.regions or ())),
                seen.regions is None,
                may,
                today,
            )
        ).encode()
    ).hexdigest()
    calendar = settings.calendar
    return Frame(user, settings, calendar, last, last_order, _known(stamp, session, user, today), stamp)


def theme() -> str:
    """ "dark" or "light", as the reader sees the page."""
    return st.context.theme.type or "light"


@st.cache_resource(max_entries=16, show_spinner=False)
def _last_order(tokens: str, _session: Session, today: date) -> date | None:
    return filters.last_order_day(_session, today)


@st.cache_resource(max_entries=1000, show_spinner=False)
def _scope(key: str, _session: Session, _user: User, _today: date) -> Scope:
    return scope.of(_session, _user, _today)


@st.cache_resource(max_entries=64, show_spinner=False)
def _known(stamp: str, _session: Session, _user: User, _today: date) -> Known:
    return {dimension: filters.options(_session, _user, dimension, _today) for dimension in MODELS}
