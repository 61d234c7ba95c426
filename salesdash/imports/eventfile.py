"""Events from a file: matched by name, first day and place, written in the moment of publication."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.events.calendar import EFFECTS, PLACES
from salesdash.imports import eventwords
from salesdash.imports.changing import change
from salesdash.imports.reading import Chunk, Reject
from salesdash.imports.record import Counts, Effects
from salesdash.imports.stage import Stage
from salesdash.masterdata import dimensions
from salesdash.masterdata.codes import Found, members_by_any_code
from salesdash.masterdata.dimensions import DIMENSIONS
from salesdash.models import CompanyEvent, ImportBatch

#: what makes an event the same one as another
_SAME = ("name", "first_on", *PLACES.values())
#: how long names and notes may be
_LONGEST = {"name": 200, "note": 1000}
_Key = tuple[Any, ...]


class Refusal(Exception):
    """What a row is rejected for: field and reason."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(field, reason)
        self.field, self.reason = field, reason


@dataclass
class EventFile:
    """The import of one file of events. Every chunk is to be looked at before the first is taken: what a column of
    codes or effects means is decided from all of it. An empty cell leaves what is there."""

    stage: Stage
    counts: Counts = field(default_factory=Counts)
    changed_orders: int = 0
    #: first and last day of the events that can be used
    first_day: date | None = None
    last_day: date | None = None
    _named: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _found: dict[str, Found] = field(default_factory=dict)
    _ids: dict[str, dict[str, int]] = field(default_factory=dict)
    _rows: dict[_Key, dict[str, Any]] = field(default_factory=dict)
    _new: list[dict[str, Any]] = field(default_factory=list)
    _changes: dict[int, dict[str, Any]] = field(default_factory=dict)

    def look(self, chunk: Chunk) -> None:
        """Notes what the rows name."""
        for name in (*PLACES, "effect"):
            if name in chunk.fields:
                self._named[name].update(text for text in chunk.fields[name] if text is not None)  # type: ignore[union-attr]

    def take(self, chunk: Chunk) -> list[Reject]:
        """Takes rows; an event that the file has twice with different values is rejected the second time."""
        self.counts.rows += chunk.rows
        if not self._found:
            self._find()
        rejects = list(chunk.rejects)
        columns = {key: np.asarray(values).astype(object).tolist() for key, values in chunk.fields.items()}
        for at in range(len(chunk)):
            said = {key: column[at] for key, column in columns.items() if column[at] is not None}
            try:
                self._take(self._read(said))
            except Refusal as refusal:
                line, place = int(chunk.lines[at]), int(chunk.places[at])
                shown = said.get(refusal.field, "")
                rejects.append(
                    Reject(line, place, refusal.field, str(shown)[:200], refusal.reason, list(chunk.raw[at]))
                )
        return sorted(rejects, key=lambda reject: reject.place)

    def finish(self) -> None:
        """Compares with the events that are in the calendar."""
        with self.stage.reading() as session:
            stored = {tuple(getattr(one, name) for name in _SAME): one for one in session.scalars(select(CompanyEvent))}
            for key, row in self._rows.items():
                before = stored.get(key)
                if before is None:
                    self._new.append({"kind": "event", "last_on": row["first_on"], "note": ""} | row)
                    continue
                changed = {name: value for name, value in row.items() if getattr(before, name) != value}
                if changed:
                    self._changes[before.id] = changed
        self.counts.inserted, self.counts.updated = len(self._new), len(self._changes)
        self.counts.duplicates += len(self._rows) - len(self._new) - len(self._changes)

    @property
    def told(self) -> dict[str, int]:
        """What the result says beside the counts."""
        return {}

    def publish(self, session: Session, batch: ImportBatch) -> Effects:
        """Writes the events; returns what undoing has to put back."""
        session.add_all(CompanyEvent(batch_id=batch.id, **values) for values in self._new)
        session.flush()
        restores = change(session, CompanyEvent.__tablename__, self._changes)
        if self._new or restores:
            db.touch(session, "events")
        return Effects(restores=restores)

    def _find(self) -> None:
        with self.stage.reading() as session:
            for name in PLACES:
                self._found[name] = members_by_any_code(session, name, self._named[name])
                of = DIMENSIONS[name]
                codes = sorted(set(self._found[name].codes.values()))
                self._ids[name] = {code: dimensions.final(session, of, code) or 0 for code in codes}
        self._percent = eventwords.in_percent(self._named["effect"])

    def _read(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """The columns that a row says."""
        row: dict[str, Any] = {"first_on": said["first_on"], **self._texts(said)}
        for place, column in PLACES.items():
            row[column] = self._member(place, said.get(place))
        if "kind" in said:
            row["kind"] = eventwords.kind(said["kind"])
            if row["kind"] is None:
                raise Refusal("kind", "unknown_event_kind")
        if "last_on" in said:
            row["last_on"] = said["last_on"]
            if said["last_on"] < said["first_on"]:
                raise Refusal("last_on", "ends_before")
        if "effect" in said:
            row |= self._effect(said["effect"])
        return row

    def _effect(self, written: str) -> dict[str, float]:
        try:
            value = eventwords.effect(written, self._percent)
        except ValueError as wrong:
            raise Refusal("effect", "not_a_number") from wrong
        if value is None:
            return {}
        if not EFFECTS[0] <= value <= EFFECTS[1]:
            raise Refusal("effect", "effect_out_of_range")
        return {"effect": value}

    @staticmethod
    def _texts(said: Mapping[str, Any]) -> dict[str, str]:
        texts = {name: " ".join(str(said[name]).split()) for name in _LONGEST if name in said}
        for name, text in texts.items():
            if len(text) > _LONGEST[name]:
                raise Refusal(name, "text_too_long")
        return texts

    def _member(self, place: str, written: str | None) -> int | None:
        if written is None:
            return None
        found = self._found[place]
        if written not in found.codes:
            raise Refusal(place, "several_members" if written in found.several else "unknown_member")
        return self._ids[place][found.codes[written]]

    def _take(self, row: dict[str, Any]) -> None:
        known = self._rows.setdefault(tuple(row[name] for name in _SAME), row)
        if known is not row:
            if known != row:
                raise Refusal("name", "repeated_event")
            self.counts.duplicates += 1
        last = row.get("last_on", row["first_on"])
        self.first_day = min(filter(None, (self.first_day, row["first_on"])))
        self.last_day = max(filter(None, (self.last_day, last)))


def take_back(session: Session, batch_id: int) -> tuple[int, int]:
    """Takes the events of a batch away, but for those that somebody has changed since; gives how many went, and how
    many stayed."""
    brought = CompanyEvent.batch_id == batch_id
    gone = session.execute(delete(CompanyEvent).where(brought, CompanyEvent.version == 1))
    kept = session.scalar(select(func.count()).select_from(CompanyEvent).where(brought)) or 0
    db.touch(session, "events")
    return int(gone.rowcount), kept  # type: ignore[attr-defined]
