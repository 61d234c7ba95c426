"""What an appraisal shows: results of people and units, with the parts of their scores."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from salesdash.analytics import scoring
from salesdash.appraisal import bands
from salesdash.appraisal.bands import Band
from salesdash.metrics import REGISTRY
from salesdash.periods import Range


@dataclass(frozen=True)
class PartView:
    """One measure of a score. Amounts as the measure counts them, floor and cap in 1/10,000, ratios as fractions.
    ``now_target`` and ``now_actual``: what they would be by the figures of today, beside frozen ones only."""

    measure: str
    weight: int
    floor: int
    cap: int
    target: int | None
    actual: int | None
    attainment: float | None
    share: float | None
    points: float | None
    frozen: bool = False
    now_target: int | None = None
    now_actual: int | None = None

    @property
    def missing(self) -> str | None:
        """ "no_target" or "no_data" where the part counts for nothing."""
        if self.attainment is not None:
            return None
        return "no_target" if self.target is None or self.target <= 0 else "no_data"

    @property
    def corrected(self) -> bool:
        """Whether the figures of today differ from the frozen ones."""
        return self.frozen and (self.now_target, self.now_actual) != (self.target, self.actual)

    def document(self) -> dict[str, Any]:
        """For programs."""
        metric = REGISTRY[self.measure]
        found: dict[str, Any] = {
            "measure": self.measure, "weight": self.weight, "floor": self.floor / 10_000, "cap": self.cap / 10_000,
            "target": metric.json(self.target), "actual": metric.json(self.actual), "attainment": self.attainment,
            "share": self.share, "points": self.points, "missing": self.missing,
        }  # fmt: skip
        if self.frozen:
            found["now"] = {"target": metric.json(self.now_target), "actual": metric.json(self.now_actual)}
        return found


@dataclass(frozen=True)
class Override:
    """A score that somebody set (``by`` is a login), with the reason."""

    score: float
    reason: str
    by: str
    at: datetime
    version: int


@dataclass(frozen=True)
class Computed:
    """The score of a person, or of a unit (``person`` is None), by ids. ``units``: a person's unit and those above it.
    In a closed period ``score_id`` names the frozen row and ``now`` is what the figures of today would make."""

    person: int | None
    unit: int | None
    units: tuple[int, ...]
    role: str
    score: float | None
    parts: tuple[PartView, ...]
    score_id: int | None = None
    override: Override | None = None
    now: float | None = None


@dataclass(frozen=True)
class Result:
    """The same in the words of people: code and name of the person (None for a unit) and of the unit. ``running``:
    the period has not ended, so the score is one so far and no band is a verdict on it."""

    of: Computed
    person: tuple[str, str] | None
    unit: tuple[str, str] | None
    bands: Sequence[Band]
    running: bool = False

    @property
    def rep(self) -> str | None:
        """The person's code; None for a unit."""
        return self.person[0] if self.person and self.of.person is not None else None

    @property
    def name(self) -> str:
        """What the person, or the unit, is called."""
        called = self.person if self.rep is not None else self.unit
        return called[1] if called else ""

    @property
    def team(self) -> str | None:
        """The unit's code."""
        return self.unit[0] if self.unit and self.of.unit is not None else None

    @property
    def team_name(self) -> str:
        """What the unit is called."""
        return self.unit[1] if self.unit and self.team is not None else ""

    @property
    def parts(self) -> tuple[PartView, ...]:
        """The measures of the score."""
        return self.of.parts

    @property
    def score(self) -> float | None:
        """The score in force: the one that somebody set, else the computed one."""
        return self.of.override.score if self.of.override else self.of.score

    @property
    def band(self) -> Band | None:
        """The band of the score in force; None while the period runs."""
        return self.band_of(self.score)

    def band_of(self, reached: float | None) -> Band | None:
        """The band of a score or an attainment of the period; None while it runs."""
        return None if self.running else bands.of(reached, self.bands)

    @property
    def reached(self) -> bool:
        """Whether the score in force is 100 % or more, as it is shown."""
        return self.score is not None and scoring.as_shown(self.score) >= 1000

    @property
    def corrected(self) -> bool:
        """Whether any figure of today differs from the frozen ones."""
        return any(part.corrected for part in self.parts)

    def document(self) -> dict[str, Any]:
        """For programs."""
        kept = self.of.override
        who = {"rep": self.rep, "rep_name": self.name} if self.rep is not None else {}
        return who | {
            "team": self.team, "team_name": self.team_name or None, "role": self.of.role, "score": self.score,
            "band": self.band.name if self.band else None, "computed": self.of.score, "now": self.of.now,
            "override": {"score": kept.score, "reason": kept.reason, "by": kept.by, "at": kept.at} if kept else None,
            "parts": [part.document() for part in self.parts],
        }  # fmt: skip


@dataclass(frozen=True)
class Appraisal:
    """The appraisal of a period, as far as the reader sees it: people by their score, the best first, then units.
    ``frozen``: the period is closed; else the figures are those up to now and go on moving. ``running``: it has not
    ended."""

    period: str
    days: Range
    frozen: bool
    closed_at: datetime | None
    closed_by: str | None
    bands: tuple[Band, ...]
    people: tuple[Result, ...]
    teams: tuple[Result, ...]
    running: bool = False

    def document(self) -> dict[str, Any]:
        """For programs."""
        bounds: Mapping[str, Any] = {"from": self.days.start, "to": self.days.end}
        return {
            "period": self.period, **bounds, "running": self.running, "frozen": self.frozen,
            "closed_at": self.closed_at, "closed_by": self.closed_by,
            "bands": [{"from": one.start / 1000, "band": one.name, "colour": one.colour} for one in self.bands],
            "rows": [one.document() for one in self.people], "teams": [one.document() for one in self.teams],
        }  # fmt: skip
