"""What signals tell together: worked out by hand."""

from datetime import UTC, date, datetime
from typing import Any

from salesdash.monitoring import SignalView, stories

THEN = datetime(2026, 11, 1, tzinfo=UTC)


def view(number: int, level: str = "alert", basis: str = "forecast", month: int = 10, **codes: str) -> SignalView:
    told: dict[str, Any] = dict.fromkeys(("lo80", "hi80", "lo95", "hi95", "owner", "owner_name", "cause"))
    return SignalView(
        id=number, new=False, token="t", version=1, measure="revenue", basis=basis, frequency="month", by=tuple(codes),
        codes=codes, names=codes, period=f"2026-{month}", period_on=date(2026, month, 1), as_of=date(2026, 11, 1),
        running=False, level=level, status="open", actual=1, expected=2, contributors=[], sentence=f"{number}",
        first_at=THEN, changed_at=THEN, cause_name=None, note="", action="", due=None, link=None, **told,
    )  # fmt: skip


def numbers(*found: SignalView) -> list[list[int]]:
    return [[one.id for one in story.signals] for story in stories(found)]


def test_both_bases_of_a_member_are_one_story() -> None:
    found = [view(1, region="N"), view(2, region="S"), view(3, basis="pace", region="N")]
    assert numbers(*found) == [[1, 3], [2]]


def test_another_period_or_part_is_another_story() -> None:
    assert numbers(view(1), view(2, month=11), view(3, region="N")) == [[1], [2], [3]]


def test_the_more_severe_leads_and_alerts_come_first() -> None:
    found = [view(1, "watch", region="S"), view(2, "watch", region="N"), view(3, basis="pace", region="N")]
    assert numbers(*found) == [[3, 2], [1]]
    assert [story.is_alert for story in stories(found)] == [True, False]


def test_what_nobody_answers_for_comes_last_of_its_level() -> None:
    found = [view(1, rep="(unassigned)"), view(2, rep="R1"), view(3, "watch", rep="R2")]
    assert numbers(*found) == [[2], [1], [3]]


def test_nothing_tells_nothing() -> None:
    assert stories([]) == []
