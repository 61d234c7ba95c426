"""A small company whose report can be worked out by hand, in whole units:

=======  ====  ====  ========  ========
month    Ann   Bo    region    customer
=======  ====  ====  ========  ========
2023-01  100         South     C1
2023-01        300   N2        C2
2023-12  80          N1        C1
2024-01  150         N1        C1
2024-01        200   N2        C3
=======  ====  ====  ========  ========

Targets of January 2024: Ann 100, Bo 300. A forecast made of January 2024 expects 100 a month. N2 fell short of its
forecast in January (chief acts on it), South of its pace; N1 left its path in December and nothing was done, which a
report of January tells as well; what is closed of December it does not. The second customer has a name that means harm.
"""

from datetime import UTC, date, datetime

from sqlalchemy import update

from salesdash import db, models, targets
from salesdash.access import setup, users
from salesdash.access.identity import OPERATOR
from salesdash.targets import Cell, Plan
from tests.kpis.company import E4, Line, company

LINES = [
    Line("H1", date(2023, 1, 10), 100, region=4),
    Line("H2", date(2023, 1, 25), 300, region=3, credit=2, customer=2, quantity=3),
    Line("D1", date(2023, 12, 5), 80),
    Line("A1", date(2024, 1, 10), 150, quantity=3),
    Line("A2", date(2024, 1, 20), 200, region=3, credit=2, customer=3, quantity=2, cost=50),
]
HARM = '=cmd|"/C calc"!A1 <script>alert(1)</script> & \x08Co'


def build() -> None:
    """The company in the configured database, with the accounts chief (executive), ann (representative), duo (assistant
    of both), south (executive narrowed to South), prod (production), lost (representative placed nowhere), adam
    (administrator)."""
    company(LINES)
    with db.writing() as session:
        setup.install_defaults(session)
        session.execute(update(models.Customer).where(models.Customer.id == 2).values(name=HARM))
        users.add(session, OPERATOR, "chief", "executive", name="Chen & Co")
        users.add(session, OPERATOR, "ann", "sales_representative", rep="Ann")
        users.add(session, OPERATOR, "south", "executive", regions=["South"])
        users.add(session, OPERATOR, "prod", "production")
        users.add(session, OPERATOR, "duo", "sales_assistant", team="Sales", scope="own_unit_and_below")
        users.add(session, OPERATOR, "lost", "sales_representative")
        users.add(session, OPERATOR, "adam", "administrator")
        cells = [(Cell(2024, month=1, rep="Ann"), 100 * E4, None), (Cell(2024, month=1, rep="Bo"), 300 * E4, None)]
        targets.set_many(session, OPERATOR, Plan(2024, "revenue"), cells)
        _forecast(session)
        _signals(session)
        db.touch(session, "forecasts", "signals", "master")


def _forecast(session) -> None:
    """By representative: the total, and half of what is to come from Ann and Bo each."""
    run = models.ForecastRun(
        measure="revenue", by="rep", frequency="month", horizon=11, as_of=date(2024, 1, 31), status="done",
        made_at=datetime(2024, 2, 1, 8, tzinfo=UTC), made_by="operator", versions={}, parameters={}, series=3,
    )  # fmt: skip
    session.add(run)
    session.flush()
    for number, (person, december, january, half) in enumerate([(0, 80, 350, 1), (1, 80, 150, 2), (2, 0, 200, 2)]):
        session.add(
            models.ForecastSeries(
                run_id=run.id, number=number, level="rep" if person else "", person_id=person, model="theta",
                errors=12, mase=0.9, wape=0.064, smape=6.0, bias=0.0, coverage80=0.8, coverage95=0.95,
            )
        )  # fmt: skip
        session.flush()
        for day, amount in ((date(2023, 12, 1), december), (date(2024, 1, 1), january)):
            known = {"actual": amount * E4, "used": amount * E4}
            session.add(models.ForecastInput(run_id=run.id, number=number, period_on=day, **known))
        for step in range(1, 12):
            bounds = {"lo95": 60, "lo80": 80, "mean": 100, "hi80": 120, "hi95": 140}
            amounts = {name: amount * E4 // half for name, amount in bounds.items()}
            day = date(2024, 1 + step, 1)
            session.add(models.ForecastPoint(run_id=run.id, number=number, step=step, period_on=day, **amounts))


def _signals(session) -> None:
    chief = users.account(session, "chief")
    cause = models.SignalCause(name="A customer is lost")
    session.add(cause)
    session.flush()

    def signal(region: int, month: date, level: str, status: str, **more) -> None:
        given = {"basis": "forecast", "actual": 200 * E4, "expected": 280 * E4, "by": "region"} | more
        session.add(
            models.Signal(
                measure="revenue", frequency="month", period_on=month, as_of=date(2024, 1, 31), region_id=region,
                level=level, status=status, contributors=[], **given,
            )
        )  # fmt: skip

    january, december = date(2024, 1, 1), date(2023, 12, 1)
    signal(
        3, january, "alert", "in_progress", owner_id=chief.id, cause_id=cause.id, action="Visit C2",
        action_due=date(2024, 2, 15),
    )  # fmt: skip
    signal(4, january, "watch", "open", basis="pace", actual=0, expected=100 * E4)
    signal(2, december, "watch", "open", actual=80 * E4, expected=90 * E4)
    signal(4, december, "watch", "closed")
