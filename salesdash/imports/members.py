"""Codes of members (customers, products, …) to ids. New members are made only for rows that will be loaded.

A code that is not known gets a provisional negative id first; ``realise`` makes the member, in a transaction of its
own and with the batch's id. Until that batch is published such a member stands for nothing: lists leave out members
whose batch is not published, and the next import clears away those of an import that was interrupted.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import numpy as np
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.imports.changing import change
from salesdash.imports.keys import NONE, as_list, factorized

#: new members that one transaction makes
_TOGETHER = 1000

#: opens a session, reading or writing
Opener = Callable[[], AbstractContextManager[Session]]


class Members:
    """The members of one dimension as far as one file names them.

    ``parent``: the members that new ones can be given as their ``parent_column``, e.g. a product's line.
    """

    def __init__(
        self, model: type[Any], batch_id: int | None, parent: "Members | None" = None, parent_column: str = ""
    ) -> None:
        self.model = model
        self.parent, self.parent_column = parent, parent_column
        self.created: list[str] = []
        #: id → what this file gives to a member that exists: its first name, its first parent
        self.gains: dict[int, dict[str, Any]] = {}
        self._batch_id = batch_id
        self._ids: dict[str, int] = {}
        self._codes: list[str] = []  # provisional -1, -2, … → code
        self._names: dict[str, str] = {}
        self._parents: dict[str, int] = {}
        self._nameless: dict[str, int] = {}
        self._parentless: dict[str, int] = {}
        self._real: dict[int, int] = {}

    def ids(self, session: Session, codes: np.ndarray) -> np.ndarray:
        """The id of every code (array of str or None), NONE for None, negative for those that do not exist yet."""
        positions, distinct = factorized(codes)
        unknown = [code for code in distinct if code not in self._ids]
        if unknown:
            self._look_up(session, unknown)
        ids = np.array([self._ids[code] for code in distinct] + [NONE], dtype=np.int64)
        return ids[positions]

    def code(self, provisional: int) -> str:
        """The code behind a provisional id."""
        return self._codes[-provisional - 1]

    def name(self, codes: np.ndarray, names: np.ndarray) -> None:
        """Remembers the first name that the file gives each member that has none of its own."""
        for code, name in _first_pairs(codes, names):
            if self._ids[code] < 0:
                self._names.setdefault(code, name[:400])
            elif code in self._nameless and name != code:
                self.gains.setdefault(self._nameless.pop(code), {})["name"] = name[:400]

    def place(self, codes: np.ndarray, parents: np.ndarray) -> None:
        """Remembers the first parent (id, may be provisional) that the file gives each member that has none."""
        given = parents.astype(object)
        given[parents == NONE] = None
        for code, parent in _first_pairs(codes, given):
            if self._ids[code] < 0:
                self._parents.setdefault(code, parent)
            elif code in self._parentless:
                self.gains.setdefault(self._parentless.pop(code), {})[self.parent_column] = parent

    def finish(self, writing: Opener) -> None:
        """Makes the new parents that members which exist are to be given."""
        for gain in self.gains.values():
            parent = gain.get(self.parent_column)
            if parent is not None and self.parent is not None:
                gain[self.parent_column] = int(self.parent.realise(writing, np.array([parent], dtype=np.int64))[0])

    def give(self, session: Session) -> list[dict[str, Any]]:
        """Gives members that exist what the file has for them; returns what undoing has to put back."""
        return change(session, self.model.__tablename__, self.gains) if self.gains else []

    def realise(self, writing: Opener, ids: np.ndarray) -> np.ndarray:
        """``ids`` with real ones for the provisional; makes the members that are missing."""
        provisional = [int(i) for i in np.unique(ids[(ids < 0) & (ids != NONE)])]
        missing = [i for i in reversed(provisional) if i not in self._real]  # in the order of the file
        if missing:
            self._create(writing, missing)
        if not provisional:
            return ids
        real = np.array([self._real[i] for i in provisional], dtype=np.int64)
        result = ids.copy()
        places = np.searchsorted(provisional, ids)
        hit = (ids < 0) & (ids != NONE)
        result[hit] = real[places[hit]]
        return result

    def _look_up(self, session: Session, codes: list[str]) -> None:
        wanted = select(self.model.id, self.model.code, self.model.name)
        if self.parent_column:
            wanted = wanted.add_columns(getattr(self.model, self.parent_column))
        wanted = wanted.where(text(f"code IN {db.bound_list(session, 'codes')}"))
        for row in session.execute(wanted, {"codes": db.list_value(codes)}):
            self._ids[row.code] = row.id
            if row.name == row.code:
                self._nameless[row.code] = row.id
            if self.parent_column and row[3] is None:
                self._parentless[row.code] = row.id
        for code in codes:
            if code not in self._ids:
                self._codes.append(code)
                self._ids[code] = -len(self._codes)

    def _create(self, writing: Opener, missing: list[int]) -> None:
        codes = [self.code(i) for i in missing]
        parents = np.array([self._parents.get(code, NONE) for code in codes], dtype=np.int64)
        if self.parent is not None:
            parents = self.parent.realise(writing, parents)
        table, above = self.model.__tablename__, as_list(parents)
        for start in range(0, len(codes), _TOGETHER):
            part = codes[start : start + _TOGETHER]
            columns: dict[str, list[Any]] = {
                "code": part,
                "name": [self._names.get(code, code) for code in part],
                "batch_id": [self._batch_id] * len(part),
                "active": [True] * len(part),
                "version": [1] * len(part),
            }
            if self.parent_column:
                columns[self.parent_column] = above[start : start + _TOGETHER]
            if "placed" in self.model.__table__.c:
                columns["placed"] = [False] * len(part)
            with writing() as session:
                db.insert_columns(session, table, columns)
                made = select(self.model.code, self.model.id).where(text(f"code IN {db.bound_list(session, 'codes')}"))
                self._ids.update(session.execute(made, {"codes": db.list_value(part)}).tuples().all())
        for provisional, code in zip(missing, codes, strict=True):
            self._real[provisional] = self._ids[code]
        self.created.extend(codes)


class ImaginedMembers(Members):
    """Members for a dry run: what would be made is only noted."""

    def _create(self, writing: Opener, missing: list[int]) -> None:
        codes = [self.code(i) for i in missing]
        if self.parent is not None:
            self.parent.realise(writing, np.array([self._parents.get(code, NONE) for code in codes], dtype=np.int64))
        for provisional in missing:
            self._real[provisional] = provisional
        self.created.extend(codes)


def _first_pairs(codes: np.ndarray, values: np.ndarray) -> list[tuple[str, Any]]:
    """The first value that is not None of every code."""
    positions, distinct = factorized(codes)
    given = np.flatnonzero((positions >= 0) & np.array([value is not None for value in values], dtype=bool))
    places, first = np.unique(positions[given], return_index=True)
    return [(distinct[place], values[given[at]]) for place, at in zip(places, first, strict=True)]
