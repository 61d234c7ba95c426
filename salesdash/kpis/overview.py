"""All that the KPI page shows, in one go."""

from collections import OrderedDict
from datetime import date, datetime
from threading import Lock

import pandas as pd
from pandas import DataFrame
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from salesdash import company, db, snapshot
from salesdash.access.identity import User
from salesdash.analytics.price_volume_mix import price_volume_mix
from salesdash.kpis import figures, viewing
from salesdash.kpis.answers import Figure, Overview, View
from salesdash.kpis.filters import selection
from salesdash.kpis.names import members
from salesdash.locale import language
from salesdash.models import ImportBatch
from salesdash.periods import FiscalCalendar, Range, month_end, plus_months
from salesdash.snapshot.facts import Facts, Selection
from salesdash.snapshot.files import Snapshot

TREND_MONTHS = 24
#: figures of every part of the page
PART_FIGURES = ("revenue", "orders", "customers", "gross_margin", "quantity")
#: answers that a process remembers: one is some 60 kB
REMEMBERED = 256

_answers: OrderedDict[tuple, Overview] = OrderedDict()
_lock = Lock()


def overview(session: Session, user: User, view: View) -> Overview:
    """Everything that the KPI page shows of ``view``, see Overview; formulas: the glossary.

    Takes kpis.read, or kpis.quantities, which sees quantities only. Raises BadInput for unknown dimensions and
    members. Answers are remembered per state of the data, rows that may be seen, view and language.
    """
    user.require("kpis.read", "kpis.quantities")
    settings = company.settings(session)
    chosen = selection(session, user, view.where, company.today(settings))
    versions = db.versions(session)
    state = tuple(versions.get(name) for name in ("database", "facts", "master", "settings"))
    key = (state, chosen.key(), view.key(), user.may("kpis.read"), language())
    with _lock:
        if key in _answers:
            _answers.move_to_end(key)
            return _answers[key]
    fiscal = FiscalCalendar(settings.fiscal_first_month, settings.week_first_day)
    answer = _Page(session, user, view, chosen=chosen, files=snapshot.current(session)).answer(fiscal)
    with _lock:
        _answers[key] = answer
        while len(_answers) > REMEMBERED:
            _answers.popitem(last=False)
    return answer


