"""Exchange rates to the company's currency, one by one; whole files of them come through ``imports``."""

from datetime import date
from decimal import Decimal, InvalidOperation

import pandas as pd
from babel.numbers import list_currencies
from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash import company, db
from salesdash.access import audit
from salesdash.access.identity import User
from salesdash.errors import BadInput
from salesdash.locale import N_
from salesdash.models import ExchangeRate

SCALE = 10**12
COLUMNS = ["currency", "on_date", "rate_e12"]


def table(session: Session, user: User, limit: int = 500) -> pd.DataFrame:
    """The newest rates first: COLUMNS; ``rate_e12`` is 1/10¹² of the company's currency for one unit of
    ``currency``. Takes master.manage or settings.manage."""
    user.require("master.manage", "settings.manage")
    newest = select(ExchangeRate).order_by(ExchangeRate.on_date.desc(), ExchangeRate.currency).limit(limit)
    rows = [[row.currency, row.on_date, row.rate_e12] for row in session.scalars(newest)]
    return pd.DataFrame(rows, columns=COLUMNS)


def put(session: Session, user: User, currency: str, on_date: date, rate: str) -> None:
    """Sets the rate of a day, in the place of one that is there. ``rate`` is a decimal with a point. It holds for
    what is imported from now on; amounts converted before stay. Takes master.manage. Raises BadInput for an unknown
    currency, the company's own, or a rate that is not above 0 and below 1,000,000."""
    user.require("master.manage")
    code = currency.strip().upper()
    if code not in list_currencies() or code == company.settings(session).currency:
        raise BadInput("bad_currency", N_("{currency} is not a foreign currency."), currency=currency)
    try:
        value = Decimal(rate.strip().replace(",", ""))
        scaled = int((value * SCALE).to_integral_value())
    except (InvalidOperation, ValueError, OverflowError) as wrong:
        raise _bad(rate) from wrong
    if not 0 < scaled < 10**6 * SCALE:
        raise _bad(rate)
    row = session.scalar(select(ExchangeRate).where(ExchangeRate.currency == code, ExchangeRate.on_date == on_date))
    before = {"rate_e12": row.rate_e12} if row else None
    if row is None:
        session.add(ExchangeRate(currency=code, on_date=on_date, rate_e12=scaled))
    elif row.rate_e12 == scaled:
        return
    else:
        row.rate_e12 = scaled
    action = "change" if before else "create"
    audit.record(session, user, action, "rate", f"{code} {on_date}", before, {"rate_e12": scaled})
    db.touch(session, "settings")


def remove(session: Session, user: User, currency: str, on_date: date) -> None:
    """Takes the rate of a day away. Takes master.manage. Raises BadInput if there is none."""
    user.require("master.manage")
    row = session.scalar(select(ExchangeRate).where(ExchangeRate.currency == currency, ExchangeRate.on_date == on_date))
    if row is None:
        raise BadInput("unknown_rate", N_("There is no rate of {currency} for {day}."), currency=currency, day=on_date)
    audit.record(session, user, "remove", "rate", f"{currency} {on_date}", {"rate_e12": row.rate_e12}, None)
    session.delete(row)
    db.touch(session, "settings")


def _bad(rate: str) -> BadInput:
    return BadInput("bad_rate", N_("{rate} is not a rate: a number above 0, such as 31.25."), rate=rate)
