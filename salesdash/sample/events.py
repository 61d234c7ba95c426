"""The sample company's calendar: the promotions of its stories, in its years and the coming one."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import company, db
from salesdash.access.identity import OPERATOR
from salesdash.models import Channel, CompanyEvent, CompanySetting, Region
from salesdash.sample.seasons import friday
from salesdash.sample.stories import Stories

#: where the company is at home; the setting that notes that loading chose it
COUNTRY, CHOSEN = "TW", "sample_country"
#: name, first and last day, channel, region
Event = tuple[str, date, date, str, str | None]


def wanted(last: date) -> Iterator[Event]:
    """The promotions that touch the company's days or lie in the year after. ``last``: its last day."""
    first = Stories(last).start
    for year in range(first.year, last.year + 2):
        for channel in ("DEALER", "ONLINE"):
            yield "Anniversary promotion 週年慶", date(year, 6, 1), date(year, 6, 30), channel, None
        yield "Singles' Day 雙十一", date(year, 11, 8), date(year, 11, 12), "ONLINE", None
        black = friday(year)
        yield "Black Friday 黑色星期五", black, black + timedelta(days=3), "ONLINE", "NAM"


def write(session: Session, last: date) -> None:
    """Stores the promotions and names the country whose public holidays count, where nobody has chosen one or none."""
    channels = dict(session.execute(select(Channel.code, Channel.id)).tuples().all())
    regions = dict(session.execute(select(Region.code, Region.id)).tuples().all())
    first = Stories(last).start
    session.add_all(
        CompanyEvent(
            name=name, kind="promotion", first_on=begin, last_on=end, channel_id=channels[channel],
            region_id=regions[region] if region else None,
        )
        for name, begin, end, channel, region in wanted(last)
        if end >= first
    )  # fmt: skip
    if not company.settings(session).version("holiday_country"):
        company.change(session, OPERATOR, "holiday_country", COUNTRY)
        session.add(CompanySetting(key=CHOSEN, value=COUNTRY))
    db.touch(session, "events")
