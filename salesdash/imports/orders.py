"""Order lines of a file, chunk by chunk: members, amounts, checks, the same line, staging."""

from dataclasses import dataclass, field

import numpy as np
from sqlalchemy.orm import Session

from salesdash.imports.dimensions import Dimensions
from salesdash.imports.incomplete import Incomplete
from salesdash.imports.inscope import ScopeCheck
from salesdash.imports.keys import NONE, order_keys
from salesdash.imports.rates import Rates
from salesdash.imports.reading import Chunk, Numbers, Reject
from salesdash.imports.record import Counts, Effects, add_spanning
from salesdash.imports.replacing import Replacing
from salesdash.imports.rowchecks import RowChecks
from salesdash.imports.sameline import Matched, Matcher
from salesdash.imports.stage import LINE_COLUMNS, Stage
from salesdash.imports.standing import Standing
from salesdash.imports.tally import Tally
from salesdash.imports.touched import Touched
from salesdash.models import ImportBatch

NUMBERS = ("quantity", "unit_price", "discount", "net_amount", "cost")
DATES = ("ordered_on", "shipped_on", "due_on")


@dataclass
class Orders:
    """The import of one file of orders into a stage."""

    stage: Stage
    dimensions: Dimensions
    rates: Rates
    currency: str
    scope: ScopeCheck
    #: where orders are replaced: those that ``look`` has found to be incomplete
    incomplete: Incomplete | None
    carried: set[str]
    counts: Counts = field(default_factory=Counts)
    touched: Touched = field(default_factory=Touched)
    #: for a preview only
    tally: Tally | None = None

    def __post_init__(self) -> None:
        columns = {LINE_COLUMNS.get(name, name) for name in self.carried}
        self._matcher = Matcher(self.stage, columns, replace=self.replace)
        self._checks = RowChecks(self.dimensions.credits, self.rates, self.currency, self.scope)
        self._standing = Standing(self.stage, self.dimensions.credits, self.scope, self.incomplete)
        self._replacing = Replacing(self.stage, self._matcher.taken, self.touched, self.tally)

    @property
    def replace(self) -> bool:
        """Whether orders become what the file says. Then every chunk is to be looked at before the first is taken."""
        return self.incomplete is not None

    def look(self, chunk: Chunk) -> None:
        """Notes the orders of which a row will be rejected. Stages nothing."""
        assert self.incomplete is not None
        self.incomplete.add(chunk.rejects)
        if len(chunk):
            with self.stage.reading() as session:
                rows = self._rows(session, chunk)
                self.incomplete.add(list(self._checks.check(session, chunk, rows).rows.values()))

    def take(self, chunk: Chunk) -> list[Reject]:
        """Checks and stages the rows of a chunk; gives the rejected ones, in the order of the file."""
        self.counts.rows += chunk.rows
        rejects = list(chunk.rejects)
        if len(chunk):
            with self.stage.reading() as session:
                rows = self._rows(session, chunk)
                if self.tally is not None:
                    self.tally.take(chunk, rows)
                refused = self._checks.check(session, chunk, rows)
            self._standing.check(rows, refused)
            texts = _texts(chunk)
            if refused.rows:
                rejects = sorted(rejects + list(refused.rows.values()), key=lambda reject: reject.place)
                kept = np.ones(len(chunk), dtype=bool)
                kept[list(refused.rows)] = False
                rows = {name: values[kept] for name, values in rows.items()}
                texts = {name: values[kept] for name, values in texts.items()}
            if len(rows["order_no"]):
                with self.stage.reading() as session:
                    self.dimensions.describe(session, texts, rows["product_line_id"])
                self._stage(rows)
        return rejects

    def finish(self) -> None:
        """What can be told only once the whole file is known: lines that its orders no longer have."""
        if self.replace:
            paired = self._replacing.finish()
            self.counts.updated += paired
            self.counts.inserted -= paired
        for members in self.dimensions.members.values():
            members.finish(self.stage.writing)

    @property
    def changed_orders(self) -> int:
        """Orders that existed and gained lines or hold a line that reads otherwise."""
        return self.touched.changed_orders

    @property
    def told(self) -> dict[str, int]:
        """Nothing beside the counts."""
        return {}

    def publish(self, session: Session, batch: ImportBatch) -> Effects:
        """What else changes in the moment of publication, in its transaction."""
        batch.last_line_id = self.stage.next_id - 1
        batch.changed_orders = self.changed_orders
        add_spanning(session, self.touched.spanning)
        effects = Effects(months=self.touched.months)
        for members in self.dimensions.members.values():
            effects.restores += members.give(session)
            effects.master |= bool(members.created or members.gains)
            effects.all_months |= any("category_id" in gain for gain in members.gains.values())
        return effects

    def _rows(self, session: Session, chunk: Chunk) -> dict[str, np.ndarray]:
        rows: dict[str, np.ndarray] = {"place": chunk.places}
        nothing = np.full(len(chunk), NONE)
        for name in NUMBERS:
            column = chunk.fields.get(name)
            rows[name] = np.where(column.missing, NONE, column.values) if isinstance(column, Numbers) else nothing
        for name in DATES:
            rows[name] = np.asarray(chunk.fields.get(name, nothing.view("datetime64[D]")))
        empty = np.full(len(chunk), None, dtype=object)
        for name in ("order_no", "line_no", "currency"):
            values = chunk.fields.get(name, empty)
            assert isinstance(values, np.ndarray)
            rows[name] = values
        rows["order_key"] = order_keys(rows["order_no"])
        rows["original_amount"] = rows["original_cost"] = nothing
        return rows | self.dimensions.ids(session, _texts(chunk), len(chunk))

    def _stage(self, rows: dict[str, np.ndarray]) -> None:
        if self.tally is not None:
            self.tally.use(rows)
        matched = self._matcher.match(rows)
        new = (matched.same < 0) & ~matched.repeated
        existed = rows["order_key"][matched.existed]
        self.touched.changed(rows["order_key"][matched.existed & (new | matched.differs)])
        if self.replace:
            self._replacing.meet(existed)
            self._replacing.retire(matched, matched.same[matched.differs])
            loaded = new | matched.differs
        else:
            loaded = new
        self._number(rows, matched, ~loaded)
        count, updated = int(loaded.sum()), int((loaded & matched.differs).sum())
        self.counts.inserted += count - updated
        self.counts.updated += updated
        self.counts.duplicates += len(loaded) - count
        if count:
            lines = {name: values[loaded] for name, values in rows.items()}
            self.touched.lines(lines, matched.stored)
            if self.tally is not None:
                self.tally.load(lines, matched.existed[loaded])
            ids = self.stage.insert(self._insertable(lines))
            self._replacing.counted(ids[matched.differs[loaded]])

    def _insertable(self, lines: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        always = ("place", "order_key", "order_no", "ordered_on", "net_amount")
        result = {name: lines[name] for name in always} | self.dimensions.realised(self.stage.writing, lines)
        optional = ("line_no", "quantity", "unit_price", "discount", "cost", "shipped_on", "due_on")
        result |= {name: lines[name] for name in optional if name in self.carried}
        if "currency" in self.carried:
            result |= {name: lines[name] for name in ("currency", "original_amount", "original_cost")}
        return result

    def _number(self, rows: dict[str, np.ndarray], matched: Matched, kept: np.ndarray) -> None:
        """Stored lines without a number take the one that the file knows, whichever file came first."""
        if "line_no" not in self.carried:
            return
        hit = np.flatnonzero(kept & (matched.same >= 0))
        at = matched.same[hit]
        taking = [
            (int(matched.stored["id"][place]), rows["line_no"][row])
            for row, place in zip(hit, at, strict=True)
            if matched.stored["line_no"][place] is None and rows["line_no"][row] is not None
        ]
        self.stage.number(taking)


def _texts(chunk: Chunk) -> dict[str, np.ndarray]:
    """The columns of texts (and dates) of a chunk."""
    return {name: values for name, values in chunk.fields.items() if isinstance(values, np.ndarray)}
