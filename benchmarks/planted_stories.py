"""The stories of the sample company, as monitoring tells them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from salesdash import db, forecasts, monitoring, sample
from salesdash.access.identity import OPERATOR
from salesdash.config import config
from salesdash.models import Base
from salesdash.periods import month_end, plus_months

LAST = date(2026, 11, 24)


@dataclass(frozen=True)
class Story:
    """Where a story can be seen, from which month on, and for how many months it is looked for."""

    name: str
    measure: str
    by: str
    member: str
    begins: date
    months: int = 3


STORIES = (
    Story("Great Wall is lost, by region", "revenue", "region", "CENTRAL", date(2026, 6, 1)),
    Story("Great Wall is lost, by representative", "revenue", "rep", "E034", date(2026, 6, 1)),
    Story("Rainbow begins to buy", "revenue", "region", "SEA", date(2026, 1, 1)),
    Story("The south falls behind", "revenue", "region", "SOUTH", date(2026, 4, 1), 7),
    Story("Cookware becomes dearer", "quantity", "product_line", "COOK", date(2026, 3, 1)),
    Story("Jackets cost more", "gross_profit", "product_line", "JACK", date(2026, 5, 1)),
    Story("Poles come back", "revenue", "product_line", "POLE", date(2025, 12, 1), 2),
    Story("Chan Chia-hsiang leaves", "revenue", "rep", "E033", date(2026, 7, 1)),
    Story("Chiu Cheng-en takes over", "revenue", "rep", "E035", date(2026, 7, 1)),
)


def stories(folder: Path) -> Iterator[dict[str, Any]]:
    """A row per story: the months in which its member was watched or an alert, and the first contributor of the total.
    At the end how many alerts there were in all of the looked at months, and how many of them are of no story."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SALESDASH_DATABASE_URL", f"sqlite:///{folder / 'sample.sqlite3'}")
        patch.setenv("SALESDASH_CACHE_DIR", str(folder / "snapshot"))
        config.cache_clear()
        Base.metadata.create_all(db.engine())
        sample.load(None, LAST)
        seen: dict[tuple[str, str, date], list[monitoring.SignalView]] = {}
        for story in STORIES:
            told = {}
            for step in range(story.months):
                month = plus_months(story.begins, step)
                key = (story.measure, story.by, month)
                if key not in seen:
                    seen[key] = _monitored(*key, known=story.begins - timedelta(days=1))
                for one in seen[key]:
                    if one.codes == {story.by: story.member}:
                        told[one.period] = one.level
            yield {"story": story.name, "measure": story.measure, story.by: story.member, "told": told}
        alerts = [one for found in seen.values() for one in found if one.level == "alert"]
        of_stories = {(story.by, story.member) for story in STORIES}
        other = [one for one in alerts if not (set(one.codes.items()) & of_stories)]
        yield {"alerts": len(alerts), "of no story": [f"{one.measure} {one.sentence}" for one in other]}
    config.cache_clear()


def _monitored(measure: str, by: str, month: date, *, known: date) -> list[monitoring.SignalView]:
    """The signals of a month against what had been known on the day ``known``."""
    with db.reading() as session:
        made = forecasts.latest(session, OPERATOR, measure, (by,), as_of=known)
    if made is None or made.as_of != known:
        forecasts.run(None, OPERATOR, measure=measure, by=(by,), horizon=12, as_of=known)
    found = monitoring.monitor(None, OPERATOR, measure=measure, by=(by,), as_of=month_end(month))
    return [one for one in found.signals if one.period_on == month and one.basis == "forecast"]
