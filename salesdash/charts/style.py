"""What all charts share: colours for the light and the dark theme, layout, and axes with few round numbers."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from salesdash.locale import formats
from salesdash.metrics import Metric
from salesdash.units import SCALE

#: what plotly draws: {"data": […], "layout": {…}}
Figure = dict[str, Any]


@dataclass(frozen=True)
class Palette:
    """Colours of one theme; text and marks keep a contrast of 4.5 : 1 and 3 : 1 on its background."""

    text: str
    muted: str
    grid: str
    accent: str
    compare: str
    warm: str
    background: str


LIGHT = Palette("#1b2733", "#55616e", "#e3e8ee", "#2563a8", "#84909d", "#b84f08", "#ffffff")
DARK = Palette("#e6ebf0", "#a9b4c0", "#2e3a46", "#7db0e8", "#8895a3", "#ffa057", "#12181f")

#: the fonts of .streamlit/config.toml: the reader's own
_FONT = (
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'PingFang TC', 'PingFang SC', 'Microsoft JhengHei', "
    "'Microsoft YaHei', 'Noto Sans CJK TC', 'Noto Sans CJK SC', sans-serif"
)


def palette(theme: str | None) -> Palette:
    """The colours of the theme named "light" or "dark"."""
    return DARK if theme == "dark" else LIGHT


def mixed(colour: str, ground: str, strength: float) -> str:
    """``colour`` laid on ``ground``: so much of it, from 0 to 1."""
    pairs = [(int(colour[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(c * strength + g * (1 - strength)):02x}" for c, g in pairs)


def layout(colours: Palette, title: str, height: int, **more: Any) -> dict[str, Any]:
    """The layout of a chart of fixed height with its title at the top left; the page's background shines through."""
    return {
        "height": height,
        "title": {
            "text": title,
            "font": {"size": 15, "color": colours.text, "weight": 600},
            "x": 0, "xref": "container", "xanchor": "left", "y": 0.98, "yanchor": "top", "pad": {"l": 4},
        },
        "font": {"family": _FONT, "size": 12, "color": colours.muted},
        "margin": {"l": 4, "r": 12, "t": 38, "b": 4},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "hoverlabel": {"font": {"family": _FONT, "size": 13}},
        "dragmode": False,
        "template": {},
    } | more  # fmt: skip


def axis(colours: Palette, **more: Any) -> dict[str, Any]:
    """An axis without lines of its own, fixed (no zoom: a page that is scrolled on a phone must not catch on it)."""
    return {
        "fixedrange": True, "showgrid": False, "zeroline": False, "showline": False,
        "tickfont": {"color": colours.muted, "size": 12}, "automargin": True,
    } | more  # fmt: skip


def value_axis(colours: Palette, metric: Metric, values: Iterable[float | None], **more: Any) -> dict[str, Any]:
    """An axis of a metric's values with few round ticks in short words of the language (1.2M; 120萬), from 0 on."""
    known = [v for v in values if v is not None] or [0.0]
    ticks = round_ticks(min(0.0, *known), max(0.0, *known))
    texts = [tick_text(metric, tick) for tick in ticks]
    span = [min(ticks[0], *known), max(ticks[-1], *known)]
    return axis(
        colours, tickvals=ticks, ticktext=texts, range=span, showgrid=True, gridcolor=colours.grid, zeroline=True,
        zerolinecolor=colours.grid, **more,
    )  # fmt: skip


def tick_text(metric: Metric, value: float) -> str:
    """A round number of an axis in short words. Amounts and quantities come in units, not in 1/10,000."""
    if metric.unit == "ratio":
        return formats.percent(value, 0 if float(value * 100).is_integer() else 1)
    return formats.number(value, None, short=True)


def short(metric: Metric, value: float | None, *, signed: bool = False) -> str:
    """A value in short words without the currency, which the title names once."""
    if metric.unit == "money":
        return formats.amount(None if value is None else int(value), short=True, signed=signed)
    return metric.show(value, "", short=True, signed=signed)


def title_with(text: str, aside: str) -> str:
    """A title with a smaller remark behind it."""
    return f'{text} <span style="font-size:12px;font-weight:400">{aside}</span>' if aside else text


def round_ticks(low: float, high: float, wanted: int = 4) -> list[float]:
    """About ``wanted`` round numbers that cover ``low`` to ``high``."""
    if high <= low:
        return [low, low + 1]
    raw = (high - low) / wanted
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= raw * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(step * i, 10) for i in range(first, last + 1)]


def in_units(metric: Metric, values: Iterable[Any]) -> list[float | None]:
    """A column's values as numbers to draw: amounts and quantities in units, what is missing as None (a gap)."""
    divisor = SCALE if metric.unit in ("money", "quantity") else 1
    return [None if v is None else float(v) / divisor for v in plain(values)]


def plain(values: Iterable[Any]) -> list[Any]:
    """A column as a plain list, what is missing as None."""
    return [None if value is None or str(value) in ("<NA>", "NaT", "nan") else value for value in values]
