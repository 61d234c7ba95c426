"""Scorecards: by which measures, with which weights, the people of a role and the teams are scored."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from salesdash.analytics.scoring import WHOLE, Part
from salesdash.errors import BadInput
from salesdash.locale import N_
from salesdash.metrics import TARGET_MEASURES
from salesdash.models import AppraisalRule

#: what has a scorecard: the roles of people who sell, and teams
SUBJECTS = {
    "sales_representative": N_("Sales representative"),
    "sales_manager": N_("Sales manager"),
    "sales_assistant": N_("Sales assistant"),
    "executive": N_("Executive"),
    "team": N_("Team"),
}
#: the role of people without an account who lead nobody
USUAL = "sales_representative"
#: measure → weight of the scorecard that everybody starts with
DEFAULTS = {"revenue": 50, "gross_profit": 20, "receipts": 20, "new_customers": 10}
_HEAVIEST, _HIGHEST = 1_000, 10 * WHOLE


def defaults() -> tuple[Part, ...]:
    """The scorecard of a role that nobody has set one for."""
    return tuple(Part(measure, weight) for measure, weight in DEFAULTS.items() if measure in TARGET_MEASURES)


def in_force(session: Session) -> dict[str, tuple[Part, ...]]:
    """Subject → its scorecard. Needs no permission."""
    found = {subject: session.get(AppraisalRule, f"scorecard.{subject}") for subject in SUBJECTS}
    return {subject: of_plain(rule.content) if rule else defaults() for subject, rule in found.items()}


def plain(parts: Sequence[Part]) -> list[dict[str, Any]]:
    """As it is stored."""
    return [{"measure": p.measure, "weight": p.weight, "floor": p.floor, "cap": p.cap} for p in parts]


def of_plain(content: Sequence[Mapping[str, Any]]) -> tuple[Part, ...]:
    """A scorecard as it is stored."""
    return tuple(Part(**one) for one in content)


def checked(parts: Sequence[Part]) -> tuple[Part, ...]:
    """``parts`` themselves. Raises BadInput for none, an unknown or doubled measure, a weight that is no whole number
    from 1 to 1000, a floor below 0 or a cap that is not above it or above 1000 %."""
    if not parts:
        raise BadInput("empty_scorecard", N_("A scorecard needs at least one measure."))
    measures = [part.measure for part in parts]
    if unknown := set(measures) - set(TARGET_MEASURES):
        raise BadInput("unknown_measure", N_("There are no targets of {measure}."), measure=min(unknown))
    if len(set(measures)) < len(measures):
        raise BadInput("measure_twice", N_("Each measure stands once in a scorecard."))
    for part in parts:
        if not 1 <= part.weight <= _HEAVIEST:
            raise BadInput(
                "bad_weight", N_("A weight is a whole number from 1 to {most}."), most=_HEAVIEST, measure=part.measure
            )
        if not 0 <= part.floor < part.cap <= _HIGHEST:
            raise BadInput(
                "bad_limits", N_("Floor and cap: 0% ≤ floor < cap ≤ 1000%, not so for {measure}."), measure=part.measure
            )
    return tuple(parts)
