"""Products and product lines: which ones carry the business, which grow, what price and volume did to each."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd
from pandas import DataFrame
from sqlalchemy.orm import Session

from salesdash.access.identity import User
from salesdash.analytics import ranking
from salesdash.history.answers import Prices, Products, View
from salesdash.history.asking import SUMMED, Asked, answer, change
from salesdash.kpis.figures import quotient
from salesdash.periods import Range
from salesdash.snapshot.facts import Facts
from salesdash.units import SCALE


def products(session: Session, user: User, view: View) -> Products:
    """ABC classes, and growth against share, of products or product lines, see Products. Takes kpis.read, or
    kpis.quantities for quantities."""
    return answer(session, user, view, _products, measures=tuple(SUMMED))


def product_prices(session: Session, user: User, view: View) -> Prices:
    """Price and volume of each product or product line against a year before, see Prices. Takes kpis.read."""
    return answer(session, user, view, _prices)


def sums(facts: Facts, days: Range, column: str, measure: str) -> DataFrame:
    """The sum of a measure per member: id (0: without one), value; only members with a known value."""
    expression, measures = SUMMED[measure]
    return facts.frame(f"""
        SELECT * FROM (
            SELECT {column} AS id, ({expression})::BIGINT AS value
            FROM ({facts.relation([column, *measures], days)}) GROUP BY {column}
        ) WHERE value IS NOT NULL ORDER BY value DESC, id
    """)


def now_and_before(asked: Asked, column: str) -> list[DataFrame]:
    """``sums`` of the period and of the same days a year before; no rows where there is no such year."""
    return _each(asked, lambda facts, days: sums(facts, days, column, asked.measure))


def _each(asked: Asked, ask: Callable[[Facts, Range], DataFrame]) -> list[DataFrame]:
    days = [asked.view.period, *([asked.base] if asked.base else [])]
    with asked.facts(days) as facts:
        facts.keep_edges()
        found = [ask(facts, one) for one in days]
    return found if asked.base else [*found, found[0].iloc[:0]]


def _products(asked: Asked) -> Products:
    by = asked.view.by
    now, before = now_and_before(asked, by)
    totals = [int(frame["value"].sum()) if len(frame) else None for frame in (now, before)]
    unassigned = now.loc[now["id"] == 0, "value"].sum() if (now["id"] == 0).any() else None
    rows = now[now["id"] != 0].reset_index(drop=True)
    values = rows["value"].to_numpy(dtype=np.int64)
    rows["share"] = ranking.shares(values)
    rows["cumulative"] = np.cumsum(rows["share"])
    rows["abc"] = ranking.classes(values)
    bases = dict(zip(before["id"], before["value"], strict=True))
    rows["base"] = pd.array([bases.get(member, pd.NA) for member in rows["id"]], dtype="Int64")
    rows["growth"] = _growth(rows["value"], rows["base"])
    rows["id"] = rows["id"].astype(int)
    return Products(
        measure=asked.measure,
        by=by,
        base=asked.base,
        rows=asked.with_names(rows, by),
        classes=_classes(rows),
        growth=change(*totals),
        unassigned=None if unassigned is None else int(unassigned),
    )


def _classes(rows: DataFrame) -> DataFrame:
    of_class = {abc: rows[rows["abc"] == abc] for abc in ranking.CLASSES}
    return DataFrame(
        {
            "abc": list(of_class),
            "members": [len(members) for members in of_class.values()],
            "value": pd.array([int(members["value"].sum()) for members in of_class.values()], dtype="Int64"),
            "share": [float(members["share"].sum()) for members in of_class.values()],
        }
    )


def _growth(now: pd.Series, base: pd.Series) -> pd.Series:
    """Relative change where the base is positive, else missing."""
    positive = base.where(base > 0)
    return pd.Series(quotient((now - positive).array, positive.array), index=now.index)


def _prices(asked: Asked) -> Prices:
    by = asked.view.by
    now, before = _each(asked, lambda facts, days: _sold(facts, days, by))
    rows = now.merge(before, on="id", how="outer", suffixes=("", "_base"))
    rows = rows[rows["id"] != 0].sort_values(["value", "id"], ascending=[False, True], ignore_index=True)
    for suffix in ("", "_base"):
        rows[f"price{suffix}"] = _price(rows[f"value{suffix}"], rows[f"quantity{suffix}"])
    rows["price_change"] = _growth(rows["price"], rows["price_base"])
    rows["quantity_change"] = _growth(rows["quantity"], rows["quantity_base"])
    both = rows["price"].notna() & rows["price_base"].notna()
    effect = partial(_effect, both=both)
    # in whole 1/10,000: the price effect is rounded, the effect of the quantity is what remains
    rows["price_effect"] = effect(rows["value"].astype(float) - rows["quantity"].astype(float) * _ratio(rows, "_base"))
    rows["quantity_effect"] = (rows["value"] - rows["value_base"] - rows["price_effect"]).where(both)
    rows["id"] = rows["id"].astype(int)
    return Prices(
        by=by,
        base=asked.base,
        rows=asked.with_names(rows, by),
        months=_price_months(asked),
        price_effect=int(rows["price_effect"].sum()),
        quantity_effect=int(rows["quantity_effect"].sum()),
        compared=int(both.sum()),
    )


def _sold(facts: Facts, days: Range, by: str) -> DataFrame:
    relation = facts.relation([by, "net", "quantity"], days)
    return facts.frame(
        f"SELECT {by} AS id, sum(net)::BIGINT AS value, sum(quantity)::BIGINT AS quantity FROM ({relation}) GROUP BY id"
    )


def _price(value: pd.Series, quantity: pd.Series) -> pd.Series:
    """The average net price in 1/10,000, where a positive quantity was sold for a positive amount."""
    sold = (quantity > 0) & (value > 0)
    units = quotient(value.where(sold).array, quantity.where(sold).array)
    return pd.Series(units, index=value.index).mul(SCALE).round().astype("Int64")


def _ratio(rows: DataFrame, suffix: str) -> pd.Series:
    quantity = rows[f"quantity{suffix}"].astype(float)
    return rows[f"value{suffix}"].astype(float) / quantity.where(quantity > 0)


def _effect(amounts: pd.Series, both: pd.Series) -> pd.Series:
    return amounts.where(both).round().astype("Int64")


def _price_months(asked: Asked) -> DataFrame:
    """Quantity and average net price of everything in the view, month by month."""
    with asked.facts([asked.view.period]) as facts:
        facts.keep_edges()
        relation = facts.relation(["net", "quantity"])
        found = facts.frame(f"""
            SELECT date_trunc('month', day)::DATE AS month, sum(net)::BIGINT AS value,
                sum(quantity)::BIGINT AS quantity FROM ({relation}) GROUP BY month
        """)
    known = found.set_index("month")
    pieces = asked.pieces("month")
    told = [n for n, piece in enumerate(pieces) if piece.bounds.start in known.index]
    pieces = pieces[told[0] : told[-1] + 1] if told else []
    rows = known.reindex([piece.bounds.start for piece in pieces])
    months = DataFrame(
        {
            "label": [piece.label for piece in pieces],
            "start": [piece.bounds.start for piece in pieces],
            "partial": [piece.partial for piece in pieces],
        }
    )
    months["quantity"] = pd.array(rows["quantity"].to_list(), dtype="Int64")
    months["price"] = _price(pd.Series(rows["value"].array), pd.Series(rows["quantity"].array)).array
    return months
