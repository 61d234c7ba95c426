"""Dates as the command line takes them."""

from datetime import date

from salesdash.errors import BadInput
from salesdash.locale import N_

FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)


def day(text: str, option: str) -> date:
    """The date that an option names. Raises BadInput unless it is written as ISO 8601 and from 1900 to 2199."""
    try:
        found = date.fromisoformat(text) if len(text) == len("2026-01-31") else None
    except ValueError:
        found = None
    if found is None or not FIRST <= found <= LAST:
        raise BadInput(
            "bad_date",
            N_("{option} {value} is no date from 1900 to 2199. Write it as 2026-01-31."),
            option=option,
            value=text,
        )
    return found
