"""Whole runs with the forecasting library: what comes out for good and for awkward series."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from pandas import DataFrame

from salesdash.analytics.forecasting import Forecasts, forecast
from salesdash.cli import program

MONTHS = pd.date_range("2021-01-01", periods=48, freq="MS")
BOTTOM = [f"{region}{line}" for region in "NSE" for line in "xy"]
LEVELS = DataFrame({"unique_id": BOTTOM, "region": [name[0] for name in BOTTOM], "line": [name[1] for name in BOTTOM]})


def sold(seed: int, months: int = 48) -> np.ndarray:
    chance = np.random.default_rng(seed)
    places = np.arange(months)
    season = 20 * np.sin(places * np.pi / 6)
    return np.round(100 + seed * 10 + places * 0.5 + season + chance.normal(0, 5, months), 2)


def rows(name: str, y: np.ndarray) -> DataFrame:
    return DataFrame({"unique_id": name, "ds": MONTHS[-len(y) :], "y": y})


@pytest.fixture(scope="module")
def company() -> Forecasts:
    """Six lines of sales and their sums; of one a month is missing and one was closed, one is sold now and then."""
    series = {name: sold(number) for number, name in enumerate(BOTTOM)}
    series["Nx"][20] = np.nan
    series["Sx"] = np.where(np.arange(48) % 3 == 1, 30.0, 0.0)
    frame = pd.concat([rows(name, y) for name, y in series.items()], ignore_index=True)
    frame["mark"] = None
    closed = (frame["unique_id"] == "Ny") & (frame["ds"] == MONTHS[30])
    frame.loc[closed, ["y", "mark"]] = [0.0, "closed"]
    return forecast(
        frame, horizon=6, season_length=12, frequency="MS", levels=LEVELS, of=[(), ("region",), ("line",)], cores=1
    )


def test_means_add_up_at_every_level_and_bounds_keep_their_order(company: Forecasts) -> None:
    means = company.points.pivot(index="step", columns="unique_id", values="mean")
    assert means["total"].to_numpy() == pytest.approx(means[BOTTOM].sum(axis=1).to_numpy(), rel=1e-9)
    assert means["region=N"].to_numpy() == pytest.approx(means[["Nx", "Ny"]].sum(axis=1).to_numpy(), rel=1e-9)
    assert means["line=x"].to_numpy() == pytest.approx(means[["Nx", "Sx", "Ex"]].sum(axis=1).to_numpy(), rel=1e-9)
    ordered = company.points[["lo95", "lo80", "mean", "hi80", "hi95"]].to_numpy()
    assert (np.diff(ordered, axis=1) >= 0).all()
    assert (ordered >= 0).all()
    # the sum of the parts' bounds would be far too wide for the total
    wide = (company.points["hi95"] - company.points["lo95"]).groupby(company.points["unique_id"]).sum()
    assert wide["total"] < 0.8 * wide[BOTTOM].sum()


def test_months_follow_the_history(company: Forecasts) -> None:
    total = company.points[company.points["unique_id"] == "total"]
    assert total["ds"].tolist() == pd.date_range("2025-01-01", periods=6, freq="MS").tolist()
    assert total["step"].tolist() == [1, 2, 3, 4, 5, 6]
    # five lines: 630 at the start, 2.5 more each month, a season of 100; ten a month of the one sold now and then
    expected = 640 + 2.5 * np.arange(48, 54) + 100 * np.sin(np.arange(6) * np.pi / 6)
    assert total["mean"].to_numpy() == pytest.approx(expected, rel=0.08)


def test_each_kind_has_its_method(company: Forecasts) -> None:
    told = company.accuracy.set_index("unique_id")
    assert told["kind"].loc[["total", "Nx", "Sx"]].tolist() == ["regular", "regular", "intermittent"]
    assert told["model"].loc[["total", "Sx"]].tolist() == ["combination", "intermittent"]
    assert told.loc["total", "errors"] > 0
    assert told.loc["region=E", "wape"] < 0.1
    assert company.problems.empty
    assert set(company.warnings[["unique_id", "code"]].itertuples(index=False, name=None)) == {("Nx", "holes")}


def test_four_months_are_told_to_be_few() -> None:
    frame = pd.concat([rows("new", sold(1)[-4:]), rows("one", sold(1)[-1:])])
    levels = DataFrame({"unique_id": ["new", "one"], "region": ["N", "S"]})
    found = forecast(frame, horizon=3, season_length=12, frequency="MS", levels=levels, of=[()], cores=1)
    assert (found.accuracy["model"] == "simple").all()
    assert ("new", "short") in set(found.warnings[["unique_id", "code"]].itertuples(index=False, name=None))
    means = found.points.pivot(index="step", columns="unique_id", values="mean")
    assert means["total"].to_numpy() == pytest.approx((means["new"] + means["one"]).to_numpy())
    assert (found.points["lo80"] < 0.95 * found.points["hi80"]).all()


def test_what_was_set_aside_is_shown_and_missing_is_missing(company: Forecasts) -> None:
    inputs = company.inputs.set_index(["unique_id", "ds"])
    hole, closed = inputs.loc[("Nx", MONTHS[20])], inputs.loc[("Ny", MONTHS[30])]
    assert (np.isnan(hole["y"]), hole["mark"]) == (True, "hole")
    assert hole["used"] > 50
    assert (closed["y"], closed["mark"]) == (0, "closed")
    assert closed["used"] > 50
    assert np.isnan(inputs.loc[("total", MONTHS[20]), "y"])  # a sum with a missing member is not known
    assert inputs.loc[("total", MONTHS[20]), "used"] > 200


def test_errors_name_the_last_date_that_was_known(company: Forecasts) -> None:
    told = company.errors[(company.errors["unique_id"] == "total") & (company.errors["step"] == 1)]
    after = told["origin"].map(lambda day: day + pd.DateOffset(months=1))
    assert (after == told["ds"]).all()
    facts = company.inputs[company.inputs["unique_id"] == "total"].set_index("ds")["y"]
    assert told["y"].to_numpy() == pytest.approx(facts.loc[told["ds"]].to_numpy(), nan_ok=True)


def test_known_days_move_the_forecast() -> None:
    days = np.array([20.0, 23, 21, 22] * 13)[:51]
    chance = np.random.default_rng(2)
    y = np.round(1000 * np.exp(0.05 * (days[:48] - 21)) * np.exp(chance.normal(0, 0.01, 48)), 1)
    known = DataFrame({"ds": pd.date_range("2021-01-01", periods=51, freq="MS"), "days": days})
    found = forecast(rows("a", y), horizon=3, season_length=12, frequency="MS", known=known, cores=1).points["mean"]
    assert found.to_numpy() == pytest.approx(1000 * np.exp(0.05 * (days[48:] - 21)), rel=0.05)


def test_long_seasons_follow_last_year_where_it_tells() -> None:
    weeks = pd.date_range("2023-01-02", periods=98, freq="W-MON")
    chance = np.random.default_rng(3)
    season = np.where((np.arange(106) % 52) > 40, 2.0, 1.0)
    y = 100 * season[:98] * np.exp(chance.normal(0, 0.05, 98))
    frame = DataFrame({"unique_id": "a", "ds": weeks, "y": y})
    found = forecast(frame, horizon=8, season_length=52, frequency="W-MON", cores=1).points["mean"]
    assert found.to_numpy() == pytest.approx(100 * season[98:], rel=0.25)


def test_the_same_on_one_core_and_on_two() -> None:
    frame = pd.concat([rows(f"s{number}", sold(number, 20)) for number in range(27)], ignore_index=True)
    one, two = (forecast(frame, horizon=3, season_length=12, frequency="MS", cores=cores) for cores in (1, 2))
    pd.testing.assert_frame_equal(one.points, two.points)
    pd.testing.assert_frame_equal(one.accuracy, two.accuracy)


def test_what_the_report_raises_ends_the_run() -> None:
    class Stopped(Exception):
        pass

    def report(stage: str, share: float) -> None:
        if stage == "forecasting":
            raise Stopped

    with pytest.raises(Stopped):
        forecast(rows("a", sold(1)), horizon=3, season_length=12, frequency="MS", cores=1, report=report)


AWKWARD = """unique_id,ds,y
constant,2024-01-01,7
constant,2024-02-01,7
constant,2024-03-01,7
zeros,2024-01-01,0
zeros,2024-02-01,0
one,2024-01-01,5
text,2024-01-01,4
text,2024-02-01,n/a
text,2024-03-01,6
text,2024-04-01,5
words,2024-01-01,many
ahead,2241-01-01,1
ahead,2241-02-01,2
ahead,2241-03-01,4
clash,2024-01-01,1
clash,2024-01-01,2
clash,2024-02-01,2
"""


def test_csv_command(tmp_path: Path) -> None:
    file, out = tmp_path / "series.csv", tmp_path / "out.csv"
    file.write_text(AWKWARD, encoding="utf-8")
    arguments = ["forecast", "csv", str(file), "--season-length", "12", "--horizon", "2", "--out", str(out)]
    ran = CliRunner().invoke(program, [*arguments, "--json"])
    assert ran.exit_code == 0, ran.output
    told = json.loads(ran.stdout)
    assert {row["unique_id"]: row["code"] for row in told["problems"]} == {
        "one": "one_point", "words": "empty", "clash": "contradictory_dates",
    }  # fmt: skip
    said = {(row["unique_id"], row["code"]) for row in told["warnings"]}
    assert {("constant", "constant"), ("text", "not_numbers"), ("text", "short"), ("ahead", "future_dates")} <= said
    found = pd.read_csv(out)
    assert list(found.columns) == ["unique_id", "step", "mean", "lo80", "hi80", "lo95", "hi95", "model"]
    assert found["unique_id"].unique().tolist() == ["constant", "zeros", "text", "ahead"]
    assert found[found["unique_id"] == "constant"]["mean"].tolist() == [7, 7]
    assert (found[found["unique_id"] == "zeros"][["mean", "hi95"]] == 0).all(axis=None)
    words = CliRunner().invoke(program, arguments)
    assert "One value alone says nothing of what follows." in words.stdout


@pytest.mark.parametrize(
    ("content", "options", "code"),
    [
        ("a,b\n1,2\n", ["--season-length", "12", "--horizon", "2"], "missing_columns"),
        (AWKWARD, ["--season-length", "0", "--horizon", "2"], "out_of_range"),
        (AWKWARD, ["--season-length", "12", "--horizon", "0"], "out_of_range"),
        ("", ["--season-length", "12", "--horizon", "2"], "empty_file"),
    ],
)
def test_csv_command_refuses(content: str, options: list[str], code: str, tmp_path: Path) -> None:
    file, out = tmp_path / "series.csv", tmp_path / "out.csv"
    file.write_text(content, encoding="utf-8")
    ran = CliRunner().invoke(program, ["forecast", "csv", str(file), *options, "--out", str(out), "--json"])
    assert ran.exit_code == 2
    assert json.loads(ran.stdout)["error"]["code"] == code
    assert not out.exists()


def test_real_weeks_are_told_better_than_by_last_year(shared_data: Path) -> None:
    """Both files of the wholesaler as one weekly history, the last eight weeks held back."""
    weekly = _weekly(shared_data / "online_retail")
    known, came = weekly.iloc[:-8], weekly.iloc[-8:]
    before = weekly.iloc[len(known) - 52 : len(known) - 44].to_numpy()
    rows = known.rename_axis("ds").reset_index().melt("ds", var_name="unique_id", value_name="y")
    first = rows[rows["y"] != 0].groupby("unique_id")["ds"].min()
    rows = rows[rows["ds"] >= rows["unique_id"].map(first)]
    levels = DataFrame({"unique_id": first.index, "country": first.index})
    found = forecast(rows, horizon=8, season_length=52, frequency="W-MON", levels=levels, of=[()], cores=1)
    means = found.points.pivot(index="ds", columns="unique_id", values="mean")
    total, countries = came.sum(axis=1), came[first.index]
    assert means["total"].to_numpy() == pytest.approx(means[first.index].sum(axis=1).to_numpy())
    assert (means["total"] - total).abs().sum() < np.abs(before.sum(axis=1) - total).sum()
    off = np.abs((means[first.index] - countries).to_numpy()).sum()
    assert off < np.abs(before - came.to_numpy()).sum()


def _weekly(folder: Path) -> DataFrame:
    newer = pd.read_csv(folder / "online_retail.csv.gz", encoding="latin1", parse_dates=["InvoiceDate"])
    older = pd.read_parquet(folder / "online_retail_II.parquet").rename(columns={"Price": "UnitPrice"})
    older["InvoiceDate"] = pd.to_datetime(older["InvoiceDate"])
    older = older[older["InvoiceDate"] < newer["InvoiceDate"].min().normalize()]
    names = ["Country", "InvoiceDate", "Quantity", "UnitPrice"]
    lines = pd.concat([older[names], newer[names]])
    lines["y"] = lines["Quantity"] * lines["UnitPrice"].astype(float)
    lines["ds"] = lines["InvoiceDate"].dt.to_period("W-SUN").dt.start_time
    weeks = lines.groupby(["ds", "Country"])["y"].sum().unstack()
    return weeks.reindex(pd.date_range(weeks.index.min(), weeks.index.max(), freq="W-MON")).fillna(0.0)
