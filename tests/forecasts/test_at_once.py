"""A run that somebody waits for: one at a time, noted as a job."""

import pytest
from sqlalchemy import func, select

from salesdash import db, forecasts, jobs, models
from salesdash.access.identity import OPERATOR
from salesdash.errors import BadInput, Conflict, NotPermitted, SalesDashError
from salesdash.forecasts.work import work
from salesdash.jobs import Running
from tests.cli.conftest import run as cli
from tests.forecasts.firm import Method, user

ASKED = forecasts.question("revenue", ("channel",), "month", 3)


def nothing(_stage: str, _share: float) -> None:
    """Nobody looks."""


def test_it_is_noted_as_a_job(firm: str, method: Method) -> None:
    made = forecasts.run_at_once(None, user("ana"), ASKED, nothing)
    with db.reading() as session:
        run = session.get_one(models.ForecastRun, made)
        job = session.get_one(models.Job, run.job_id)
    assert (job.status, job.result, run.made_by) == (
        "done", {"run": made, "as_of": "2024-07-10"}, "ana",
    )  # fmt: skip
    assert job.key == jobs.key(
        "forecast", {"measure": "revenue", "by": ["channel"], "frequency": "month", "horizon": 3}
    )


@pytest.mark.parametrize("status", ["waiting", "running"])
def test_of_one_question_one_run_is_made_at_a_time(firm: str, method: Method, status: str) -> None:
    with db.writing() as session:
        living = jobs.ask(session, OPERATOR, "forecast", jobs.key("forecast", forecasts.parameters(ASKED)), {})
        session.get_one(models.Job, living).status = status
    try:
        with pytest.raises(Conflict) as refused:
            forecasts.run_at_once(None, OPERATOR, ASKED, nothing)
        assert refused.value.code == "forecast_running"
        again = cli(firm, "forecast", "run", "--measure", "revenue", "--by", "channel", "--horizon", "3", "--json")
        assert (again.status, again.error["code"]) == (4, "forecast_running")
    finally:
        with db.writing() as session:
            session.get_one(models.Job, living).status = "cancelled"
    assert forecasts.run_at_once(None, OPERATOR, ASKED, nothing)


def test_a_run_that_is_stopped(firm: str, method: Method) -> None:
    def interrupted(_stage: str, _share: float) -> None:
        raise KeyboardInterrupt

    with db.reading() as session:
        jobs_before = session.scalar(select(func.max(models.Job.id))) or 0
    with pytest.raises(KeyboardInterrupt):
        forecasts.run_at_once(None, OPERATOR, ASKED, interrupted)
    with db.reading() as session:
        job = session.scalars(select(models.Job).where(models.Job.id > jobs_before)).one()
    assert job.status == "cancelled" and job.ended_at is not None


def test_what_goes_wrong_is_said(firm: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_given: object, **_named: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("salesdash.forecasts.making.forecast", fails)
    with pytest.raises(SalesDashError) as failed:
        forecasts.run_at_once(None, OPERATOR, ASKED, nothing)
    assert failed.value.code == "internal"


def test_the_contract(firm: str, method: Method) -> None:
    answer = cli(firm, "forecast", "run", "--measure", "revenue", "--by", "region", "--horizon", "1",
                 "--as-of", "2024-06-30", "--json")  # fmt: skip
    assert answer.status == 0, answer.out
    document = answer.document
    assert list(document) == ["run", "as_of", "rows", "accuracy"] and document["as_of"] == "2024-06-30"
    total, *rows = document["rows"]
    assert total == {
        "region": None, "period": "2024-07", "mean": 213.3332, "lo80": 203.3333, "hi80": 223.3333, "lo95": 193.3333,
        "hi95": 233.3333, "model": "simple",
    }  # fmt: skip
    assert [(row["region"], row["mean"]) for row in rows] == [
        ("(unassigned)", 3.3333), ("N1", 130.3333), ("N2", 70.3333), ("South", 9.3333),
    ]  # fmt: skip
    assert document["accuracy"][0] == {
        "region": None, "mase": 0.5, "wape": 0.1, "bias": -0.02, "coverage80": 0.8, "coverage95": None
    }  # fmt: skip
    assert "Total: " in answer.err and "Forecasting" in answer.err
    words = cli(firm, "forecast", "run", "--measure", "orders", "--horizon", "1", "--as-of", "2024-06-30")
    assert words.status == 0 and "4.3" in words.out
    alone = cli(firm, "forecast", "run", "--measure", "gross_margin", "--horizon", "1", "--json").document["rows"]
    # half of every amount is cost, rounded down: 65, 35, 4 and 1 of 212
    assert alone[0]["mean"] == pytest.approx((212 - 105) / 212 + 1 / 3, abs=1e-4) and "region" not in alone[0]


@pytest.mark.parametrize(("login", "words", "status", "code"), [
    (None, ["--measure", "revenue", "--horizon", "25"], 2, "horizon_out_of_range"),
    (None, ["--measure", "profit", "--horizon", "1"], 2, "unknown_measure"),
    (None, ["--measure", "revenue", "--horizon", "1", "--by", "customer"], 2, "unknown_dimension"),
    (None, ["--measure", "revenue", "--horizon", "1", "--as-of", "2024-13-01"], 2, "bad_date"),
    (None, ["--measure", "revenue", "--horizon", "1", "--as-of", "2023-12-31"], 4, "no_history"),
    ("south", ["--measure", "profit", "--horizon", "25"], 3, "not_permitted"),
])  # fmt: skip
def test_refusals(firm: str, login: str | None, words: list[str], status: int, code: str) -> None:
    answer = cli(firm, *(["--as", login] if login else []), "forecast", "run", *words, "--json")
    assert (answer.status, answer.error["code"]) == (status, code)


def test_a_job_says_what_to_forecast(firm: str, method: Method) -> None:
    asked = forecasts.parameters(forecasts.question("quantity", (), "month", 1, None))
    made = work(Running(id=None, url=None, parameters=asked, user=OPERATOR, report=nothing))  # type: ignore[arg-type]
    with db.reading() as session:
        assert forecasts.run_of(session, OPERATOR, made["run"]).measure == "quantity"
    # to the end of the next fiscal year: July 2024 to December 2025
    made = work(Running(id=None, url=None, parameters=asked | {"horizon": None}, user=OPERATOR, report=nothing))  # type: ignore[arg-type]
    with db.reading() as session:
        assert forecasts.run_of(session, OPERATOR, made["run"]).horizon == 18
    with pytest.raises(BadInput):
        work(Running(id=0, url=None, parameters={}, user=OPERATOR, report=nothing))
    with pytest.raises(NotPermitted):
        forecasts.run_at_once(None, user("south"), ASKED, nothing)
