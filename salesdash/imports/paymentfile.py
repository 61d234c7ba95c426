"""Payments from a file. They are held until the file is read and written in the moment of publication."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from salesdash import db
from salesdash.imports.amounts import converted
from salesdash.imports.changing import change
from salesdash.imports.keys import NONE, as_list, mixed, order_keys, text_keys
from salesdash.imports.members import Members
from salesdash.imports.paymentmatch import Matcher, Stored
from salesdash.imports.paymentscope import PaymentScope
from salesdash.imports.paymentsums import PaymentSums
from salesdash.imports.rates import Rates, foreign
from salesdash.imports.reading import Chunk, Numbers, Reject
from salesdash.imports.record import Counts, Effects
from salesdash.imports.rowchecks import Refused
from salesdash.imports.stage import Stage
from salesdash.imports.tally import total
from salesdash.models import ImportBatch, Payment

#: columns of the table that a file can change when payments are replaced
_CHANGED = ("order_no", "order_key", "customer_id", "paid_on", "amount", "currency", "original_amount", "content_key",
            "note")  # fmt: skip
_TEXTS = ("payment_no", "order_no", "customer", "currency", "note")


@dataclass
class PaymentFile:
    """The import of one file of payments. ``replace``: a payment that is here and reads otherwise becomes what the
    file says."""

    stage: Stage
    customers: Members
    rates: Rates
    currency: str
    scope: PaymentScope
    replace: bool
    counts: Counts = field(default_factory=Counts)
    changed_orders: int = 0
    sums: PaymentSums = field(default_factory=PaymentSums)
    _matcher: Matcher = field(default_factory=Matcher)
    _new: list[dict[str, np.ndarray]] = field(default_factory=list)
    _changes: dict[int, dict[str, np.ndarray]] = field(default_factory=dict)

    def take(self, chunk: Chunk) -> list[Reject]:
        """Checks the rows of a chunk; gives the rejected ones, in the order of the file."""
        self.counts.rows += chunk.rows
        if not len(chunk):
            return list(chunk.rejects)
        with self.stage.reading() as session:
            rows = self._rows(session, chunk)
        self.sums.read += total(rows["said"])
        refused, again = self._checked(chunk, rows)
        kept = np.ones(len(chunk), dtype=bool)
        kept[list(refused.rows)] = False
        self.sums.use(rows["said"][kept], rows["paid_on"][kept])
        self.counts.duplicates += int((kept & again).sum())
        kept &= ~again
        rows = {name: values[kept] for name, values in rows.items()}
        with self.stage.reading() as session:
            same = self._matcher.match(session, rows) if kept.any() else []
        outside = self._outside_before(rows, same)
        for at in np.flatnonzero(outside).tolist():
            refused.add(chunk.places == rows["place"][at], "payment_no", "outside_scope")
        self._load(rows, same, ~outside)
        return sorted(list(chunk.rejects) + list(refused.rows.values()), key=lambda reject: reject.place)

    def finish(self) -> None:
        """Makes customers that are new, which nobody sees yet, and adds up what the file is about."""
        for rows in (*self._new, *self._changes.values()):
            rows["customer_id"] = self.customers.realise(self.stage.writing, rows["customer_id"])
        with self.stage.reading() as session:
            self.sums.finish(session)

    @property
    def told(self) -> dict[str, int]:
        """What the result says beside the counts."""
        return {"unknown_orders": self.sums.unknown_orders, "changed_payments": self.sums.differing}

    def publish(self, session: Session, batch: ImportBatch) -> Effects:
        """Writes the payments."""
        for rows in self._new:
            columns = {name: as_list(rows[name]) for name in ("place", "payment_no", *_CHANGED)}
            db.insert_columns(session, Payment.__tablename__, {"batch_id": [batch.id] * len(rows["place"])} | columns)
        changes = {payment: _plain(values) for payment, values in self._changes.items()}
        restores = change(session, Payment.__tablename__, changes)
        if self._new or restores:
            db.touch(session, "payments")
        return Effects(master=bool(self.customers.created), restores=restores)

    def _rows(self, session: Session, chunk: Chunk) -> dict[str, np.ndarray]:
        nothing = np.full(len(chunk), None, dtype=object)
        texts = {name: np.asarray(chunk.fields.get(name, nothing)) for name in _TEXTS}
        amount = chunk.fields["amount"]
        assert isinstance(amount, Numbers)
        known = texts["order_no"] != np.array(None)
        keys = np.full(len(chunk), NONE)
        keys[known] = order_keys(texts["order_no"][known])
        days = np.asarray(chunk.fields["paid_on"])
        currency = foreign(texts["currency"], self.currency)
        said = amount.values
        content = mixed(keys, text_keys(texts["customer"]), days.astype(np.int64), said, text_keys(currency))
        return texts | {
            "place": chunk.places, "order_key": keys, "paid_on": days, "currency": currency, "said": said,
            "amount": said, "original_amount": np.full(len(chunk), NONE), "content_key": content,
            "customer_id": self.customers.ids(session, texts["customer"]),
        }  # fmt: skip

    def _checked(self, chunk: Chunk, rows: dict[str, np.ndarray]) -> tuple[Refused, np.ndarray]:
        """What cannot be taken, and which rows the file has had before."""
        refused = Refused(chunk)
        abroad = rows["currency"] != np.array(None)
        if abroad.any():
            factors = self.rates.factors(rows["currency"], rows["paid_on"])
            refused.add(factors == 0, "currency", "no_rate")
            rows["original_amount"] = np.where(abroad, rows["said"], NONE)
            rows["amount"] = np.where(abroad, converted(rows["said"], factors), rows["said"])
            refused.add(rows["amount"] == NONE, "amount", "amount_out_of_range")
        refused.add(self.scope.outside(rows["order_key"], rows["customer_id"]), "order_no", "outside_scope")
        again = np.zeros(len(chunk), dtype=bool)
        for at, number in enumerate(rows["payment_no"]):
            if at in refused.rows:
                continue
            before = self._matcher.repeated(number, int(rows["order_key"][at]), int(rows["content_key"][at]))
            again[at] = before == "same"
            if before == "other":
                refused.add(np.arange(len(chunk)) == at, "payment_no", "repeated_payment")
        return refused, again

    def _outside_before(self, rows: dict[str, np.ndarray], same: list[Stored | None]) -> np.ndarray:
        """Rows that would replace a payment which their uploader may not see."""
        outside = np.zeros(len(same), dtype=bool)
        hit = [at for at, one in enumerate(same) if one is not None] if self.replace and self.scope.limited else []
        if hit:
            stored = [one for one in same if one is not None]
            orders = np.array([one.order for one in stored], dtype=np.int64)
            outside[hit] = self.scope.outside(orders, np.array([one.customer for one in stored], dtype=np.int64))
        return outside

    def _load(self, rows: dict[str, np.ndarray], same: list[Stored | None], usable: np.ndarray) -> None:
        new = np.array([one is None for one in same], dtype=bool) & usable
        for at, one in enumerate(same):
            if one is None or not usable[at]:
                continue
            if one.content == rows["content_key"][at]:
                self.counts.duplicates += 1
                continue
            self.sums.differing += 1
            if self.replace:
                self.counts.updated += 1
                self._changes[one.id] = {name: rows[name][at : at + 1] for name in _CHANGED}
                self.sums.replace(one.amount, one.order, rows, at)
            else:
                self.counts.duplicates += 1
        if new.any():
            self.counts.inserted += int(new.sum())
            self._new.append({name: values[new] for name, values in rows.items()})
            self.sums.load(self._new[-1])


def _plain(row: dict[str, np.ndarray]) -> dict[str, Any]:
    """The values of a row for the table."""
    plain = {name: as_list(column)[0] for name, column in row.items()}
    return plain | {"paid_on": row["paid_on"][0].astype("datetime64[D]").item()}
