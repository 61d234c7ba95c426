"""Which targets are followed: the period of the present fiscal year, the measure, the level; in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from salesdash import db
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY, TARGET_MEASURES
from salesdash.periods import Range
from salesdash.targets import LEVELS, Plan, looking
from salesdash.ui import messages
from salesdash.ui.choice import Choices
from salesdash.ui.kpi_frame import Frame


@dataclass(frozen=True)
class Pursuit:
    """What is followed: a plan, in one of its periods. ``where`` narrows a question to the period; ``days`` are all of
    its days, ``as_of`` the last one that counts."""

    plan: Plan
    span: str
    days: Range
    as_of: date
    where: Mapping[str, Sequence[str]]

    @property
    def words(self) -> str:
        """The plan and its days, in words."""
        return f"{_(REGISTRY[self.plan.measure].name)} · {_(LEVELS[self.plan.level])} · " + formats.span(
            self.days.start, self.days.end
        )


def choose(frame: Frame) -> Pursuit | None:
    """The bar; None where nobody has set any target that this person may see."""
    year = frame.calendar.fiscal_year(frame.last)
    with db.reading() as session:
        plans = [plan for plan in looking.plans(session, frame.user, year) if _may_see(frame, plan.measure)]
    if not plans:
        return None
    spans = {"month": _("This month"), "quarter": _("This quarter"), "year": _("This year")}
    measures = {key: _(REGISTRY[key].name) for key in TARGET_MEASURES if key in {plan.measure for plan in plans}}
    choices = Choices("pursuit")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="filters"):
        span = choices.selectbox("span", _("Period"), spans, width=150)
        measure = choices.selectbox("measure", _("Measure"), measures, width=180)
        held = {plan.level for plan in plans if plan.measure == measure}
        names = {level: _(name) for level, name in LEVELS.items() if level in held}
        level = next(iter(names))
        if len(names) > 1:
            level = choices.selectbox("level", _("Level"), names, default="target", width=140)
    messages.ignored(choices.ignored)
    days = frame.calendar.bounds(span, frame.last)  # type: ignore[arg-type]
    where = {} if span == "year" else {span: [frame.calendar.label(span, frame.last)]}  # type: ignore[arg-type]
    return Pursuit(Plan(year, measure, level), span, days, frame.last, where)


def _may_see(frame: Frame, measure: str) -> bool:
    return frame.user.may("kpis.read") or REGISTRY[measure].is_quantity
