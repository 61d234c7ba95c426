"""History and forecast in one chart: what came, what is expected with the bounds that hold 80 and 95 %, what was aimed
at, what had been expected before, and below the curve the events of the calendar."""

from collections.abc import Sequence
from html import escape
from typing import Any

from pandas import DataFrame

from salesdash.charts.events import strip
from salesdash.charts.style import Figure, Palette, axis, layout, mixed, plain, value_axis
from salesdash.locale import gettext as _
from salesdash.metrics import Metric
from salesdash.units import SCALE

#: labels that fit below a chart on a phone
_MOST_TICKS = 9
#: how much of the accent the bands have
_WIDE, _NARROW = 0.16, 0.34
#: half of what a band takes across where it has one period only
_ALONE = 0.25
_LINES = ("actual", "earlier", "target", "override", "mean", "lo80", "hi80", "lo95", "hi95")


def fan(
    periods: DataFrame, metric: Metric, colours: Palette, *, title: str, height: int, events: DataFrame | None = None
) -> Figure:
    """``periods``: one row per period, in a row: start (date), tick, year (both words for the axis), hover (words),
    running (bool: ``actual`` has a part of it), mark (a text where the period was set aside, else None), and in whole
    numbers of 1/10,000, <NA> where there is none: actual, earlier (forecast one period before), target, override, mean,
    lo80, hi80, lo95, hi95. ``events``: see ``charts.events.strip``."""
    lines = {name: [None if v is None else v / SCALE for v in plain(periods[name])] for name in _LINES}
    places = list(range(len(periods)))
    running = [bool(part) for part in periods["running"]]
    actual = [None if part else value for value, part in zip(lines["actual"], running, strict=True)]
    begin = _last(actual)
    ahead = [at for at in places if lines["mean"][at] is not None]
    data = _bands(lines, ahead, begin, actual, colours)
    data += [
        _line(places, lines["earlier"], _("Forecast one period before"), colours.compare, "dot"),
        _ticks(places, lines["target"], _("Target"), colours.text),
        _line(places, actual, _("Actual"), colours.accent, "solid"),
        _line(*_joined(ahead, lines["mean"], begin, actual), _("Forecast"), colours.accent, "dash"),
        _diamonds(places, lines["override"], _("Override"), colours),
        _marks(periods, places, lines["actual"], running, colours),
        _ahead(periods, ahead, lines["mean"], colours),
    ]
    strip_height, drawn, second = strip(events, colours)
    known = [value for values in lines.values() for value in values]
    figure: Figure = {
        "data": [*data, *drawn],
        "layout": layout(
            colours, title, height,
            xaxis=_time_axis(periods, colours, "y2" if second else "y"),
            yaxis=value_axis(colours, metric, known) | {"domain": [strip_height, 1]},
            hovermode="closest", shapes=_now(ahead, places, colours),
        ) | second,
    }  # fmt: skip
    return figure


