"""``appraisal``: scores and closing, from orders and targets that came in as everybody's do."""

import pytest

from tests.cli.conftest import Cli

REPS = "rep,name,manager,team\nM1,Mia,,T1\nR1,Rita,M1,T1\nR2,Rob,M1,T1\nR3,Rex,,T2\n"
ORDERS = """order_no,ordered_on,customer,rep,quantity,net_amount,cost
A1,2025-03-03,C1,R1,1,90,40
A2,2025-03-04,C2,R2,1,240,100
A3,2025-02-04,C3,R2,1,60,20
"""
#: measure, person → target of March
TARGETS = {("revenue", "R1"): 100, ("revenue", "R2"): 200, ("revenue", "R3"): 50, ("gross_profit", "R1"): 40}


@pytest.fixture
def business(cli: Cli, tmp_path) -> Cli:
    for kind, text in (("reps", REPS), ("orders", ORDERS)):
        (tmp_path / kind).write_text(text)
        assert cli("import", tmp_path / kind, "--kind", kind).status == 0
    for (measure, rep), amount in TARGETS.items():
        year = ["--year", "2025", "--month", "3", "--measure", measure, "--amount", str(amount), "--rep", rep]
        answer = cli("targets", "set", *year, "--json")
        assert answer.status == 0, answer
    for login, role, rep in (("mia", "sales_manager", "M1"), ("rita", "sales_representative", "R1")):
        cli("users", "add", login, "--role", role, "--rep", rep)
    cli("users", "add", "fin", "--role", "finance")
    cli("users", "add", "prod", "--role", "production")
    return cli


def rows(cli: Cli, *who: str, period: str = "2025-03") -> dict:
    document = cli(*who, "appraisal", "show", "--period", period, "--json").document
    return {row["rep"]: row for row in document["rows"]}


def test_an_open_period_is_live_and_a_closed_one_frozen(business: Cli, tmp_path) -> None:
    document = business("appraisal", "show", "--period", "2025-03", "--json").document
    assert (document["period"], document["from"], document["to"]) == ("2025-03", "2025-03-01", "2025-03-31")
    assert (document["frozen"], document["closed_at"]) == (False, None)
    found = rows(business)
    # revenue 50 : profit 20 of what is there: (0.9 × 50 + 1.25 × 20) ÷ 70; Rob 1.2; Rex sold nothing
    assert found["R1"]["score"] == pytest.approx((45 + 25) / 70)
    assert (found["R2"]["score"], found["R3"]["score"], found["R3"]["band"]) == (1.2, 0, "Far behind")
    parts = {part["measure"]: part for part in found["R1"]["parts"]}
    assert (parts["revenue"]["target"], parts["revenue"]["actual"], parts["revenue"]["attainment"]) == (100, 90, 0.9)
    assert parts["new_customers"]["missing"] == "no_target"
    teams = {row["team"]: row for row in document["teams"]}
    assert teams["T1"]["parts"][0] | {"weight": 0} == parts["revenue"] | {
        "weight": 0, "target": 300, "actual": 330, "attainment": 1.1, "share": pytest.approx(50 / 70),
        "points": pytest.approx(1.1 * 50 / 70),
    }  # fmt: skip
    assert business("--as", "fin", "appraisal", "close", "--period", "2025-03", "--json").document == {
        "closed": ["2025-03"]
    }
    (tmp_path / "more").write_text("order_no,ordered_on,customer,rep,quantity,net_amount\nA4,2025-03-09,C1,R1,1,15\n")
    assert business("import", tmp_path / "more", "--kind", "orders").status == 0
    frozen = rows(business)["R1"]
    assert frozen["score"] == found["R1"]["score"]
    assert (frozen["parts"][0]["actual"], frozen["parts"][0]["now"]) == (90, {"target": 100, "actual": 105})
    again = business("appraisal", "close", "--period", "2025-03", "--json")
    assert (again.status, again.error["code"]) == (4, "already_closed")
    shut = business(
        "targets", "set", "--year", "2025", "--month", "3", "--measure", "revenue", "--amount", "1", "--json"
    )
    assert shut.status in (2, 4)
    assert rows(business)["R1"]["parts"][0]["now"]["target"] == 100


def test_each_sees_theirs(business: Cli) -> None:
    assert set(rows(business, "--as", "rita")) == {"R1"}
    assert set(rows(business, "--as", "mia")) == {"R1", "R2"}
    assert set(rows(business, "--as", "fin")) == {"R1", "R2", "R3"}
    refused = business("--as", "prod", "appraisal", "show", "--period", "nonsense", "--json")
    assert (refused.status, refused.error["code"]) == (3, "not_permitted")
    refused = business("--as", "mia", "appraisal", "close", "--period", "2025-03", "--json")
    assert (refused.status, refused.error["code"]) == (3, "not_permitted")


def test_words_for_people_and_bad_periods(business: Cli) -> None:
    text = business("appraisal", "show", "--period", "2025-Q1").out
    assert "Rita" in text and "open, figures up to now" in text
    assert "Nobody" in business("appraisal", "show", "--period", "2019").out
    assert business("appraisal", "show", "--period", "2025-W10", "--json").error["code"] == "not_appraised"
    assert business("appraisal", "close", "--period", "2199", "--json").error["code"] == "not_ended"
