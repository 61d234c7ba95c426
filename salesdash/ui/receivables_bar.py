"""The filters of the page Receivables: a day, and the dimensions that receivables go by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import streamlit as st

from salesdash.dimensions import dimension_name
from salesdash.locale import formats, language
from salesdash.locale import gettext as _
from salesdash.ui import address
from salesdash.ui.filter_bar import Bar
from salesdash.ui.kpi_frame import Frame

_AS_OF, _RESET = "as_of", "receivables.reset"
#: in the bar itself, and behind "More"
_IN_FRONT, _MORE = ("region", "channel", "rep", "customer"), ("team", "country")


@dataclass(frozen=True)
class Choice:
    """What the reader chose; ``words``: the filters in words; ``ignored``: what was named in vain."""

    as_of: date
    where: Mapping[str, list[str]]
    words: list[tuple[str, str]]
    ignored: list[str] = field(default_factory=list, repr=False)


def show(frame: Frame, first_shown: date, today: date) -> Choice:
    """Draws the bar. ``first_shown``: the day while nobody chose one."""
    known = {dimension: frame.known[dimension] for dimension in (*_IN_FRONT, *_MORE)}
    address.settle(known, dates=_AS_OF, alive=_RESET)
    bar = Bar(frame.calendar, today, today, known)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="filters"):
        chosen = st.date_input(
            _("As of"), first_shown, key=_AS_OF, bind="query-params", min_value=date(1900, 1, 1), max_value=today,
            format="YYYY-MM-DD", width=150,
        )  # fmt: skip
        where = {dimension: bar.members(dimension, 152) for dimension in _IN_FRONT}
        with st.popover(_("More"), icon=":material/tune:"):
            where |= {dimension: bar.members(dimension) for dimension in _MORE}
        st.button(
            _("Reset"), icon=":material/restart_alt:", type="tertiary", key=_RESET,
            on_click=_reset, args=(list(known), first_shown),
        )  # fmt: skip
    as_of = chosen if isinstance(chosen, date) else first_shown
    where = {dimension: codes for dimension, codes in where.items() if codes}
    choice = Choice(as_of, where, _words(frame, where))
    address.keep(dict.fromkeys(known, ()) | where | {_AS_OF: [] if as_of == first_shown else [as_of.isoformat()]})
    ignored = [*address.ignored(repr(choice)), *(v for values in bar.typed_in_vain.values() for v in values)]
    return Choice(as_of, where, choice.words, ignored)


def heading(frame: Frame, choice: Choice) -> str:
    """The line under the title: the day, and the filters in words."""
    filters = [f"{name}: {values}" for name, values in choice.words] or [_("everything you may see")]
    return " · ".join([_("At the end of {day}").format(day=formats.day(choice.as_of, weekday=True)), *filters])


def _words(frame: Frame, where: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    shown = []
    for dimension, codes in where.items():
        names = frame.known[dimension].labels(language())
        shown.append((dimension_name(dimension), ", ".join(names.get(code, code) for code in codes)))
    return shown


def _reset(dimensions: list[str], day: date) -> None:
    st.session_state.update({dimension: [] for dimension in dimensions} | {_AS_OF: day})