class _Page:
    """One answer in the making."""

    def __init__(self, session: Session, user: User, view: View, *, chosen: Selection, files: Snapshot) -> None:
        self._session, self._user, self._view = session, user, view
        self._chosen, self._files = chosen, files
        # the same days twice (the previous year is last year) are asked once
        self._periods = list(dict.fromkeys([view.period, *view.comparisons.values()]))
        self._bases = {name: self._periods.index(days) for name, days in view.comparisons.items()}
        self._against = self._bases.get(view.against)

    def answer(self, fiscal: FiscalCalendar) -> Overview:
        """Asks everything and puts it together."""
        with Facts(self._files, self._chosen, self._periods) as facts:
            facts.keep_edges()
            parts = self._parts(facts)
            viewing.keep_goods(facts, self._periods)
            products, customers = (self._movers(facts, dimension) for dimension in ("product", "customer"))
            bridge = self._bridge(facts, parts)
        totals = parts[parts["part"] == "total"].iloc[0].to_dict()
        return Overview(
            view=self._view,
            totals={name: self._figure(totals, name) for name in figures.FIGURES},
            by={part: self._part(parts, part) for part in viewing.PARTS},
            trend=self._trend(fiscal),
            products=products,
            customers=customers,
            bridge=bridge,
            data_until=self._data_until(),
            imported_at=_imported_at(self._session),
        )

    def _parts(self, facts: Facts) -> DataFrame:
        """One row per part and member: figures, their bases and changes."""
        selected, periods = self._chosen.members, self._periods
        base = viewing.sums(facts, periods, selected)
        viewing.keep_buyers(facts, periods)
        for counts in (
            viewing.distinct_orders(facts, periods, selected),
            viewing.customers(facts, periods),
            viewing.new_customers(facts, periods),
        ):
            base = base.merge(counts, on=viewing.GROUP, how="left")
        for name in ("flagged_orders", "other_orders", "customers", "new_customers"):
            base[name] = base[name].fillna(0)
        base["orders"] = base["flagged_orders"] + base["other_orders"]
        found = figures.complete(base, self._user, viewing.GROUP)
        of_period = {n: rows.drop(columns="period") for n, rows in found.groupby("period")}
        nothing = found.iloc[:0].drop(columns="period")
        groups = found[["part", "member"]].drop_duplicates()
        total = DataFrame({"part": ["total"], "member": pd.array([0], dtype="Int64")})
        parts = pd.concat([groups[groups["part"] != "total"], total], ignore_index=True)
        parts = parts.merge(of_period.get(0, nothing), on=["part", "member"], how="left")
        for name, number in self._bases.items():
            based = of_period.get(number, nothing)
            parts = figures.compare(parts, based, ["part", "member"], f"_{name}", f"_change_{name}")
        return parts

    def _figure(self, totals: dict, name: str) -> Figure:
        def plain(column: str) -> int | float | None:
            return None if pd.isna(totals[column]) else totals[column]

        return Figure(
            value=plain(name),
            bases={c: plain(f"{name}_{c}") for c in self._bases},
            changes={c: plain(f"{name}_change_{c}") for c in self._bases},
        )

    def _part(self, parts: DataFrame, part: str) -> DataFrame:
        rows = parts[parts["part"] == part]
        columns = [
            column
            for name in PART_FIGURES
            for column in (name, *(f"{name}{infix}{c}" for c in self._bases for infix in ("_", "_change_")))
        ]
        order = "revenue" if self._user.may("kpis.read") else "quantity"
        rows = rows.sort_values([order, "member"], ascending=[False, True], na_position="last", ignore_index=True)
        return self._with_names(rows.rename(columns={"member": "id"})[["id", *columns]], part)

    def _with_names(self, rows: DataFrame, dimension: str) -> DataFrame:
        ids = rows["id"].astype("int64")
        known = members(self._session, dimension, ids.unique().tolist())
        rows.insert(1, "code", known["code"].reindex(ids).to_numpy())
        rows.insert(2, "name", known["name"].reindex(ids).to_numpy())
        return rows

    def _movers(self, facts: Facts, dimension: str) -> dict[str, DataFrame]:
        rows = viewing.movers(facts, dimension, self._against)
        if not self._user.may("kpis.read"):
            rows = rows.iloc[:0]
        rows["difference"] = rows["revenue"].fillna(0) - rows["base"]
        rows["change"] = figures.change("revenue", rows["revenue"].fillna(0), rows["base"])
        return {
            name: self._with_names(rows[rows["list"] == name].drop(columns="list").reset_index(drop=True), dimension)
            for name in ("top", "falling")
        }

    def _bridge(self, facts: Facts, parts: DataFrame) -> dict[str, int] | None:
        if self._against is None or not self._user.may("kpis.read"):
            return None
        total = parts[parts["part"] == "total"].iloc[0]
        now, base = total["revenue"], total[f"revenue_{self._view.against}"]
        if pd.isna(now) or pd.isna(base):
            return None
        return price_volume_mix(viewing.goods(facts, self._against), int(now - base)).parts()

    def _trend(self, fiscal: FiscalCalendar) -> DataFrame:
        last = self._view.period.end
        first = plus_months(last, 1 - TREND_MONTHS)
        days = [Range(start, month_end(start)) for start in (plus_months(first, n) for n in range(TREND_MONTHS))]
        days[-1] = Range(days[-1].start, last)
        with Facts(self._files, self._chosen, days) as facts:
            facts.keep_edges()
            found = viewing.trend(facts, self._chosen.members)
        rows = DataFrame({"month": [r.start for r in days]}).merge(found, on="month", how="left")
        trend = figures.complete(rows, self._user)
        trend.insert(0, "label", [fiscal.label("month", r.start) for r in days])
        trend.insert(1, "start", [r.start for r in days])
        trend.insert(2, "end", [r.end for r in days])
        trend.insert(3, "partial", [r.end != month_end(r.start) for r in days])
        return trend

    def _data_until(self) -> date | None:
        """The last day with a line that may be seen, looked for from the newest month back."""
        for month in sorted(self._files.months, reverse=True):
            first = date(month // 100, month % 100, 1)
            with Facts(self._files, Selection(self._chosen.scope), [Range(first, month_end(first))]) as facts:
                row = facts.connection.execute(f"SELECT max(day) FROM ({facts.lines()})").fetchone()
            if row and row[0]:
                return row[0]
        return None


def _imported_at(session: Session) -> datetime | None:
    return session.scalar(select(func.max(ImportBatch.published_at)).where(ImportBatch.status == "published"))
