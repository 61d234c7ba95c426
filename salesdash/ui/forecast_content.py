"""What the page Forecast shows of one cell, made once per state of the data and kept until that changes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape

import streamlit as st
from pandas import DataFrame

from salesdash import charts, db, events, forecasts
from salesdash.charts import Figure
from salesdash.forecasts import overrides
from salesdash.locale import formats, language, ngettext
from salesdash.locale import gettext as _
from salesdash.ui import (
    drill,
    forecast_accuracy,
    forecast_curve,
    forecast_keys,
    forecast_landing,
    forecast_members,
    forecast_numbers,
    forecast_points,
    forecast_said,
    forecast_targets,
    markup,
)
from salesdash.ui.forecast_frame import Looked, Rows
from salesdash.ui.forecast_landing import Stretch
from salesdash.ui.kpi_frame import theme
from salesdash.ui.kpi_tables import Table

LOOKS = """<style>
.sd-key{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;font-size:.8rem;color:var(--sd-muted);margin:-.4rem 0 .2rem}
.sd-key span{display:inline-flex;align-items:center;gap:.35rem}
.sd-key i{display:inline-block;width:1.5rem;border-radius:1px}
.sd-answer{font-size:1.05rem;margin:.1rem 0 0;max-width:62rem;color:var(--sd-text)}
.sd-answer~.sd-sub{max-width:62rem}
.sd-answer~.sd-cards{margin-top:.7rem}
</style>"""


@dataclass(frozen=True)
class Content:
    """``answer``: sentence and numbers; ``curve``: chart, its words and its key; ``drawn``: there is something on it;
    ``coming``: the events ahead in words; ``members``: the chart of what the cell is made of with words and key;
    its table; the members' names by code. None where it is made of nothing."""

    looked: Looked
    answer: str
    curve: tuple[Figure, str, str]
    coming: str
    drawn: bool
    points: Table
    members: tuple[Figure, str, str] | None
    members_table: Table | None
    openable: Mapping[str, str]


def heading(looked: Looked) -> str:
    """The line under the title: what is shown, when it was made and from which data."""
    run, frame = looked.run, looked.frame
    made = formats.moment(run.made_at, frame.company.time_zone)
    told = (
        _("made {moment} from the data up to {day}")
        if looked.latest
        else _("as it was made {moment} from the data up to {day}")
    )
    known = told.format(moment=made, day=formats.day(run.as_of))
    return " · ".join([_(looked.metric.name), looked.name, known])


def content(looked: Looked, rows: Rows, down: str | None) -> Content:
    """What is shown of a cell; ``rows``: of the whole run; ``down``: the dimension whose members can be opened next."""
    # what is remembered was made for somebody who sees the same; who looks now, and may do what, is their own
    return replace(_content(_key("content", looked, down), looked, rows, down), looked=looked)


@st.cache_resource(max_entries=256, show_spinner=False)
def _content(key: str, _looked: Looked, _rows: Rows, _down: str | None) -> Content:
    looked, colours = _looked, charts.palette(theme())
    stretches = forecast_landing.stretches(looked)
    days = forecast_curve.periods(looked)
    user = looked.frame.user
    cell = {name: code for name, code in looked.cell.items() if code is not None}
    with db.reading() as session:
        aims, targets = forecast_targets.beside(session, looked, days, stretches)
        run = looked.run
        came = adjusted = DataFrame({"period_on": [], "mean": [], "amount": [], "actual": []})
        if not looked.summed and len(looked.points):
            came = forecasts.came(session, user, run.measure, run.by, run.frequency, cell)
            adjusted = overrides.overrides(session, user, run.id, cell)
        happen = events.events(session, user, days[0], looked.after(days[-1])) if days else DataFrame()
    rows = forecast_curve.drawn(looked, aims, came, adjusted)
    strip = forecast_curve.calendar_strip(looked, days, forecast_curve.concerning(happen, cell))
    figure, words = forecast_curve.figure(looked, rows, strip, colours)
    members, members_table, openable = _members(looked, _rows, stretches, _down)
    said = forecast_said.said(looked, stretches[0], targets) if stretches else _("Nothing is forecast here.")
    cards = markup.cards(forecast_numbers.cards(looked, stretches, targets)) if stretches else ""
    return Content(
        looked=looked,
        answer=markup.wrapped(colours, _lines([said, _tested(looked, came), *_since(looked)]) + cards),
        curve=(figure, words, markup.wrapped(colours, forecast_keys.curve(rows, colours))),
        coming=forecast_curve.coming(looked, forecast_curve.concerning(happen, cell)),
        drawn=bool(rows["mean"].notna().any() or rows["actual"].notna().any()),
        points=forecast_points.table(looked, rows),
        members=members,
        members_table=members_table,
        openable=openable,
    )


