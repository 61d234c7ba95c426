"""Monitoring from the first deviation to the closed signal, worked out by hand. Amounts in whole units here."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from salesdash import db, monitoring, targets
from salesdash.access.identity import OPERATOR
from salesdash.errors import BadInput, Conflict, NotPermitted
from salesdash.locale import use
from salesdash.models import AuditEntry, Signal
from salesdash.monitoring import Found, SignalView, comparing
from salesdash.monitoring.comparing import View
from salesdash.monitoring.work import work
from salesdash.targets import Cell, Plan
from tests.cli.conftest import run
from tests.kpis.company import E4
from tests.monitoring.firm import N1, S, sell
from tests.targets.firm import user

OCTOBER, NOVEMBER, MIDDLE = date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 10)


def watch(as_of: date = OCTOBER, by: tuple[str, ...] = ("region",), login: str | None = None) -> Found:
    return monitoring.monitor(None, user(login) if login else OPERATOR, by=by, as_of=as_of)


def told(found: Found, basis: str = "forecast") -> dict[tuple[str | None, str], tuple[str, float, float]]:
    """Member and period → level, actual, expected."""
    return {
        (next(iter(one.codes.values()), None), one.period): (one.level, one.actual / E4, one.expected / E4)
        for one in found.signals
        if one.basis == basis
    }


def parts(one: SignalView, dimension: str) -> dict[str | None, tuple[float, str]]:
    return {
        part["code"]: (part["deviation"] / E4, part["against"])
        for part in one.contributors
        if part["dimension"] == dimension
    }


def of(login: str, **wanted: Any) -> list[SignalView]:
    with db.reading() as session:
        return monitoring.signals(session, user(login), **wanted)


def test_a_closed_month(firm: str) -> None:
    found = watch()
    # S is 60 below its 100, an alert from 30 on; the company 60 below its 200, an alert beyond 60, so it is watched
    assert told(found) == {("S", "2026-10"): ("alert", 40, 100), (None, "2026-10"): ("watch", 140, 200)}
    assert found.new == {one.id for one in found.signals}
    south, total = found.signals
    assert (south.lo95, south.hi95, south.running) == (85 * E4, 115 * E4, False)
    assert parts(total, "region") == {"S": (-60, "forecast")}
    assert parts(total, "rep") == {"R3": (-60, "forecast")}
    # no forecast by product line or channel: against October 2025, which had 200
    assert parts(total, "channel") == {"SHOP": (-60, "year")}
    assert parts(total, "customer") == {"C1": (-60, "year")}
    assert sum(amount for amount, _against in parts(total, "effect").values()) == -60
    assert south.sentence == "S: Revenue of Oct 2026 came to $40, 60.0% below the forecast of $100.".replace(
        "S:", "Name of S:"
    )
    assert total.sentence.endswith("Most of it is Name of S (-$60).")


def test_nothing_is_said_twice(firm: str) -> None:
    before = {one.id: one.token for one in of("chief")}
    found = watch()
    assert not found.new
    assert {one.id: one.token for one in found.signals} == before
    with db.reading() as session:
        assert session.query(Signal).count() == 2
        assert [row.after["new"] for row in session.query(AuditEntry).filter_by(action="monitor")] == [2]


def test_who_sees_what(firm: str) -> None:
    assert {tuple(one.codes.items()) for one in of("chief")} == {(), (("region", "S"),)}
    assert of("rob") == []
    assert of("prod") == []
    assert of("mona") == []
    with pytest.raises(NotPermitted):
        of("cust")
    with pytest.raises(NotPermitted):
        watch(login="finn")
    by_people = watch(by=("rep",), login="chief")
    assert told(by_people)["R3", "2026-10"] == ("alert", 40, 100)
    # found by others before, the company's own signal stays the one that it was
    assert len(by_people.new) == 1
    # whoever finds for the whole company sees their own people only
    assert watch(by=("rep",), login="mona").signals == []


def test_seen(firm: str) -> None:
    chief = user("chief")
    assert all(one.new for one in of("chief"))
    with db.writing() as session:
        monitoring.seen(session, chief, [one.id for one in of("chief")])
    assert not any(one.new for one in of("chief"))
    assert all(one.new for one in of("boss"))


def _act(login: str, one: SignalView, version: int | None = None, **said: Any) -> int:
    with db.writing() as session:
        return monitoring.act(session, user(login), one.id, version or one.version, **said)


def _south() -> SignalView:
    return next(one for one in of("chief") if one.codes == {"region": "S"} and one.period == "2026-10")


def test_acting(firm: str) -> None:
    south = _south()
    with db.reading() as session:
        causes = monitoring.causes(session, user("chief"))
        assert set(monitoring.owners(session, user("chief"), south.id)) == {"chief", "boss", "ana", "finn", "mark"}
    lost = next(key for key, name in causes.items() if name == "Customer lost or gained")
    version = _act(
        "chief", south, owner="boss", status="in_progress", cause=lost, note=" Talked to them ", action="Visit",
        due=date(2026, 11, 20), link={"kind": "budget", "id": None},
    )  # fmt: skip
    now = _south()
    assert (now.version, now.owner, now.owner_name, now.status, now.cause_name, now.note, now.action, now.due) == (
        version, "boss", "boss", "in_progress", "Customer lost or gained", "Talked to them", "Visit",
        date(2026, 11, 20),
    )  # fmt: skip
    with db.reading() as session:
        entry = session.query(AuditEntry).filter_by(action="change", entity="signal").one()
    assert (entry.login, entry.before["owner"], entry.after["owner"]) == ("chief", None, "boss")
    with pytest.raises(Conflict, match="changed_meanwhile"):
        _act("boss", south, note="I was second")
    with pytest.raises(NotPermitted):
        _act("ana", now, note="Analysts look on")
    with pytest.raises(BadInput, match="unknown_signal"):
        _act("mona", now, note="Not mine")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("unknown_owner", {"owner": "rob"}),
        ("unknown_status", {"status": "over"}),
        ("unknown_cause", {"cause": 999}),
        ("unknown_link", {"link": {"kind": "event", "id": 999}}),
        ("too_long", {"note": "x" * 2001}),
        ("action_missing", {"action": ""}),
    ],
)
def test_what_cannot_be_said(firm: str, code: str, said: Mapping[str, Any]) -> None:
    with pytest.raises(BadInput, match=code):
        _act("chief", _south(), **said)


def test_the_list_of_causes(firm: str) -> None:
    with db.writing() as session:
        number = monitoring.keep_cause(session, user("chief"), "Strike")
    with pytest.raises(Conflict, match="cause_exists"), db.writing() as session:
        monitoring.keep_cause(session, user("chief"), " strike ")
    with db.writing() as session:
        monitoring.keep_cause(session, user("chief"), "Strike", id=number, version=1, offered=False)
    with pytest.raises(Conflict, match="changed_meanwhile"), db.writing() as session:
        monitoring.keep_cause(session, user("boss"), "Walk-out", id=number, version=1)
    with db.reading() as session:
        assert number not in monitoring.causes(session, user("chief"))
        assert "Strike" in [cause.name for cause in monitoring.cause_list(session, user("ana"))]
    with pytest.raises(NotPermitted), db.writing() as session:
        monitoring.keep_cause(session, user("ana"), "Weather")


def test_the_running_month(firm: str) -> None:
    sell((date(2026, 11, 5), 30, N1), (date(2026, 11, 6), 1, S))
    view = View("revenue", ("region",), "month", MIDDLE)
    with db.reading() as session:
        closed, runs = comparing.periods(session, "month", MIDDLE)
        assert (closed.days.end, closed.running, runs.days.start, runs.elapsed.end) == (
            OCTOBER,
            False,
            NOVEMBER,
            MIDDLE,
        )
        run = comparing.run_for(session, view, NOVEMBER, MIDDLE)
        assert run is not None
        frame = comparing.comparison(session, run, runs).set_index("region_id")
    # a year before 30 of 100 had come in N1 by the 10th, and 50 of 100 in S; the company is expected what they are
    assert (frame["expected"] / E4).to_dict() == {0: 80, 2: 50, 3: 30}
    assert (frame["actual"] / E4).to_dict() == {0: 31, 2: 1, 3: 30}
    # sales that come on one or two days of a month say little of it before they came
    assert (frame["hi95"] - frame["expected"]).gt(20 * E4).all()
    found = watch(MIDDLE)
    assert not [one for one in found.signals if one.running]
    # what was closed before is still open, and what people said of it stands
    assert _south().note == "Talked to them"


def test_a_day_long_past_changes_nothing_later(firm: str) -> None:
    before = of("chief")
    watch(OCTOBER)
    assert [(one.id, one.as_of, one.actual) for one in of("chief")] == [
        (one.id, one.as_of, one.actual) for one in before
    ]


def test_back_on_its_path(firm: str) -> None:
    version = _south().version
    sell((date(2026, 10, 7), 57, S))
    found = watch(MIDDLE)
    assert ("S", "2026-10") not in told(found)
    now = _south()
    assert (now.status, now.actual, now.version) == ("over", 97 * E4, version + 1)


def test_off_again(firm: str) -> None:
    token = _south().token
    sell((date(2026, 10, 8), -97, S))
    found = watch(MIDDLE)
    now = _south()
    assert now.id in found.new
    assert (now.status, now.level, now.actual) == ("open", "alert", 0)
    assert now.token != token


def test_the_pace_of_targets(firm: str) -> None:
    with db.writing() as session:
        rows = [(Cell(2026, month=10, region=code), 100 * E4, None) for code in ("N1", "S")]
        targets.set_many(session, OPERATOR, Plan(2026), rows)
    found = watch(MIDDLE)
    # nothing is left of S, N1 is on its way; both together are 100 short of 200, an alert beyond 60
    assert told(found, "pace") == {("S", "2026-10"): ("alert", 0, 100), (None, "2026-10"): ("alert", 100, 200)}
    total = next(one for one in found.signals if one.basis == "pace" and not one.codes)
    assert parts(total, "region") == {"S": (-100, "pace")}
    assert "50.0% short of the target of $200" in total.sentence
    document = monitoring.document(found)
    row = next(row for row in document["pace"] if row["region"] is None)
    assert (row["target"], row["contributors"]) == (200, [{"region": "S", "deviation": -100}])
    south = next(row for row in document["signals"] if row["region"] == "S" and row["period"] == "2026-10")
    assert (south["forecast"], south["lo95"], south["contributors"]) == (100, 85, [{"region": "S", "deviation": -100}])


def test_in_the_readers_language(firm: str) -> None:
    use("zh_Hant")
    assert _south().sentence == "Name of S：2026年10月 的銷售額為 US$0，比預測的 US$100 低 100.0%。"


def test_the_job_monitors_every_view(firm: str) -> None:
    class Running:
        url, user, parameters = None, OPERATOR, {"as_of": MIDDLE.isoformat()}

        def report(self, stage: str, share: float) -> None:
            assert stage == "monitoring"

    assert work(Running())["views"] == 2  # type: ignore[arg-type]


def test_without_a_forecast(firm: str) -> None:
    with pytest.raises(Conflict, match="no_forecast"):
        watch(by=("channel",))
    with pytest.raises(BadInput, match="unknown_dimension"):
        watch(by=("customer",))


def test_the_command(firm: str) -> None:
    answer = run(firm, "monitor", "--by", "region", "--as-of", "2026-11-10", "--json")
    south = next(row for row in answer.document["signals"] if (row["region"], row["period"]) == ("S", "2026-10"))
    assert {name: south[name] for name in ("new", "measure", "actual", "forecast", "lo95", "hi95", "level")} == {
        "new": False, "measure": "revenue", "actual": 0, "forecast": 100, "lo95": 85, "hi95": 115, "level": "alert",
    }  # fmt: skip
    assert south["contributors"] == [{"region": "S", "deviation": -100}]
    assert "60.0%" not in run(firm, "monitor", "--by", "region", "--as-of", "2026-11-10").out
    # who sees none of these members finds none; who may not look for deviations is told so before anything is read
    assert run(firm, "--as", "mona", "monitor", "--by", "region", "--json").document == {"signals": [], "pace": []}
    assert run(firm, "--as", "rob", "monitor", "--by", "nonsense", "--json").status == 3
    assert run(firm, "monitor", "--by", "channel", "--json").error["code"] == "no_forecast"


def test_the_orders_behind_it(firm: str) -> None:
    from salesdash.periods import FiscalCalendar

    assert monitoring.drill(FiscalCalendar(), _south()) == {
        "period": "custom", "dates": ["2026-10-01", "2026-10-31"], "region": ["S"],
    }  # fmt: skip
