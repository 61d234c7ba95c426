"""What the calendar says: what is coming, in a sentence, numbers and a table. Knows no Streamlit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pandas import DataFrame
from sqlalchemy.orm import Session

from salesdash import company, events
from salesdash.access.identity import User
from salesdash.company import Company
from salesdash.downloads import Column, Sheet
from salesdash.events import KINDS, days
from salesdash.locale import formats, ngettext
from salesdash.locale import gettext as _
from salesdash.models.base import now
from salesdash.periods import Range, month_end
from salesdash.ui import markup
from salesdash.ui.markup import Card
from salesdash.workdays import working_days

#: how far ahead the page looks at first, and how many public holidays it names
AHEAD, _HOLIDAYS = 90, 8
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Content:
    """``coming``: the events that have not ended, ``past``: the others, the newest first; as ``events.events``."""

    company: Company
    today: date
    coming: DataFrame
    past: DataFrame

    @property
    def empty(self) -> bool:
        """Whether nobody has put anything in."""
        return self.coming.empty and self.past.empty


def content(session: Session, user: User) -> Content:
    """The calendar as it is today."""
    settings = company.settings(session)
    today = company.today(settings)
    listed = events.events(session, user)
    ended = listed["last_on"].map(lambda day: day < today).astype(bool)
    return Content(settings, today, listed[~ended].reset_index(drop=True), listed[ended][::-1].reset_index(drop=True))


def said(shown: Content) -> str:
    """What is coming, in a sentence or two."""
    running = [row for row in shown.coming.to_dict("records") if row["first_on"] <= shown.today]
    ahead = [row for row in shown.coming.to_dict("records") if row["first_on"] > shown.today]
    parts = []
    if running:
        names = formats.listing([row["name"] for row in running[:3]])
        last = max(row["last_on"] for row in running[:3])
        parts.append(_("Now: {events}, until {day}.").format(events=names, day=formats.day(last)))
    if ahead:
        row = ahead[0]
        count = (row["first_on"] - shown.today).days
        text = ngettext("Next: {event}, in {count} day ({days}).", "Next: {event}, in {count} days ({days}).", count)
        span = formats.span(row["first_on"], row["last_on"])
        parts.append(text.format(event=row["name"], count=formats.number(count), days=span))
    return " ".join(parts) or _("Nothing is planned from today on.")


def numbers(shown: Content) -> str:
    """Working days of the running month, events ahead, the next public holiday, Lunar New Year."""
    country = shown.company.holiday_country
    month = Range(shown.today.replace(day=1), month_end(shown.today))
    left = working_days(Range(shown.today, month.end), country)
    soon = [day for day in shown.coming["first_on"] if day <= shown.today + AHEAD * _DAY]
    cards = [
        Card(
            _("Working days this month"),
            formats.number(working_days(month, country)),
            _("Monday to Friday, less public holidays of the company's country"),
            note=_("{count} left, today included").format(count=formats.number(left)),
        ),
        Card(
            _("Events in the next {count} days").format(count=formats.number(AHEAD)),
            formats.number(len(soon)),
            _("Events of the company's calendar that run or begin by then"),
            note=formats.span(shown.today, shown.today + AHEAD * _DAY),
        ),
    ]
    for name, day, note, help_text in _festivals(shown):
        cards.append(Card(name, formats.month_day(day), help_text, note=note))
    return markup.cards(cards)


def _festivals(shown: Content) -> list[tuple[str, date, str, str]]:
    """The next public holiday and the next Lunar New Year, with their names and when they are."""
    found = []
    if known := holidays(shown)[:1]:
        day, name = known[0]
        found.append((_("Next public holiday"), day, name, _("Of the company's country, as Settings say")))
    years = range(shown.today.year, shown.today.year + 2)
    for day in days.festivals(shown.company.holiday_country, years):
        if day >= shown.today:
            count = (day - shown.today).days
            note = ngettext("in {count} day", "in {count} days", count).format(count=formats.number(count))
            text = _("It moves from year to year; forecasts know where its week lies.")
            found.append((_("Lunar New Year"), day, f"{day.year} · {note}", text))
            break
    return found


def holidays(shown: Content) -> list[tuple[date, str]]:
    """The next public holidays of the company's country with their names."""
    country = shown.company.holiday_country
    if not country:
        return []
    years = (shown.today.year, shown.today.year + 1)
    known = sorted(
        (day, name) for year in years for day, name in days.named(country, year).items() if day >= shown.today
    )
    return known[:_HOLIDAYS]


def where(row: Mapping[Any, Any]) -> str:
    """Where an event takes place, in words."""
    names = [row[f"{place}_name"] for place in events.PLACES if row[f"{place}_name"]]
    return " · ".join(names) or _("everywhere")


def effect(row: Mapping[Any, Any]) -> str:
    """What an event is expected to do."""
    return _("history tells") if row["effect"] is None else formats.percent(row["effect"], 1, signed=True)


def table(listed: DataFrame, caption: str) -> str:
    """Events as a table to read."""
    headings = [_("Event"), _("Kind"), _("From"), _("To"), _("Where"), _("Expected effect"), _("Note")]
    rows = [
        [row["name"], _(KINDS[row["kind"]]), formats.day(row["first_on"]), formats.day(row["last_on"]), where(row),
         effect(row), row["note"]]
        for row in listed.to_dict("records")
    ]  # fmt: skip
    return markup.table(caption, headings, rows, left=(0, 1, 4, 6))


def holiday_table(known: Sequence[tuple[date, str]], country: str) -> str:
    """Public holidays as a table to read."""
    caption = _("Public holidays: {country}").format(country=formats.country_name(country))
    rows = [[formats.day(day, weekday=True), name] for day, name in known]
    return markup.table(caption, [_("Date"), _("Public holiday")], rows, left=(0, 1))


def sheet(shown: Content, user: User) -> Sheet:
    """The whole calendar as a file; its columns are those that Uploads reads."""
    listed = DataFrame([*shown.past[::-1].to_dict("records"), *shown.coming.to_dict("records")], columns=events.COLUMNS)
    columns = [
        Column("name", _("Event")), Column("kind", _("Kind")), Column("first_on", _("First day"), "date"),
        Column("last_on", _("Last day"), "date"), Column("region", _("Region")),
        Column("product_line", _("Product line")), Column("channel", _("Channel")),
        Column("effect", _("Expected effect"), "ratio"), Column("note", _("Note")),
    ]  # fmt: skip
    return Sheet(
        title=_("Calendar"),
        columns=columns,
        rows=listed,
        as_of=formats.moment(now(), shown.company.time_zone),
        person=user.name,
        currency=shown.company.currency,
    )
