"""What stands below the curve of the page Forecast, one part at a time: accuracy, the points, scenarios, overrides,
what was set aside, how likely targets are."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from salesdash import charts, db, forecasts
from salesdash.downloads import Sheet
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.ui import (
    downloads,
    forecast_marks,
    forecast_override,
    forecast_plausibility,
    forecast_points,
    forecast_scenario,
    forecast_tests,
    markup,
)
from salesdash.ui.forecast_content import Content
from salesdash.ui.forecast_frame import Looked
from salesdash.ui.kpi_frame import theme
from salesdash.ui.kpi_tables import Table

_PART = "forecast.part"
#: series whose problems are listed; the others are counted
_MOST = 20


def show(content: Content) -> None:
    """The choice of a part, and the part."""
    parts = _parts(content)
    names = {name: title for name, (title, _draw) in parts.items()}
    if st.session_state.get(_PART) not in names:
        stated = st.query_params.get("part")
        st.session_state[_PART] = stated if stated in names else next(iter(names))
    chosen = st.segmented_control(
        _("More about this forecast"), list(names), format_func=names.__getitem__, key=_PART, required=True,
        persist_state="session", label_visibility="collapsed",
    )  # fmt: skip
    if chosen == next(iter(names)):
        st.query_params.pop("part", None)
    elif st.query_params.get("part") != chosen:
        st.query_params["part"] = str(chosen)
    with st.container(key="forecast-part"):
        parts[str(chosen)][1]()


def _parts(content: Content) -> dict[str, tuple[str, Callable[[], None]]]:
    return {
        "points": (_("By period"), partial(_points, content)),
        "accuracy": (_("How good is it?"), partial(_accuracy, content)),
    } | (_by_people(content.looked) if not content.looked.summed else {})


def _by_people(looked: Looked) -> dict[str, tuple[str, Callable[[], None]]]:
    """What people add to a series: nothing to a sum of what a narrow scope may see."""
    return {
        "scenario": (_("What if?"), partial(forecast_scenario.show, looked)),
        "override": (_("Overrides"), partial(forecast_override.show, looked)),
        "plausible": (_("Targets"), partial(forecast_plausibility.show, looked)),
        "marks": (_("Unusual periods"), partial(forecast_marks.show, looked)),
    }


def _points(content: Content) -> None:
    """The periods ahead, the members, and all series to take away."""
    _table(content, "points", content.points)
    if content.members_table is not None:
        _table(content, "members", content.members_table)
    st.caption(_("All series of this forecast that you may see, with every period:"))
    with st.container(horizontal=True):
        downloads.buttons("forecast.all", forecast_points.all_title(), partial(_everything, content))


def _everything(content: Content) -> Sheet:
    looked = content.looked
    with db.reading() as session:
        rows = forecasts.points(session, looked.frame.user, looked.run.id)
    return forecast_points.sheet(looked, forecast_points.everything(looked, rows))


def _accuracy(content: Content) -> None:
    """How far off, by level and by series; what the measures mean; what has no forecast."""
    looked = content.looked
    with db.reading() as session:
        rows = forecasts.accuracy(session, looked.frame.user, looked.run.id)
    st.caption(
        _("Measured on earlier periods that the method was not shown: it forecast them from what lay before, and was "
          "compared with what came.")
    )  # fmt: skip
    _table(content, "levels", forecast_tests.by_level(looked, rows))
    _table(content, "series", forecast_tests.by_series(looked, rows))
    with st.expander(_("What these measures mean"), icon=":material/help:"):
        for name, meaning in forecast_tests.MEANING:
            st.markdown(f"**{_(name)}**: {_(meaning)}")
    problems = forecast_tests.problems(looked, rows)
    if note := forecast_tests.short(rows):
        st.caption(note)
    if problems:
        more = len(problems) - _MOST
        text = "\n".join(f"- {markup.plain(line)}" for line in problems[:_MOST])
        tail = "\n- " + _("and {count} more").format(count=formats.number(more)) if more > 0 else ""
        st.warning(_("Series without a forecast; the others are not touched by it.") + "\n" + text + tail)


def _table(content: Content, key: str, table: Table) -> None:
    looked = content.looked
    st.html(markup.wrapped(charts.palette(theme()), table.html(looked.frame.company.currency)))
    with st.container(horizontal=True):
        downloads.buttons(f"forecast.{key}", table.title, partial(forecast_points.sheet, looked, table))
