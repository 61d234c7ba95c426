"""Working days: Monday to Friday, less the public holidays of the company's country where it has named one."""

from functools import lru_cache
from typing import Any

import numpy as np

from salesdash.periods import Range


@lru_cache(maxsize=512)
def public_holidays(country: str, year: int) -> tuple[Any, ...]:
    """The public holidays of a calendar year, as dates in their order; none for a country that is not known."""
    from holidays import country_holidays

    try:
        return tuple(sorted(country_holidays(country, years=year)))
    except NotImplementedError:
        return ()


@lru_cache(maxsize=1)
def countries() -> tuple[str, ...]:
    """The codes (ISO 3166, two letters) of the countries whose holidays are known."""
    from holidays import list_supported_countries

    return tuple(sorted(list_supported_countries()))


def working_days(days: Range, country: str = "") -> int:
    """How many of ``days`` are working days."""
    free: list[Any] = []
    if country:
        free = [day for year in range(days.start.year, days.end.year + 1) for day in public_holidays(country, year)]
    return int(np.busday_count(days.start, np.datetime64(days.end) + 1, holidays=np.array(free, dtype="datetime64[D]")))
