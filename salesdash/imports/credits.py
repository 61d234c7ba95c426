"""Who a line is credited to: one code, or shares such as ``r1:60;r2:40`` that sum to 100 % (or to 1)."""

from decimal import Decimal, InvalidOperation

import numpy as np
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.imports.keys import NONE, factorized
from salesdash.imports.members import Members, Opener
from salesdash.models import CreditGroup, CreditShare

#: 100 % in the unit of ``CreditShare.share``
WHOLE = 1_000_000

#: position in ``Credits.specs`` of texts that are no valid credit
INVALID = NONE + 1


def parsed(written: str) -> list[tuple[str, int]] | None:
    """The codes and shares (1/1,000,000) of a credit as it stands in a file; None if the shares are no shares or
    do not sum to 100 % or to 1. A person who is named twice gets the sum."""
    parts = [part.strip() for part in written.replace("；", ";").replace("：", ":").split(";") if part.strip()]
    shares: dict[str, Decimal] = {}
    for part in parts:
        code, colon, share = part.rpartition(":")
        if not colon:
            return [(part, WHOLE)] if len(parts) == 1 else None
        try:
            value = Decimal(share.strip().rstrip("%％").strip())
        except InvalidOperation:
            return [(part, WHOLE)] if len(parts) == 1 else None
        if not value.is_finite() or value <= 0 or not code.strip():
            return None
        shares[code.strip()] = shares.get(code.strip(), Decimal(0)) + value
    total = sum(shares.values())
    if total not in (1, 100):
        return None
    exact = [(code, share * WHOLE / total) for code, share in shares.items()]
    if any(share != int(share) for _, share in exact):
        return None
    return [(code, int(share)) for code, share in exact]


class Credits:
    """The credits as far as one file names them, as ``Members`` for credit groups: provisional ids are negative."""

    def __init__(self, people: Members, batch_id: int | None) -> None:
        self.people = people
        #: provisional -1, -2, … → (person id, maybe provisional, share)
        self._shares: list[list[tuple[int, int]]] = []
        self._written: dict[str, int] = {}
        self._known: dict[str, int] = {}
        self._members: dict[int, list[tuple[int, int]]] = {}
        self._real: dict[int, int] = {}
        self._keep = batch_id is not None

    def ids(self, session: Session, written: np.ndarray) -> np.ndarray:
        """The credit group of every text, NONE for None, INVALID for shares that are none, negative for new ones."""
        positions, distinct = factorized(written)
        unknown = [value for value in distinct if value not in self._written]
        if unknown:
            self._look_up(session, unknown)
        return np.array([self._written[value] for value in distinct] + [NONE], dtype=np.int64)[positions]

    def people_of(self, credit_id: int) -> list[int]:
        """Ids (provisional ones are negative) of the people behind an id that ``ids`` gave."""
        return [person for person, _ in self._members[credit_id]]

    def recall(self, session: Session, ids: np.ndarray) -> None:
        """Makes ``people_of`` know groups of stored lines, which the file may not name."""
        unknown = [int(i) for i in np.unique(ids) if i > 0 and int(i) not in self._members]
        if not unknown:
            return
        shares = select(CreditShare.group_id, CreditShare.person_id, CreditShare.share).where(
            text(f"group_id IN {db.bound_integers(session, 'groups')}")
        )
        rows = session.execute(
            shares.order_by(CreditShare.group_id, CreditShare.position), {"groups": db.list_value(unknown)}
        )
        for group, person, share in rows:
            self._members.setdefault(group, []).append((person, share))

    def realise(self, writing: Opener, ids: np.ndarray) -> np.ndarray:
        """``ids`` with real ones for the provisional; makes the people and groups that are missing."""
        provisional = [int(i) for i in np.unique(ids[(ids < 0) & (ids > INVALID)])]
        missing = [i for i in provisional if i not in self._real]
        if missing:
            people = np.array([person for i in missing for person, _ in self._members[i]], dtype=np.int64)
            real = dict(zip(people.tolist(), self.people.realise(writing, people).tolist(), strict=True))
            for i in missing:
                self._members[i] = [(real[person], share) for person, share in self._members[i]]
            self._create(writing, missing)
        if not provisional:
            return ids
        mapping = np.array([self._real[i] for i in provisional], dtype=np.int64)
        hit = (ids < 0) & (ids > INVALID)
        result = ids.copy()
        result[hit] = mapping[np.searchsorted(provisional, ids[hit])]
        return result

    def _look_up(self, session: Session, texts: list[str]) -> None:
        credits = {value: parsed(value) for value in texts}
        codes = [code for shares in credits.values() for code, _ in shares or []]
        ids = self.people.ids(session, np.array(codes, dtype=object)).tolist() if codes else []
        person = dict(zip(codes, ids, strict=True))
        groups = {
            value: [(person[code], share) for code, share in shares] for value, shares in credits.items() if shares
        }
        self._recall(session, [_spec(shares) for shares in groups.values()])
        for value in texts:
            if value not in groups:
                self._written[value] = INVALID
                continue
            spec = _spec(groups[value])
            if spec not in self._known:
                self._shares.append(groups[value])
                self._known[spec] = -len(self._shares)
            self._written[value] = self._known[spec]
            self._members.setdefault(self._known[spec], groups[value])

    def _recall(self, session: Session, specs: list[str]) -> None:
        specs = [spec for spec in specs if spec not in self._known]
        wanted = select(CreditGroup.spec, CreditGroup.id).where(text(f"spec IN {db.bound_list(session, 'specs')}"))
        for row in session.execute(wanted, {"specs": db.list_value(specs)}):
            self._known[row.spec] = row.id

    def _create(self, writing: Opener, missing: list[int]) -> None:
        if not self._keep:
            self._real.update((i, i) for i in missing)
            return
        with writing() as session:
            for i in missing:
                group = CreditGroup(spec=_spec(self._members[i]))
                session.add(group)
                session.flush()
                session.add_all(
                    CreditShare(group_id=group.id, position=position, person_id=person, share=share)
                    for position, (person, share) in enumerate(self._members[i])
                )
                self._real[i] = group.id


def _spec(shares: list[tuple[int, int]]) -> str:
    return ";".join(f"{person}:{share}" for person, share in shares)
