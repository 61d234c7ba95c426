"""The filter bar: in the same place, with the same words, on every page that can be filtered.

Every control is bound to the URL; what the URL says is understood first, see ``salesdash.ui.address``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal

import streamlit as st

from salesdash import comparisons
from salesdash.dimensions import dimension_name
from salesdash.filters import Members, worded
from salesdash.locale import gettext as _
from salesdash.locale import language
from salesdash.periods import FiscalCalendar, Range
from salesdash.ui import address

PERIOD, DATES, COMPARE = "period", "dates", "compare"
#: the key of the button that is always drawn: where it has a value, the controls live
RESET = "filters.reset"
#: dimensions that stand in the bar itself; the others are behind "More filters"
_IN_FRONT = ("region", "channel", "product_line", "rep")
#: dimensions with more members than this are typed, not chosen: a list of thousands would travel with every run
_MOST_OPTIONS = 300
#: what is compared with while nobody chose
_COMPARED = ("previous", "year")

Known = Mapping[str, Members]

_PRESETS, _COMPARISONS = worded(comparisons.PRESETS), worded(comparisons.COMPARISONS)


@dataclass(frozen=True)
class Choice:
    """What the reader chose: the period (whole bounds) and its preset, dimension → codes, comparisons. ``ignored``:
    what the URL said or was typed in vain."""

    preset: str
    period: Range
    where: dict[str, list[str]]
    comparisons: list[str]
    ignored: list[str] = field(default_factory=list, repr=False)

    def words(self, known: Known) -> list[tuple[str, str]]:
        """The filters in words, for the head of the page and of downloads."""
        shown = []
        for dimension, codes in self.where.items():
            names = known[dimension].labels(language())
            shown.append((dimension_name(dimension), ", ".join(names.get(code, code) for code in codes)))
        return shown


@dataclass(frozen=True)
class Bar:
    """What the bar offers. ``last``: the last elapsed day; ``until``: the last day with data; ``default``: the preset
    chosen while nobody chose one; ``compares``: whether a comparison can be chosen."""

    calendar: FiscalCalendar
    last: date
    until: date
    known: Known
    default: str = "this_month"
    compares: bool = True
    typed_in_vain: dict[str, list[str]] = field(default_factory=dict)

    def show(self) -> Choice:
        """Draws the bar and returns what is chosen in it."""
        comparing = {COMPARE: _COMPARISONS} if self.compares else {}
        address.settle({PERIOD: _PRESETS, **comparing, **self.known}, dates=DATES, alive=RESET)
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="filters"):
            names = _PRESETS.labels(language())
            preset = st.selectbox(
                _("Period"), list(names), index=list(names).index(self.default), format_func=names.__getitem__,
                key=PERIOD, bind="query-params", filter_mode=None, width=170,
            )  # fmt: skip
            period = self._period(preset or self.default)
            where = {d: self.members(d, 152) for d in _IN_FRONT if d in self.known}
            with st.popover(_("More"), icon=":material/tune:"):
                where |= {d: self.members(d) for d in self.known if d not in _IN_FRONT}
                compare = self._comparisons(_COMPARISONS.labels(language()), period) if self.compares else []
            st.button(_("Reset"), icon=":material/restart_alt:", on_click=self._reset, type="tertiary", key=RESET)
        choice = Choice(preset or self.default, period, {d: codes for d, codes in where.items() if codes}, compare)
        # what nobody chose is not kept: the address stays short, and coming back costs no second run
        period_kept = [] if choice.preset == self.default else [choice.preset]
        kept = {PERIOD: period_kept, DATES: self._chosen_dates(choice), **where}
        if self.compares:
            kept[COMPARE] = [] if tuple(compare) == _COMPARED else compare or [""]
        address.keep(kept)
        return replace(choice, ignored=self._ignored(choice))

    def _chosen_dates(self, choice: Choice) -> list[str]:
        return [choice.period.start.isoformat(), choice.period.end.isoformat()] if choice.preset == "custom" else []

    def _ignored(self, choice: Choice) -> list[str]:
        """What the URL said in vain, until something else is chosen; what was typed in vain, while it stands there."""
        return [*address.ignored(repr(choice)), *(v for values in self.typed_in_vain.values() for v in values)]

    def _period(self, preset: str) -> Range:
        if preset != "custom":
            return comparisons.preset_range(self.calendar, preset, self.last)
        chosen = st.date_input(
            _("Dates"), (self.until - timedelta(days=364), self.until), key=DATES, bind="query-params",
            min_value=date(1900, 1, 1), max_value=date(2199, 12, 31), format="YYYY-MM-DD", width=262,
        )  # fmt: skip
        days = [chosen] if isinstance(chosen, date) else list(chosen or ())  # one date while the second is missing
        return Range(days[0], days[-1]) if days else Range(self.until, self.until)

    def members(self, dimension: str, width: Literal["stretch"] | int = "stretch") -> list[str]:
        """Draws the choice of a dimension's members; what is typed in vain is remembered in ``typed_in_vain``."""
        known = self.known[dimension]
        names = known.labels(language())
        typed = len(known) > _MOST_OPTIONS
        chosen = st.multiselect(
            dimension_name(dimension), list(st.session_state.get(dimension, [])) if typed else list(names),
            format_func=lambda code: names.get(code, code), key=dimension, bind="query-params",
            placeholder=_("Type a code or name") if typed else _("All"), accept_new_options=typed,
            width=width,
        )  # fmt: skip
        codes, ignored = known.resolve(chosen)
        self.typed_in_vain[dimension] = ignored
        return codes

    def _comparisons(self, names: Mapping[str, str], period: Range) -> list[str]:
        chosen = st.multiselect(
            _("Compare with"), list(names), list(_COMPARED), format_func=names.__getitem__, key=COMPARE,
            bind="query-params", placeholder=_("Nothing"), filter_mode=None,
        )  # fmt: skip
        if "lunar_year" in chosen and comparisons.lunar_year_before(period, self.last) is None:
            st.caption(_("Lunar New Year is not near this period, or the period is longer than a quarter."))
        return [c for c in comparisons.COMPARISONS if c in chosen]

    def _reset(self) -> None:
        st.session_state.update({PERIOD: self.default} | ({COMPARE: list(_COMPARED)} if self.compares else {}))
        st.session_state.update({dimension: [] for dimension in self.known})
