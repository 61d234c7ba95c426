"""Charts as SVG inside a page: few elements, every text escaped, told by their title and the table beside them."""

from collections.abc import Callable, Sequence
from html import escape
from itertools import pairwise

from salesdash.charts.style import round_ticks
from salesdash.locale import N_, formats
from salesdash.locale import gettext as _
from salesdash.reports import looks
from salesdash.reports.answers import Chart, Series, Table

WIDTH = 720.0
_LABELS, _VALUES, _BAR, _GAP = 190.0, 62.0, 11.0, 9.0
#: width of a letter
_LETTER = 7.5
_HEIGHT, _LEFT, _TOP, _BOTTOM = 250.0, 58.0, 10.0, 24.0

#: two bounds are one area
_AREAS = {"bound80": N_("80 % range"), "bound95": N_("95 % range")}
_DASHED = ("target", "expected")

Scale = Callable[[float], float]


def svg(chart: Chart, table: Table, alt: str) -> str:
    """The chart; ``alt`` says what it shows."""
    draw = {"bars": _bars, "bridge": _bridge}.get(chart.kind, _lines)
    inner, height = draw(chart, table)
    return (
        f'<svg viewBox="0 0 {WIDTH:.0f} {height:.0f}" role="img" aria-label="{escape(alt)}" '
        f'xmlns="http://www.w3.org/2000/svg">{inner}</svg>'
    )


def legend(chart: Chart) -> str:
    """What the colours mean; nothing where there is one series only."""
    if len(chart.series) < 2:
        return ""
    names = {one.role: _(_AREAS.get(one.role, "")) or one.name for one in chart.series}
    marks = "".join(f"<span><i{_mark(chart, role)}></i>{escape(name)}</span>" for role, name in names.items())
    return f'<p class="legend">{marks}</p>'


def _mark(chart: Chart, role: str) -> str:
    if chart.kind != "bars" and role in _DASHED:
        return f' class="d" style="border-color:{looks.COLOURS[role]}"'
    return f' style="background:{looks.COLOURS[role]}"'


def _bars(chart: Chart, table: Table) -> tuple[str, float]:
    """Groups of bars, one below the other."""
    form = chart.form(table)
    values = [(series, chart.values(table, series)) for series in chart.series]
    ticks = round_ticks(*_ends(v for _s, column in values for v in column))
    across = _scale(ticks[0], ticks[-1], _LABELS, WIDTH - _VALUES)
    group = len(values) * _BAR + _GAP
    parts, height = [], 6.0
    for at, label in enumerate(chart.labels(table)):
        parts.append(_text(_LABELS - 8, height + group / 2 + 1, _fitted(label, 27), "end", full=label))
        for place, (series, column) in enumerate(values):
            value = column[at]
            if value is not None:
                y = height + place * _BAR
                parts.append(_rect(across(0), y, across(value), y + _BAR - 1.5, looks.COLOURS[series.role]))
        first = values[0][1][at]
        end = max([across(0), *(across(c[at] or 0) for _s, c in values)])
        parts.append(_text(end + 5, height + _BAR, _short(first, form), "start", strong=True))
        height += group
    parts.insert(0, _line([(across(0), 2), (across(0), height)], looks.GRID, 1))
    return "".join(parts), height + 2


