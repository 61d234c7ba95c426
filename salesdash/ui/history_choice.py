"""Which analysis is shown, of what: chosen on the page, kept in the address under codes and for the way back."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from salesdash.access.identity import User
from salesdash.dimensions import dimension_name
from salesdash.history import ANALYSES, Analysis
from salesdash.history.asking import RANKED
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY

_KEPT = "history.kept"


@dataclass(frozen=True)
class Chosen:
    """The analysis, and where it has a choice the measure and what is ranked."""

    name: str
    measure: str | None
    by: str
    #: what the address said in vain
    ignored: Sequence[str] = ()

    @property
    def analysis(self) -> Analysis:
        """What the analysis is."""
        return ANALYSES[self.name]


def show(user: User) -> Chosen:
    """Draws the choice and returns it."""
    open_ones = {name: _(analysis.name) for name, analysis in ANALYSES.items() if analysis.open_to(user)}
    ignored = _unknown({"analysis": open_ones, "measure": REGISTRY, "by": RANKED})
    name = _pick("analysis", _("Analysis"), open_ones, of="")
    analysis = ANALYSES[name]
    measures = {key: _(REGISTRY[key].name) for key in analysis.measures_for(user)}
    measure: str | None = next(iter(measures), None)
    by = RANKED[0]
    if len(measures) > 1 or analysis.ranked:
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="history.of"):
            if len(measures) > 1:
                measure = _pick("measure", _("Measure"), measures, of=name, box=True)
            if analysis.ranked:
                ranked = {dimension: dimension_name(dimension) for dimension in RANKED}
                by = _pick("by", _("By"), ranked, of=name, box=True)
    return Chosen(name, measure, by, ignored)


def _unknown(known: Mapping[str, Container[str]]) -> list[str]:
    """What the address says of these keys in vain."""
    return [value for key, values in known.items() if (value := st.query_params.get(key)) and value not in values]


def _pick(key: str, label: str, options: Mapping[str, str], *, of: str, box: bool = False) -> str:
    """One of ``options`` (code → name). The address says which, else what was chosen before the page was left."""
    kept = st.session_state.setdefault(_KEPT, {})
    stated = st.query_params.get(key, kept.get(key))
    now = stated if stated in options else next(iter(options))
    # a control of its own for each analysis, since they offer different things
    control = f"history.{key}.{of}"
    if st.session_state.get(control) not in options:
        st.session_state[control] = now
    chosen: str | None
    if box:
        chosen = st.selectbox(
            label, list(options), format_func=options.__getitem__, key=control, on_change=_went, args=(key, control),
            filter_mode=None, width=200, label_visibility="collapsed",
        )  # fmt: skip
    else:
        chosen = st.pills(
            label, list(options), format_func=options.__getitem__, key=control, on_change=_went, args=(key, control),
            required=True, label_visibility="collapsed",
        )  # fmt: skip
    kept[key] = chosen or now
    return chosen or now


def _went(key: str, control: str) -> None:
    """Puts what was chosen into the address."""
    if chosen := st.session_state.get(control):
        st.query_params[key] = chosen
