"""Runs on both databases, with figures worked out by hand from the table in ``firm``."""

from datetime import date

import pytest
from sqlalchemy import func, select

from salesdash import db, forecasts, models
from salesdash.access.identity import OPERATOR
from salesdash.errors import BadInput, Conflict, NotPermitted
from salesdash.forecasts import keeping, making, running, storing
from salesdash.jobs import Cancelled
from salesdash.units import SCALE
from tests.forecasts.firm import Method, user

JUNE = date(2024, 6, 30)


def run(**asked: object) -> int:
    return running.run(None, OPERATOR, **({"measure": "revenue", "horizon": 2, "as_of": JUNE} | asked))  # type: ignore[arg-type]


def known(method: Method, name: str) -> dict[str, float | None]:
    """What the method was given of a series: month → value, None where it is missing."""
    rows = method.series[method.series["unique_id"] == name]
    return {f"{row.ds:%m}": None if row.y != row.y else row.y for row in rows.itertuples()}


def test_history_zero_and_missing(firm: str, method: Method) -> None:
    run(by=("region",))
    assert known(method, "region=2") == {"01": 90, "02": 100, "03": None, "04": 110, "05": 120, "06": 130}
    assert known(method, "region=3") == {"01": 50, "02": 0, "03": None, "04": 40, "05": 60, "06": 70}
    assert known(method, "region=4") == {"04": 7, "05": 0, "06": 9}
    assert known(method, "region=-1") == {"06": 3}
    assert method.asked["frequency"] == "MS" and method.asked["season_length"] == 12


def test_orders_and_margins_are_series_of_their_own(firm: str, method: Method) -> None:
    run(measure="orders", by=("region",))
    assert method.asked["levels"] is None
    assert known(method, "total") == {"01": 2, "02": 1, "03": None, "04": 3, "05": 2, "06": 4}
    assert known(method, "region=4") == {"04": 1, "05": 0, "06": 1}
    run(measure="gross_margin", by=("region",))
    # South sold nothing in May: no margin, which is not 0
    south = known(method, "region=4")
    assert south == {"04": pytest.approx(4 / 7), "05": None, "06": pytest.approx(5 / 9)}


def test_means_add_up_to_the_unit_and_bounds_hold_them(firm: str, method: Method) -> None:
    made = run(by=("region", "channel"))
    with db.reading() as session:
        found = forecasts.points(session, OPERATOR, made)
    first = found[found["step"] == 1]
    # each member's last value and a third, in 1/10,000: 130, 70, 9 and 3
    expected = {"N1": 1_303_333, "N2": 703_333, "South": 93_333, "(unassigned)": 33_333}
    assert dict(first[first["level"] == "region"][["region", "mean"]].itertuples(index=False)) == expected
    total = first[first["level"] == ""].iloc[0]
    assert total["mean"] == sum(expected.values()) == 2_133_332
    channels = first[first["level"] == "channel"].set_index("channel")["mean"]
    assert channels.to_dict() == {"Shop": 1_303_333, "Web": 829_999}
    assert set(found["level"]) == {"", "region", "channel", "region,channel"}
    assert list(first[first["level"] == ""][["region", "region_name", "channel"]].iloc[0]) == [None, None, None]
    assert ((found["lo95"] <= found["lo80"]) & (found["lo80"] <= found["mean"])).all()
    assert ((found["hi95"] >= found["hi80"]) & (found["hi80"] >= found["mean"])).all()
    assert list(found["period"].unique()) == ["2024-07", "2024-08"]


def test_inputs_and_accuracy(firm: str, method: Method) -> None:
    made = run(by=("region",))
    with db.reading() as session:
        inputs = forecasts.inputs(session, OPERATOR, made)
        told = forecasts.accuracy(session, OPERATOR, made)
        seen = forecasts.run_of(session, OPERATOR, made)
    total = inputs[inputs["level"] == ""].set_index("period")["actual"]
    assert total.dropna().to_dict() == {
        "2024-01": 140 * SCALE, "2024-02": 100 * SCALE, "2024-04": 157 * SCALE, "2024-05": 180 * SCALE,
        "2024-06": 212 * SCALE,
    }  # fmt: skip
    assert total.isna()["2024-03"]
    assert inputs[inputs["mark"] == "hole"]["period"].unique().tolist() == ["2024-03"]
    first = told.iloc[0]
    assert (first["kind"], first["model"], first["errors"], first["wape"], first["coverage95"]) == (
        "short", "simple", 2, 0.1, None,
    )  # fmt: skip
    assert first["details"] == {"warnings": [{"code": "short", "values": 4, "season": 12}]}
    assert (seen.as_of, seen.begins, seen.series, seen.failed, seen.status) == (JUNE, date(2024, 7, 1), 5, 0, "done")
    assert seen.parameters["periods"] == 6 and seen.versions["statsforecast"]


