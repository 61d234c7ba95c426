"""Master data from files: products, customers, representatives, regions. Rows are updated by their code.

An empty cell leaves what is there. New members are made before publication, under the batch's id, and stand for
nothing until then; changes of members that exist happen in the moment of publication and can be put back.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

import numpy as np
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.errors import BadInput
from salesdash.imports.changing import change
from salesdash.imports.masterkinds import MASTER_KINDS, named, plain_values
from salesdash.imports.members import Members
from salesdash.imports.othercodes import OtherCodes
from salesdash.imports.places import Places
from salesdash.imports.reading import Chunk, Reject
from salesdash.imports.record import Counts, Effects
from salesdash.imports.stage import Stage
from salesdash.locale import N_
from salesdash.models import Category, Country, ImportBatch, Product, ProductLine, Region, Team


class Master:
    """The import of one file of master data."""

    changed_orders = 0
    told: ClassVar[dict[str, int]] = {}

    def __init__(self, kind: str, stage: Stage, make: type[Members], *, batch_id: int | None, today: date) -> None:
        self.kind = MASTER_KINDS[kind]
        self.counts = Counts()
        self._stage, self._dry = stage, batch_id is None
        self.members = make(self.kind.model, batch_id)
        categories = make(Category, batch_id)
        lines = make(ProductLine, batch_id, categories, "category_id")
        related = {
            "product_line": lines, "category": categories, "country": make(Country, batch_id),
            "team": make(Team, batch_id), "parent": self.members, "manager": self.members,
            "region": make(Region, batch_id),
        }  # fmt: skip
        wanted = (*self.kind.parents, *self.kind.placed, *(("category",) if kind == "products" else ()))
        self.related: dict[str, Members] = {name: related[name] for name in wanted}
        self._rows: dict[str, dict[str, Any]] = {}
        self._places = Places(today)
        self._codes = OtherCodes()
        self._changes: dict[int, dict[str, Any]] = {}
        self._lines: dict[int, dict[str, Any]] = {}

    @property
    def all_members(self) -> dict[str, Members]:
        """Field → the members that the file names in it."""
        return {self.kind.code: self.members} | {n: m for n, m in self.related.items() if m is not self.members}

    def take(self, chunk: Chunk) -> list[Reject]:
        """Takes rows; a member that the file has twice with different values is rejected the second time."""
        self.counts.rows += chunk.rows
        rejects = list(chunk.rejects)
        fields = (self.kind.code, *self.kind.plain, *self.related, self.kind.also)
        columns = {name: plain_values(chunk.fields[name]) for name in fields if name in chunk.fields}
        for at, values in enumerate(zip(*columns.values(), strict=True)):
            row = {name: value for name, value in zip(columns, values, strict=True) if value is not None}
            code = row[self.kind.code]
            known = self._rows.setdefault(code, row)
            if known is row:
                continue
            if known == row:
                self.counts.duplicates += 1
            else:
                line, place = int(chunk.lines[at]), int(chunk.places[at])
                rejects.append(Reject(line, place, self.kind.code, code, "repeated", list(chunk.raw[at])))
        return sorted(rejects, key=lambda reject: reject.place)

    def finish(self) -> None:
        """Makes new members, which nobody sees yet, and compares the rows with what is stored."""
        with self._stage.reading() as session:
            stored = self._stored(session)
        ids = self._realised()
        with self._stage.reading() as session:
            self._places.load(session)
            self._codes.load(session)
            if "category" in self.related:
                self._compare_lines(session, ids)
        new: dict[int, dict[str, Any]] = {}
        for code, row in self._rows.items():
            member = ids[self.kind.code][code]
            before = stored.get(member)
            changes = self._changes_of(row, ids, before)
            given = {name: ids[name][row[name]] for name in self.kind.placed if name in row}
            moved = self._places.move(member, given)
            coded = self._codes.give(member, row.get(self.kind.also))
            if before is None:
                new[member] = changes
                self.counts.inserted += 1
            elif changes or moved or coded:
                self._changes |= {member: changes} if changes else {}
                self.counts.updated += 1
            else:
                self.counts.duplicates += 1
        self._refuse_circles(self._changes | new, ids[self.kind.code])
        if not self._dry:
            self._fill(new)

    def publish(self, session: Session, batch: ImportBatch) -> Effects:
        """Changes members that exist, and where people stand."""
        restores = change(session, self.kind.model.__tablename__, self._changes)
        restores += change(session, ProductLine.__tablename__, self._lines)
        restores += self._places.write(session, batch.id)
        self._codes.write(session, batch.id)
        figures = bool(self.kind.placed) or self.kind.model is Product
        return Effects(all_months=figures and bool(restores or self._places.count), master=True, restores=restores)

    def _stored(self, session: Session) -> dict[int, Mapping[str, Any]]:
        """The columns of the members of the file that exist already, by id."""
        columns = [column for column in self.kind.model.__table__.columns if column.name != "batch_id"]
        wanted = select(*columns).where(text(f"code IN {db.bound_list(session, 'codes')}"))
        rows = session.execute(wanted, {"codes": db.list_value(self._rows)}).mappings()
        return {row["id"]: dict(row) for row in rows}

    def _realised(self) -> dict[str, dict[str, int]]:
        """Field → code → id, of all members that the file names; the missing ones are made."""
        listed = {name: named(self._rows.values(), name) for name in (self.kind.code, *self.related)}
        members = {self.kind.code: self.members, **self.related}
        with self._stage.reading() as session:
            found = {name: members[name].ids(session, listed[name]) for name in listed}
        if "category" in self.related:
            pairs = [
                (r["product_line"], r["category"])
                for r in self._rows.values()
                if {"product_line", "category"} <= set(r)
            ]
            category = dict(zip(listed["category"], found["category"].tolist(), strict=True))
            lines = np.array([line for line, _ in pairs], dtype=object)
            with self._stage.reading() as session:
                members["product_line"].ids(session, lines)
            members["product_line"].place(lines, np.array([category[c] for _, c in pairs], dtype=np.int64))
        return {
            name: dict(zip(listed[name], members[name].realise(self._stage.writing, found[name]).tolist(), strict=True))
            for name in listed
        }

    def _compare_lines(self, session: Session, ids: dict[str, dict[str, int]]) -> None:
        """A products file decides the categories of the lines that it names."""
        wanted: dict[int, int] = {}
        for row in self._rows.values():
            if {"product_line", "category"} <= set(row):
                wanted.setdefault(ids["product_line"][row["product_line"]], ids["category"][row["category"]])
        lines = select(ProductLine.id, ProductLine.category_id).where(
            text(f"id IN {db.bound_integers(session, 'ids')}")
        )
        for line, category in session.execute(lines, {"ids": db.list_value(wanted)}):
            if category != wanted[line]:
                self._lines[line] = {"category_id": wanted[line]}

    def _changes_of(
        self, row: dict[str, Any], ids: dict[str, dict[str, int]], before: Mapping[str, Any] | None
    ) -> dict[str, Any]:
        wanted = {name: row[name] for name in self.kind.plain if name in row}
        wanted |= {column: ids[name][row[name]] for name, column in self.kind.parents.items() if name in row}
        if wanted.get("parent_id") == ids[self.kind.code][row[self.kind.code]]:
            del wanted["parent_id"]  # above itself: the top
        if "product_line_id" in wanted:
            wanted["placed"] = True
        return {name: value for name, value in wanted.items() if before is None or before[name] != value}

    def _fill(self, new: dict[int, dict[str, Any]]) -> None:
        for part in self._stage.parts([(member, values) for member, values in new.items() if values]):
            with self._stage.pace.timed(len(part)), self._stage.writing() as session:
                change(session, self.kind.model.__tablename__, dict(part))

    def _refuse_circles(self, changes: Mapping[int, Mapping[str, Any]], known: Mapping[str, int]) -> None:
        """Raises BadInput where somebody would stand above themselves."""
        above = dict(self._places.managers)
        if self.kind.model is Region:
            with self._stage.reading() as session:
                parents = select(Region.id, Region.parent_id).where(Region.parent_id.is_not(None))
                above = {region: parent for region, parent in session.execute(parents) if parent is not None}
            above |= {member: values["parent_id"] for member, values in changes.items() if "parent_id" in values}
        codes = {member: code for code, member in known.items()}
        for member in above:
            seen, at = {member}, above.get(member)
            while at is not None and at not in seen:
                seen.add(at)
                at = above.get(at)
            if at == member and member in codes:
                raise BadInput(
                    "circle", N_("{member} would stand above itself, so nothing was imported."), member=codes[member]
                )