def _lines(chart: Chart, table: Table) -> tuple[str, float]:
    """Lines over steps in time, and areas between bounds."""
    labels = chart.labels(table)
    values = {series: chart.values(table, series) for series in chart.series}
    ticks = round_ticks(*_ends(v for column in values.values() for v in column))
    up = _scale(ticks[0], ticks[-1], _HEIGHT - _BOTTOM, _TOP)
    along = _scale(0, max(len(labels) - 1, 1), _LEFT + 14, WIDTH - 40)
    parts = [_ticks(ticks, up, chart, table)]
    every = max(1, -(-len(labels) * max(map(looks.text_width, labels)) * _LETTER // (WIDTH - _LEFT)))
    parts += [
        _text(along(at), _HEIGHT - 6, label, "middle")
        for at, label in enumerate(labels)
        if (len(labels) - 1 - at) % every == 0
    ]
    for role in ("bound95", "bound80"):
        bounds = [values[series] for series in chart.series if series.role == role]
        if len(bounds) == 2:
            parts.append(_area(bounds[0], bounds[1], along, up, looks.COLOURS[role]))
    for series in reversed(list(chart.series)):
        if not series.role.startswith("bound"):
            parts.append(_course(series, values[series], along, up))
    return "".join(parts), _HEIGHT


def _bridge(chart: Chart, table: Table) -> tuple[str, float]:
    """Parts that lead from no change to the whole one."""
    labels = chart.labels(table)
    amounts = [value or 0.0 for value in chart.values(table, chart.series[0])]
    steps = looks.steps(amounts)
    ticks = round_ticks(*_ends(v for step in steps for v in step))
    up = _scale(ticks[0], ticks[-1], _HEIGHT - _BOTTOM, _TOP + 12)
    wide = (WIDTH - _LEFT) / max(len(labels), 1)
    parts = [_ticks(ticks, up, chart, table)]
    for at, (label, amount, (start, end)) in enumerate(zip(labels, amounts, steps, strict=True)):
        left = _LEFT + wide * (at + 0.18)
        colour = looks.WHOLE if at == len(labels) - 1 else looks.GAIN if amount >= 0 else looks.LOSS
        parts.append(_rect(left, up(max(start, end)), left + wide * 0.64, up(min(start, end)), colour))
        middle = left + wide * 0.32
        said = _short(amount, chart.form(table), signed=True)
        parts.append(_text(middle, up(max(start, end)) - 4, said, "middle", strong=True))
        parts.append(_text(middle, _HEIGHT - 6, _fitted(label, 16), "middle", full=label))
    return "".join(parts), _HEIGHT


def _ends(values: object) -> tuple[float, float]:
    known = [float(v) for v in values if v is not None]  # type: ignore[attr-defined]
    return min(0.0, *known, 0.0), max(0.0, *known, 0.0)


def _scale(low: float, high: float, start: float, end: float) -> Scale:
    reach = high - low or 1.0
    return lambda value: start + (value - low) / reach * (end - start)


def _ticks(ticks: Sequence[float], up: Scale, chart: Chart, table: Table) -> str:
    form = chart.form(table)
    return "".join(
        _line([(_LEFT, up(tick)), (WIDTH, up(tick))], looks.GRID, 1)
        + _text(_LEFT - 6, up(tick) + 4, _short(tick, form), "end")
        for tick in ticks
    )


def _course(series: Series, values: Sequence[float | None], along: Scale, up: Scale) -> str:
    colour = looks.COLOURS[series.role]
    points = [None if v is None else (along(at), up(v)) for at, v in enumerate(values)]
    dashes = ' stroke-dasharray="5 4"' if series.role in _DASHED else ""
    thick = 2.6 if series.role in ("now", "expected") else 1.8
    drawn = "".join(_line([a, b], colour, thick, dashes) for a, b in pairwise(points) if a and b)
    dots = [point for point in points if point] if series.role in ("now", "expected") else []
    return drawn + "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in dots)


def _area(
    low: Sequence[float | None], high: Sequence[float | None], along: Scale, up: Scale, colour: str
) -> str:  # fmt: skip
    known = [at for at, pair in enumerate(zip(low, high, strict=True)) if None not in pair]
    edge = [(at, low[at]) for at in known] + [(at, high[at]) for at in reversed(known)]
    points = " ".join(f"{along(at):.1f},{up(value or 0):.1f}" for at, value in edge)
    return f'<polygon points="{points}" fill="{colour}"/>'


def _rect(left: float, top: float, right: float, low: float, colour: str) -> str:
    x, y = min(left, right), min(top, low)
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{abs(right - left):.1f}" height="{max(abs(low - top), 1):.1f}" '
        f'fill="{colour}"/>'
    )


def _line(points: Sequence[tuple[float, float]], colour: str, thick: float, more: str = "") -> str:
    (x1, y1), (x2, y2) = points
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" stroke-width="{thick}" '
        f'stroke-linecap="round"{more}/>'
    )


def _text(x: float, y: float, text: str, anchor: str, *, strong: bool = False, full: str = "") -> str:
    named = f"<title>{escape(full)}</title>" if full and full != text else ""
    kind = ' class="v"' if strong else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{kind}>{escape(text)}{named}</text>'


def _short(value: float | None, form: str, *, signed: bool = False) -> str:
    if form == "ratio":
        return formats.percent(value, 0, signed=signed)
    rounded = value if value is None else round(value, 0 if abs(value) >= 10 else 2)
    return formats.number(rounded, None, short=True, signed=signed)


def _fitted(text: str, most: int) -> str:
    """``text`` in a given width, in which a Chinese character counts twice."""
    kept = [at for at in range(1, len(text) + 1) if looks.text_width(text[:at]) <= most]
    return text if len(kept) == len(text) else text[: len(kept) - 1] + "…"