def test_a_series_that_fails_does_not_fail_the_run(firm: str, method: Method) -> None:
    method.fails = frozenset({"region=4"})
    made = run(by=("region",))
    with db.reading() as session:
        seen = forecasts.run_of(session, OPERATOR, made)
        points = forecasts.points(session, OPERATOR, made)
        told = forecasts.accuracy(session, OPERATOR, made).set_index("region")
    assert (seen.series, seen.failed) == (5, 1)
    assert "South" not in set(points["region"])
    assert told.loc["South", "problem"] == "one_point"
    first = points[points["step"] == 1]
    assert first[first["level"] == ""]["mean"].item() == first[first["level"] == "region"]["mean"].sum() == 2_039_999


@pytest.mark.parametrize(("as_of", "last", "begins"), [
    (date(2024, 5, 31), "05", date(2024, 6, 1)), (date(2024, 6, 29), "05", date(2024, 6, 1)),
    (date(2024, 6, 30), "06", date(2024, 7, 1)), (None, "06", date(2024, 7, 1)),
])  # fmt: skip
def test_a_run_knows_nothing_later(firm: str, method: Method, as_of: date | None, last: str, begins: date) -> None:
    made = run(as_of=as_of)
    assert list(known(method, "total"))[-1] == last
    with db.reading() as session:
        seen = forecasts.run_of(session, OPERATOR, made)
    assert seen.begins == begins and seen.as_of == (as_of or date(2024, 7, 10))


def test_latest_is_the_one_that_knows_most(firm: str, method: Method) -> None:
    later = run(measure="quantity", by=("channel", "region"))
    past = run(measure="quantity", by=("channel", "region"), as_of=date(2024, 5, 31))
    with db.reading() as session:

        def latest(as_of: date | None = None) -> int | None:
            found = forecasts.latest(session, OPERATOR, "quantity", ("channel", "region"), as_of=as_of)
            return found.id if found else None

        assert (latest(), latest(date(2024, 6, 29)), latest(date(2024, 5, 30))) == (later, past, None)
        assert [one.id for one in forecasts.runs(session, OPERATOR, measure="quantity", by=("channel", "region"))] == [
            later,
            past,
        ]
        assert forecasts.latest(session, OPERATOR, "quantity", ("product_line", "region")) is None


@pytest.mark.parametrize(("stop", "status"), [(Cancelled, "cancelled"), (RuntimeError, "failed")])
@pytest.mark.parametrize("stage", ["forecasting", "storing"])
def test_what_did_not_come_to_its_end_is_not_to_be_seen(
    firm: str, method: Method, stop: type[Exception], status: str, stage: str
) -> None:
    def report(now: str, _share: float) -> None:
        if now == stage:
            raise stop

    with db.reading() as session:
        before = session.scalars(select(models.ForecastRun.id)).all()
        rows = session.scalar(select(func.count()).select_from(models.ForecastPoint))
    with pytest.raises(stop):
        run(measure="gross_profit", by=("rep",), report=report)
    with db.reading() as session:
        (left,) = session.scalars(select(models.ForecastRun).where(models.ForecastRun.id.not_in(before)))
        assert left.status == status
        assert session.scalar(select(func.count()).select_from(models.ForecastPoint)) == rows
        assert forecasts.latest(session, OPERATOR, "gross_profit", ("rep",)) is None
        with pytest.raises(BadInput):
            forecasts.points(session, OPERATOR, left.id)


def test_what_a_dead_process_left_goes_with_the_next_run(firm: str, method: Method) -> None:
    with db.writing() as session:
        job = models.Job(kind="forecast", key="left", parameters={}, status="failed")
        session.add(job)
        session.flush()
        left = models.ForecastRun(
            job_id=job.id, measure="revenue", frequency="month", horizon=1, as_of=JUNE, status="running", made_by="t",
            versions={}, parameters={},
        )  # fmt: skip
        session.add(left)
        session.flush()
    run()
    with db.reading() as session:
        assert session.get_one(models.ForecastRun, left.id).status == "failed"


