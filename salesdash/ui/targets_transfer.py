"""Targets that go over from one person to another in the middle of the year, with the customers if wanted."""

from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple

import streamlit as st

from salesdash import db, kpis, targets
from salesdash.errors import BadInput, SalesDashError
from salesdash.kpis.answers import UNASSIGNED
from salesdash.locale import N_
from salesdash.locale import gettext as _
from salesdash.targets import Cell, Plan
from salesdash.ui import markup, targets_closed, targets_said, targets_words
from salesdash.ui.messages import empty
from salesdash.ui.targets_frame import Frame

_ROUND = "targets.transfer_round"


class Wish(NamedTuple):
    """Who gives to whom from which month (as in the calendar) on."""

    giver: str | None
    taker: str | None
    month: int


def show(frame: Frame, plan: Plan) -> None:
    """Who gives, who takes, from which month, how much of it; and what that comes to."""
    parts = _parts(frame, plan)
    givers = [code for code in frame.names["rep"] if code in parts]
    if not givers:
        empty(_("Nobody has a target that could go over."), _("Set or split targets to people first."))
        return
    turn = st.session_state.get(_ROUND, 0)
    people, months = frame.names["rep"], targets_words.months(frame.calendar)
    periods = targets_closed.period_names(frame, plan.year)
    columns = st.columns(3, gap="small")
    giver = columns[0].selectbox(
        _("From (required)"), givers, format_func=people.__getitem__, index=None, key=f"targets.giver.{turn}",
        placeholder=_("Who gives"),
    )  # fmt: skip
    taker = columns[1].selectbox(
        _("To (required)"), [code for code in people if code != giver], format_func=people.__getitem__, index=None,
        key=f"targets.taker.{turn}", placeholder=_("Who takes"),
    )  # fmt: skip
    month = columns[2].selectbox(
        _("From the month"), months, index=_next_month(frame, plan, months), key=f"targets.from.{turn}",
        format_func=lambda at: periods[f"m{at}"],
    )  # fmt: skip
    targets_closed.hint(frame, Cell(plan.year))
    if giver is not None:
        left = months[months.index(month) :]
        amount = _amount(parts[giver], left)
        st.caption(
            _("{person} has {amount} from {month} to the end of the fiscal year.").format(
                person=markup.plain(people[giver]), month=targets_words.month_name(frame.calendar, plan.year, month),
                amount=markup.plain(targets_words.shown(plan.measure, amount, frame.currency)),
            )
        )  # fmt: skip
    _form(frame, plan, Wish(giver, taker, int(month)), turn)


def _form(frame: Frame, plan: Plan, wish: Wish, turn: int) -> None:
    with st.form(f"targets.transfer.{turn}", border=True):
        share = st.text_input(_("Share in per cent"), "100", key=f"targets.share.{turn}")
        wrong = st.container()
        names = _customers(frame, wish.giver)
        customers = st.multiselect(
            _("Customers that go with it"), list(names), format_func=names.__getitem__, disabled=not names,
            placeholder=_("None"), key=f"targets.customers.{turn}",
        )  # fmt: skip
        reason = st.text_input(_("Reason"), max_chars=1000, key=f"targets.transfer.reason.{turn}")
        if not st.form_submit_button(_("Transfer"), type="primary", icon=":material/swap_horiz:"):
            return
    try:
        if wish.giver is None or wish.taker is None:
            raise BadInput("nobody", N_("Choose who gives and who takes."))
        with db.writing() as session:
            done = targets.transfer(
                session, frame.user, plan, wish.giver, wish.taker, from_month=wish.month, share=_share(share),
                customers=customers, reason=reason,
            )  # fmt: skip
    except SalesDashError as problem:
        wrong.error(problem.text(), icon=":material/error:")
        return
    people = frame.names["rep"]
    text = _("{amount} went over from {giver} to {taker}.").format(
        amount=markup.plain(targets_words.shown(plan.measure, done.moved, frame.currency)),
        giver=markup.plain(people[wish.giver]), taker=markup.plain(people[wish.taker]),
    )  # fmt: skip
    targets_said.change(text, plan, done)
    st.session_state[_ROUND] = turn + 1
    st.rerun()


def _customers(frame: Frame, giver: str | None) -> dict[str, str]:
    """Code → name of the customers who bought from the person within a year."""
    if giver is None or not frame.user.may("kpis.read"):
        return {}
    with db.reading() as session:
        rows = kpis.table(
            session,
            frame.user,
            frame.today - timedelta(days=365),
            frame.today,
            by=("customer",),
            where={"rep": [giver]},
        ).rows
    known = rows[rows["customer"] != UNASSIGNED]
    return dict(sorted(zip(known["customer"], known["customer_name"], strict=True), key=lambda one: one[1]))


def _share(text: str) -> float:
    value = targets_words.read_weight(text.strip().removesuffix("%"))
    if not value or value > 100:
        raise BadInput("bad_share", N_("A share is more than 0 and at most 100 per cent: {text}."), text=text.strip())
    return value / 100


def _parts(frame: Frame, plan: Plan) -> Mapping[str, list[tuple[list[int], int]]]:
    """Person → parts of their target: the months that each is for, and its amount."""
    with db.reading() as session:
        rows = targets.cells(session, frame.user, plan, by=("rep", "quarter", "month"))
    months = targets_words.months(frame.calendar)
    found: dict[str, list[tuple[list[int], int]]] = {}
    for code, quarter, month, amount in zip(rows["rep"], rows["quarter"], rows["month"], rows["target"], strict=True):
        span = months
        if month is not None:
            span = [targets_words.period_number(month)]
        elif quarter is not None:
            first = 3 * targets_words.period_number(quarter) - 3
            span = months[first : first + 3]
        if code is not None and amount:
            found.setdefault(code, []).append((span, int(amount)))
    return found


def _amount(parts: list[tuple[list[int], int]], left: list[int]) -> int:
    """What is to go in the months that are left; of a part for several months each counts the same."""
    return sum(amount * len(set(span) & set(left)) // len(span) for span, amount in parts)


def _next_month(frame: Frame, plan: Plan, months: list[int]) -> int:
    """The place of the present month, the first one in other years."""
    this_year = frame.calendar.fiscal_year(frame.today) == plan.year
    return months.index(frame.today.month) if this_year else 0
