"""What a scenario says: its assumptions, the answer in a sentence, the curve, the table. Knows no Streamlit."""

from collections.abc import Mapping
from typing import Any

from salesdash.charts.lines import Line, lines
from salesdash.charts.style import Figure, Palette, in_units
from salesdash.forecasts.assumed import Assumption
from salesdash.forecasts.scenarios import Comparison
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.ui import forecast_words, markup
from salesdash.ui.forecast_frame import Looked

_HEIGHT = 260
_MOST_TICKS = 8


def assumption(looked: Looked, one: Assumption, members: Mapping[Any, str]) -> str:
    """One assumption in words."""
    member = (one.dimension, one.code) if one.dimension else None
    about = members.get(member) or str(one.code or looked.name)
    change = formats.percent(one.percent / 100, 1, signed=True)
    if one.kind == "event":
        days = formats.span(one.since, one.until or one.since)
        return _("{event}, {days}: {change} on these days, {about}").format(
            event=one.name or _("Event"), days=days, change=change, about=about
        )
    since = looked.period(one.since)
    if one.kind == "growth":
        return _("{change} from {period} on, {about}").format(change=change, period=since, about=about)
    text = _("prices {change} from {period} on, {about}").format(change=change, period=since, about=about)
    if one.elasticity is None:
        return _("{assumption}; the quantity stays as it is").format(assumption=text)
    return _("{assumption}; elasticity {number}").format(
        assumption=text, number=formats.number(one.elasticity, None)
    )  # fmt: skip


def said(looked: Looked, found: Comparison, name: str) -> str:
    """What the assumptions make of the forecast in total."""
    count = forecast_words.periods_in_words(looked.run.frequency, len(found.rows))
    amount, base = looked.show(found.scenario, short=True), looked.show(found.base, short=True)
    text = _("Over the next {periods}: {amount} instead of {base}").format(periods=count, amount=amount, base=base)
    difference = looked.show(found.scenario - found.base, short=True, signed=True)
    if found.change is None or found.scenario == found.base:
        return _("{text}: {name} changes nothing.").format(text=text, name=name)
    share = formats.percent(found.change, 1, signed=True)
    return _("{text}: {difference} ({change}).").format(text=text, difference=difference, change=share)


def curve(looked: Looked, found: Comparison, colours: Palette) -> tuple[Figure, str]:
    """Base and scenario by period, and the same in words."""
    days = list(found.rows["period_on"])
    step = -(-len(days) // _MOST_TICKS)
    labels = [forecast_words.tick(looked.frame.calendar, looked.run.frequency, day)[0] for day in days]
    ticks = [label if at % step == 0 else "" for at, label in enumerate(labels)]
    title = _("Scenario, and the forecast in grey")
    drawn = [
        _line(looked, found, "base", _("Forecast"), colours.compare, named=False),
        _line(looked, found, "scenario", _("Scenario"), colours.accent, named=True),
    ]
    figure = lines(ticks, drawn, looked.metric, colours, title=title, height=_HEIGHT)
    return figure, f"{title}. {said(looked, found, _('Scenario'))}"


def _line(looked: Looked, found: Comparison, key: str, name: str, colour: str, *, named: bool) -> Line:
    amounts = found.rows[key].tolist()
    words = [
        f"<b>{looked.period(day)}</b><br>{name}: {looked.show(amount)}"
        for day, amount in zip(found.rows["period_on"], amounts, strict=True)
    ]
    # forecasts come in 1/10,000 whatever they measure
    scale = 1 if looked.metric.unit in ("money", "quantity") else 10_000
    return Line(name, in_units(looked.metric, [amount / scale for amount in amounts]), words, colour, named=named)


def table(looked: Looked, found: Comparison) -> str:
    """Base and scenario by period, and in total."""
    rows = [
        [looked.period(row["period_on"]), *(looked.show(row[name]) for name in ("base", "scenario")),
         looked.show(row["difference"], signed=True), formats.percent(row["change"], 1, signed=True)]
        for row in found.rows.to_dict("records")
    ]  # fmt: skip
    total = [
        _("Total"), looked.show(found.base), looked.show(found.scenario),
        looked.show(found.scenario - found.base, signed=True), formats.percent(found.change, 1, signed=True),
    ]  # fmt: skip
    headings = [_("Period"), _("Forecast"), _("Scenario"), _("Difference"), _("Change")]
    return markup.table(_("Forecast and scenario"), headings, [*rows, total])
