"""One signal: what happened, which part of the business it is, the orders behind it, and who acts."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import streamlit as st

from salesdash import charts
from salesdash.charts.contributors import contributor_bars
from salesdash.config import PROJECT_ROOT
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY
from salesdash.monitoring import BASES, SignalView, drill
from salesdash.ui import figures, forecast_words, kpi_frame, markup, signals_act, signals_bar, signals_words
from salesdash.ui.kpi_frame import Frame
from salesdash.ui.markup import Card
from salesdash.units import SCALE


def show(frame: Frame, one: SignalView) -> None:
    """The signal, with the way back to all."""
    st.button(
        _("All signals"), icon=":material/arrow_back:", type="tertiary", key="signals.back",
        on_click=_back,
    )  # fmt: skip
    said = f'<p style="font-size:1.1rem;margin:.2rem 0 .6rem">{escape(one.sentence)}</p>'
    st.html(signals_words.drawn(f'<p style="margin:0">{signals_words.level_mark(one.level)}</p>{said}'))
    st.html(signals_words.drawn(markup.cards(_cards(frame, one))))
    left, right = st.columns([3, 2], gap="large")
    with left:
        _contributors(frame, one)
        _further(frame, one)
    with right:
        signals_act.show(frame, one)


def _back() -> None:
    signals_act.forget()
    signals_bar.look_into(None)


def _cards(frame: Frame, one: SignalView) -> list[Card]:
    currency = frame.company.currency

    def amount(value: int | None) -> str:
        return signals_words.amount(one, value, currency, short=True)

    period = forecast_words.period(frame.calendar, one.frequency, one.period_on)
    until = _("up to {day}").format(day=formats.day(one.as_of)) if one.running else period
    bounds = "" if one.lo95 is None else _("95% between {low} and {high}").format(
        low=amount(one.lo95), high=amount(one.hi95)
    )  # fmt: skip
    share = (one.deviation) / abs(one.expected) if one.expected else None
    whole = "" if share is None or REGISTRY[one.measure].unit == "ratio" else formats.percent(share, signed=True)
    return [
        Card(_("Actual"), amount(one.actual), _("What was counted in the days that have elapsed"), note=until),
        Card(_("Expected"), amount(one.expected), _("What the forecast or the target had these days expect"),
             note=bounds or _(BASES[one.basis])),
        Card(_("Deviation"), signals_words.difference(one, one.deviation, currency), _("Actual less expected"),
             note=whole),
    ]  # fmt: skip


def _contributors(frame: Frame, one: SignalView) -> None:
    """Who moved it: one dimension at a time, bars that sum to the whole."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in one.contributors:
        found.setdefault(row["dimension"], []).append(row)
    if not found:
        st.caption(_("This cannot be broken down further."))
        return
    names = {
        dimension: signals_words.by_name(dimension) for dimension in sorted(found, key=lambda by: _later(found[by]))
    }
    by = str(
        st.pills(
            _("Which part is it?"), list(names), default=next(iter(names)), required=True,
            format_func=names.__getitem__, key=f"signals.by.{one.id}", wrap=True,
        )
    )  # fmt: skip
    _bars(frame, one, names[by], found[by])


def _later(rows: Sequence[Mapping[str, Any]]) -> bool:
    """Whether these parts stand behind those that sum to the deviation: they are held against last year."""
    return any(row["against"] == "year" for row in rows)


def _bars(frame: Frame, one: SignalView, by: str, rows: Sequence[Mapping[str, Any]]) -> None:
    names = [str(row["name"] or _("All others")) for row in rows]
    amounts = [row["deviation"] for row in rows]
    metric = _(REGISTRY[one.measure].name)

    # cents beside thousands say nothing
    unit = SCALE if max(map(abs, amounts), default=0) >= 1000 * SCALE else 1

    def words(value: float) -> str:
        return signals_words.difference(one, round(value / unit) * unit, frame.company.currency)

    if _later(rows):
        title = _("{metric}: change on last year by {dimension}").format(metric=metric, dimension=by.lower())
        st.caption(_("These parts have no forecast of their own, so they are held against the same days of last year."))
    else:
        title = _("{metric}: deviation by {dimension}").format(metric=metric, dimension=by.lower())
    figure = contributor_bars(
        names, [value / SCALE for value in amounts], [words(value) for value in amounts],
        (_("Together"), sum(amounts) / SCALE, words(sum(amounts))), charts.palette(kpi_frame.theme()), title=title,
    )  # fmt: skip
    alt = "; ".join(f"{name} {words(value)}" for name, value in zip(names, amounts, strict=True))
    figures.draw(figure, f"signals.bars.{one.id}", alt=f"{title}: {alt}")


def _further(frame: Frame, one: SignalView) -> None:
    """The ways on: the orders behind it, and the path that it left."""
    pages = PROJECT_ROOT / "pages"
    if frame.user.may("kpis.read"):
        st.page_link(
            pages / "kpis.py", label=_("The orders behind it, on the page KPIs"), icon=":material/monitoring:",
            query_params=drill(frame.calendar, one),
        )  # fmt: skip
    if one.basis == "forecast":
        inside = [f"{dimension}:{code}" for dimension, code in one.codes.items()]
        path = {"measure": one.measure, "by": ",".join(one.by), "frequency": one.frequency, "inside": inside}
        st.page_link(
            pages / "forecast.py", label=_("History and forecast of this part"), icon=":material/auto_graph:",
            query_params=path,
        )  # fmt: skip
