"""Setting bands and scorecards, for who may."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from salesdash import charts, db
from salesdash.analytics.scoring import Part
from salesdash.appraisal import rules
from salesdash.appraisal.bands import COLOUR_NAMES, COLOURS, Band
from salesdash.appraisal.scorecards import SUBJECTS
from salesdash.errors import BadInput
from salesdash.locale import LANGUAGES, N_
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY, TARGET_MEASURES
from salesdash.ui import appraisal_bars, appraisal_frame, kpi_frame, markup
from salesdash.ui.appraisal_frame import Frame
from salesdash.ui.messages import guarded


def show(frame: Frame) -> None:
    """Both; what is closed keeps the ones it was closed with."""
    st.caption(
        _("What is set here holds for open periods. Closed ones keep the bands and scorecards of their closing.")
    )
    left, right = st.columns([3, 2], gap="large")
    with left:
        _bands(frame)
    with right:
        _scorecard(frame)


def _bands(frame: Frame) -> None:
    with db.reading() as session:
        now = rules.bands_in_force(session)
    seen = appraisal_frame.seen_version("bands", now.version)
    st.markdown("**" + _("Bands") + "**")
    badges = " ".join(appraisal_bars.badge(one) for one in now.content)
    st.html(markup.wrapped(charts.palette(kpi_frame.theme()), badges))
    colours = {_(name): colour for colour, name in COLOUR_NAMES.items()}
    names = {colour: name for name, colour in colours.items()}
    rows = [
        {"start": one.start / 10, **{spoken: one.words.get(spoken, "") for spoken in LANGUAGES},
         "colour": names[one.colour]} for one in now.content
    ]  # fmt: skip
    key, word = f"appraisal.bands.{seen}", partial(st.column_config.TextColumn, width="small", max_chars=40)
    with st.form(key, border=False):
        edited = st.data_editor(
            pd.DataFrame(rows), num_rows="dynamic", hide_index=True, width="stretch", key=f"{key}.rows",
            column_config={
                "start": st.column_config.NumberColumn(
                    _("From %"), width="small", required=True, min_value=0, max_value=1000, step=0.1, format="%.1f"
                ),
                **{spoken: word(name) for spoken, name in LANGUAGES.items()},
                "colour": st.column_config.SelectboxColumn(
                    _("Colour"), width="small", required=True, options=list(colours)
                ),
            },
        )  # fmt: skip
        st.caption(_("Each band ends where the next one begins; the first begins at 0, the last has no end."))
        if st.form_submit_button(_("Save"), type="primary"):
            with guarded():
                bands = sorted((_band(row, colours) for row in edited.to_dict("records")), key=lambda one: one.start)
                with db.writing() as session:
                    rules.set_bands(session, frame.user, bands, seen)
                _saved("bands")
    _changed("bands", seen, now.version)


def _band(row: dict[Any, Any], colours: dict[str, str]) -> Band:
    words = {spoken: "" if pd.isna(row[spoken]) else str(row[spoken]) for spoken in LANGUAGES}
    return Band(round(_number(row["start"]) * 10), words, colours.get(str(row["colour"]), next(iter(COLOURS))))


def _scorecard(frame: Frame) -> None:
    st.markdown("**" + _("Scorecards") + "**")
    subject = st.selectbox(
        _("Scorecard"), list(SUBJECTS), format_func=lambda code: _(SUBJECTS[code]), key="appraisal.subject",
        filter_mode=None,
    )  # fmt: skip
    with db.reading() as session:
        now = rules.scorecard(session, subject)
    seen = appraisal_frame.seen_version(f"scorecard.{subject}", now.version)
    measures = {_(REGISTRY[key].name): key for key in TARGET_MEASURES}
    rows = [
        {"measure": _(REGISTRY[part.measure].name), "weight": part.weight, "floor": part.floor / 100,
         "cap": part.cap / 100} for part in now.content
    ]  # fmt: skip
    key = f"appraisal.scorecard.{subject}.{seen}"
    per_cent = partial(
        st.column_config.NumberColumn, width="small", required=True, min_value=0, max_value=1000, format="%.0f"
    )
    with st.form(key, border=False):
        edited = st.data_editor(
            pd.DataFrame(rows), num_rows="dynamic", hide_index=True, width="stretch", key=f"{key}.rows",
            column_config={
                "measure": st.column_config.SelectboxColumn(_("Measure"), options=list(measures), required=True),
                "weight": st.column_config.NumberColumn(
                    _("Weight"), width="small", required=True, min_value=1, max_value=1000, step=1
                ),
                "floor": per_cent(_("Floor %"), default=0),
                "cap": per_cent(_("Cap %"), default=150),
            },
        )  # fmt: skip
        st.caption(
            _("Weights are parts of their sum. An attainment counts from the floor to the cap; a measure without a "
              "target or without data counts for nothing, and the rest weighs more.")
        )  # fmt: skip
        if st.form_submit_button(_("Save"), type="primary"):
            with guarded():
                parts = [_part(row, measures) for row in edited.to_dict("records")]
                with db.writing() as session:
                    rules.set_scorecard(session, frame.user, subject, parts, seen)
                _saved(f"scorecard.{subject}")
    _changed(f"scorecard.{subject}", seen, now.version)


def _part(row: dict[Any, Any], measures: dict[str, str]) -> Part:
    floor, cap = (round(_number(row[name]) * 100) for name in ("floor", "cap"))
    return Part(measures.get(str(row["measure"]), ""), round(_number(row["weight"])), floor, cap)


def _number(value: Any) -> float:
    if value is None or pd.isna(value):
        raise BadInput("incomplete_row", N_("A row is incomplete: every number is needed."))
    return float(value)


def _saved(key: str) -> None:
    appraisal_frame.look_again(key)
    appraisal_frame.say(_("Saved."))
    st.rerun()


def _changed(key: str, seen: int, now: int) -> None:
    if seen != now:
        st.caption(_("Somebody changed it since you opened it."))
        st.button(
            _("Show how it is now"), icon=":material/refresh:", key=f"appraisal.{key}.again",
            on_click=appraisal_frame.look_again, args=(key,),
        )  # fmt: skip
