"""Exchange rates from a file: one row per currency and date, updated by both."""

from datetime import date
from typing import Any, ClassVar

from babel.numbers import list_currencies
from sqlalchemy import select
from sqlalchemy.orm import Session

from salesdash.imports.changing import change
from salesdash.imports.reading import Chunk, Numbers, Reject
from salesdash.imports.record import Counts, Effects
from salesdash.imports.stage import Stage
from salesdash.models import ExchangeRate, ImportBatch


class RateFile:
    """The import of one file of rates. Lines that were imported at other rates stay as they were converted."""

    changed_orders = 0
    told: ClassVar[dict[str, int]] = {}

    def __init__(self, stage: Stage, currency: str) -> None:
        self.counts = Counts()
        self._stage, self._own, self._known = stage, currency, list_currencies()
        self._rates: dict[tuple[str, date], int] = {}
        self._new: list[dict[str, Any]] = []
        self._changes: dict[int, dict[str, Any]] = {}

    def take(self, chunk: Chunk) -> list[Reject]:
        """Takes rows; a rate that the file has twice with different values is rejected the second time."""
        self.counts.rows += chunk.rows
        rejects = list(chunk.rejects)
        days, rates = chunk.fields["date"].astype(object), chunk.fields["rate"]  # type: ignore[union-attr]
        assert isinstance(rates, Numbers)
        for at, written in enumerate(chunk.fields["currency"]):  # type: ignore[arg-type]
            code, rate = written.upper(), int(rates.values[at])
            reason = self._reason(code, rate)
            if reason is None:
                known = self._rates.get((code, days[at]))
                self._rates.setdefault((code, days[at]), rate)
                reason = "repeated" if known not in (None, rate) else None
                self.counts.duplicates += known == rate
            if reason:
                name = "rate" if reason == "not_positive" else "currency"
                line, place = int(chunk.lines[at]), int(chunk.places[at])
                rejects.append(Reject(line, place, name, written, reason, list(chunk.raw[at])))
        return sorted(rejects, key=lambda reject: reject.place)

    def finish(self) -> None:
        """Compares with the rates that are stored."""
        with self._stage.reading() as session:
            rows = select(ExchangeRate.currency, ExchangeRate.on_date, ExchangeRate.id, ExchangeRate.rate_e12)
            stored = {(currency, day): (row, rate) for currency, day, row, rate in session.execute(rows)}
        for (currency, day), rate in self._rates.items():
            if (currency, day) not in stored:
                self._new.append({"currency": currency, "on_date": day, "rate_e12": rate})
            elif stored[currency, day][1] != rate:
                self._changes[stored[currency, day][0]] = {"rate_e12": rate}
        self.counts.inserted, self.counts.updated = len(self._new), len(self._changes)
        self.counts.duplicates += len(self._rates) - len(self._new) - len(self._changes)

    def publish(self, session: Session, batch: ImportBatch) -> Effects:
        """Writes the rates; returns what undoing has to put back."""
        session.add_all(ExchangeRate(batch_id=batch.id, **values) for values in self._new)
        session.flush()
        return Effects(master=True, restores=change(session, ExchangeRate.__tablename__, self._changes))

    def _reason(self, code: str, rate: int) -> str | None:
        if code not in self._known:
            return "not_a_currency"
        if code == self._own:
            return "company_currency"
        return "not_positive" if rate <= 0 else None
