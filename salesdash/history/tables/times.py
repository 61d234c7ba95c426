"""Tables of the trend, the years, weekdays and months."""

from salesdash.downloads import Column
from salesdash.history.answers import Patterns, Trend, Years
from salesdash.history.tables.told import FORMS, Told, by_month, of
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY


def of_trend(answer: Trend) -> dict[str, Told]:
    """trend, season, rest."""
    measure = answer.measure
    months = Told(
        _("Trend, season and rest by month"),
        [
            Column("month_name", _("Month")),
            of(measure, "value"),
            of(measure, "trend", _("Trend")),
            of(measure, "season", _("Season")),
            of(measure, "rest", _("Rest")),
        ],
        by_month(answer.months),
        _("Months that are told in part only are left out of the fit."),
    )
    effects = answer.effects.assign(month_name=[formats.month_name(int(n)) for n in answer.effects["month"]])
    effect = Column(
        "effect", _("Against the trend"), "ratio" if answer.multiplicative else FORMS[REGISTRY[measure].unit]
    )
    season = Told(_("Season by calendar month"), [Column("month_name", _("Month")), effect], effects)
    return {"trend": months, "season": season, "rest": months}


def of_years(answer: Years) -> dict[str, Told]:
    """years, running."""
    metric = REGISTRY[answer.measure]
    heading = _(metric.name) if answer.additive else _("{metric}, average per month").format(metric=_(metric.name))
    totals = Told(
        _("By year"),
        [
            Column("year", _("Year")),
            of(answer.measure, "value", heading),
            Column("months", _("Whole months"), "count"),
        ],
        answer.years,
    )
    columns = [Column("month_name", _("Month")), of(answer.measure, "value")]
    if answer.additive:
        columns.append(of(answer.measure, "running", _("Year to date")))
    return {"years": Told(_("By month"), columns, by_month(answer.months)), "running": totals}


def of_patterns(answer: Patterns) -> dict[str, Told]:
    """weekdays, months, grid."""
    weekdays = answer.weekdays.assign(name=[formats.weekday_name(n) for n in answer.weekdays["weekday"]])
    months = answer.months.assign(name=[formats.month_name(n) for n in answer.months["month"]])
    wide = weekdays[["weekday", "name"]].copy()
    cells = answer.grid.set_index(["weekday", "month"])["share"].to_dict()
    seen = sorted(set(answer.grid["month"]))
    for month in seen:
        wide[f"month_{month}"] = [cells.get((day, month)) for day in wide["weekday"]]
    return {
        "weekdays": Told(
            _("By weekday"),
            [
                Column("name", _("Weekday")),
                of(answer.measure, "value"),
                Column("share", _("Share"), "ratio"),
                Column("days", _("Days with sales"), "count"),
                of(answer.measure, "average", _("Average per day with sales")),
            ],
            weekdays,
        ),
        "months": Told(
            _("By calendar month"),
            [
                Column("name", _("Month")),
                of(answer.measure, "average", _("Average")),
                Column("index", _("Of an average month"), "ratio"),
                Column("count", _("Whole months"), "count"),
            ],
            months,
        ),
        "grid": Told(
            _("Share of each weekday in each month"),
            [
                Column("name", _("Weekday")),
                *(Column(f"month_{m}", formats.month_name(m, short=True), "ratio") for m in seen),
            ],
            wide,
        ),
    }
