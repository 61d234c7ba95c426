"""Returns: what comes back, of what. Files tell no reason of a return, so they are told by product."""

import pandas as pd
from pandas import DataFrame
from sqlalchemy.orm import Session

from salesdash.access.identity import User
from salesdash.history.answers import Returns, View
from salesdash.history.asking import RANKED, Asked, answer
from salesdash.kpis.figures import quotient
from salesdash.periods import Range
from salesdash.snapshot.facts import Facts

#: what lines took back can be told in
_MEASURES = ("revenue", "quantity")


def returns(session: Session, user: User, view: View) -> Returns:
    """Returned amounts (the negative lines) by product or product line, and their rate: returned ÷ sold, see Returns.
    Takes kpis.read, or kpis.quantities, which sees returned quantities."""
    return answer(session, user, view, _returns, measures=_MEASURES)


def _returns(asked: Asked) -> Returns:
    period, base, by = asked.view.period, asked.base, asked.view.by
    with asked.facts([period, *([base] if base else [])], summaries=asked.measure == "revenue") as facts:
        facts.keep_edges()
        rows = _of(facts, period, asked.measure, by)
        months = _of(facts, period, asked.measure, "date_trunc('month', day)::DATE")
        before = _of(facts, base, asked.measure, "0") if base else DataFrame()
        rows = rows.merge(_lines(facts, period, asked.measure, by), on="id", how="left")
    total = rows[["sold", "returned"]].sum() if len(rows) else None
    everything = int(total["returned"]) if total is not None else 0
    rows = rows[rows["returned"] > 0].sort_values(["returned", "id"], ascending=[False, True], ignore_index=True)
    rows["rate"] = quotient(rows["returned"].array, rows["sold"].array)
    rows["share"] = rows["returned"].astype(float) / everything if everything else 0.0
    rows["id"] = rows["id"].astype(int)
    return Returns(
        measure=asked.measure,
        by=by,
        base=base,
        rows=asked.with_names(rows[["id", "sold", "returned", "rate", "share", "lines"]], by),
        months=_months(asked, months),
        sold=None if total is None else int(total["sold"]),
        returned=None if total is None else everything,
        rate=_rate(total) if total is not None else None,
        rate_before=_rate(before.iloc[0]) if len(before) else None,
    )


def _of(facts: Facts, days: Range, measure: str, key: str) -> DataFrame:
    """id (the value of ``key``), sold, returned (its sign turned), for what has lines with a known measure."""
    if measure == "revenue":  # summaries keep what was sold apart
        members = [key] if key in RANKED else []
        rows = f"FROM ({facts.relation([*members, 'net', 'sold'], days)})"
        sold, returned = "sum(sold)", "sum(sold) - sum(net)"
    else:
        rows = f"{facts.lines(days)} WHERE quantity IS NOT NULL"
        sold = "sum(quantity) FILTER (WHERE quantity > 0)"
        returned = "coalesce(-sum(quantity) FILTER (WHERE quantity < 0), 0)"
    return facts.frame(
        f"SELECT {key} AS id, ({sold})::BIGINT AS sold, ({returned})::BIGINT AS returned {rows} GROUP BY 1"
    )


def _lines(facts: Facts, days: Range, measure: str, by: str) -> DataFrame:
    """id, lines: how many lines took something back."""
    value = "net" if measure == "revenue" else "quantity"
    return facts.frame(
        f"SELECT {by} AS id, count(DISTINCT id) AS lines {facts.lines(days)} WHERE {value} < 0 GROUP BY {by}"
    )


def _rate(sums: "pd.Series") -> float | None:
    return None if pd.isna(sums["sold"]) or not sums["sold"] else int(sums["returned"]) / int(sums["sold"])


def _months(asked: Asked, found: DataFrame) -> DataFrame:
    known = found.set_index("id")
    pieces = asked.pieces("month")
    told = [n for n, piece in enumerate(pieces) if piece.bounds.start in known.index]
    pieces = pieces[told[0] : told[-1] + 1] if told else []
    rows = known.reindex([piece.bounds.start for piece in pieces])
    months = DataFrame(
        {
            "label": [piece.label for piece in pieces],
            "start": [piece.bounds.start for piece in pieces],
            "partial": [piece.partial for piece in pieces],
            "sold": pd.array(rows["sold"].to_list(), dtype="Int64"),
            "returned": pd.array(rows["returned"].to_list(), dtype="Int64"),
        }
    )
    months["rate"] = quotient(months["returned"].array, months["sold"].array)
    return months
