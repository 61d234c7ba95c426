"""The company's settings: name, currency, time zone, fiscal calendar."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo, available_timezones

from babel.numbers import list_currencies
from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.access import audit
from salesdash.access.identity import User
from salesdash.errors import BadInput, Conflict
from salesdash.locale import N_
from salesdash.models import CompanySetting, ExchangeRate, ImportBatch, OrderLine
from salesdash.periods import FiscalCalendar
from salesdash.workdays import countries

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Company:
    """The settings in force. ``week_first_day``: 0 is Monday, 6 Sunday; ``close_day``: day of the month after on
    which a period should be closed (it only reminds); ``payment_days``: days after its date until an order is to
    be paid; ``holiday_country``: two letters, whose public holidays are no working days, ""
    for none; ``peer_ranking``: 1 where people see their place in the team, else 0. ``sample``: the sample company is
    loaded. ``versions``: the version of each setting that somebody has set, for ``change``."""

    name: str = ""
    currency: str = "USD"
    time_zone: str = "UTC"
    fiscal_first_month: int = 1
    week_first_day: int = 0
    close_day: int = 10
    payment_days: int = 30
    holiday_country: str = ""
    peer_ranking: int = 0
    sample: bool = False
    versions: tuple[tuple[str, int], ...] = ()

    @property
    def calendar(self) -> FiscalCalendar:
        """The company's years, quarters and weeks."""
        return FiscalCalendar(self.fiscal_first_month, self.week_first_day)

    def version(self, key: str) -> int:
        """The version of a setting; 0 while nobody has set it."""
        return dict(self.versions).get(key, 0)


def _name(value: str) -> str:
    if not value or len(value) > 200:
        raise ValueError
    return value


def _currency(value: str) -> str:
    code = value.upper()
    if code not in list_currencies():
        raise ValueError
    return code


def _time_zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError
    return value


def _word_or_number(words: tuple[str, ...], first: int) -> Callable[[str], str]:
    """A number from ``first`` on, or an English name, whole or its first three letters."""

    def read(value: str) -> str:
        named = [place for place, word in enumerate(words) if value.lower() in (word, word[:3])]
        number = first + named[0] if named else int(value)
        if not first <= number < first + len(words):
            raise ValueError
        return str(number)

    return read


def _number(first: int, last: int) -> Callable[[str], str]:
    """A whole number from ``first`` to ``last``."""

    def read(value: str) -> str:
        if not first <= int(value) <= last:
            raise ValueError
        return str(int(value))

    return read


def _country(value: str) -> str:
    code = "" if value.lower() == "none" else value.upper()
    if code and code not in countries():
        raise ValueError
    return code


def _switch(value: str) -> str:
    states = {"yes": "1", "on": "1", "1": "1", "no": "0", "off": "0", "0": "0"}
    if value.lower() not in states:
        raise ValueError
    return states[value.lower()]


#: key → what reads a value (raises ValueError), and what is expected, in words
SETTINGS: dict[str, tuple[Callable[[str], str], str]] = {
    "name": (_name, N_("a name of at most 200 characters")),
    "currency": (_currency, N_("the three letters of a currency, such as EUR")),
    "time_zone": (_time_zone, N_("a time zone such as Asia/Taipei")),
    "fiscal_first_month": (_word_or_number(MONTHS, 1), N_("a month, 1 to 12 or its English name")),
    "week_first_day": (_word_or_number(WEEKDAYS, 0), N_("a weekday, 0 (Monday) to 6 (Sunday) or its English name")),
    "close_day": (_number(1, 28), N_("a day from 1 to 28")),
    "payment_days": (_number(0, 365), N_("a number of days from 0 to 365")),
    "holiday_country": (_country, N_("the two letters of a country, such as TW, or none")),
    "peer_ranking": (_switch, N_("yes or no")),
}
#: the settings that are whole numbers
NUMBERS = ("fiscal_first_month", "week_first_day", "close_day", "payment_days", "peer_ranking")


def settings(session: Session) -> Company:
    """The settings in force; what nobody has set has its default. Needs no permission."""
    rows = {row.key: row for row in session.scalars(select(CompanySetting))}
    known = {key: row.value for key, row in rows.items() if key in SETTINGS}
    numbers = {key: int(known.pop(key)) for key in NUMBERS if key in known}
    versions = tuple(sorted((key, row.version) for key, row in rows.items()))
    return Company(**known, **numbers, sample="sample" in rows, versions=versions)  # type: ignore[arg-type]


def calendar(session: Session) -> FiscalCalendar:
    """The company's years, quarters and weeks."""
    return settings(session).calendar


def today(company: Company) -> date:
    """The date that it is in the company's time zone now."""
    return datetime.now(ZoneInfo(company.time_zone)).date()


def change(session: Session, user: User, key: str, value: str, version: int | None = None) -> Company:
    """Sets one setting and returns all. Takes settings.manage.

    ``version`` is the one that the person saw (0: nobody had set it); another one in force raises Conflict. Raises
    BadInput for an unknown key or an unusable value, and Conflict for a change of currency while amounts were
    converted at rates to the present one, or files named the currency of theirs: amounts are not converted again, so
    their figures would become wrong.
    """
    user.require("settings.manage")
    key = key.strip().lower().replace("-", "_")
    if key not in SETTINGS:
        raise BadInput(
            "unknown_setting", N_("There is no setting {key}. There are: {keys}."), key=key, keys=", ".join(SETTINGS)
        )
    read, expected = SETTINGS[key]
    try:
        new = read(value.strip())
    except ValueError as wrong:
        raise BadInput(
            "bad_setting", N_("{value} does not fit the setting {key}."), key=key, value=value, expected=expected
        ) from wrong
    before = settings(session)
    if version is not None and version != before.version(key):
        raise Conflict("changed_meanwhile", N_("Somebody else changed this meanwhile. Look at it again."), key=key)
    old = getattr(before, key)
    if str(old) == new:
        return before
    if key == "currency":
        _refuse_currency_change(session)
    row = session.get(CompanySetting, key)
    if row is None:
        session.add(CompanySetting(key=key, value=new))
    else:
        row.value = new
    audit.record(session, user, "change", "setting", key, {"value": str(old)}, {"value": new})
    db.touch(session, "settings")
    session.flush()
    return settings(session)


def _refuse_currency_change(session: Session) -> None:
    converted = (
        select(OrderLine.id)
        .join(ImportBatch, ImportBatch.id == OrderLine.batch_id)
        .where(OrderLine.currency.is_not(None), ImportBatch.status != "undone")
        .limit(1)
    )
    if session.scalar(converted) is not None:
        raise Conflict(
            "amounts_converted",
            N_("Some amounts were converted to the present currency on import. Undo those imports first."),
        )
    # batches that are not published yet say it too
    sources = select(ImportBatch.columns).where(ImportBatch.kind == "orders", ImportBatch.status != "undone")
    if any("currency" in columns for columns in session.scalars(sources)):
        raise Conflict(
            "currency_named",
            N_("Some imports said in which currency their amounts are. Undo those imports first."),
        )
    if session.scalar(select(ExchangeRate.id).limit(1)) is not None:
        raise Conflict("rates_exist", N_("There are exchange rates to the present currency. Remove them first."))