def period_ticks(ticks: Sequence[str], years: Sequence[str], most: int = _MOST_TICKS) -> list[str]:
    """Labels few enough to stand upright on a phone; the year below the first and where it changes."""
    step = next((s for s in (1, 2, 3, 4, 6, 12, 13, 26, 52) if len(ticks) <= most * s), len(ticks) // most + 1)
    shown, year = [], None
    for at, (tick, its_year) in enumerate(zip(ticks, years, strict=True)):
        if (len(ticks) - 1 - at) % step:
            shown.append("")
            continue
        shown.append(escape(tick) + (f"<br>{escape(its_year)}" if its_year != year else ""))
        year = its_year
    return shown


def _time_axis(periods: DataFrame, colours: Palette, stands_on: str) -> dict[str, Any]:
    ticks = period_ticks(list(periods["tick"]), list(periods["year"]))
    shown = [at for at, tick in enumerate(ticks) if tick]
    return axis(
        colours, tickvals=shown, ticktext=[ticks[at] for at in shown], tickangle=0, range=[-0.5, len(ticks) - 0.5],
        ticklabelstandoff=4, anchor=stands_on,
    )  # fmt: skip


def _last(values: Sequence[float | None]) -> int | None:
    known = [at for at, value in enumerate(values) if value is not None]
    return known[-1] if known else None


def _joined(
    ahead: list[int], values: Sequence[float | None], begin: int | None, actual: Sequence[float | None]
) -> tuple[list[float], list[float | None]]:
    """The forecast's places and values, begun at the last actual where the forecast follows it at once."""
    shown = [values[at] for at in ahead]
    if begin is not None and ahead and begin == ahead[0] - 1:
        return [begin, *ahead], [actual[begin], *shown]
    return list(ahead), shown


def _bands(
    lines: dict[str, list[float | None]], ahead: list[int], begin: int | None, actual: Sequence[float | None],
    colours: Palette,
) -> list[dict[str, Any]]:  # fmt: skip
    bands = []
    for low, high, strength, name in (("lo95", "hi95", _WIDE, "95 %"), ("lo80", "hi80", _NARROW, "80 %")):
        across, below = _joined(ahead, lines[low], begin, actual)
        _across, above = _joined(ahead, lines[high], begin, actual)
        if len(across) == 1:
            across, below, above = [across[0] - _ALONE, across[0] + _ALONE], below * 2, above * 2
        bands.append(
            {
                "type": "scatter", "mode": "lines", "x": across + across[::-1], "y": above + below[::-1], "name": name,
                "fill": "toself", "fillcolor": mixed(colours.accent, colours.background, strength),
                "line": {"width": 0}, "hoverinfo": "skip",
            }
        )  # fmt: skip
    return bands


def _line(places: Sequence[float], values: Sequence[float | None], name: str, colour: str, dash: str) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "lines", "x": list(places), "y": list(values), "name": name, "hoverinfo": "skip",
        "line": {"color": colour, "width": 2 if dash == "dot" else 2.5, "dash": dash}, "connectgaps": False,
    }  # fmt: skip


def _ticks(places: list[int], values: Sequence[float | None], name: str, colour: str) -> dict[str, Any]:
    size = max(5, min(18, round(420 / max(len(places), 1))))
    return {
        "type": "scatter", "mode": "markers", "x": places, "y": list(values), "name": name, "hoverinfo": "skip",
        "marker": {"symbol": "line-ew", "size": size, "line": {"color": colour, "width": 2}},
    }  # fmt: skip


def _diamonds(places: list[int], values: Sequence[float | None], name: str, colours: Palette) -> dict[str, Any]:
    """What a person expects instead: a mark of its own, which never takes the forecast's place."""
    return {
        "type": "scatter", "mode": "markers", "x": places, "y": list(values), "name": name, "hoverinfo": "skip",
        "marker": {
            "symbol": "diamond", "size": 11, "color": colours.warm, "line": {"color": colours.background, "width": 1.5},
        },
    }  # fmt: skip


def _marks(
    periods: DataFrame, places: list[int], values: Sequence[float | None], running: list[bool], colours: Palette
) -> dict[str, Any]:
    """What came, as points that hovering explains: hollow while the period runs, warm too where it was set aside."""
    aside = [mark is not None for mark in plain(periods["mark"])]
    return {
        "type": "scatter", "mode": "markers", "x": places, "y": list(values), "hoverinfo": "text", "name": "",
        "text": [str(words) for words in periods["hover"]], "cliponaxis": False,
        "marker": {
            "size": [9 if out or part else 5 for out, part in zip(aside, running, strict=True)],
            "color": [
                colours.background if out or part else colours.accent for out, part in zip(aside, running, strict=True)
            ],
            "line": {"color": [colours.warm if out else colours.accent for out in aside], "width": 2},
        },
    }  # fmt: skip


def _ahead(
    periods: DataFrame, ahead: list[int], values: Sequence[float | None], colours: Palette
) -> dict[str, Any]:  # fmt: skip
    words = list(periods["hover"])
    return {
        "type": "scatter", "mode": "markers", "x": ahead, "y": [values[at] for at in ahead], "name": "",
        "text": [str(words[at]) for at in ahead], "hoverinfo": "text", "cliponaxis": False,
        "marker": {"size": 7, "color": colours.background, "line": {"color": colours.accent, "width": 2}},
    }  # fmt: skip


def _now(ahead: list[int], places: list[int], colours: Palette) -> list[dict[str, Any]]:
    """The line between what was known and what is forecast."""
    if not ahead or ahead[0] == places[0]:
        return []
    at = ahead[0] - 0.5
    line = {"color": colours.compare, "width": 1, "dash": "dot"}
    return [{"type": "line", "x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "paper", "line": line, "layer": "below"}]
