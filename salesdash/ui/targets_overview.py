"""The targets as they are: the answer in numbers and one sentence, and the table by members and periods."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial

import pandas as pd
import streamlit as st

from salesdash import db, targets
from salesdash.charts import palette
from salesdash.locale import formats, ngettext
from salesdash.locale import gettext as _
from salesdash.targets import Plan
from salesdash.ui import downloads, kpi_frame, markup, targets_table, targets_words
from salesdash.ui.messages import empty
from salesdash.ui.targets_frame import Frame, dimension_names
from salesdash.ui.targets_table import OPEN, Table

#: so many members are drawn; all of them can be taken away
_DRAWN = 200


@dataclass(frozen=True)
class Answer:
    """The plan in short, as far as the reader may see it: what is set, what of it has how many people's names on it,
    and how many changes wait."""

    total: int
    to_people: int
    people: int
    waiting: int

    @property
    def open(self) -> int:
        """What nobody has been given yet."""
        return self.total - self.to_people


def answer(frame: Frame, plan: Plan, proposals: pd.DataFrame) -> Answer:
    """The numbers at the top of the page."""
    with db.reading() as session:
        rows = targets.cells(session, frame.user, plan, by=("rep",))
    given = rows[rows["rep"].notna() & (rows["target"] > 0)]
    waits = (
        (proposals["status"] == "waiting") & (proposals["year"] == plan.year)
        & (proposals["measure"] == plan.measure) & (proposals["level"] == plan.level)
    )  # fmt: skip
    return Answer(int(rows["target"].sum()), int(given["target"].sum()), len(given), int(waits.sum()))


def sentence(frame: Frame, plan: Plan, found: Answer) -> str:
    """The answer in one sentence."""
    say = partial(targets_words.shown, plan.measure, currency=frame.currency, short=True)
    if not found.total:
        said = _("Nothing is set yet for {year}.").format(year=plan.year)
    elif not found.open:
        said = ngettext(
            "{total} are set for {year}, all of it split to {people} person.",
            "{total} are set for {year}, all of it split to {people} people.",
            found.people,
        ).format(total=say(found.total), year=plan.year, people=formats.number(found.people))
    else:
        said = ngettext(
            "{total} are set for {year}; {given} of it are split to {people} person, {open} to nobody yet.",
            "{total} are set for {year}; {given} of it are split to {people} people, {open} to nobody yet.",
            found.people,
        ).format(
            total=say(found.total), year=plan.year, given=say(found.to_people), open=say(found.open),
            people=formats.number(found.people),
        )  # fmt: skip
    waits = ngettext("{count} change waits for approval.", "{count} changes wait for approval.", found.waiting)
    if not found.waiting:
        return said
    return _("{said} {waits}").format(said=said, waits=waits.format(count=found.waiting))


def numbers(frame: Frame, plan: Plan, found: Answer) -> str:
    """The same as cards."""
    say = partial(targets_words.shown, plan.measure, currency=frame.currency, short=True)
    share = formats.percent(found.to_people / found.total) if found.total else ""
    cards = [
        markup.Card(_("Set"), say(found.total), _("Sum of all targets of this plan that you may see")),
        markup.Card(_("Split to people"), say(found.to_people), _("What has a person's name on it"), note=share),
        markup.Card(_("Not split"), say(found.open), _("Set − split to people")),
    ]
    if frame.may_set or frame.may_approve:
        explained = _("Changes of this plan above what those who want them may decide alone")
        cards.append(markup.Card(_("Waiting for approval"), formats.number(found.waiting), explained))
    return markup.cards(cards)


def show(frame: Frame, plan: Plan) -> None:
    """The table: members down, periods across, and the way to take it away."""
    names, across = dimension_names(), {"quarter": _("Quarters"), "month": _("Months")}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        of = st.segmented_control(
            _("Rows by"), list(names), default="rep", required=True, format_func=names.__getitem__, key="targets.of",
            persist_state="session",
        )  # fmt: skip
        by = st.segmented_control(
            _("Columns by"), list(across), default="quarter", required=True, format_func=across.__getitem__,
            key="targets.by", persist_state="session",
        )  # fmt: skip
    shown = targets_table.table(frame, targets_table.Choice(plan, of, by), members=frame.names[of])
    if not any(shown.totals.values()):
        first = (
            _("Set the first ones under “Many targets”.") if frame.needs else _("Set the first one under “One target”.")
        )
        how = first if frame.may_set else _("Whoever sets targets begins here.")
        empty(_("No targets here yet."), how)
        return
    with st.container(horizontal=True):
        title = _("Targets by {dimension}").format(dimension=names[of])
        downloads.buttons("targets.overview", title, partial(targets_table.sheet, frame, shown))
    st.html(markup.wrapped(palette(kpi_frame.theme()), _table(frame, shown)))


def _table(frame: Frame, shown: Table) -> str:
    """What is not split between members stands last before the sum, what is not split into periods in a column of its
    own."""
    codes = [code for code in shown.codes if shown.totals.get(code)]
    lines = []
    for code in [*codes[:_DRAWN], *([OPEN] if shown.totals.get(OPEN) else [])]:
        amounts = {period: shown.amounts.get((code, period), 0) for period in shown.headings}
        locked = {period for held, period in shown.locked if held == code}
        name = frame.named(shown.choice.of, code or None)
        lines.append(_line(frame, shown, name, amounts | {0: shown.totals[code]}, locked))
    lines.append(_line(frame, shown, _("Total"), shown.sums, ()))
    unsplit = any(line[-1] != formats.DASH for line in lines)
    name = dimension_names((shown.choice.of,))[shown.choice.of]
    headings = [name, _("Total"), *shown.headings.values(), _("Not split into periods")]
    if not unsplit:
        headings, lines = headings[:-1], [line[:-1] for line in lines]
    notes = [_("A region holds what lies below it.")] if shown.choice.of == "region" else []
    if len(codes) > _DRAWN:
        notes.append(_("The first {count} are shown; the download has all.").format(count=_DRAWN))
    if shown.locked:
        notes.append(_("🔒 is locked."))
    return markup.table("", headings, lines, note=" ".join(notes))


def _line(frame: Frame, shown: Table, name: str, amounts: Mapping[int, int], locked: Collection[int]) -> list[str]:
    """A line of the table; period 0 is the whole."""

    def say(value: int) -> str:
        return targets_words.plain(shown.choice.plan.measure, value, frame.currency) or formats.DASH

    periods = [0, *shown.headings]
    cells = [say(amounts.get(period, 0)) + (" 🔒" if period in locked else "") for period in periods]
    return [name, *cells, say(amounts.get(0, 0) - sum(amounts.get(period, 0) for period in shown.headings))]
