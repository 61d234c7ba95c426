"""What the page My targets shows: one's own attainment, and what closes the gap."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy.orm import Session

from salesdash import comparisons, db, kpis
from salesdash.dimensions import dimension_name
from salesdash.downloads import Column
from salesdash.kpis import View
from salesdash.locale import formats, ngettext
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY
from salesdash.periods import Range
from salesdash.targets import Attainment, looking
from salesdash.targets.ranking import rank
from salesdash.ui import pursuit_content, pursuit_view
from salesdash.ui.kpi_frame import Frame
from salesdash.ui.kpi_tables import Table
from salesdash.ui.pursuit_bar import Pursuit
from salesdash.ui.pursuit_view import Drawn


@dataclass(frozen=True)
class Mine:
    """``where``: the own rows; ``said``, ``closes``, ``rank``: sentences ("" where there is nothing to say);
    ``customers``: those who bought less than a year ago."""

    where: dict[str, list[str]]
    said: str
    numbers: str
    closes: str
    rank: str
    months: Drawn | None
    lines: Drawn | None
    customers: Table


def mine(frame: Frame, pursuit: Pursuit) -> Mine | None:
    """The answer for the reader; None without a target in this period. Whoever has none in person sees what their
    scope holds: an assistant the unit."""
    return _mine(pursuit_content.kept("mine", frame, pursuit, frame.user.login), frame, pursuit)


@pursuit_content.cached
def _mine(key: str, _frame: Frame, _pursuit: Pursuit) -> Mine | None:
    with db.reading() as session:
        own = looking.own_code(session, _frame.user)
        where: dict[str, list[str]] = {"rep": [own]} if own else {}
        found = pursuit_content.attainment(_frame, _pursuit, (), where)
        if not found.total["target"]:  # of whom nothing is asked in person: what their scope holds
            where = {}
            found = pursuit_content.attainment(_frame, _pursuit, (), where)
        if not found.total["target"]:
            return None
        currency = _frame.company.currency
        lines = pursuit_content.attainment(_frame, _pursuit, ("product_line",), where)
        split = (lines.rows["has_target"] & lines.rows["product_line"].notna()).any()
        view = _elapsed(_frame, _pursuit, where)
        overview = kpis.overview(session, _frame.user, view)
        average = overview.totals["average_order_value"].value
        return Mine(
            where=where,
            said=_said(found, _pursuit, currency),
            numbers=pursuit_view.drawn(pursuit_content.cards(found.total, _pursuit, currency)),
            closes=_closes(found.total, _pursuit, average, currency),
            rank=_rank(session, _frame, _pursuit),
            months=pursuit_content.of_months(_frame, _pursuit, where),
            lines=pursuit_content.bars(_frame, _pursuit, lines) if split else None,
            customers=_fallen(overview.customers["falling"]),
        )


def _elapsed(frame: Frame, pursuit: Pursuit, where: Mapping[str, list[str]]) -> View:
    """The elapsed days of the period against the same days a year before."""
    before = comparisons.compared_with(frame.calendar, pursuit.days, "year", pursuit.as_of)
    assert before is not None  # only the alignment on Lunar New Year may not apply
    days = Range(pursuit.days.start, min(pursuit.days.end, pursuit.as_of))
    return View(days, dict(where), {"year": before}, "year")


def _said(found: Attainment, pursuit: Pursuit, currency: str) -> str:
    metric, total = REGISTRY[pursuit.plan.measure], found.total
    target = metric.show(total["target"], currency, short=True)
    if total["gap"] >= 0:
        return _("The target of {target} is reached: {attainment}.").format(
            target=target, attainment=formats.percent(total["attainment"])
        )
    lack = metric.show(-total["gap"], currency, short=True)
    if total["lead"] is None:
        return _("{lack} are missing to the target of {target}.").format(lack=lack, target=target)
    lead = metric.show(abs(total["lead"]), currency, short=True)
    if total["lead"] < 0:
        words = _("{lack} are missing to the target of {target}; by the season you are {lead} behind.")
    else:
        words = _("{lack} are missing to the target of {target}; by the season you are {lead} ahead.")
    return words.format(lack=lack, target=target, lead=lead)


def _closes(total: Mapping[str, Any], pursuit: Pursuit, average: float | None, currency: str) -> str:
    """What is to be done a day, and how many orders of the usual size that is."""
    metric = REGISTRY[pursuit.plan.measure]
    if total["gap"] >= 0:
        return _("nothing is missing; what comes now is more than asked.")
    if not total["days_left"]:
        return _("no working day is left in this period.")
    words = ngettext(
        "{left} on the {days} working day left.", "{left} on each of the {days} working days left.", total["days_left"]
    ).format(left=metric.show(total["left"], currency, short=True), days=formats.number(total["days_left"]))
    if pursuit.plan.measure != "revenue" or not average:
        return words
    orders = -(-int(-total["gap"]) // int(average))
    return f"{words} " + ngettext(
        "That is {orders} order of your usual size ({average}).",
        "That is {orders} orders of your usual size ({average}).",
        orders,
    ).format(orders=formats.number(orders), average=formats.money(int(average), currency, short=True))


def _rank(session: Session, frame: Frame, pursuit: Pursuit) -> str:
    found = rank(session, frame.user, pursuit.plan, as_of=pursuit.as_of, where=pursuit.where)
    if found is None:
        return ""
    return _("Place {place} of {of} in your team by attainment.").format(
        place=formats.number(found.place), of=formats.number(found.of)
    )


def _fallen(rows: pd.DataFrame) -> Table:
    columns = [
        Column("name", dimension_name("customer")), Column("revenue", _("Revenue"), "amount"),
        Column("base", _("A year before"), "amount"), Column("difference", _("Difference"), "amount"),
    ]  # fmt: skip
    return Table(_("Customers who bought less than in the same days a year ago"), columns, rows)
