"""What managers expect instead of the forecast, why, and whether that was better once the periods had come."""

from datetime import date
from typing import Any

import streamlit as st
from pandas import DataFrame

from salesdash import charts, db
from salesdash.forecasts import overrides
from salesdash.forecasts.overrides import Added
from salesdash.locale import formats, ngettext
from salesdash.locale import gettext as _
from salesdash.ui import markup
from salesdash.ui.forecast_frame import Looked
from salesdash.ui.forecast_words import cell_name
from salesdash.ui.kpi_frame import theme
from salesdash.ui.messages import guarded
from salesdash.units import SCALE

_REASON = 1000


def show(looked: Looked) -> None:
    """How overrides did so far, those that hold for what is shown, and the form for another one."""
    user, run = looked.frame.user, looked.run
    with db.reading() as session:
        added = overrides.value_added(session, user, run.measure, run.by, run.frequency)
        held = overrides.overrides(session, user, run.id, looked.cell)
    st.markdown(said(looked, added))
    if len(added.rows):
        with st.expander(_("Override by override")):
            _draw(_scored(looked, added.rows))
    if held.empty:
        st.caption(_("Nobody expects anything else of {name}.").format(name=markup.plain(looked.name)))
    else:
        _draw(_held(looked, held))
    if not user.may("forecasts.adjust"):
        st.caption(_("Executives and sales managers override a forecast."))
    elif looked.latest:
        _form(looked, held)
        _withdraw(looked, held)


def said(looked: Looked, added: Added) -> str:
    """What overrides brought, in a sentence: forecast value added."""
    if added.wape_mean is None or added.wape_override is None:
        return _("An override stands beside the forecast and is scored when its period has come. None has come so far.")
    count = len(added.rows)
    text = ngettext(
        "{count} override has come: the forecast was off by {mean}, the override by {override}.",
        "{count} overrides have come: the forecasts were off by {mean}, the overrides by {override}.",
        count,
    ).format(
        count=formats.number(count),
        mean=formats.percent(added.wape_mean),
        override=formats.percent(added.wape_override),
    )
    gain = added.wape_mean - added.wape_override
    if abs(gain) < 0.0005:
        return f"**{text}** " + _("They changed nothing.")
    better = _("Overriding brought {points} points.") if gain > 0 else _("Overriding cost {points} points.")
    return f"**{text}** " + better.format(points=formats.number(abs(gain) * 100, 1))


def _draw(inner: str) -> None:
    st.html(markup.wrapped(charts.palette(theme()), inner))


def _held(looked: Looked, held: DataFrame) -> str:
    rows = [
        [looked.period(row["period_on"]), looked.show(row["mean"]), looked.show(row["amount"]),
         looked.show(row["amount"] - row["mean"], signed=True), row["reason"], row["by"]]
        for row in held.to_dict("records")
    ]  # fmt: skip
    headings = [_("Period"), _("Forecast"), _("Override"), _("Difference"), _("Reason"), _("Who")]
    return markup.table(_("What people expect instead"), headings, rows, left=(0, 4, 5))


def _scored(looked: Looked, came: DataFrame) -> str:
    rows = [
        [looked.period(row["period_on"]), cell_name({name: row[f"{name}_name"] for name in looked.run.by}),
         *(looked.show(row[name]) for name in ("mean", "amount", "actual")),
         _("nearer") if row["error_override"] < row["error_mean"]
         else _("farther") if row["error_override"] > row["error_mean"] else _("as far"), row["by"]]
        for row in came[::-1].to_dict("records")
    ]  # fmt: skip
    headings = [
        _("Period"),
        _("Of what"),
        _("Forecast"),
        _("Override"),
        _("What came"),
        _("The override was"),
        _("Who"),
    ]
    return markup.table(_("Overrides whose period has come"), headings, rows, left=(0, 1, 5, 6))


def _form(looked: Looked, held: DataFrame) -> None:
    over = _over(looked)
    ahead: list[date] = [day for day in looked.points["period_on"] if day not in over]
    if not ahead:
        return
    scale, unit = _unit(looked)
    key = f"forecast.override.{looked.run.id}.{sorted(looked.cell.items())}.{len(held)}"
    with st.form(key, border=False):
        left, right = st.columns([1, 1])
        period = left.selectbox(_("Period"), ahead, format_func=looked.period, key=f"{key}.period")
        amount = right.number_input(
            _("Expected instead ({unit})").format(unit=unit), value=None, step=1.0, format="%.2f", key=f"{key}.amount"
        )
        reason = st.text_input(_("Reason (required)"), max_chars=_REASON, key=f"{key}.reason")
        if st.form_submit_button(_("Save"), type="primary", key=f"{key}.save"):
            if amount is None:
                st.error(_("Say how much you expect."), icon=":material/error:")
                return
            with guarded():
                with db.writing() as session:
                    overrides.override(
                        session, looked.frame.user, looked.run.id, looked.cell, period, round(amount * scale), reason
                    )
                st.rerun()


def _over(looked: Looked) -> set[date]:
    """The periods of the forecast that have come to their end."""
    since = looked.since
    return set(since[since["days_elapsed"] >= since["days"]]["period_on"])


def _unit(looked: Looked) -> tuple[float, str]:
    """What a typed figure is multiplied by, and what it is called."""
    if looked.metric.unit == "ratio":
        return SCALE / 100, "%"
    return SCALE, looked.frame.company.currency if looked.metric.unit == "money" else _(looked.metric.name)


def _withdraw(looked: Looked, held: DataFrame) -> None:
    """Taking an override back, while its period has not ended."""
    over = _over(looked)
    open_ = {row["id"]: row for row in held.to_dict("records") if row["period_on"] not in over}
    if not open_:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            _("Withdraw an override"), list(open_), index=None, key=f"forecast.withdraw.{len(held)}",
            format_func=lambda one: _named(looked, open_[one]), placeholder=_("Choose one"),
        )  # fmt: skip
        if st.button(
            _("Withdraw"), icon=":material/undo:", disabled=chosen is None, key="forecast.withdraw_now"
        ):  # fmt: skip
            with guarded():
                with db.writing() as session:
                    overrides.withdraw(session, looked.frame.user, int(chosen or 0), open_[chosen]["version"])
                st.rerun()


def _named(looked: Looked, row: dict[Any, Any]) -> str:
    return f"{looked.period(row['period_on'])} · {looked.show(row['amount'])} · {row['reason'][:40]}"
