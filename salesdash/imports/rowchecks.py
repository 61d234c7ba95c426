"""Checks of order lines that need more than the file: shares, amounts, currencies, the uploader's scope."""

from dataclasses import dataclass

import numpy as np
from sqlalchemy.orm import Session

from salesdash.imports.amounts import converted, net_amounts
from salesdash.imports.credits import INVALID, Credits
from salesdash.imports.inscope import ScopeCheck
from salesdash.imports.keys import NONE
from salesdash.imports.rates import Rates, foreign
from salesdash.imports.reading import Chunk, Numbers, Reject


class Refused:
    """Rows of a chunk that cannot be taken: position → reject, the first reason of each."""

    def __init__(self, chunk: Chunk) -> None:
        self.rows: dict[int, Reject] = {}
        self._chunk = chunk

    def add(self, bad: np.ndarray, name: str, reason: str) -> None:
        """Refuses the rows that are marked, for what stands in a field."""
        chunk = self._chunk
        for at in np.flatnonzero(bad).tolist():
            value = chunk.fields.get(name)
            shown = "" if value is None or isinstance(value, Numbers) else str(value[at] or "")
            line, place, raw = int(chunk.lines[at]), int(chunk.places[at]), list(chunk.raw[at])
            self.rows.setdefault(at, Reject(line, place, name, shown, reason, raw))


@dataclass
class RowChecks:
    """What the rows of one file are checked by."""

    credits: Credits
    rates: Rates
    currency: str
    scope: ScopeCheck

    def check(self, session: Session, chunk: Chunk, rows: dict[str, np.ndarray]) -> Refused:
        """Fills in the amounts, in the company's currency; gives the rows that cannot be taken."""
        refused = Refused(chunk)
        refused.add(rows["credit_id"] == INVALID, "rep", "shares")
        rows["credit_id"] = np.where(rows["credit_id"] == INVALID, NONE, rows["credit_id"])
        said = rows["net_amount"] != NONE
        if not said.all():
            derived = net_amounts(rows["quantity"], rows["unit_price"], rows["discount"])
            rows["net_amount"] = np.where(said, rows["net_amount"], derived)
        refused.add(rows["net_amount"] == NONE, "net_amount", "amount_out_of_range")
        if "currency" in chunk.fields:
            self._convert(rows, refused)
        refused.add(self.scope.outside(session, self.credits, rows), "rep", "outside_scope")
        return refused

    def _convert(self, rows: dict[str, np.ndarray], refused: Refused) -> None:
        rows["currency"] = currencies = foreign(rows["currency"], self.currency)
        abroad = np.array([code is not None for code in currencies], dtype=bool)
        if not abroad.any():
            return
        rate = self.rates.factors(currencies, rows["ordered_on"])
        refused.add(rate == 0, "currency", "no_rate")
        for name, original in (("net_amount", "original_amount"), ("cost", "original_cost")):
            given = abroad & (rows[name] != NONE)
            rows[original] = np.where(given, rows[name], NONE)
            rows[name] = np.where(abroad, converted(rows[name], rate), rows[name])
            refused.add(given & (rows[name] == NONE), name, "amount_out_of_range")
