"""One person, or one team: the parts of the score, the records behind them, what was said and agreed."""

import streamlit as st
from pandas import DataFrame

from salesdash import charts, db, kpis
from salesdash.appraisal.results import Appraisal, Result
from salesdash.config import PROJECT_ROOT
from salesdash.dimensions import dimension_name
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY
from salesdash.ui import (
    appraisal_actions,
    appraisal_bars,
    appraisal_frame,
    appraisal_override,
    appraisal_talk,
    appraisal_words,
    identity,
    kpi_frame,
    markup,
)
from salesdash.ui.appraisal_frame import Frame

_MOST_ORDERS = 50
#: so many members of a team fit into an address
_MOST_MEMBERS = 40


def show(frame: Frame, found: Appraisal, one: Result, *, alone: bool) -> None:
    """All of it; notes, actions and setting the score only for who may. ``alone``: there is nobody else to go to."""
    if not alone:
        st.button(
            _("All people and teams"), icon=":material/arrow_back:", type="tertiary", key="appraisal.back",
            on_click=appraisal_frame.look_at,
        )  # fmt: skip
    st.subheader(markup.plain(one.name), anchor=False)
    st.html(markup.wrapped(charts.palette(kpi_frame.theme()), _answer(frame, one)))
    if one.rep is not None:
        appraisal_override.show(frame, found, one)
    _records(frame, found, one)
    if one.of.person is not None and frame.sight.words(one.of.person):
        appraisal_talk.show(frame, found.period, one)
        appraisal_actions.of_person(frame, found.period, one)


def _answer(frame: Frame, one: Result) -> str:
    kept = one.of.override
    lines = [_("Scorecard: {name}").format(name=appraisal_words.role(one))]
    if one.rep is not None and one.team_name:
        lines.append(_("Team: {name}").format(name=one.team_name))
    if kept:
        lines.append(
            _("Set by hand by {person} on {moment}, figures make {score}. Reason: {reason}").format(
                person=identity.called(kept.by), moment=formats.moment(kept.at, frame.company.time_zone),
                score=formats.percent(one.of.score), reason=kept.reason,
            )
        )  # fmt: skip
    if one.corrected:
        lines.append(
            _("Figures changed since the closing: they would make {now} today. The frozen score stands.").format(
                now=formats.percent(one.of.now)
            )
        )
    return appraisal_bars.headline(one) + appraisal_bars.lines(lines) + _parts(frame, one)


def _parts(frame: Frame, one: Result) -> str:
    headings = [
        _("Measure"), _("Weight"), _("Target"), _("Actual"), _("Attainment"), _("Band"), _("Counts"), _("Remark"),
    ]  # fmt: skip
    rows = []
    for part in one.parts:
        metric, band = REGISTRY[part.measure], one.band_of(part.attainment)
        rows.append(
            [
                _(metric.name), formats.percent(part.share), metric.show(part.target, frame.currency),
                metric.show(part.actual, frame.currency), formats.percent(part.attainment), band.name if band else "",
                formats.percent(part.points), appraisal_words.remark(part, frame.currency),
            ]
        )  # fmt: skip
    note = _("Counts: attainment within floor and cap × weight. What is missing gives its weight to the rest.")
    return markup.table(_("How the score is made"), headings, rows, left=(0, 5, 7), note=note)


def _records(frame: Frame, found: Appraisal, one: Result) -> None:
    """The orders behind the figures, here and on the page KPIs."""
    reps = _reps(found, one)
    if not frame.user.may("kpis.read") or not reps or found.days.start > frame.today:
        return
    end = min(found.days.end, frame.today)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(
            PROJECT_ROOT / "pages" / "kpis.py", label=_("These figures on the page KPIs"), icon=":material/monitoring:",
            query_params={
                "period": "custom", "dates": [found.days.start.isoformat(), end.isoformat()], "rep": reps,
            },
        )  # fmt: skip
        wanted = st.toggle(_("Show the orders behind them"), key="appraisal.orders")
    if wanted:
        with db.reading() as session:
            rows = kpis.orders(session, frame.user, found.days.start, end, {"rep": reps}, _MOST_ORDERS)
        st.html(markup.wrapped(charts.palette(kpi_frame.theme()), _orders(frame, rows)))


def _orders(frame: Frame, rows: DataFrame) -> str:
    headings = [
        _("Order number"), _("Date"), dimension_name("customer"), _("Revenue"), _("Quantity"), _("Lines"),
    ]  # fmt: skip
    cells = [
        [
            row["order_no"], formats.day(row["ordered_on"]), row["customer_name"],
            formats.money(row["revenue"], frame.currency), formats.quantity(row["quantity"]),
            formats.number(row["lines"]),
        ]
        for row in rows.to_dict("records")
    ]  # fmt: skip
    count = rows.attrs["orders"]
    note = _("The newest {shown} of {count}; all of them on the page KPIs.").format(
        shown=formats.number(len(cells)), count=formats.number(count)
    )
    return markup.table(_("Orders"), headings, cells, left=(0, 1, 2), note=note if count > len(cells) else "")


def _reps(found: Appraisal, one: Result) -> list[str]:
    if one.rep is not None:
        return [one.rep]
    members = [p.rep for p in found.people if p.rep is not None and one.of.unit in p.of.units]
    return members if len(members) <= _MOST_MEMBERS else []
