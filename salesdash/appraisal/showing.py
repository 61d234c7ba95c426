"""The appraisal of a period: live while it is open, frozen once it is closed."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import company
from salesdash.access.identity import User
from salesdash.analytics.scoring import Counted
from salesdash.appraisal import bands as band_words
from salesdash.appraisal import frozen, rules, sight, staff
from salesdash.appraisal.evaluating import evaluate
from salesdash.appraisal.periods import Period, of_label
from salesdash.appraisal.results import Appraisal, Computed, PartView, Result
from salesdash.company import calendar
from salesdash.kpis import names
from salesdash.models import Account, ClosedPeriod


def appraisal(session: Session, user: User, label: str) -> Appraisal:
    """The appraisal of the period named 2026-03, 2026-Q1 or 2026, narrowed to what ``user`` sees (``sight.of``): own,
    those appraised, or all; units whose people are all among them.

    The score is that of ``analytics.scoring``; a unit's is made of its own targets and actuals, it is no mean of
    scores. In a closed period the frozen figures stand, with those of today beside. Raises BadInput for a name of no
    such period. While the period runs nobody has a band.
    """
    seen = sight.of(session, user)
    fiscal = calendar(session)
    period = of_label(fiscal, label)
    closed = session.get(ClosedPeriod, (period.year, period.code))
    found = _live(session, period) if closed is None else frozen.results(session, period)
    bands = rules.bands_in_force(session).content if closed is None else band_words.of_plain(closed.bands)
    units = seen.units({one.person: one.units for one in found if one.person is not None})
    kept = [one for one in found if (seen.figures(one.person) if one.person is not None else one.unit in units)]
    people = names.members(session, "rep", {one.person for one in kept if one.person is not None})
    teams = names.members(session, "team", {one.unit for one in kept if one.unit is not None})
    by = login_names(session, [one.override.by for one in kept if one.override])
    kept = [replace(one, override=replace(o, by=by[o.by])) if (o := one.override) else one for one in kept]
    days = period.bounds(fiscal)
    running = closed is None and days.end >= company.today(company.settings(session))
    results = [Result(one, people.get(one.person or 0), teams.get(one.unit or 0), bands, running) for one in kept]
    results.sort(key=lambda one: (float("inf") if one.score is None else -one.score, one.rep or one.team or ""))
    return Appraisal(
        period=period.label(fiscal),
        days=days,
        frozen=closed is not None,
        closed_at=closed.closed_at if closed else None,
        closed_by=login_names(session, [closed.closed_by])[closed.closed_by] if closed else None,
        bands=bands,
        people=tuple(one for one in results if one.rep is not None),
        teams=tuple(one for one in results if one.rep is None),
        running=running,
    )


def login_names(session: Session, logins: Iterable[str]) -> dict[str, str]:
    """Login → the name of its account; a login without an account stands for itself."""
    wanted = set(logins)
    known = session.execute(select(Account.login, Account.name).where(Account.login.in_(wanted))).tuples()
    return {login: login for login in wanted} | dict(known.all())


def _live(session: Session, period: Period) -> list[Computed]:
    """Everybody's, by the figures of now."""
    stood = staff.on(session, period.bounds(calendar(session)).end)
    return [
        Computed(
            person=one.person,
            unit=one.unit,
            units=tuple(stood.units_of(one.person)) if one.person is not None else (),
            role=one.role,
            score=None if one.score.value is None else float(one.score.value),
            parts=tuple(_part(counted) for counted in one.score.parts),
        )
        for one in evaluate(session, period)
    ]


def _part(one: Counted) -> PartView:
    reached, share, points = (None if v is None else float(v) for v in (one.attainment, one.share, one.points))
    part = one.part
    return PartView(part.measure, part.weight, part.floor, part.cap, one.target, one.actual, reached, share, points)
