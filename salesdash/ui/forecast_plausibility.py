"""How likely the targets are, given what came and what the forecast says; and the forecast as weights of a split."""

from typing import Any

import streamlit as st
from pandas import DataFrame

from salesdash import charts, db
from salesdash.config import PROJECT_ROOT
from salesdash.dimensions import dimension_name
from salesdash.forecasts.plausibility import Plausibility, plausibility
from salesdash.locale import N_, formats, ngettext
from salesdash.locale import gettext as _
from salesdash.metrics import TARGET_MEASURES
from salesdash.targets import LEVELS
from salesdash.ui import forecast_words, markup, messages
from salesdash.ui.forecast_frame import Looked
from salesdash.ui.forecast_said import in_chances
from salesdash.ui.kpi_frame import theme

#: from which chance on a target counts as likely, up to which as out of reach
_LIKELY, _UNLIKELY = 0.8, 0.2
_VERDICTS = {"likely": N_("likely"), "open": N_("undecided"), "unlikely": N_("out of reach")}
_WHOLE = ""


def show(looked: Looked) -> None:
    """The targets of a year, as a whole or by a dimension, with the chance of each."""
    measure = looked.run.measure
    if measure not in TARGET_MEASURES:
        messages.empty(_("No targets can be set for this measure"), _("Look at a forecast of another measure."))
        return
    year, level, by = _choose(looked)
    with messages.guarded():
        with db.reading() as session:
            found = plausibility(
                session, looked.frame.user, year=year, measure=measure, level=level, by=by or None
            )  # fmt: skip
        _found(looked, found, year, by)
    _weights(looked, year)


def _choose(looked: Looked) -> tuple[int, str, str]:
    """Year, level and dimension."""
    years = sorted({looked.year(day) for day in looked.points["period_on"]})
    dimensions = {_WHOLE: _("the whole")} | {name: dimension_name(name) for name in looked.run.by}
    levels = {key: _(name) for key, name in LEVELS.items()}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="filters-plausible"):
        year = st.selectbox(
            _("Fiscal year"), years, key="forecast.plausible.year", width=130, filter_mode=None,
            format_func=lambda one: forecast_words.year_name(looked.frame.calendar, one),
        )  # fmt: skip
        level = st.selectbox(
            _("Level"), list(levels), index=list(levels).index("target"), format_func=levels.__getitem__,
            key="forecast.plausible.level", width=150, filter_mode=None,
        )  # fmt: skip
        by = st.selectbox(
            _("Targets of"), list(dimensions), format_func=dimensions.__getitem__, width=180, filter_mode=None,
            key=f"forecast.plausible.by.{','.join(looked.run.by)}",
        )  # fmt: skip
    return int(year), str(level), str(by)


def _found(looked: Looked, found: Plausibility, year: int, by: str) -> None:
    if found.run is None:
        messages.empty(_("There is no monthly forecast of this."), _("Make one: targets are set for months."))
        return
    if found.rows.empty:
        name = forecast_words.year_name(looked.frame.calendar, year)
        messages.empty(_("No target of {year} is still open.").format(year=name), _("Set targets on the page Targets."))
        return
    st.markdown(f"**{markup.plain(said(found.rows))}**")
    st.html(markup.wrapped(charts.palette(theme()), _table(looked, found, by)))


def verdict(chance: float | None) -> str | None:
    """likely, open, unlikely; None where nothing can be said."""
    if chance is None or chance != chance:  # noqa: PLR0124 - NaN
        return None
    return "likely" if chance >= _LIKELY else "unlikely" if chance <= _UNLIKELY else "open"


def said(rows: DataFrame) -> str:
    """How many targets are likely, open and out of reach."""
    verdicts = [verdict(chance) for chance in rows["chance"]]
    told = [one for one in verdicts if one]
    if not told:
        return _("The forecast does not reach the end of these targets' periods. Make a longer one.")
    parts = [f"{formats.number(told.count(key))} {_(name)}" for key, name in _VERDICTS.items() if key in told]
    text = ngettext("Of {count} open target: {parts}.", "Of {count} open targets: {parts}.", len(told))
    sentence = text.format(count=formats.number(len(told)), parts=formats.listing(parts))
    if missing := len(verdicts) - len(told):
        more = ngettext(
            "The forecast does not reach the end of {count} more.",
            "The forecast does not reach the end of {count} more.",
            missing,
        )  # fmt: skip
        sentence += " " + more.format(count=formats.number(missing))
    return sentence


def _table(looked: Looked, found: Plausibility, by: str) -> str:
    rows = [_row(looked, row, by) for row in found.rows.to_dict("records")]
    headings = [
        _("Period"), *([dimension_name(by)] if by else []), _("Chance"), "", _("Target"), _("Expected"),
        _("Range, 80 %"), _("Known so far"),
    ]  # fmt: skip
    note = _(
        "Expected: what came until {day}, and the rest of the forecast. The months of a series are taken to err "
        "together as far as their widening ranges tell, several series that make up one target wholly; the chance is "
        "that of a normal distribution as wide as the 95 % range."
    ).format(day=formats.day(found.known_until))
    texts = (0, 1, 3) if by else (0, 2)
    return markup.table(_("How likely are the targets?"), headings, rows, left=texts, note=note)


def _row(looked: Looked, row: dict[Any, Any], by: str) -> list[str]:
    named = [_period(looked, row), *([str(row["member_name"])] if by else [])]
    target, known = looked.show(row["target"]), looked.show(row["known"])
    decided = verdict(row["chance"])
    if decided is None:
        return [*named, formats.DASH, _("beyond the forecast"), target, formats.DASH, formats.DASH, known]
    spread = f"{looked.show(row['lo80'], short=True)} – {looked.show(row['hi80'], short=True)}"
    return [*named, in_chances(row["chance"]), _(_VERDICTS[decided]), target, looked.show(row["mean"]), spread, known]


def _period(looked: Looked, row: dict[Any, Any]) -> str:
    if row["grain"] == "year":
        return forecast_words.year_name(looked.frame.calendar, int(row["period"]))
    return forecast_words.period(looked.frame.calendar, row["grain"], row["first_on"])


def _weights(looked: Looked, year: int) -> None:
    """The way to the split of targets, with the forecast as its weights."""
    if not looked.frame.user.may("targets.set") or looked.run.frequency != "month":
        return
    if st.button(_("Split targets by this forecast"), icon=":material/call_split:", key="forecast.as_weights"):
        st.session_state["targets.split.by"] = next(iter(looked.run.by), "month")
        st.session_state["targets.split.kind"] = "forecast"
        st.switch_page(
            PROJECT_ROOT / "pages" / "targets.py",
            query_params={"view": "split", "year": str(year), "measure": looked.run.measure},
        )
