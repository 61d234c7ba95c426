"""Checks of order lines against what the database holds of their orders."""

from dataclasses import dataclass

import numpy as np

from salesdash.imports.credits import Credits
from salesdash.imports.incomplete import Incomplete
from salesdash.imports.inscope import ScopeCheck
from salesdash.imports.rowchecks import Refused
from salesdash.imports.stage import Stage


@dataclass
class Standing:
    """What stands in the way of a file that meets orders which are here: a line of theirs that its uploader may not
    see, or, where orders are replaced (``incomplete``), a row of theirs that was rejected."""

    stage: Stage
    credits: Credits
    scope: ScopeCheck
    incomplete: Incomplete | None

    def check(self, rows: dict[str, np.ndarray], refused: Refused) -> None:
        """Refuses the rows of such orders, all of them."""
        keys = np.unique(rows["order_key"])
        held = np.zeros(len(keys), dtype=bool) if self.incomplete is None else self.incomplete.among(keys)
        looked_at = keys if self.scope.limited else keys[held]
        if not len(looked_at) or not self.stage.last_existing_id:
            return
        stored = self.stage.stored(looked_at)
        live = (stored["id"] <= self.stage.last_existing_id) & ~stored["retired"]
        lines = {name: values[live] for name, values in stored.items()}
        if self.scope.limited:
            with self.stage.reading() as session:
                self.credits.recall(session, lines["credit_id"])
                outside = self.scope.outside(session, self.credits, lines)
            refused.add(np.isin(rows["order_key"], lines["order_key"][outside]), "order_no", "outside_scope")
        here = np.intersect1d(keys[held], lines["order_key"])
        refused.add(np.isin(rows["order_key"], here), "order_no", "order_incomplete")
