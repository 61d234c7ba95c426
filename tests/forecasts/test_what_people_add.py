"""Marks, overrides, scenarios, plausibility and weights on a forecast that was written by hand (``by_hand``), on both
databases: one company for all tests."""

import secrets
from collections.abc import Iterator
from datetime import date
from math import sqrt
from statistics import NormalDist

import pytest
from sqlalchemy import create_engine, text

from salesdash import db, targets
from salesdash.access import audit
from salesdash.access.identity import OPERATOR, User
from salesdash.analytics.landing import landing
from salesdash.config import config
from salesdash.errors import BadInput, Conflict, NotPermitted
from salesdash.forecasts import marking, overrides, plausibility, points, scenarios
from salesdash.forecasts.assumed import Assumption
from salesdash.models import Base
from salesdash.targets import Cell, Plan, Weights
from tests.forecasts.by_hand import ALL, N1, TODAY, E, S, add_run, build, on

JANUARY, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def firm(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[dict[str, int], dict[str, User]]]:
    """Measure → run, login → user."""
    folder, admin, name = tmp_path_factory.mktemp("hand"), None, f"test_{secrets.token_hex(8)}"
    if request.param == "sqlite":
        url = f"sqlite:///{folder / 'company.sqlite3'}"
        Base.metadata.create_all(db.engine(url))
    else:
        server, template = request.getfixturevalue("postgres"), request.getfixturevalue("postgres_template")
        admin = create_engine(server, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        url = create_engine(server).url.set(database=name).render_as_string(hide_password=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SALESDASH_DATABASE_URL", url)
        patch.setenv("SALESDASH_CACHE_DIR", str(folder / "snapshot"))
        config.cache_clear()
        yield build()
    config.cache_clear()
    db.engine(url).dispose()
    if admin is not None:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


@pytest.fixture(autouse=True)
def clean(firm: object) -> Iterator[None]:
    """Every test begins without what people added."""
    with on(TODAY):
        yield
    with db.writing() as session:
        for table in ("series_marks", "forecast_overrides", "scenarios", "target_cells", "target_marks",
                      "target_versions", "target_sheets"):  # fmt: skip
            session.execute(text(f"DELETE FROM {table}"))
        db.touch(session, "forecasts", "targets")


def mark(user: User, cell: dict = N1, day: date = date(2025, 11, 20), kind: str = "one_off", note: str = "") -> int:
    with db.writing() as session:
        return marking.mark(
            session, user, measure="revenue", frequency="month", cell=cell, period_on=day, kind=kind, note=note
        )


def marked(user: User, cell: dict | None = None) -> list[list]:
    with db.reading() as session:
        found = marking.marks(session, user, "revenue", "month", cell)
    return found[["region", "period_on", "kind", "note", "by", "version"]].to_numpy().tolist()


def test_a_period_is_marked_once_and_told_anew(firm) -> None:
    _runs, who = firm
    first = mark(who["ana"], note="a fair")
    assert mark(who["ana"], kind="closed") == first
    mark(who["eva"], ALL, date(2025, 12, 1))
    assert marked(who["fin"]) == [
        ["N1", date(2025, 11, 1), "closed", "", "ana", 2], [None, date(2025, 12, 1), "one_off", "", "eva", 1],
    ]  # fmt: skip
    assert len(marked(who["fin"], N1)) == 1 and marked(who["sue"]) == [] == marked(who["rita"])
    with db.writing() as session, pytest.raises(Conflict):
        marking.unmark(session, who["ana"], first, 1)
    with db.writing() as session:
        marking.unmark(session, who["ana"], first, 2)
        trail = audit.entries(session, OPERATOR, entity="series_mark", limit=1).iloc[0]
    assert (trail["action"], trail["key"], trail["before"]) == (
        "remove",
        "2025-11 revenue / N1",
        {"kind": "closed", "note": ""},
    )
    assert len(marked(who["fin"])) == 1


@pytest.mark.parametrize(
    ("error", "code", "login", "given"),
    [
        (BadInput, "unknown_mark", "ana", {"kind": "odd"}),
        (BadInput, "period_runs", "ana", {"day": TODAY}),
        (BadInput, "unknown_member", "ana", {"cell": {"region": "X"}}),
        (BadInput, "bad_text", "ana", {"note": "x" * 1001}),
        (NotPermitted, "outside_scope", "sue", {}),
        (NotPermitted, "not_permitted", "fin", {}),
        (NotPermitted, "not_permitted", "adam", {}),
    ],
)
def test_marks_that_cannot_be(firm, error: type, code: str, login: str, given: dict) -> None:
    with pytest.raises(error) as refused:
        mark(firm[1][login], **given)
    assert refused.value.code == code


def override(user: User, run: int, period: date, amount: int, cell: dict = ALL, reason: str = "a big order") -> int:
    with db.writing() as session:
        return overrides.override(session, user, run, cell, period, amount * E, reason)


def listed(user: User, run: int, cell: dict | None = None) -> list[list]:
    with db.reading() as session:
        found = overrides.overrides(session, user, run, cell)
    return found[["region", "period_on", "mean", "amount", "reason", "by"]].to_numpy().tolist()


def test_an_override_stands_beside_the_mean_and_is_scored_when_the_period_has_come(firm) -> None:
    runs, who = firm
    run = runs["revenue"]
    with on(date(2026, 1, 10)):
        override(who["eva"], run, JANUARY, 140)
        january = override(who["eva"], run, JANUARY, 150, reason="smaller than thought")
        override(who["eva"], run, FEBRUARY, 200)
        override(who["sue"], run, MARCH, 70, S)
        withdrawn = override(who["eva"], run, date(2026, 4, 1), 1)
        assert override(who["eva"], run, date(2026, 4, 1), 1) == withdrawn
    with db.writing() as session:
        overrides.withdraw(session, who["eva"], withdrawn, 1)
    assert listed(who["fin"], run) == [
        [None, JANUARY, 165 * E, 150 * E, "smaller than thought", "eva"],
        [None, FEBRUARY, 165 * E, 200 * E, "a big order", "eva"],
        ["S", MARCH, 55 * E, 70 * E, "a big order", "sue"],
    ]
    assert [row[0] for row in listed(who["sue"], run)] == ["S"] and listed(who["rita"], run) == []
    assert len(listed(who["fin"], run, S)) == 1
    with db.reading() as session:
        added = overrides.value_added(session, who["fin"], "revenue", ("region",))
        nobody = overrides.value_added(session, who["fin"], "quantity", ("region",))
    # 150 came in January and in February: the run was 15 off twice, the overrides 0 and 50; March has not come
    assert added.rows["actual"].tolist() == [150 * E, 150 * E]
    assert added.rows["error_override"].tolist() == [0, 50 * E]
    assert (added.wape_mean, added.wape_override) == pytest.approx((30 / 300, 50 / 300))
    assert (added.better, added.worse) == (1, 1)
    assert (nobody.wape_mean, nobody.better, len(nobody.rows)) == (None, 0, 0)
    with db.writing() as session, pytest.raises(Conflict) as over:
        overrides.withdraw(session, who["eva"], january, 1)
    assert over.value.code == "period_over"
    with on(date(2028, 1, 1)):  # data that ended long ago: nobody knows what came after their last day
        assert override(who["eva"], run, date(2026, 5, 1), 1)
        with pytest.raises(Conflict):
            override(who["eva"], run, FEBRUARY, 1)


@pytest.mark.parametrize(
    ("error", "code", "login", "given"),
    [
        (Conflict, "period_over", "eva", {"period": FEBRUARY}),
        (BadInput, "no_such_point", "eva", {"period": date(2027, 1, 1)}),
        (BadInput, "no_reason", "eva", {"reason": "  "}),
        (BadInput, "amount_out_of_range", "eva", {"amount": 10**15}),
        (BadInput, "unknown_member", "eva", {"cell": {"region": "X"}}),
        (BadInput, "unknown_run", "eva", {"run": 10**6}),
        (NotPermitted, "outside_scope", "sue", {}),
        (NotPermitted, "outside_scope", "mia", {}),
        (NotPermitted, "not_permitted", "ana", {}),
        (NotPermitted, "not_permitted", "prod", {}),
    ],
)
def test_overrides_that_cannot_be(firm, error: type, code: str, login: str, given: dict) -> None:
    runs, who = firm
    wanted = {"run": runs["revenue"], "period": MARCH, "amount": 1} | given
    with pytest.raises(error) as refused:
        override(who[login], **wanted)
    assert refused.value.code == code


GROWTH = Assumption("growth", 10, date(2026, 4, 1), dimension="region", code="N1")


def compare(user: User, run: int, cell: dict, *assumptions: Assumption) -> scenarios.Comparison:
    with db.reading() as session:
        return scenarios.compared(session, user, run, cell, assumptions)


def test_a_member_that_grows_moves_the_whole_by_its_part(firm) -> None:
    runs, who = firm
    found = compare(who["fin"], runs["revenue"], ALL, GROWTH)
    # 3 months of 165, 9 of 121 + 55
    assert found.rows["scenario"].tolist() == [165 * E] * 3 + [176 * E] * 9
    assert (found.base, found.scenario) == (1980 * E, 2079 * E) and found.change == pytest.approx(0.05)
    last = found.rows.iloc[11]
    assert (last["period"], last["difference"], last["change"]) == ("2026-12", 11 * E, pytest.approx(1 / 15))
    assert last["hi95"] == 195 * E * 16 // 15
    own = compare(who["sue"], runs["revenue"], S, Assumption("event", 28, FEBRUARY, date(2026, 2, 14)))
    assert own.rows["scenario"].tolist()[:3] == [55 * E, 55 * E * 114 // 100, 55 * E]


def test_assumptions_multiply_and_prices_need_an_elasticity_to_move_quantity(firm) -> None:
    runs, who = firm
    dearer = Assumption("price", 10, JANUARY)
    both = compare(who["fin"], runs["revenue"], N1, GROWTH, dearer)
    assert both.rows["scenario"].tolist()[3] == 110 * E * 121 // 100
    assert compare(who["prod"], runs["quantity"], ALL, dearer).change == 0
    assert compare(who["fin"], runs["orders"], ALL, Assumption("growth", 10, JANUARY)).scenario == 1980 * E * 11 // 10


@pytest.mark.parametrize(
    ("error", "code", "login", "measure", "cell", "assumption"),
    [
        (BadInput, "not_additive", "fin", "orders", ALL, GROWTH),
        (BadInput, "not_in_run", "fin", "revenue", S, GROWTH),
        (BadInput, "not_in_run", "fin", "revenue", ALL, Assumption("growth", 1, JANUARY, dimension="rep", code="R1")),
        (BadInput, "bad_percent", "fin", "revenue", ALL, Assumption("growth", -200, JANUARY)),
        (NotPermitted, "outside_scope", "sue", "revenue", ALL, GROWTH),
        (NotPermitted, "not_permitted", "prod", "revenue", ALL, GROWTH),
    ],
)
def test_comparisons_that_cannot_be(firm, error, code, login, measure, cell, assumption) -> None:
    with pytest.raises(error) as refused:
        compare(firm[1][login], firm[0][measure], cell, assumption)
    assert refused.value.code == code


def test_a_scenario_is_kept_changed_and_taken_away(firm) -> None:
    runs, who = firm
    run = runs["revenue"]
    with db.writing() as session:
        made = scenarios.keep(session, who["eva"], run, ALL, " Bold ", [GROWTH])
        with pytest.raises(Conflict) as taken:
            scenarios.keep(session, who["eva"], run, ALL, "Bold", [GROWTH])
        assert taken.value.code == "name_taken"
        for code, name, assumptions in (("no_name", " ", [GROWTH]), ("no_assumptions", "X", [])):
            with pytest.raises(BadInput) as wrong:
                scenarios.keep(session, who["eva"], run, ALL, name, assumptions)
            assert wrong.value.code == code
        for login, code in (("ana", "not_permitted"), ("sue", "outside_scope")):
            with pytest.raises(NotPermitted) as refused:
                scenarios.keep(session, who[login], run, ALL, "X", [GROWTH])
            assert refused.value.code == code
    newer = add_run("revenue", date(2026, 1, 31))
    with db.writing() as session:  # it was kept with an earlier run of the same kind
        (kept,) = scenarios.scenarios(session, who["fin"], newer, ALL)
        assert (kept.name, kept.run_id, kept.assumptions, kept.by, kept.version) == ("Bold", run, (GROWTH,), "eva", 1)
        assert scenarios.scenarios(session, who["fin"], newer, S) == []
        both = [GROWTH, Assumption("event", 5, MARCH, name="Fair")]
        scenarios.keep(session, who["eva"], newer, ALL, "Bolder", both, scenario=made, version=1)
        with pytest.raises(Conflict):
            scenarios.remove(session, who["eva"], made, 1)
        (kept,) = scenarios.scenarios(session, who["fin"], run, ALL)
        assert (kept.name, kept.run_id, kept.assumptions, kept.version) == ("Bolder", newer, tuple(both), 2)
        scenarios.remove(session, who["eva"], made, 2)
        assert scenarios.scenarios(session, who["fin"], run, ALL) == []
        session.execute(text(f"UPDATE forecast_runs SET status = 'failed' WHERE id = {newer}"))
        db.touch(session, "forecasts")


def aim(amount: int, **named) -> None:
    with db.writing() as session:
        targets.set_amount(session, OPERATOR, Plan(2026), Cell(2026, **named), amount * E)


def plausible(user: User, by: str | None = None, year: int = 2026) -> plausibility.Plausibility:
    with db.reading() as session:
        return plausibility.plausibility(session, user, year=year, by=by)


def test_the_chance_of_a_year_and_of_the_running_month(firm) -> None:
    runs, who = firm
    aim(1900)
    aim(130, month=3)
    found = plausible(who["fin"])
    assert (found.run.id, found.known_until) == (runs["revenue"], date(2026, 3, 13))
    year, month = found.rows.to_dict("records")
    # January and February brought 150 each; in March 30 came on 10 of 22 working days, 12/22 of 165 are to come; then
    # nine months of 165
    assert (year["period"], year["known"], year["mean"]) == ("2026", 330 * E, (300 + 30 + 90 + 1485) * E)
    assert (month["period"], month["known"], month["mean"]) == ("2026-03", 30 * E, 120 * E)
    assert month["hi80"] == pytest.approx((120 + 15 * sqrt(12 / 22)) * E, abs=1)
    # the target lies 10 above the mean, 30 · sqrt(12/22) are 1.96 standard errors
    side = 30 * sqrt(12 / 22) / NormalDist().inv_cdf(0.975)
    assert month["chance"] == pytest.approx(1 - NormalDist(120, side).cdf(130), abs=1e-6)
    with db.reading() as session:
        total = points(session, OPERATOR, runs["revenue"]).query("level == ''")
    rest = landing(0, total, range(4, 13))
    side = (rest.hi95 - rest.mean) / E + 30 * sqrt(12 / 22)
    expected = 1 - NormalDist(1905, side / NormalDist().inv_cdf(0.975)).cdf(1900)
    assert year["chance"] == pytest.approx(expected, abs=1e-6) and 0.5 < expected < 0.6


def test_regions_count_for_the_nearest_target_above_them(firm) -> None:
    _runs, who = firm
    aim(1900)
    aim(1300, region="N")
    aim(600, region="S")
    rows = plausible(who["fin"], "region").rows.set_index("member")
    # N1: 200 came, 30 in March and 12/22 of 110 to come, nine months of 110; S: 100, 30 and nine months of 55
    assert rows["mean"].to_dict() == {"N": (200 + 30 + 60 + 990) * E, "S": (100 + 30 + 495) * E}
    assert rows["chance"]["N"] < 0.5 < rows["chance"]["S"]
    assert plausible(who["sue"], "region").rows["member"].tolist() == ["S"]
    assert plausible(who["sue"]).rows["chance"].isna().all() and plausible(who["rita"]).rows["chance"].isna().all()


def test_what_a_forecast_cannot_say(firm) -> None:
    _runs, who = firm
    with db.writing() as session:
        targets.set_amount(session, OPERATOR, Plan(2027), Cell(2027), E)
    (row,) = plausible(who["fin"], year=2027).rows.to_dict("records")
    assert (row["mean"], row["chance"], row["target"]) == (None, None, E)
    assert plausible(who["fin"], "channel").run is None
    for code, given in (("unknown_measure", {"measure": "receipts"}), ("unknown_dimension", {"by": "customer"})):
        with db.reading() as session, pytest.raises(BadInput) as wrong:
            plausibility.plausibility(session, who["fin"], year=2026, **given)
        assert wrong.value.code == code
    with pytest.raises(NotPermitted):
        plausible(who["prod"])


def split(by: str, year: int = 2026, measure: str = "revenue", **named) -> dict[str, int]:
    plan = Plan(year, measure)
    unit = E if measure != "orders" else 1
    with db.writing() as session:
        targets.set_amount(session, OPERATOR, plan, Cell(year, **named), 1200 * unit)
        found = targets.split(session, OPERATOR, plan, Cell(year, **named), by, Weights("forecast"), dry_run=True)
    return dict(zip(found.rows[by], (found.rows["amount"] // unit).tolist(), strict=True))


def test_a_forecast_splits_targets(firm) -> None:
    assert set(split("month").values()) == {100}
    assert split("quarter", region="N") == {f"2026-Q{quarter}": 300 for quarter in (1, 2, 3, 4)}
    assert split("region") == {"N": 800, "S": 400}
    assert split("region", region="N") == {"N1": 1200}
    assert split("region", month=5) == {"N": 800, "S": 400}
    # months that the run knew count as they were: 100 and 50
    assert split("region", year=2025) == {"N": 800, "S": 400}
    assert split("region", measure="orders") == {"N": 800, "S": 400}


@pytest.mark.parametrize(
    ("code", "by", "given"),
    [
        ("no_forecast", "channel", {}),
        ("no_forecast", "month", {"measure": "receipts"}),
        ("no_forecast", "rep", {"region": "N"}),
        ("forecast_too_short", "month", {"year": 2027}),
        ("forecast_too_short", "region", {"year": 2027}),
    ],
)
def test_splits_that_no_forecast_knows(firm, code: str, by: str, given: dict) -> None:
    with pytest.raises(BadInput) as refused:
        split(by, **given)
    assert refused.value.code == code
