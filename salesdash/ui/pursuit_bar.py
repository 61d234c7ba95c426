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
from salesdash.ui.kpi_frame import Frame

#: the controls and the parameters of the address
_KEYS = ("span", "measure", "level")


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
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="filters"):
        span = _select(_("Period"), "span", spans, 150)
        measure = _select(_("Measure"), "measure", measures, 180)
        held = {plan.level for plan in plans if plan.measure == measure}
        names = {level: _(name) for level, name in LEVELS.items() if level in held}
        level = _select(_("Level"), "level", names, 140, "target") if len(names) > 1 else next(iter(names))
    days = frame.calendar.bounds(span, frame.last)  # type: ignore[arg-type]
    where = {} if span == "year" else {span: [frame.calendar.label(span, frame.last)]}  # type: ignore[arg-type]
    return Pursuit(Plan(year, measure, level), span, days, frame.last, where)


def _may_see(frame: Frame, measure: str) -> bool:
    return frame.user.may("kpis.read") or REGISTRY[measure].is_quantity


def _select(label: str, key: str, names: Mapping[str, str], width: int, default: str | None = None) -> str:
    """A choice that the address names by its code, in any language the same."""
    held = f"pursuit.{key}"
    if st.session_state.get(held) not in names:
        stated = st.query_params.get(key)
        st.session_state[held] = stated if stated in names else default if default in names else next(iter(names))
    chosen = st.selectbox(
        label, list(names), format_func=names.__getitem__, key=held, filter_mode=None, persist_state="session",
        width=width,
    )  # fmt: skip
    if st.query_params.get(key) != chosen:
        st.query_params[key] = chosen
    return str(chosen)
