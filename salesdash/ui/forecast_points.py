"""The points of a forecast as a table, to read and to take away. Knows no Streamlit."""

from pandas import DataFrame

from salesdash.dimensions import dimension_name
from salesdash.downloads import Column, Sheet
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.ui import forecast_words
from salesdash.ui.forecast_frame import BOUNDS, Looked
from salesdash.ui.forecast_members import in_units
from salesdash.ui.kpi_tables import FORMS, Table


def table(looked: Looked, rows: DataFrame) -> Table:
    """The periods ahead, one row each: what is expected, its bounds, target, override, and what came of it since.
    ``rows``: as ``forecast_curve.drawn``."""
    ahead = rows[rows["mean"].notna()].reset_index(drop=True)
    ahead = ahead.assign(name=[looked.period(day) for day in ahead["start"]])
    form = FORMS[looked.metric.unit]
    headings = {
        "mean": _("Forecast"), "lo80": _("80 % from"), "hi80": _("80 % to"), "lo95": _("95 % from"),
        "hi95": _("95 % to"), "target": _("Target"), "override": _("Override"), "actual": _("Actual so far"),
    }  # fmt: skip
    kept = [key for key in headings if key in BOUNDS or ahead[key].notna().any()]
    columns = [Column("name", _("Period")), *(Column(key, headings[key], form) for key in kept)]
    return Table(_("Forecast by period"), columns, in_units(looked, ahead, tuple(kept)))


def all_title() -> str:
    """What the table of all series is called."""
    return _("Forecast, all series")


def everything(looked: Looked, points: DataFrame) -> Table:
    """All series of the run that the person may see, one row per series and period, for the download."""
    form = FORMS[looked.metric.unit]
    names = [f"{name}_name" for name in looked.run.by]
    shown = points.assign(
        name=[looked.period(day) for day in points["period_on"]],
        model=[forecast_words.method(model) for model in points["model"]],
        **{name: points[name].where(points[name].notna(), _("All")) for name in names},
    )
    columns = [
        *(Column(f"{name}_name", dimension_name(name)) for name in looked.run.by),
        *(Column(name, dimension_name(name) + " · " + _("Code")) for name in looked.run.by),
        Column("name", _("Period")), Column("period_on", _("Begins"), "date"),
        Column("mean", _("Forecast"), form), Column("lo80", _("80 % from"), form), Column("hi80", _("80 % to"), form),
        Column("lo95", _("95 % from"), form), Column("hi95", _("95 % to"), form), Column("model", _("Method")),
    ]  # fmt: skip
    shown = shown.assign(**{name: shown[name].where(shown[name].notna(), "") for name in looked.run.by})
    return Table(all_title(), columns, in_units(looked, shown, BOUNDS, exact=True))


def sheet(looked: Looked, table: Table) -> Sheet:
    """A table on its way out, headed by what the page says."""
    frame, run = looked.frame, looked.run
    filters = [
        (_("Measure"), _(looked.metric.name)),
        (_("Inside"), looked.name),
        (_("Periods"), _(forecast_words.FREQUENCIES[run.frequency])),
        (_("Made"), formats.moment(run.made_at, frame.company.time_zone)),
    ]
    return Sheet(
        title=table.title, columns=table.columns, rows=table.rows,
        as_of=formats.day(run.as_of), person=frame.user.name, filters=filters, currency=frame.company.currency,
    )  # fmt: skip
