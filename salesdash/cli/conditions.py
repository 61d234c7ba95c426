"""Conditions as the command line takes them."""

from collections.abc import Iterable

from salesdash.errors import BadInput
from salesdash.locale import N_


def conditions(texts: Iterable[str]) -> dict[str, list[str]]:
    """``DIM=VALUE`` as given, one list of values per dimension."""
    found: dict[str, list[str]] = {}
    for text in texts:
        dimension, equals, value = text.partition("=")
        if not equals or not value:
            raise BadInput("bad_where", N_("{value} is no condition. Write DIM=VALUE, as in region=EU."), value=text)
        found.setdefault(dimension.strip(), []).append(value)
    return found
