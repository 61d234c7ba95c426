"""The company of ``tests.targets.firm`` with a forecast that is put in by hand, so that findings can be worked out.

Revenue in whole units, of region N1 (representative R1) and S (R3); what was forecast on 30 September 2026 is the same
for every month to come: N1 and S 100 each, 80 % within 10, 95 % within 15; the company 200, 20, 30. An alert lies twice
as far out as the 95 % bounds.

==========  =====  =====
day         N1     S
==========  =====  =====
2025-10-05  100    –
2025-10-20  –      100
2025-11-05  30     50
2025-11-20  70     50
2026-09-05  100    100
2026-10-06  100    40
==========  =====  =====
"""

from datetime import date

from sqlalchemy.orm import Session

from salesdash import db
from salesdash.forecasts.question import COLUMNS
from salesdash.models import ForecastPoint, ForecastRun, ForecastSeries
from tests.kpis.company import E4, Line, publish
from tests.targets import firm

N1, S = {"region": 3, "credit": 1}, {"region": 2, "credit": 3}
_SOLD = [
    (date(2025, 10, 5), 100, N1), (date(2025, 10, 20), 100, S), (date(2025, 11, 5), 30, N1),
    (date(2025, 11, 5), 50, S), (date(2025, 11, 20), 70, N1), (date(2025, 11, 20), 50, S),
    (date(2026, 9, 5), 100, N1), (date(2026, 9, 5), 100, S), (date(2026, 10, 6), 100, N1), (date(2026, 10, 6), 40, S),
]  # fmt: skip
MONTHS = [date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)]


def build() -> None:
    """The company in the configured database."""
    firm.build()
    sell(*_SOLD)
    with db.writing() as session:
        forecast(session, "revenue", ("region",), {(): 200, (3,): 100, (2,): 100})
        forecast(session, "revenue", ("rep",), {(): 200, (1,): 100, (3,): 100})


def sell(*sold: tuple[date, int, dict[str, int]]) -> None:
    """More lines: day, amount, where."""
    with db.reading() as session:
        first = (session.connection().exec_driver_sql("SELECT coalesce(max(id), 0) FROM order_lines").scalar() or 0) + 1
    lines = [
        Line(f"X{first + n}", day, amount, product_line=1, channel=1, product=None, **where)
        for n, (day, amount, where) in enumerate(sold)
    ]
    publish(lines, first_id=first)


def forecast(
    session: Session, measure: str, by: tuple[str, ...], means: dict[tuple[int, ...], int], *, as_of: date | None = None
) -> int:
    """A run that is done: members of a series → its mean in whole units, 80 % within a tenth, 95 % within 15 %."""
    run = ForecastRun(
        measure=measure, by=",".join(by), frequency="month", horizon=len(MONTHS), as_of=as_of or date(2026, 9, 30),
        status="done", made_by="test", versions={}, parameters={}, series=len(means),
    )  # fmt: skip
    session.add(run)
    session.flush()
    for number, (members, mean) in enumerate(means.items()):
        cell = {COLUMNS[name]: member for name, member in zip(by, members, strict=False)}
        level = ",".join(by) if members else ""
        session.add(ForecastSeries(run_id=run.id, number=number, level=level, model="simple", widening=2.0, **cell))
        for step, day in enumerate(MONTHS, 1):
            bounds = {"lo80": 0.9, "hi80": 1.1, "lo95": 0.85, "hi95": 1.15}
            session.add(
                ForecastPoint(
                    run_id=run.id, number=number, step=step, period_on=day, mean=mean * E4,
                    **{name: round(mean * E4 * part) for name, part in bounds.items()},
                )
            )  # fmt: skip
    db.touch(session, "forecasts")
    return run.id