def _lines(texts: list[str]) -> str:
    first, *rest = [text for text in texts if text]
    return f'<p class="sd-answer">{escape(first)}</p>' + "".join(
        f'<p class="sd-sub">{escape(text)}</p>' for text in rest
    )


def _tested(looked: Looked, came: DataFrame) -> str:
    """How sure that is: by what came of earlier forecasts where there are enough, and by trials on the history."""
    if looked.summed:
        return _sum(looked)
    with db.reading() as session:
        rows = forecasts.accuracy(session, looked.frame.user, looked.run.id)
    said = [forecast_accuracy.track(looked, came), forecast_accuracy.sentence(looked, rows)]
    return " ".join(text for text in said if text)


def _sum(looked: Looked) -> str:
    text = ngettext(
        "The forecast of the {count} series that you may see.",
        "The sum of the {count} series that you may see; its range is the widest that it can be.", looked.summed,
    )  # fmt: skip
    return text.format(count=formats.number(looked.summed))


def _since(looked: Looked) -> list[str]:
    """Of an earlier run, how what has come since compares with what it said."""
    if looked.latest:
        return []
    whole = looked.since[(looked.since["days_elapsed"] >= looked.since["days"]) & looked.since["actual"].notna()]
    both = whole.merge(looked.points, on="period_on")
    if both.empty or looked.metric.unit == "ratio":
        return []
    came, said = int(both["actual"].sum()), int(both["mean"].sum())
    inside = int(((both["actual"] >= both["lo80"]) & (both["actual"] <= both["hi80"])).sum())
    count = len(both)
    text = ngettext(
        "{inside} of {count} period that has come since lies in the 80 % range; in all {came} came instead of {said}.",
        "{inside} of {count} periods that have come since lie in the 80 % range; in all {came} came instead of {said}.",
        count,
    )
    return [
        text.format(
            count=formats.number(count), inside=formats.number(inside), came=looked.show(came, short=True),
            said=looked.show(said, short=True),
        )
    ]  # fmt: skip


def _members(
    looked: Looked, rows: Rows, stretches: list[Stretch], down: str | None
) -> tuple[tuple[Figure, str, str] | None, Table | None, Mapping[str, str]]:
    if down is None or not stretches:
        return None, None, {}
    colours = charts.palette(theme())
    members = forecast_members.members(looked, stretches[0], down, rows)
    if members.empty:
        return None, None, {}
    figure, words = forecast_members.chart(looked, stretches[0], down, members, colours)
    key = markup.wrapped(colours, forecast_keys.members(members, colours))
    names = drill.choices([str(code) for code in members["code"]], [str(name) for name in members["name"]])
    return (figure, words, key), forecast_members.table(looked, stretches[0], down, members), names


def _key(what: str, looked: Looked, *more: object) -> str:
    """All that a piece of the page depends on."""
    shown = (looked.run.id, looked.latest, sorted(looked.cell.items()), more)
    return repr((what, looked.frame.stamp, shown, language(), theme()))
