"""What signals say in words: levels with their marks, states, figures, cells."""

from html import escape

from salesdash import charts
from salesdash.dimensions import dimension_name
from salesdash.locale import N_, formats
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY
from salesdash.monitoring import LEVELS, SignalView
from salesdash.ui import forecast_words, kpi_frame, markup
from salesdash.units import SCALE

#: tells the levels apart without colour
_MARKS = {"alert": "◆", "watch": "◇"}
#: what a contributor's dimension is called where it is none of the dimensions
_EFFECTS = N_("Price, volume, mix")


def amount(one: SignalView, value: float | None, currency: str, *, short: bool = False, signed: bool = False) -> str:
    """A figure of a signal, with its unit."""
    return forecast_words.show(REGISTRY[one.measure], value, currency, short=short, signed=signed)


def difference(one: SignalView, value: float, currency: str, *, short: bool = True) -> str:
    """A difference of two figures of a signal, signed; of ratios in points."""
    if REGISTRY[one.measure].unit == "ratio":
        return formats.points(value / SCALE)
    return amount(one, value, currency, short=short, signed=True)


def by_name(dimension: str) -> str:
    """What contributors are broken down by."""
    return _(_EFFECTS) if dimension == "effect" else dimension_name(dimension)


def level_mark(level: str) -> str:
    """The level as a piece of HTML: mark, word and colour say the same."""
    shade = "warm" if level == "alert" else "accent"
    return f'<span style="color:var(--sd-{shade});font-weight:650">{_MARKS[level]} {escape(_(LEVELS[level]))}</span>'


def cell_name(one: SignalView) -> str:
    """The members that a signal is about."""
    return forecast_words.cell_name(one.names)


def drawn(inner: str) -> str:
    """A piece in the colours of the theme."""
    return markup.wrapped(charts.palette(kpi_frame.theme()), inner)
