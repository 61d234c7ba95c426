"""What the pages Team and My targets show, made once per view and state of the data, and kept."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from salesdash import charts, db, targets
from salesdash.charts import Figure
from salesdash.dimensions import dimension_name
from salesdash.downloads import Column
from salesdash.locale import formats, language, ngettext
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY
from salesdash.targets import Attainment
from salesdash.ui import markup
from salesdash.ui.kpi_frame import Frame, theme
from salesdash.ui.kpi_tables import FORMS, Table
from salesdash.ui.markup import Card
from salesdash.ui.pursuit_bar import Pursuit

#: what targets are followed by, in the order in which it is offered
DIMENSIONS = ("rep", "region", "product_line", "channel")
#: members that are drawn; the table and the download have all
_DRAWN = 40


def attainment(
    frame: Frame, pursuit: Pursuit, by: Sequence[str] = (), where: Mapping[str, Sequence[str]] | None = None,
    *, whole_year: bool = False,
) -> Attainment:  # fmt: skip
    """The answer of the service for this view."""
    asked = {**(where or {}), **({} if whole_year else pursuit.where)}
    with db.reading() as session:
        return targets.attainment(
            session, frame.user, year=pursuit.plan.year, measure=pursuit.plan.measure, level=pursuit.plan.level,
            by=by, as_of=pursuit.as_of, where=asked,
        )  # fmt: skip


def cards(total: Mapping[str, Any], pursuit: Pursuit, currency: str) -> str:
    """Target, actual, pace, and what is left, as numbers."""
    metric = REGISTRY[pursuit.plan.measure]

    def show(value: Any) -> str:
        return metric.show(value, currency, short=True)

    reached = formats.percent(total["attainment"])
    pace = total["pace"]
    verdict = "" if pace is None else _("behind") if pace < 1 else _("on course")
    left = total["left"]
    days = ngettext("{days} working day left", "{days} working days left", total["days_left"]).format(
        days=formats.number(total["days_left"])
    )
    return markup.cards(
        [
            Card(_("Actual"), show(total["actual"]), _("What was achieved up to the last day with data"),
                 note=_("{attainment} of the target").format(attainment=reached)),
            Card(_("Target"), show(total["target"]), _("Of the whole period"),
                 note=_("expected by now: {amount}").format(amount=show(total["expected_to_date"]))),
            Card(_("Pace"), formats.percent(pace), _("Actual ÷ what was to be expected up to this day"),
                 note=f"{metric.show(total['lead'], currency, short=True, signed=True)} {verdict}".strip()),
            Card(_("Left per working day"), show(left), _("What is missing to the target ÷ the working days left"),
                 note=days),
        ]
    )  # fmt: skip


def bars(frame: Frame, pursuit: Pursuit, found: Attainment) -> tuple[Figure, str]:
    """Members against their targets, the largest lack first."""
    (by,) = found.by
    rows = found.rows[found.rows["has_target"] & found.rows[by].notna() & (found.rows["target"].fillna(0) > 0)]
    rows = rows.sort_values("lead", kind="stable", na_position="last").head(_DRAWN)
    metric = REGISTRY[pursuit.plan.measure]
    title = _("{metric} against the target by {dimension}").format(
        metric=_(metric.name), dimension=dimension_name(by).lower()
    )
    figure = charts.target_bars(
        rows, metric, frame.company.currency, charts.palette(theme()), member=by, title=_unit(frame, pursuit, title)
    )
    return figure, title


def months(frame: Frame, pursuit: Pursuit, by: str) -> tuple[Figure, str] | None:
    """Attainment of the members by month of the year, up to the running one; None where nothing is split so far."""
    found = attainment(frame, pursuit, (by, "month"), whole_year=True)
    labels = [frame.calendar.label("month", day) for day in _months(frame, pursuit)]
    rows = found.rows[found.rows[by].notna() & found.rows["month"].isin(labels) & found.rows["has_target"]]
    worth = rows[rows["target"].fillna(0) > 0]
    if worth.empty:
        return None
    largest = worth.groupby(by, sort=False)["target"].sum().sort_values(ascending=False, kind="stable").index[:_DRAWN]
    rows = worth[worth[by].isin(largest)].copy()
    rows["place"] = rows[by].map({code: at for at, code in enumerate(largest)})
    rows = rows.sort_values(["place", "month"], kind="stable")
    title = _("Attainment by {dimension} and month, in per cent").format(dimension=dimension_name(by).lower())
    names = {label: formats.month(day, short=True) for label, day in zip(labels, _months(frame, pursuit), strict=True)}
    running = frame.calendar.label("month", pursuit.as_of)
    if running in names and frame.calendar.bounds("month", pursuit.as_of).end > pursuit.as_of:
        names[running] += " …"
        title = _("{title} (… still runs)").format(title=title)
    figure = charts.heat_map(
        rows, REGISTRY[pursuit.plan.measure], frame.company.currency, charts.palette(theme()), member=by,
        period="month", periods=names, title=title,
    )  # fmt: skip
    return figure, title


def of_months(frame: Frame, pursuit: Pursuit, where: Mapping[str, Sequence[str]]) -> tuple[Figure, str] | None:
    """The months of the year against their targets; None where no target is split to months."""
    found = attainment(frame, pursuit, ("month",), where, whole_year=True)
    rows = found.rows[found.rows["month"].notna() & (found.rows["target"].fillna(0) > 0)]
    if rows.empty:
        return None
    names = {
        frame.calendar.label("month", day): formats.month(day, short=True)
        for day in _months(frame, pursuit, whole=True)
    }
    rows = rows.assign(month_name=[names[label] for label in rows["month"]])
    title = _("{metric} against the target by month").format(metric=_(REGISTRY[pursuit.plan.measure].name))
    figure = charts.target_bars(
        rows, REGISTRY[pursuit.plan.measure], frame.company.currency, charts.palette(theme()), member="month",
        title=_unit(frame, pursuit, title),
    )  # fmt: skip
    return figure, title


def table(pursuit: Pursuit, found: Attainment) -> Table:
    """All rows, for reading with a keyboard and to take away."""
    (by,) = found.by
    metric = REGISTRY[pursuit.plan.measure]
    form = FORMS[metric.unit]
    columns = [
        Column(f"{by}_name", dimension_name(by)), Column("target", _("Target"), form),
        Column("actual", _("Actual"), form), Column("attainment", _("Attainment"), "ratio"),
        Column("gap", _("Gap"), form), Column("expected_to_date", _("Expected to date"), form),
        Column("pace", _("Pace"), "ratio"), Column("left", _("Left per working day"), form),
    ]  # fmt: skip
    rows = found.rows.sort_values("lead", kind="stable", na_position="last")
    title = _("{metric} against the target by {dimension}").format(
        metric=_(metric.name), dimension=dimension_name(by).lower()
    )
    note = "" if metric.additive else _("Members may count one twice: the total is a count of its own.")
    return Table(title, columns, rows, note)


def kept(name: str, frame: Frame, pursuit: Pursuit, *more: object) -> str:
    """The key under which a piece of a page is remembered: all that it depends on."""
    return repr((name, frame.stamp, pursuit.plan, pursuit.span, pursuit.as_of, more, language(), theme()))


def _months(frame: Frame, pursuit: Pursuit, *, whole: bool = False) -> list[Any]:
    """The first days of the year's months, up to the running one."""
    bounds = frame.calendar.year_bounds(pursuit.plan.year)
    pieces = frame.calendar.pieces("month", bounds, pursuit.as_of)
    return [piece.bounds.start for piece in pieces if whole or piece.bounds.start <= pursuit.as_of]


def _unit(frame: Frame, pursuit: Pursuit, title: str) -> str:
    return f"{title} ({frame.company.currency})" if REGISTRY[pursuit.plan.measure].unit == "money" else title


cached = st.cache_resource(max_entries=128, show_spinner=False)
