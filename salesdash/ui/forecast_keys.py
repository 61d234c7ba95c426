"""The keys of the charts of the page Forecast: what a line, a band, a mark stands for. Knows no Streamlit."""

from collections.abc import Iterable
from html import escape

from pandas import DataFrame

from salesdash.charts import Palette
from salesdash.charts.style import mixed
from salesdash.locale import gettext as _

#: how much of the accent the bands have, as in ``charts.fan``
_NARROW, _WIDE = 0.34, 0.16


def curve(rows: DataFrame, colours: Palette) -> str:
    """The key of the curve: only what is drawn. ``rows``: as ``forecast_curve.drawn``."""
    there = {name: bool(rows[name].notna().any()) for name in ("mean", "target", "earlier", "override")}
    return _key(
        [
            (_bar(colours.accent, 3), _("what came"), True),
            (_dashes(colours.accent, "dashed"), _("forecast"), there["mean"]),
            (_bar(mixed(colours.accent, colours.background, _NARROW), 12), _("80 % range"), there["mean"]),
            (_bar(mixed(colours.accent, colours.background, _WIDE), 12), _("95 % range"), there["mean"]),
            (_bar(colours.text, 2), _("target"), there["target"]),
            (_dashes(colours.compare, "dotted"), _("forecast one period before"), there["earlier"]),
            (_sign("◆", colours.warm), _("override"), there["override"]),
            (_sign("○", colours.warm), _("set aside or smoothed"), bool(rows["mark"].notna().any())),
        ]
    )


def members(rows: DataFrame, colours: Palette) -> str:
    """The key of the members' bars."""
    return _key(
        [
            (_bar(colours.accent, 12), _("forecast"), True),
            (_sign("├┤", colours.text), _("80 % range"), True),
            (_sign("┃", colours.compare), _("a year before"), bool(rows["before"].notna().any())),
        ]
    )


def _key(entries: Iterable[tuple[str, str, bool]]) -> str:
    shown = "".join(f"<span>{swatch} {escape(words)}</span>" for swatch, words, there in entries if there)
    return f'<div class="sd-key">{shown}</div>'


def _bar(colour: str, height: int) -> str:
    return f'<i style="height:{height}px;background:{colour}"></i>'


def _dashes(colour: str, style: str) -> str:
    return f'<i style="border-top:3px {style} {colour}"></i>'


def _sign(sign: str, colour: str) -> str:
    return f'<b aria-hidden="true" style="color:{colour}">{sign}</b>'
