"""What the settings offer to choose from."""

from functools import cache
from zoneinfo import available_timezones

from babel import Locale
from babel.numbers import get_territory_currencies

from salesdash import workdays


@cache
def _current() -> tuple[str, ...]:
    """Currencies that are legal tender somewhere today."""
    territories = [code for code in map(str, Locale("en").territories) if len(code) == 2]
    found = {currency for territory in territories for currency in get_territory_currencies(territory)}
    return tuple(sorted(found))


def currencies(now: str) -> list[str]:
    """Codes of the currencies in use today, and of the present one."""
    return sorted({*_current(), now})


@cache
def _zones() -> tuple[str, ...]:
    return tuple(
        sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix")))
    )


def time_zones(now: str) -> list[str]:
    """Names of the time zones, UTC and the present one first."""
    return list(dict.fromkeys(["UTC", now, *_zones()]))


def countries(now: str) -> list[str]:
    """Codes of the countries whose public holidays are known, none first; the present one always."""
    return list(dict.fromkeys(["", *sorted({*workdays.countries(), now} - {""})]))
