"""What the page Forecast shows of one cell, made once per state of the data and kept until that changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

import streamlit as st
from pandas import DataFrame

from salesdash import charts, db, events, forecasts
from salesdash.charts import Figure
from salesdash.forecasts import Run
from salesdash.locale import formats, language, ngettext
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY
from salesdash.ui import (
    drill,
    forecast_accuracy,
    forecast_curve,
    forecast_landing,
    forecast_members,
    forecast_numbers,
    forecast_points,
    forecast_targets,
    markup,
)
from salesdash.ui.forecast_frame import Looked, of_cell
from salesdash.ui.forecast_landing import Stretch
from salesdash.ui.kpi_frame import Frame, theme
from salesdash.ui.kpi_tables import Table

LOOKS = """<style>
.sd-key{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;font-size:.8rem;color:var(--sd-muted);margin:-.4rem 0 .2rem}
.sd-key span{display:inline-flex;align-items:center;gap:.35rem}
.sd-key i{display:inline-block;width:1.5rem;border-radius:1px}
.sd-key .sd-key-diamond{color:var(--sd-warm)}
.sd-answer{font-size:1.05rem;margin:.1rem 0 0;max-width:62rem;color:var(--sd-text)}
.sd-answer+.sd-sub{max-width:62rem}
</style>"""


@dataclass(frozen=True)
class Content:
    """``answer``: sentence and numbers; ``curve``: chart, its words and its key; ``drawn``: there is something on it;
    ``coming``: the events ahead in words; ``members``: the chart of what the cell is made of, its table, and the
    members' names by code; none where it is made of nothing."""

    looked: Looked
    answer: str
    curve: tuple[Figure, str, str]
    coming: str
    drawn: bool
    points: Table
    members: tuple[Figure, str] | None
    members_table: Table | None
    openable: Mapping[str, str]


def looked_at(
    frame: Frame, run: Run, *, latest: bool, cell: Mapping[str, str | None], name: str
) -> Looked:  # fmt: skip
    """One cell of a run, with what it knew and what came since."""
    with db.reading() as session:
        points, inputs = (ask(session, frame.user, run.id) for ask in (forecasts.points, forecasts.inputs))
        since = forecasts.actuals(session, frame.user, run.id)
    return Looked(
        frame, run, latest, cell, name, REGISTRY[run.measure],
        *(of_cell(rows, cell) for rows in (points, inputs, since)),
    )  # fmt: skip


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


def content(looked: Looked, down: str | None) -> Content:
    """What is shown of a cell; ``down``: the dimension whose members can be opened next."""
    return _content(_key("content", looked, down), looked, down)


@st.cache_resource(max_entries=256, show_spinner=False)
def _content(key: str, _looked: Looked, _down: str | None) -> Content:
    looked, colours = _looked, charts.palette(theme())
    stretches = forecast_landing.stretches(looked)
    days = forecast_curve.periods(looked)
    user = looked.frame.user
    cell = {name: code for name, code in looked.cell.items() if code is not None}
    with db.reading() as session:
        targets = forecast_targets.of_stretches(session, looked, stretches)
        aims = forecast_targets.of_periods(session, looked, days)
        run = looked.run
        came = forecasts.came(session, user, run.measure, run.by, run.frequency, cell)
        adjusted = DataFrame({"period_on": [], "amount": []})
        happen = events.events(session, user, days[0], looked.after(days[-1])) if days else DataFrame()
    rows = forecast_curve.drawn(looked, aims, came, adjusted)
    strip = forecast_curve.calendar_strip(looked, days, forecast_curve.concerning(happen, cell))
    figure, words = forecast_curve.figure(looked, rows, strip, colours)
    members, members_table, openable = _members(looked, stretches, _down, colours)
    said = forecast_landing.said(looked, stretches[0], targets) if stretches else _("Nothing is forecast here.")
    cards = markup.cards(forecast_numbers.cards(looked, stretches, targets)) if stretches else ""
    return Content(
        looked=looked,
        answer=markup.wrapped(colours, _lines([said, _tested(looked), *_since(looked)]) + cards),
        curve=(figure, words, markup.wrapped(colours, forecast_curve.legend(rows, colours))),
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


def _tested(looked: Looked) -> str:
    with db.reading() as session:
        rows = forecasts.accuracy(session, looked.frame.user, looked.run.id)
    return forecast_accuracy.sentence(looked, rows)


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
        "Of the {count} period that has come since, {inside} lies in the 80 % range; in all {came} instead of {said}.",
        "Of the {count} periods that have come since, {inside} lie in the 80 % range; in all {came} instead of {said}.",
        count,
    )
    return [
        text.format(
            count=formats.number(count), inside=formats.number(inside), came=looked.show(came, short=True),
            said=looked.show(said, short=True),
        )
    ]  # fmt: skip


def _members(
    looked: Looked, stretches: list[Stretch], down: str | None, colours: charts.Palette
) -> tuple[tuple[Figure, str] | None, Table | None, Mapping[str, str]]:
    if down is None or not stretches:
        return None, None, {}
    user, run = looked.frame.user, looked.run
    with db.reading() as session:
        asked = (forecasts.points, forecasts.inputs, forecasts.actuals)
        points, inputs, since = (ask(session, user, run.id) for ask in asked)
    rows = forecast_members.members(looked, stretches[0], down, (points, inputs, since))
    if rows.empty:
        return None, None, {}
    figure = forecast_members.chart(looked, stretches[0], down, rows, colours)
    names = drill.choices([str(code) for code in rows["code"]], [str(name) for name in rows["name"]])
    return figure, forecast_members.table(looked, stretches[0], down, rows), names


def _key(what: str, looked: Looked, *more: object) -> str:
    """All that a piece of the page depends on."""
    shown = (looked.run.id, looked.latest, sorted(looked.cell.items()), more)
    return repr((what, looked.frame.stamp, shown, language(), theme()))
