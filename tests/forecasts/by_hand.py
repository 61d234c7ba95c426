"""A company with a forecast written by hand, so that what people add to it can be worked out.

Regions N (with N1) and S. Sales of every month of 2025 and of January and February 2026: N1 100, S 50, on the last day;
in March 2026 30 of N1 on the 13th. One run by region as of the end of 2025: twelve months of 2026 in which N1 is to
bring 110, S 55, the total 165; bounds of N1 and S ± 10 (80 %) and ± 20 (95 %), of the total ± 15 and ± 30.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest

from salesdash import company, db, models
from salesdash.access import setup, users
from salesdash.access.identity import OPERATOR, User
from salesdash.models import ForecastInput, ForecastPoint, ForecastRun, ForecastSeries
from salesdash.periods import month_end, plus_months
from salesdash.units import SCALE
from tests.kpis.company import Line, publish

E = SCALE
TODAY = date(2026, 3, 15)
N1, S = {"region": "N1"}, {"region": "S"}
ALL: dict[str, str | None] = {"region": None}
#: number → level, region, mean, how far the bounds of 80 and 95 % lie from it
SERIES = {0: ("", 0, 165, 15, 30), 1: ("region", 3, 110, 10, 20), 2: ("region", 2, 55, 10, 20)}


def build() -> tuple[dict[str, int], dict[str, User]]:
    """The company in the configured database; measure → id of its run, login → user."""
    with db.writing() as session:
        if session.query(models.Role).first() is None:
            setup.install_defaults(session)
        session.add_all([models.Region(id=1, code="N", name="North"), models.Region(id=2, code="S", name="South")])
        session.flush()
        session.add_all([models.Region(id=3, code="N1", name="N one", parent_id=1)])
        session.add_all([models.Customer(id=1, code="C1", name="C1"), models.Person(id=1, code="R1", name="Rita")])
        session.flush()
        session.add(models.CreditGroup(id=1, spec="1:1000000"))
        session.flush()
        session.add(models.CreditShare(group_id=1, position=0, person_id=1, share=1_000_000))
        known = {}
        for login, role, rep in (("eva", "executive", None), ("ana", "analyst", None), ("fin", "finance", None),
                                 ("prod", "production", None), ("rita", "sales_representative", "R1"),
                                 ("mia", "sales_manager", "R1"), ("adam", "administrator", None)):  # fmt: skip
            known[login] = users.add(session, OPERATOR, login, role, rep=rep)
        known["sue"] = users.add(session, OPERATOR, "sue", "executive", regions=["S"])
    lines = []
    for month in range(14):
        day = month_end(plus_months(date(2025, 1, 1), month))
        for region, net in ((3, 100), (2, 50)):
            lines.append(Line(f"{day}-{region}", day, net, product=None, region=region, channel=None, quantity=net))
    lines.append(Line("M", date(2026, 3, 13), 30, product=None, region=3, channel=None, quantity=30))
    publish(lines)
    return {measure: add_run(measure) for measure in ("revenue", "quantity", "orders")}, known


def add_run(measure: str, as_of: date = date(2025, 12, 31), more: int = 0) -> int:
    """A run by region; ``more``: what it expects of every series beyond the others."""
    with db.writing() as session:
        run = ForecastRun(
            measure=measure, by="region", frequency="month", horizon=12, as_of=as_of, status="done", made_by="t",
            versions={}, parameters={}, series=3,
        )  # fmt: skip
        session.add(run)
        session.flush()
        for number, (level, region, mean, near, far) in SERIES.items():
            session.add(ForecastSeries(run_id=run.id, number=number, level=level, region_id=region, model="mean"))
            for step in range(1, 13):
                expected = (mean + more) * E
                session.add(ForecastPoint(
                    run_id=run.id, number=number, step=step, period_on=plus_months(as_of.replace(day=1), step),
                    mean=expected, lo80=expected - near * E, hi80=expected + near * E, lo95=expected - far * E,
                    hi95=expected + far * E,
                ))  # fmt: skip
            past = {0: 150, 1: 100, 2: 50}[number] * E
            for month in range(12):
                first = plus_months(date(2025, 1, 1), month)
                session.add(ForecastInput(run_id=run.id, number=number, period_on=first, actual=past, used=past))
        db.touch(session, "forecasts")
        return run.id


@contextmanager
def on(day: date) -> Iterator[None]:
    """Lets the services think that it is another day."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(company, "today", lambda _settings: day)
        yield
