"""Who sees what of a run, what came since, and what earlier runs had said."""

from datetime import date

import pytest

from salesdash import db, forecasts
from salesdash.access.identity import OPERATOR
from salesdash.errors import BadInput, NotPermitted
from salesdash.forecasts import running
from salesdash.units import SCALE
from tests.forecasts.firm import Method, user

JUNE = date(2024, 6, 30)


def run(**asked: object) -> int:
    return running.run(None, OPERATOR, **({"measure": "revenue", "horizon": 2, "as_of": JUNE} | asked))  # type: ignore[arg-type]


@pytest.mark.parametrize(("login", "by", "seen"), [
    ("chief", ("region", "rep"), {(None, None), ("N1", None), ("N2", None), ("South", None), ("(unassigned)", None),
                                  (None, "Ann"), (None, "Bo"), (None, "Cy"), (None, "(unassigned)"), ("N1", "Ann"),
                                  ("N2", "Bo"), ("South", "Cy"), ("(unassigned)", "(unassigned)")}),
    ("mona", ("region", "rep"), {(None, "Ann"), ("N1", "Ann")}),
    ("south", ("region", "rep"), {("South", None), ("South", "Cy")}),
])  # fmt: skip
def test_rows_of_the_scope(firm: str, method: Method, login: str, by: tuple[str, ...], seen: set) -> None:
    made = run(by=by)
    with db.reading() as session:
        for read in (forecasts.points, forecasts.inputs, forecasts.accuracy, forecasts.actuals):
            found = read(session, user(login), made)
            assert set(found[["region", "rep"]].itertuples(index=False, name=None)) == seen, read.__name__
            assert not {"region_id", "person_id"} & set(found.columns)


def test_quantities_only(firm: str, method: Method) -> None:
    revenue, quantity = run(), run(measure="quantity")
    prod = user("prod")
    with db.reading() as session:
        assert len(forecasts.points(session, prod, quantity)) == 2
        assert forecasts.latest(session, prod, "quantity") is not None
        assert {one.measure for one in forecasts.runs(session, prod)} == {"quantity"}
        for refused in (
            lambda: forecasts.points(session, prod, revenue),
            lambda: forecasts.latest(session, prod, "revenue"),
            lambda: forecasts.came(session, prod, "revenue", (), "month", {}),
            lambda: forecasts.points(session, user("adam"), quantity),
        ):
            with pytest.raises(NotPermitted):
                refused()


def test_names_in_the_readers_language(firm: str, method: Method) -> None:
    made = run(by=("channel",))
    with db.reading() as session:
        found = forecasts.points(session, OPERATOR, made)
    assert found.columns.tolist()[:3] == ["level", "channel", "channel_name"]
    assert found["level"].tolist() == ["", "", *["channel"] * 4]


def test_what_came_since(firm: str, method: Method) -> None:
    made = run(by=("region",), as_of=date(2024, 4, 30))
    with db.reading() as session:
        found = forecasts.actuals(session, OPERATOR, made)
        until = forecasts.actuals(session, OPERATOR, made, date(2024, 5, 15))
        before = forecasts.actuals(session, OPERATOR, made, date(2024, 4, 30))
    total = found[found["level"] == ""][["period", "days_elapsed", "days", "actual"]]
    assert list(total.itertuples(index=False, name=None)) == [
        ("2024-05", 31, 31, 180 * SCALE), ("2024-06", 30, 30, 212 * SCALE), ("2024-07", 10, 31, 20 * SCALE),
    ]  # fmt: skip
    rows = found[found["level"] == "region"].pivot(index="region", columns="period", values="actual") // SCALE
    assert rows.loc["South"].tolist() == [0, 9, 0]
    # the line without a region came in June: the run did not know that there is such a thing
    assert rows.loc["(unassigned)"].tolist() == [0, 3, 0]
    assert (rows.sum() * SCALE == total.set_index("period")["actual"]).all()
    # N2 had its 60 on the 1st, N1 its 120 on the 31st
    may = until[until["level"] == ""].iloc[0]
    assert (may["days_elapsed"], may["days"], may["actual"]) == (15, 31, 60 * SCALE)
    assert before.empty


def test_a_period_without_any_sales_is_missing(firm: str, method: Method) -> None:
    made = run(by=("region",), as_of=date(2024, 2, 29))
    with db.reading() as session:
        march = forecasts.actuals(session, OPERATOR, made).query("period == '2024-03'")
    assert len(march) == 5 and march["actual"].isna().all()
    margins = run(measure="gross_margin", by=("rep",), as_of=date(2024, 4, 30))
    with db.reading() as session:
        found = forecasts.actuals(session, OPERATOR, margins).query("rep == 'Cy'").set_index("period")["actual"]
    assert found.isna().tolist() == [True, False, True] and found["2024-06"] == round(5 / 9 * SCALE)


def test_what_earlier_runs_had_said(firm: str, method: Method) -> None:
    first = run(measure="orders", by=("region",), as_of=date(2024, 4, 30))
    again = run(measure="orders", by=("region",), as_of=date(2024, 4, 30))
    second = run(measure="orders", by=("region",), as_of=date(2024, 5, 31))
    with db.reading() as session:
        one = forecasts.came(session, OPERATOR, "orders", ("region",), "month", {"region": "N1"})
        two = forecasts.came(session, OPERATOR, "orders", ("region",), "month", {}, steps=2)
        hidden = forecasts.came(session, user("south"), "orders", ("region",), "month", {})
        with pytest.raises(BadInput):
            forecasts.came(session, OPERATOR, "orders", ("region",), "month", {"region": "nowhere"})
    assert first < again
    # one order of N1 in every month: said was one and a third, of June by the run that knew May
    assert list(one[["period", "run_id", "mean", "actual"]].itertuples(index=False, name=None)) == [
        ("2024-05", again, 13_333, SCALE), ("2024-06", second, 13_333, SCALE),
    ]  # fmt: skip
    # April had three orders, June four; July, two ahead of May, still runs
    assert list(two[["period", "run_id", "mean", "actual"]].itertuples(index=False, name=None)) == [
        ("2024-06", again, 33_333, 4 * SCALE)
    ]  # fmt: skip
    assert hidden.empty
