"""A small company whose targets and actuals a test sets by hand, and people who look at it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from salesdash import company as settings
from salesdash import db
from salesdash.access import users
from salesdash.access.identity import OPERATOR, User
from salesdash.analytics.scoring import Part
from salesdash.appraisal import figures, rules
from salesdash.models import Person, PersonPlace, Team

#: when these tests are
TODAY = date(2026, 5, 20)
ALWAYS = date(1900, 1, 1)
#: login → role, person
ACCOUNTS = {
    "ed": ("executive", None), "mia": ("sales_manager", "M1"), "rita": ("sales_representative", "R1"),
    "rob": ("sales_representative", "R2"), "fin": ("finance", None), "ana": ("analyst", None),
    "admin": ("administrator", None),
}  # fmt: skip


@dataclass
class Ledger:
    """What the attainment of targets answers: period → measure → person's code → target and actual. ``together``:
    what a distinct count gives for several people, where it is not the sum."""

    rows: dict[str, dict[str, dict[str, tuple[int | None, int | None]]]] = field(default_factory=dict)
    together: dict[tuple[str, tuple[str, ...]], int] = field(default_factory=dict)

    def set(self, period: str, measure: str, **pairs: tuple[int | None, int | None]) -> None:
        """Replaces figures, as an import or a change of targets would."""
        self.rows.setdefault(period, {}).setdefault(measure, {}).update(pairs)
        with db.writing() as session:
            db.touch(session, "facts")

    def answer(self, session, user, *, year, measure, by=(), where=None):
        """In the place of ``salesdash.targets.attainment``."""
        assert user is OPERATOR
        label = next((where[grain][0] for grain in ("month", "quarter") if grain in where), str(year))
        pairs = self.rows.get(label, {}).get(measure, {})
        reps = tuple(where.get("rep", pairs))
        frame = pd.DataFrame(
            [[rep, *pairs[rep]] for rep in reps if rep in pairs], columns=["rep", "target", "actual"]
        ).astype({"target": "Int64", "actual": "Int64"})
        sums = [pairs[rep][1] for rep in reps if rep in pairs and pairs[rep][1] is not None]
        whole = self.together.get((measure, reps), sum(sums) if sums else None)
        return SimpleNamespace(rows=frame, total={"actual": whole})


@pytest.fixture
def ledger(company, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    """Team T0 above T1 and T2. Mia (M1) leads Rita (R1) and Rob (R2), all in T1; Rex (R3) is in T2. Everybody is
    scored by revenue 60 and gross profit 40, from 0 to 150 %. The first quarter of 2026 has figures."""
    monkeypatch.setattr(settings, "today", lambda _company: TODAY)
    with db.writing() as session:
        top = Team(code="T0", name="Sales")
        session.add(top)
        session.flush()
        teams = {code: Team(code=code, name=code, parent_id=top.id) for code in ("T1", "T2")}
        people = {code: Person(code=code, name=name) for code, name in
                  (("M1", "Mia"), ("R1", "Rita"), ("R2", "Rob"), ("R3", "Rex"))}  # fmt: skip
        session.add_all([*teams.values(), *people.values()])
        session.flush()
        for code, team, boss in (("M1", "T1", None), ("R1", "T1", "M1"), ("R2", "T1", "M1"), ("R3", "T2", None)):
            session.add(
                PersonPlace(
                    person_id=people[code].id, valid_from=ALWAYS, team_id=teams[team].id,
                    manager_id=people[boss].id if boss else None,
                )
            )  # fmt: skip
        for login, (role, rep) in ACCOUNTS.items():
            users.add(session, OPERATOR, login, role, name=login.title(), rep=rep)
        card = [Part("revenue", 60), Part("gross_profit", 40)]
        for subject in ("sales_representative", "sales_manager", "team"):
            rules.set_scorecard(session, OPERATOR, subject, card, 0)
    book = Ledger()
    monkeypatch.setattr(figures, "attainment", book.answer)
    book.set("2026-03", "revenue", R1=(100_0000, 90_0000), R2=(200_0000, 240_0000), R3=(100_0000, 0))
    book.set("2026-03", "gross_profit", R1=(50_0000, 55_0000), R2=(None, 70_0000), R3=(40_0000, 10_0000))
    yield book
    figures._remembered.clear()


@pytest.fixture
def someone(ledger):
    """``someone("mia")``: the account as services see it."""

    def find(login: str) -> User:
        with db.reading() as session:
            return users.by_login(session, login)

    return find
