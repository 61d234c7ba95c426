"""Runs by the method itself: what a company with a short history is told, and that sums hold whatever it answers."""

from datetime import date

import pytest

from salesdash import db, forecasts
from salesdash.access.identity import OPERATOR
from salesdash.forecasts import running


@pytest.mark.parametrize("measure", ["revenue", "gross_margin"])
def test_five_months_of_history(firm: str, measure: str) -> None:
    stages: dict[str, float] = {}
    made = running.run(
        None, OPERATOR, measure=measure, by=("region", "rep"), horizon=3, as_of=date(2024, 6, 30),
        report=lambda stage, share: stages.update({stage: share}),
    )  # fmt: skip
    assert next(iter(stages)) == "history" and list(stages)[-1] == "storing"
    assert list(stages.values()) == sorted(stages.values())
    with db.reading() as session:
        points = forecasts.points(session, OPERATOR, made)
        told = forecasts.accuracy(session, OPERATOR, made)
        inputs = forecasts.inputs(session, OPERATOR, made)
    total = told.iloc[0]
    assert (total["kind"], total["model"], total["problem"]) == ("short", "simple", None)
    assert "short" in {one["code"] for one in total["details"]["warnings"]}
    assert set(points["period"]) == {"2024-07", "2024-08", "2024-09"}
    assert (points["lo95"] <= points["lo80"]).all() and (points["hi80"] <= points["hi95"]).all()
    march = inputs[(inputs["level"] == "") & (inputs["period"] == "2024-03")].iloc[0]
    assert march["mark"] == "hole" and march["used"] > 0
    if measure == "revenue":
        sums = points.groupby(["level", "period"])["mean"].sum().unstack("level")
        assert sums.nunique(axis=1).eq(1).all() and list(sums.columns) == ["", "region", "region,rep", "rep"]
        # between the least and the most that the company has sold in a month
        assert points[points["level"] == ""]["mean"].between(100 * 10_000, 212 * 10_000).all()
    else:
        # one line is one margin, which says nothing of what follows
        alone = told[told["region"] == "(unassigned)"]
        assert set(alone["problem"]) == {"one_point"}
        assert not points["region"].eq("(unassigned)").any()
