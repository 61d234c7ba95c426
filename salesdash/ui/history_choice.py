"""Which analysis is shown, of what: chosen on the page, kept in the address under codes and for the way back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from salesdash.access.identity import User
from salesdash.dimensions import dimension_name
from salesdash.history import ANALYSES, Analysis
from salesdash.history.asking import RANKED
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY
from salesdash.ui.choice import Choices

#: how boxes look; each analysis has its own, since they offer different things
_BOX: Mapping[str, Any] = {"width": 200, "label_visibility": "collapsed"}


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
    choices = Choices("history")
    name = choices.pills("analysis", _("Analysis"), open_ones)
    analysis = ANALYSES[name]
    measures = {key: _(REGISTRY[key].name) for key in analysis.measures_for(user)}
    measure: str | None = next(iter(measures), None)
    by = RANKED[0]
    if len(measures) > 1 or analysis.ranked:
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="history.of"):
            if len(measures) > 1:
                measure = choices.selectbox("measure", _("Measure"), measures, key=f"history.measure.{name}", **_BOX)
            if analysis.ranked:
                ranked = {dimension: dimension_name(dimension) for dimension in RANKED}
                by = choices.selectbox("by", _("By"), ranked, key=f"history.by.{name}", **_BOX)
    return Chosen(name, measure, by, choices.ignored)