def test_what_people_said_and_events_reach_the_method(firm: str, method: Method) -> None:
    with db.writing() as session:
        said = [
            models.SeriesMark(measure="revenue", frequency="month", period_on=date(2024, 2, 1), kind="closed"),
            models.SeriesMark(
                measure="revenue", frequency="month", period_on=date(2024, 5, 1), kind="one_off", region_id=2
            ),
        ]
        fair = models.CompanyEvent(
            name="Fair", kind="promotion", first_on=date(2024, 7, 1), last_on=date(2024, 7, 31), region_id=2, effect=0.5
        )
        session.add_all([*said, fair])
    try:
        made = run(by=("region",))
    finally:
        with db.writing() as session:
            for one in (*said, fair):
                session.delete(session.merge(one))
    marked = method.series[method.series["mark"].notna()]
    assert {(row.unique_id, f"{row.ds:%m}", row.mark) for row in marked.itertuples()} == {
        ("region=2", "02", "closed"), ("region=3", "02", "closed"), ("region=2", "05", "one_off"),
    }  # fmt: skip
    with db.reading() as session:
        found = forecasts.points(session, OPERATOR, made)
    july = found[found["step"] == 1].set_index("region")["mean"]
    # half as much again in N1, and the total by what that adds
    assert july["N1"] == 1_955_000 and found[found["level"] == ""]["mean"].tolist() == [2_784_999, 2_133_332]


def test_facts_that_change_make_a_run_stale(firm: str, method: Method) -> None:
    made = run()
    with db.writing() as session:
        session.get_one(models.MonthVersion, 202407).token = "another"
        db.touch(session, "facts")
    with db.reading() as session:  # July is not what it was made from
        assert not forecasts.run_of(session, OPERATOR, made).stale
    with db.writing() as session:
        session.get_one(models.MonthVersion, 202405).token = "another"
        db.touch(session, "facts")
    with db.reading() as session:
        assert forecasts.run_of(session, OPERATOR, made).stale


@pytest.mark.parametrize("asked", [
    {"horizon": 0}, {"horizon": 25}, {"measure": "customers"}, {"by": ("team",)}, {"frequency": "year"},
    {"by": ("region", "channel", "rep")},
])  # fmt: skip
def test_what_cannot_be_asked(firm: str, asked: dict) -> None:
    with pytest.raises(BadInput):
        run(**asked)


def test_who_may(firm: str, method: Method) -> None:
    for login in ("south", "prod", "adam"):
        with pytest.raises(NotPermitted):
            running.run(None, user(login), measure="revenue", horizon=1)


def test_nothing_to_learn_from(firm: str) -> None:
    with pytest.raises(Conflict) as refused:
        run(as_of=date(2024, 1, 30))
    assert refused.value.code == "no_history"


def test_a_series_whose_values_have_ended(firm: str, method: Method, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(making.SEASONS, "month", 2)
    made = run(measure="gross_margin", by=("rep",), as_of=date(2024, 5, 31))
    with db.reading() as session:
        points = forecasts.points(session, OPERATOR, made)
    # Cy sold last in April, a month ago: the method looks one further ahead, and what is behind is left out
    assert method.asked["horizon"] == 3
    assert points[points["rep"] == "Cy"]["period"].tolist() == ["2024-06", "2024-07"]
    assert points[points["rep"] == "Cy"]["step"].tolist() == [1, 2]
    monkeypatch.setitem(making.SEASONS, "month", 1)
    made = run(measure="gross_margin", by=("rep",), as_of=date(2024, 5, 31))
    with db.reading() as session:
        told = forecasts.accuracy(session, OPERATOR, made).set_index("rep")
        assert (told.loc["Cy", "problem"], told.loc["Cy", "details"]) == ("ended", {"periods": 1})
        assert set(forecasts.points(session, OPERATOR, made)["rep"]) == {None, "Ann", "Bo"}
        assert len(forecasts.inputs(session, OPERATOR, made).query("rep == 'Cy'")) == 2


def test_storing_in_pieces(firm: str, method: Method, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "ROWS", 3)
    made = run(by=("region",))
    with db.reading() as session:
        assert len(forecasts.points(session, OPERATOR, made)) == 10


def test_runs_that_nothing_refers_to_go(firm: str, method: Method, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "LATEST", 1)
    first, second, last = (run(measure="gross_profit", by=("channel",)) for _ in range(3))
    with db.reading() as session:  # two of the same month: the one made last stays
        assert [one.id for one in forecasts.runs(session, OPERATOR, measure="gross_profit", by=("channel",))] == [last]
    with db.writing() as session:
        scenario = models.Scenario(name="Kept", run_id=last, assumptions={})
        session.add(scenario)
    newest = run(measure="gross_profit", by=("channel",))
    with db.reading() as session:
        found = forecasts.runs(session, OPERATOR, measure="gross_profit", by=("channel",))
        assert [one.id for one in found] == [newest, last]
        for part in (models.ForecastPoint, models.ForecastSeries, models.ForecastInput):
            left = session.scalar(select(func.count()).select_from(part).where(part.run_id.in_([first, second])))
            assert left == 0
    with db.writing() as session:
        session.delete(session.merge(scenario))
