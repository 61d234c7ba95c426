"""The evaluation of a period as figures and scorecards stand now."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from salesdash.analytics import scoring
from salesdash.analytics.scoring import Part, Score
from salesdash.appraisal import scorecards, staff
from salesdash.appraisal.figures import Figures, Pair, figures
from salesdash.appraisal.periods import Period
from salesdash.company import calendar


@dataclass(frozen=True)
class Evaluated:
    """The score of a person, or of a unit (``person`` is None). ``unit``: the unit itself, or the one that the person
    held on the period's last day. ``role`` names the scorecard."""

    person: int | None
    unit: int | None
    role: str
    score: Score


def evaluate(session: Session, period: Period) -> list[Evaluated]:
    """Everybody who has a target or an actual in the period, then every unit of theirs. For the services here, which
    show their reader what the reader may see."""
    cards = scorecards.in_force(session)
    stood = staff.on(session, period.bounds(calendar(session)).end)
    known = {part.measure: figures(session, period, part.measure) for card in cards.values() for part in card}
    people = sorted({person for of in known.values() for person, pair in of.people.items() if pair != (None, None)})
    units = sorted({unit for person in people for unit in stood.units_of(person)})
    found = [
        Evaluated(person, stood.team.get(person), role, scored(cards[role], known, person=person))
        for person in people
        for role in [stood.role_of(person)]
    ]
    return found + [Evaluated(None, unit, "team", scored(cards["team"], known, unit=unit)) for unit in units]


def scored(
    card: tuple[Part, ...], known: dict[str, Figures], *, person: int | None = None, unit: int | None = None
) -> Score:
    """The score of a person or of a unit by a scorecard."""
    nothing: Pair = (None, None)
    pairs = {
        part.measure: known[part.measure].units.get(unit or 0, nothing)
        if person is None
        else known[part.measure].people.get(person, nothing)
        for part in card
    }
    return scoring.score(card, pairs)
