"""What the sentences have in common."""

from pandas import DataFrame, Series

from salesdash.locale import formats, ngettext
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY

#: what reads as no change, as a fraction
SAME = 0.0005


def metric_word(key: str) -> str:
    """A metric's name inside a sentence."""
    name = _(REGISTRY[key].name)
    return name[:1].lower() + name[1:]


def shown(key: str, value: float | None, currency: str, *, signed: bool = False) -> str:
    """A metric's value in short words."""
    return REGISTRY[key].show(value, currency, short=True, signed=signed)


def size(change: float) -> str:
    """How large a relative change is, without its sign."""
    return formats.percent(abs(change), 1 if abs(change) < 10 else 0)


def counted(form: tuple[str, str, str], number: int) -> str:
    """The form of a message with a plural that a number asks for."""
    singular, plural, _name = form
    return ngettext(singular, plural, number)


def highest(rows: DataFrame, values: Series) -> Series:
    """The row in which ``values``, which belong to ``rows``, are highest; none of them is missing."""
    return rows.iloc[int(values.to_numpy(dtype=float).argmax())]


def no_year_before() -> str:
    """Why nothing is said about growth."""
    return _("The data do not reach back to the same days a year before: nothing can be said about growth.")
