"""What closing a period froze, with the figures of today beside."""

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash.analytics.scoring import Part
from salesdash.appraisal import staff
from salesdash.appraisal.evaluating import scored
from salesdash.appraisal.figures import Figures, figures
from salesdash.appraisal.periods import Period
from salesdash.appraisal.results import Computed, Override, PartView
from salesdash.company import calendar
from salesdash.models import FrozenPart, FrozenScore, ScoreOverride


def results(session: Session, period: Period) -> list[Computed]:
    """Everybody's, as they were frozen. For the services here, which show their reader what the reader may see."""
    within = (FrozenScore.year == period.year, FrozenScore.period == period.code)
    scores = session.scalars(select(FrozenScore).where(*within).order_by(FrozenScore.id)).all()
    parts: dict[int, list[FrozenPart]] = defaultdict(list)
    chosen = select(FrozenPart).join(FrozenScore, FrozenScore.id == FrozenPart.score_id).where(*within)
    for part in session.scalars(chosen.order_by(FrozenPart.score_id, FrozenPart.place)):
        parts[part.score_id].append(part)
    by_hand = select(ScoreOverride).join(FrozenScore, FrozenScore.id == ScoreOverride.score_id).where(*within)
    overrides = {
        one.score_id: Override(one.score, one.reason, one.by, one.at, one.version) for one in session.scalars(by_hand)
    }
    measures = sorted({part.measure for own in parts.values() for part in own})
    known = {measure: figures(session, period, measure) for measure in measures}
    finals = staff.finals(session)
    above = staff.on(session, period.bounds(calendar(session)).end).above
    return [
        _computed(
            one, parts[one.id], overrides.get(one.id), finals.get(one.person_id or 0, one.person_id), above, known
        )
        for one in scores
    ]


def _computed(  # noqa: PLR0917 - what belongs to one row, gathered for all rows at once
    row: FrozenScore,
    parts: list[FrozenPart],
    override: Override | None,
    person: int | None,
    above: dict[int, int],
    known: dict[str, Figures],
) -> Computed:
    card = tuple(Part(part.measure, part.weight, part.floor, part.cap) for part in parts)
    today = scored(card, known, person=person, unit=row.team_id)
    views = [
        PartView(
            part.measure, part.weight, part.floor, part.cap, part.target, part.actual, part.attainment, part.share,
            part.points, True, counted.target, counted.actual,
        )
        for part, counted in zip(parts, today.parts, strict=True)
    ]  # fmt: skip
    return Computed(
        person=person,
        unit=row.team_id,
        units=_upwards(row.team_id, above) if person is not None else (),
        role=row.role,
        score=row.score,
        parts=tuple(views),
        score_id=row.id,
        override=override,
        now=None if today.value is None else float(today.value),
    )


def _upwards(unit: int | None, above: dict[int, int]) -> tuple[int, ...]:
    units: list[int] = []
    while unit is not None and unit not in units:
        units.append(unit)
        unit = above.get(unit)
    return tuple(units)
