"""The pieces of the pages Team and My targets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from salesdash import charts
from salesdash.charts import Figure
from salesdash.config import PROJECT_ROOT
from salesdash.downloads import Sheet
from salesdash.kpis import View
from salesdash.locale import formats, ngettext
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY
from salesdash.periods import Range
from salesdash.targets import LEVELS, Attainment, sentences
from salesdash.ui import figures, kpi_orders, kpi_view, markup, pursuit_content
from salesdash.ui.kpi_frame import Frame, theme
from salesdash.ui.kpi_tables import Table
from salesdash.ui.pursuit_bar import Pursuit

Drawn = tuple[Figure, str]


@dataclass(frozen=True)
class Team:
    """``said``: the answer in a sentence; ``numbers``: cards; ``empty``: there is no target to follow."""

    said: str
    numbers: str
    empty: bool


@dataclass(frozen=True)
class MembersShown:
    """The charts by one dimension, the table behind them, names by code, and a word on sales without a target."""

    bars: Drawn | None
    months: Drawn | None
    table: Table
    names: dict[str, str]
    untargeted: str


def head(title: str, lines: Sequence[str]) -> str:
    """The top of the page."""
    return drawn(markup.head(title, lines))


def drawn(inner: str) -> str:
    """A piece in the colours of the theme."""
    return markup.wrapped(charts.palette(theme()), inner)


def scope_words(frame: Frame, pursuit: Pursuit) -> str:
    """What is shown, and how far the data reach."""
    return f"{pursuit.words} · {kpi_view.as_of(frame)}"


def team(frame: Frame, pursuit: Pursuit) -> Team:
    """The answer for all that the reader may see."""
    return _team(pursuit_content.kept("team", frame, pursuit), frame, pursuit)


@pursuit_content.cached
def _team(key: str, _frame: Frame, _pursuit: Pursuit) -> Team:
    found = pursuit_content.attainment(_frame, _pursuit, ("rep",))
    total, currency = found.total, _frame.company.currency
    return Team(
        said=_said(found, currency),
        numbers=drawn(pursuit_content.cards(total, _pursuit, currency)),
        empty=not total["target"],
    )


def _said(found: Attainment, currency: str) -> str:
    """How many are behind, by how much, who most."""
    return sentences.who_is_behind(found, currency) or _("Nobody here has a target for this period.")


def members(frame: Frame, pursuit: Pursuit, by: str) -> MembersShown:
    """Charts and table by a dimension."""
    return _members(pursuit_content.kept("members", frame, pursuit, by), frame, pursuit, by)


@pursuit_content.cached
def _members(key: str, _frame: Frame, _pursuit: Pursuit, by: str) -> MembersShown:
    found = pursuit_content.attainment(_frame, _pursuit, (by,))
    rows = found.rows
    aimed = rows["has_target"] & rows[by].notna() & (rows["target"].fillna(0) > 0)
    known = rows[rows[by].notna()]
    return MembersShown(
        bars=pursuit_content.bars(_frame, _pursuit, found) if aimed.any() else None,
        months=pursuit_content.months(_frame, _pursuit, by),
        table=pursuit_content.table(_pursuit, found),
        names=dict(zip(known[by], known[f"{by}_name"], strict=True)),
        untargeted=_untargeted(found, by, _pursuit, _frame.company.currency),
    )


def _untargeted(found: Attainment, by: str, pursuit: Pursuit, currency: str) -> str:
    """Sales of members without a target: shown, so that all agrees with the KPI page."""
    metric = REGISTRY[pursuit.plan.measure]
    rows = found.rows[~found.rows["has_target"] & (found.rows["actual"].fillna(0) != 0)]
    if rows.empty or not metric.additive:
        return ""
    return ngettext(
        "{amount} more came from {count} without a target; the table has it.",
        "{amount} more came from {count} without a target; the table has them.",
        len(rows),
    ).format(amount=metric.show(int(rows["actual"].sum()), currency, short=True), count=formats.number(len(rows)))


def behind(frame: Frame, pursuit: Pursuit, where: Mapping[str, list[str]], name: str) -> None:
    """The months of one member, and the orders behind the figures."""
    months = pursuit_content.of_months(frame, pursuit, where)
    if months:
        figures.draw(months[0], "pursuit.months", alt=f"{name}: {months[1]}")
    records(frame, pursuit, where, name)


def records(frame: Frame, pursuit: Pursuit, where: Mapping[str, list[str]], name: str) -> None:
    """The orders behind the figures, here and on the page KPIs."""
    end = min(pursuit.days.end, pursuit.as_of)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(
            PROJECT_ROOT / "pages" / "kpis.py", label=_("These figures on the page KPIs"),
            icon=":material/monitoring:",
            query_params={
                "period": "custom", "dates": [pursuit.days.start.isoformat(), end.isoformat()],
                **{dimension: list(codes) for dimension, codes in where.items()},
            },
        )  # fmt: skip
        wanted = st.toggle(_("Show the orders behind them"), key="pursuit.orders")
    if wanted:
        view = View(Range(pursuit.days.start, end), dict(where), {})
        kpi_orders.show(frame, view, lambda table: sheet(frame, pursuit, table, name))


def sheet(frame: Frame, pursuit: Pursuit, table: Table, inside: str = "") -> Sheet:
    """A table on its way out, headed by what the page says."""
    plan = pursuit.plan
    filters = [
        (_("Period"), formats.span(pursuit.days.start, pursuit.days.end)),
        (_("Measure"), _(REGISTRY[plan.measure].name)), (_("Level"), _(LEVELS[plan.level])),
        *([(_("Inside"), inside)] if inside else []),
    ]  # fmt: skip
    return Sheet(
        title=table.title, columns=table.columns, rows=table.rows, as_of=formats.day(pursuit.as_of),
        person=frame.user.name, filters=filters, currency=frame.company.currency,
    )  # fmt: skip
