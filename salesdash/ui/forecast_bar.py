"""The filter bar of the page Forecast: measure, dimensions, length of the periods, which run; in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from salesdash import db, forecasts
from salesdash.dimensions import dimension_name
from salesdash.forecasts import Run
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY
from salesdash.ui import forecast_words
from salesdash.ui.kpi_frame import Frame

_HELD = "forecast.choice."
#: the key of a button that is always drawn: where it has a value, the controls live
ALIVE = "forecast.reset"
#: crossings that are offered before there is a run of theirs
_CROSSED = (("region", "channel"), ("region", "product_line"), ("region", "rep"), ("product_line", "channel"))
LATEST = "latest"


@dataclass(frozen=True)
class Chosen:
    """What the reader chose. ``runs``: those of this measure, dimensions and frequency, the latest first; ``run``: the
    one that is shown, None without any; ``arrived``: the reader has just come to the page; ``ignored``: what the
    address named in vain."""

    measure: str
    by: tuple[str, ...]
    frequency: str
    runs: Sequence[Run]
    run: Run | None
    arrived: bool
    ignored: tuple[str, ...] = field(default=(), repr=False)

    @property
    def latest(self) -> bool:
        """Whether the newest run is shown."""
        return self.run is not None and self.run.id == self.runs[0].id


def arrived() -> bool:
    """True on the first run after coming to the page."""
    return ALIVE not in st.session_state


def choose(frame: Frame, *, new: bool) -> Chosen:
    """Draws the bar. ``new``: the reader has just come to the page, so that the address goes before what was chosen
    when they were here last."""
    may = frame.user.may("kpis.read")
    choices = _Choices(new)
    with db.reading() as session:
        all_runs = forecasts.runs(session, frame.user)
        seen = forecasts.sight(session, frame.user)
    measures = {key: _(REGISTRY[key].name) for key in forecasts.MEASURES if may or REGISTRY[key].is_quantity}
    measure = _select(_("Measure"), "measure", measures, 160, default=next(iter(measures)), choices=choices)
    mine = [run for run in all_runs if run.measure == measure]
    ways = _ways(mine, first="region" if seen.people is None else "rep")
    names = {",".join(way): way_name(way) for way in ways}
    by = tuple(
        code
        for code in _select(_("Split by"), "by", names, 210, default=next(iter(names)), choices=choices).split(",")
        if code
    )
    lengths = {key: _(name) for key, name in forecast_words.FREQUENCIES.items()}
    known = [run.frequency for run in mine if run.by == by]
    first = "month" if "month" in known or not known else known[0]
    frequency = _select(_("Periods"), "frequency", lengths, 130, default=first, choices=choices)
    runs = [run for run in mine if run.by == by and run.frequency == frequency]
    made = {LATEST: _latest(frame, runs)} | {str(run.id): _made(frame, run) for run in runs[1:]}
    which = _select(_("As it was made"), "run", made, 270, default=LATEST, choices=choices)
    st.button(
        _("Reset"), icon=":material/restart_alt:", type="tertiary", key=ALIVE, on_click=_reset,
    )  # fmt: skip
    run = next((one for one in runs if which in (LATEST, str(one.id))), None)
    return Chosen(measure, by, frequency, runs, run, new, tuple(choices.ignored))


def way_name(by: Sequence[str]) -> str:
    """Dimensions in words: Region × Channel; the total alone where there is none."""
    return " × ".join(dimension_name(name) for name in by) or _("Total alone")


def _ways(runs: Sequence[Run], first: str) -> list[tuple[str, ...]]:
    """The dimensions on offer: those with a run before those that can be asked for; among each the first one that the
    reader can see something in, then one dimension before two."""
    single: list[tuple[str, ...]] = [(first,), *((name,) for name in forecasts.DIMENSIONS if name != first)]
    offered = [*single, *_CROSSED, ()]
    there = list(dict.fromkeys(run.by for run in runs))
    have = [way for way in offered if way in there] + [way for way in there if way not in offered]
    return have + [way for way in offered if way not in have]


def _latest(frame: Frame, runs: Sequence[Run]) -> str:
    if not runs:
        return _("No forecast yet")
    return _("Latest: {day}").format(day=formats.day(made_on(frame, runs[0])))


def _made(frame: Frame, run: Run) -> str:
    return _("{day}, data up to {until}").format(
        day=formats.day(made_on(frame, run)), until=formats.day(run.as_of)
    )  # fmt: skip


def made_on(frame: Frame, run: Run) -> date:
    """The day on which a run was made, where the company is."""
    return run.made_at.astimezone(ZoneInfo(frame.company.time_zone)).date()


@dataclass(frozen=True)
class _Choices:
    """The choices of the bar. ``new``: the address goes before what is held; what it named in vain is kept."""

    new: bool
    ignored: list[str] = field(default_factory=list)

    def stated(self, key: str, names: Mapping[str, str]) -> str | None:
        """What the address says, on coming to the page."""
        stated = st.query_params.get(key) if self.new else None
        if stated is not None and stated not in names:
            self.ignored.append(stated)
            return None
        return stated


def _select(label: str, key: str, names: Mapping[str, str], width: int, *, default: str, choices: _Choices) -> str:
    """A choice that the address names by its code, in any language the same."""
    held = _HELD + key
    if stated := choices.stated(key, names):
        st.session_state[held] = stated
    if st.session_state.get(held) not in names:
        st.session_state[held] = default
    options: dict[str, Any] = dict(names)
    chosen = st.selectbox(
        label, list(options), format_func=lambda code: options.get(code, code), key=held, filter_mode=None,
        persist_state="session", width=width,
    )  # fmt: skip
    _write(key, str(chosen), default)
    return str(chosen)


def _write(key: str, chosen: str, default: str) -> None:
    """The address says what differs from what everybody sees at first."""
    if chosen == default:
        st.query_params.pop(key, None)
    elif st.query_params.get(key) != chosen:
        st.query_params[key] = chosen


def _reset() -> None:
    for key in ("measure", "by", "frequency", "run"):
        st.session_state.pop(_HELD + key, None)
        st.query_params.pop(key, None)
