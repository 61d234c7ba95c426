"""All that the KPI page shows, in one go."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import pandas as pd
from pandas import DataFrame
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from salesdash import company, snapshot
from salesdash.access.identity import User
from salesdash.analytics.price_volume_mix import price_volume_mix
from salesdash.config import config
from salesdash.kpis import figures, receipts, viewing
from salesdash.kpis.answers import Overview, View
from salesdash.kpis.filters import selection
from salesdash.kpis.names import members
from salesdash.kpis.parts import Parts
from salesdash.kpis.remembered import Remembered, state
from salesdash.locale import language
from salesdash.models import ImportBatch
from salesdash.periods import FiscalCalendar, Range, month_end, plus_months
from salesdash.snapshot.facts import Facts
from salesdash.snapshot.files import Snapshot
from salesdash.snapshot.selection import Selection

TREND_MONTHS = 24
#: views that a process remembers; one is some 60 kB
_answers: Remembered[Overview] = Remembered(256)


def overview(session: Session, user: User, view: View) -> Overview:
    """Everything that the KPI page shows of ``view``, see Overview; formulas: the glossary.

    Takes kpis.read, or kpis.quantities, which sees quantities only. Raises BadInput for unknown dimensions and
    members. Answers are remembered per state of the data, rows that may be seen, view and language: do not change
    the frames.
    """
    user.require("kpis.read", "kpis.quantities")
    settings = company.settings(session)
    chosen = selection(session, user, view.where, company.today(settings))
    key = (state(session), chosen.key(), view.key(), user.may("kpis.read"), language())

    def ask() -> Overview:
        fiscal = settings.calendar
        return _Page(session, user, view, chosen=chosen, files=snapshot.current(session)).answer(fiscal)

    return _answers.get(key, ask)


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
        """Asks everything, on as many threads as a process may use, and puts it together."""
        with (
            Facts(self._files, self._chosen, self._periods) as facts,
            ThreadPoolExecutor(config().query_threads) as pool,
        ):
            trend = pool.submit(self._ask_trend)
            facts.keep_edges()
            of_customers, of_sums = pool.submit(self._ask_customers, facts), pool.submit(self._ask_sums, facts)
            of_products, until = pool.submit(self._ask_products, facts), pool.submit(self._until)
            customers, buyers = of_customers.result()
            sums, others, new, paid = of_sums.result()
            products, goods = of_products.result()
            months, received = trend.result()
        parts = Parts(self._user, [sums, others, customers, new], self._bases, paid)
        return Overview(
            view=self._view,
            totals=parts.totals(),
            by={part: self._with_names(parts.frame(part), part) for part in viewing.PARTS},
            trend=self._trend(months, received, fiscal),
            products=self._movers(products, "product"),
            customers=self._movers(buyers, "customer"),
            bridge=self._bridge(goods, sums),
            data_until=until.result(),
            imported_at=_imported_at(self._session),
        )

    def _ask_sums(self, facts: Facts) -> tuple[DataFrame, DataFrame, DataFrame, DataFrame | None]:
        selected, periods = self._chosen.members, self._periods
        with facts.beside() as mine:
            return (
                viewing.sums(mine, periods, selected),
                viewing.distinct_orders(mine, periods, selected),
                viewing.new_customers(mine, periods),
                receipts.of_periods(mine, periods) if mine.has_receipts else None,
            )

    def _ask_customers(self, facts: Facts) -> tuple[DataFrame, DataFrame]:
        with facts.beside() as mine:
            counts = DataFrame(viewing.keep_buyers(mine, self._periods), columns=[*viewing.GROUP, "customers"])
            return counts, viewing.movers(mine, "customer", self._against)

    def _ask_products(self, facts: Facts) -> tuple[DataFrame, DataFrame | None]:
        with facts.beside() as mine:
            viewing.keep_goods(mine, self._periods)
            goods = None if self._against is None else viewing.goods(mine, self._against)
            return viewing.movers(mine, "product", self._against), goods

    def _ask_trend(self) -> tuple[DataFrame, dict[date, int] | None]:
        with Facts(self._files, self._chosen, self._trend_months()) as facts:
            facts.keep_edges()
            received = receipts.by_month(facts) if facts.has_receipts else None
            return viewing.trend(facts, self._chosen.members), received

    def _trend_months(self) -> list[Range]:
        last = self._view.period.end
        starts = [plus_months(last, n + 1 - TREND_MONTHS) for n in range(TREND_MONTHS)]
        return [Range(start, min(month_end(start), last)) for start in starts]

    def _trend(self, found: DataFrame, received: dict[date, int] | None, fiscal: FiscalCalendar) -> DataFrame:
        days = self._trend_months()
        place = {month: number for number, month in enumerate(found.pop("month"))}
        base = figures.aligned(figures.of_frame(found), [place.get(r.start, -1) for r in days])
        if received is not None:
            nothing = [0 if r.start in place else pd.NA for r in days]
            base["receipts"] = pd.array(
                [received.get(r.start, no) for r, no in zip(days, nothing, strict=True)], dtype="Int64"
            )
        labels = {
            "label": [fiscal.label("month", r.start) for r in days],
            "start": [r.start for r in days],
            "end": [r.end for r in days],
            "partial": [r.end != month_end(r.start) for r in days],
        }
        return DataFrame(labels | figures.complete(base, self._user))

    def _with_names(self, rows: DataFrame, dimension: str) -> DataFrame:
        ids = rows["id"].tolist()
        known = members(self._session, dimension, ids)
        rows.insert(1, "code", [known[member][0] for member in ids])
        rows.insert(2, "name", [known[member][1] for member in ids])
        return rows

    def _movers(self, rows: DataFrame, dimension: str) -> dict[str, DataFrame]:
        if not self._user.may("kpis.read"):
            rows = rows.iloc[:0]
        rows["difference"] = rows["revenue"].fillna(0) - rows["base"]
        rows["change"] = figures.change("revenue", rows["revenue"].fillna(0).array, rows["base"].array)
        return {
            name: self._with_names(rows[rows["list"] == name].drop(columns="list").reset_index(drop=True), dimension)
            for name in ("top", "falling")
        }

    def _bridge(self, goods: DataFrame | None, sums: DataFrame) -> dict[str, int] | None:
        if goods is None or self._against is None or not self._user.may("kpis.read"):
            return None
        total = sums[sums["part"] == "total"].set_index("period")["revenue"]
        if not {0, self._against} <= set(total.index):
            return None
        return price_volume_mix(goods, int(total[0] - total[self._against])).parts()

    def _until(self) -> date | None:
        """The last day with a line that the person may see, looked for from the newest month back."""
        for month in sorted(self._files.months, reverse=True):
            first = date(month // 100, month % 100, 1)
            with Facts(self._files, Selection(self._chosen.scope), [Range(first, month_end(first))]) as of_month:
                row = of_month.connection.execute(f"SELECT max(day) {of_month.lines()}").fetchone()
            if row and row[0]:
                return row[0]
        return None


def _imported_at(session: Session) -> datetime | None:
    return session.scalar(select(func.max(ImportBatch.published_at)).where(ImportBatch.status == "published"))
