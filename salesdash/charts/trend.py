"""The trend of a metric over months, against the same months a year before."""

from pandas import DataFrame

from salesdash.charts.style import Figure, Palette, axis, in_units, layout, plain, value_axis
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.metrics import Metric

#: months that stand side by side with those a year before
_MONTHS = 12


def trend(months: DataFrame, metric: Metric, currency: str, colours: Palette, *, title: str, height: int) -> Figure:
    """``months``: one row per month, oldest first, with start (date), partial (bool) and the metric's own column; the
    last twelve are drawn over the twelve before them. A running month is dotted with a hollow mark; a month without
    data is a gap. Where there is a column target, a dash marks it."""
    shown, before = months.tail(_MONTHS), months.iloc[:-_MONTHS].tail(_MONTHS)
    starts = list(shown["start"])
    now, then = in_units(metric, shown[metric.key]), in_units(metric, before[metric.key])
    then = [*[None] * (len(now) - len(then)), *then]
    places = list(range(len(now)))
    partial = [bool(p) for p in shown["partial"]]
    closed = len(now) - 1 if partial and partial[-1] else len(now)
    words_now = [_word(metric, v, currency) for v in plain(shown[metric.key])]
    words_then = [_word(metric, v, currency) for v in plain(before[metric.key])]
    words_then = [formats.DASH] * (len(now) - len(words_then)) + words_then
    labels = [formats.month(start) for start in starts]
    notes = ["<br>" + _("month to date") if p else "" for p in partial]
    targets = in_units(metric, shown["target"]) if "target" in shown else []
    aims = [f"<br>{_('Target')}: {_word(metric, v, currency)}" for v in plain(shown["target"])] if targets else notes
    hover = [
        f"<b>{label}</b>{note}<br>{a}{aim if targets else ''}<br>{_('A year before')}: {b}"
        for label, note, a, aim, b in zip(labels, notes, words_now, aims, words_then, strict=True)
    ]
    data = [
        {
            "type": "scatter", "mode": "lines", "x": places, "y": then, "name": _("A year before"),
            "line": {"color": colours.compare, "width": 2, "dash": "solid"}, "hoverinfo": "skip",
        },
        {
            "type": "scatter", "mode": "lines", "x": places[:closed], "y": now[:closed], "name": metric.key,
            "line": {"color": colours.accent, "width": 2.5}, "hoverinfo": "skip",
        },
        {
            "type": "scatter", "mode": "markers", "x": places, "y": now, "text": hover, "hoverinfo": "text",
            "cliponaxis": False,  # a mark at the end of the axis is drawn whole
            "marker": {
                "size": 7, "line": {"color": colours.accent, "width": 2},
                "color": [colours.background if p else colours.accent for p in partial],
            },
        },
    ]  # fmt: skip
    if closed < len(now) and closed:
        data.insert(
            2,
            {
                "type": "scatter", "mode": "lines", "x": places[closed - 1 :], "y": now[closed - 1 :],
                "line": {"color": colours.accent, "width": 2, "dash": "dot"}, "hoverinfo": "skip",
            },
        )  # fmt: skip
    if targets:
        data.append(
            {
                "type": "scatter", "mode": "markers", "x": places, "y": targets, "hoverinfo": "skip",
                "cliponaxis": False, "name": _("Target"),
                "marker": {"symbol": "line-ew", "size": 18, "line": {"color": colours.text, "width": 2}},
            }
        )  # fmt: skip
    return {
        "data": data,
        "layout": layout(
            colours, title, height,
            xaxis=axis(
                colours, tickvals=places, ticktext=_month_ticks(starts), tickangle=0, range=[-0.3, len(now) - 0.7]
            ),
            yaxis=value_axis(colours, metric, now + then + targets),
            hovermode="x",
        ),
    }  # fmt: skip


def _word(metric: Metric, value: float | None, currency: str) -> str:
    return metric.show(value, currency)


def _month_ticks(starts: list) -> list[str]:
    """Every second month up to the last, in short, so that they stand upright on a phone; the year stands under the
    first and where it changes."""
    texts, year = [], None
    for at, start in enumerate(starts):
        shown = (len(starts) - 1 - at) % 2 == 0
        texts.append(
            formats.month(start, short=True) + (f"<br>{start.year}" if start.year != year else "") if shown else ""
        )
        year = start.year if shown else year
    return texts
