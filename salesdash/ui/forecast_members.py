"""What a cell is made of: where each of its members lands, as a chart and as a table. Knows no Streamlit."""

from html import escape

import pandas as pd
from pandas import DataFrame

from salesdash.analytics.landing import Landing, landings
from salesdash.analytics.landing_sums import with_running
from salesdash.charts import Figure, Palette
from salesdash.charts.ranges import member_ranges
from salesdash.charts.style import title_with
from salesdash.dimensions import dimension_name
from salesdash.downloads import Column
from salesdash.locale import gettext as _
from salesdash.ui import forecast_words
from salesdash.ui.forecast_frame import BOUNDS, Looked, Rows, below
from salesdash.ui.forecast_landing import Stretch, closed, running
from salesdash.ui.kpi_tables import FORMS, Table
from salesdash.units import SCALE

#: members that are drawn; the table has all
MOST = 12


def members(looked: Looked, stretch: Stretch, dimension: str, rows: Rows) -> DataFrame:
    """Where the members of ``dimension`` in the cell land in a stretch: code, name, mean, lo80, hi80, before (<NA>
    where not all of it is known), change; the largest first. ``rows``: of the whole run."""
    parts = rows.part(lambda frame: below(frame, looked.cell, dimension))
    ahead, known, since = (part.assign(code=part[dimension]) for part in (parts.points, parts.inputs, parts.since))
    come = since[since["period_on"].isin(closed(looked)["period_on"])]
    past = pd.concat([known[["code", "period_on", "actual"]], come[["code", "period_on", "actual"]]])
    sums = past[past["period_on"].isin(stretch.past)].groupby("code")["actual"].sum()
    found = _landings(looked, stretch, ahead, {str(code): int(amount) for code, amount in sums.items()}, since)
    base = known[known["period_on"].isin(stretch.base)].groupby("code")["actual"]
    before = base.sum()[base.count() == len(stretch.base)] if stretch.base else pd.Series(dtype="Int64")
    names = dict(zip(ahead["code"], ahead[f"{dimension}_name"], strict=True))
    shown = [(code, names[code], one.mean, one.lo80, one.hi80, before.get(code, pd.NA)) for code, one in found.items()]
    frame = DataFrame(shown, columns=["code", "name", "mean", "lo80", "hi80", "before"])
    frame["before"] = frame["before"].astype("Int64")
    pairs = zip(frame["mean"], frame["before"], strict=True)
    frame["change"] = [forecast_words.change(looked.metric, now, then) for now, then in pairs]
    return frame.sort_values(["mean", "name"], ascending=[False, True], kind="stable", ignore_index=True)


def _landings(
    looked: Looked, stretch: Stretch, ahead: DataFrame, known: dict[str, int], since: DataFrame
) -> dict[str, Landing]:
    """Each member's landing: as ``forecast_landing.landed``, of all of them at once."""
    runs = running(looked)
    if runs is None or runs.step not in stretch.steps:
        return landings(known, ahead, stretch.steps)
    found = landings(known, ahead, [step for step in stretch.steps if step != runs.step])
    points = ahead[ahead["step"] == runs.step].set_index("code")
    day = points["period_on"].iloc[0]
    came = since[(since["period_on"] == day) & since["actual"].notna()].set_index("code")["actual"].to_dict()
    return {
        code: with_running(one, {name: int(points[name][code]) for name in BOUNDS}, int(came.get(code, 0)), runs.share)
        for code, one in found.items()
    }


def chart(
    looked: Looked, stretch: Stretch, dimension: str, rows: DataFrame, colours: Palette
) -> tuple[Figure, str]:  # fmt: skip
    """The members as bars with their ranges, and what that shows in words."""
    words = _("{stretch} by {dimension}").format(stretch=stretch.name, dimension=dimension_name(dimension).lower())
    aside = _("{shown} of {all}").format(shown=MOST, all=len(rows)) if len(rows) > MOST else ""
    unit = f" ({looked.frame.company.currency})" if looked.metric.unit == "money" else ""
    drawn = rows.head(MOST)
    hover = [
        f"<b>{escape(str(row['name']))}</b><br>{looked.show(row['mean'])}<br>80 %: {looked.show(row['lo80'])} – "
        f"{looked.show(row['hi80'])}" + (f"<br>{_('A year before')}: {looked.show(row['before'])}")
        for row in drawn.to_dict("records")
    ]
    values = [looked.show(value, short=True) for value in drawn["mean"]]
    changes = [looked.metric.show_change(None if pd.isna(change) else change) for change in drawn["change"]]
    title = title_with(words + unit, aside)
    return member_ranges(drawn.assign(hover=hover, value=values, shift=changes), colours, title=title), words


def table(looked: Looked, stretch: Stretch, dimension: str, rows: DataFrame) -> Table:
    """All members with their ranges."""
    form = FORMS[looked.metric.unit]
    amounts = {
        "mean": _("Forecast"), "lo80": _("80 % range from"), "hi80": _("80 % range to"), "before": _("A year before"),
    }  # fmt: skip
    columns = [
        Column("name", dimension_name(dimension)),
        *(Column(key, heading, form) for key, heading in amounts.items()),
        Column("change", _("Change"), "ratio"),
    ]
    note = _("The ranges of members do not add up to that of the whole: they do not all err at once.")
    note = note if looked.metric.additive else ""
    title = _("{stretch} by {dimension}").format(stretch=stretch.name, dimension=dimension_name(dimension).lower())
    return Table(title, columns, in_units(looked, rows, tuple(amounts)), note)


def in_units(looked: Looked, rows: DataFrame, names: tuple[str, ...], *, exact: bool = False) -> DataFrame:
    """Figures as tables show them: counts and ratios in units instead of 1/10,000, pieces whole unless ``exact``."""
    if looked.metric.unit == "money" or (looked.metric.unit == "quantity" and exact):
        return rows
    if looked.metric.unit == "quantity":
        pieces = {name: (rows[name].astype("Int64") / SCALE).round().astype("Int64") for name in names}
        return rows.assign(**{name: amounts * SCALE for name, amounts in pieces.items()})
    digits = 0 if looked.metric.unit == "count" else 6
    return rows.assign(**{name: (rows[name].astype("Int64") / SCALE).round(digits) for name in names})
