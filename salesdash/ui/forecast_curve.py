"""History and forecast as one curve: what is drawn, and its words. Knows no Streamlit."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from html import escape
from typing import Any

import pandas as pd
from pandas import DataFrame

from salesdash.charts import Figure, Palette
from salesdash.charts.fan import fan
from salesdash.charts.style import title_with
from salesdash.events.calendar import KINDS
from salesdash.locale import N_, formats
from salesdash.locale import gettext as _
from salesdash.ui import forecast_words
from salesdash.ui.forecast_frame import BOUNDS, Looked

#: how far back the curve reaches, in periods
_BACK = {"month": 36, "quarter": 16, "week": 78}
_HEIGHT = 400
#: events ahead that are named below the curve
_NAMED = 4
#: why a period was not taken as it is
_MARKS = {
    "outlier": N_("stands out; the forecast learns from a smoothed amount"),
    "hole": N_("nothing was recorded"),
    "one_off": N_("marked as a one-off; set aside"),
    "closed": N_("marked as closed; set aside"),
    "normal": N_("marked as normal; taken as it is"),
}


def periods(looked: Looked) -> list[date]:
    """The first days of all periods that are drawn, in a row."""
    known = sorted({*looked.inputs["period_on"], *looked.since["period_on"]})
    first_ahead = looked.points["period_on"].iloc[0] if len(looked.points) else looked.run.begins
    past = [day for day in known if day < first_ahead][-_BACK[looked.run.frequency] :]
    return [*past, *looked.points["period_on"]]


def drawn(
    looked: Looked, targets: Sequence[int | None], came: DataFrame, overrides: DataFrame
) -> DataFrame:  # fmt: skip
    """What ``charts.fan`` draws, one row per period of ``periods``. ``targets``: theirs; ``came``: period_on, mean:
    what was forecast of them one period before; ``overrides``: period_on, amount."""
    days = periods(looked)
    known = looked.inputs.set_index("period_on").reindex(days)
    since = looked.since.set_index("period_on").reindex(days)
    ahead = looked.points.set_index("period_on").reindex(days)
    running = (since["days_elapsed"] < since["days"]).fillna(False).astype(bool)
    frame = DataFrame({"start": days, "running": running.to_numpy()})
    ticks = [forecast_words.tick(looked.frame.calendar, looked.run.frequency, day) for day in days]
    frame["tick"], frame["year"] = [tick for tick, _year in ticks], [year for _tick, year in ticks]
    actual = known["actual"].astype("Int64").reset_index(drop=True)
    frame["actual"] = actual.fillna(since["actual"].astype("Int64").reset_index(drop=True))
    frame["mark"] = known["mark"].to_numpy()
    frame["earlier"] = _at(came, "mean", days)
    frame["override"] = _at(overrides, "amount", days)
    frame["target"] = pd.array(list(targets), dtype="Int64")
    for name in BOUNDS:
        frame[name] = ahead[name].astype("Int64").array
    frame["days_elapsed"], frame["days"] = since["days_elapsed"].to_numpy(), since["days"].to_numpy()
    frame["hover"] = [_hover(looked, row) for row in frame.to_dict("records")]
    return frame


def _at(rows: DataFrame, column: str, days: Sequence[date]) -> pd.api.extensions.ExtensionArray:
    found = dict(zip(rows["period_on"], rows[column], strict=True)) if len(rows) else {}
    return pd.array([found.get(day, pd.NA) for day in days], dtype="Int64")


def _hover(looked: Looked, row: Mapping) -> str:
    def line(label: str, amount: object) -> list[str]:
        return [] if amount is None or pd.isna(amount) else [f"{label}: {looked.show(int(amount))}"]  # type: ignore[arg-type,call-overload]

    lines = line(_("Actual"), row["actual"])
    if row["running"] and lines:
        lines[0] += " (" + _("{elapsed} of {days} days").format(
            elapsed=formats.number(int(row["days_elapsed"])), days=formats.number(int(row["days"]))
        ) + ")"  # fmt: skip
    if not pd.isna(mark := row["mark"]):
        lines.append(_(_MARKS[mark]) if mark in _MARKS else str(mark))
    lines += line(_("Forecast"), row["mean"])
    if not pd.isna(row["mean"]):
        for share, low, high in (("80 %", "lo80", "hi80"), ("95 %", "lo95", "hi95")):
            lines.append(f"{share}: {looked.show(row[low])} – {looked.show(row[high])}")
    lines += line(_("Override"), row["override"]) + line(_("Target"), row["target"])
    lines += line(_("Forecast one period before"), row["earlier"])
    return f"<b>{escape(looked.period(row['start']))}</b><br>" + "<br>".join(map(escape, lines))


def calendar_strip(looked: Looked, days: Sequence[date], events: DataFrame) -> DataFrame:
    """Events as ``charts.events.strip`` draws them: where they lie between the periods, and their words."""
    ends = [*days[1:], looked.after(days[-1])] if days else []
    rows = []
    for event in events.to_dict("records"):
        begin, until = _place(days, ends, event["first_on"]), _place(days, ends, event["last_on"] + timedelta(days=1))
        if until > -0.5 and begin < len(days) - 0.5 and until > begin:
            words = _event(event)
            rows.append((max(begin, -0.5), min(until, len(days) - 0.5), words, event["kind"]))
    return DataFrame(rows, columns=["from", "until", "hover", "kind"])


def concerning(events: DataFrame, cell: Mapping[str, str | None]) -> DataFrame:
    """The events that take place where the cell is: everywhere, in its members, or in parts of it."""
    found = events
    for dimension, code in cell.items():
        if code is not None and dimension in found:
            found = found[found[dimension].isna() | (found[dimension] == code)]
    return found


def coming(looked: Looked, events: DataFrame) -> str:
    """The next events in words; "" where there are none."""
    ahead = [event for event in events.to_dict("records") if event["last_on"] > looked.run.as_of]
    if not ahead:
        return ""
    named = [_event(event, " · ") for event in ahead[:_NAMED]]
    return _("Coming up: {events}").format(events="; ".join(named) + (" …" if len(ahead) > _NAMED else ""))


def _event(event: Mapping[Any, Any], between: str = "\n") -> str:
    kind = event["kind"]
    name = _(KINDS[kind]) if kind in KINDS else kind
    return f"{event['name']} ({name}){between}{formats.span(event['first_on'], event['last_on'])}"


def _place(days: Sequence[date], ends: Sequence[date], day: date) -> float:
    """Where a day lies on the axis, on which a period reaches half a step to either side of its number."""
    if not days or day < days[0]:
        return -1.0
    for at, (begin, end) in enumerate(zip(days, ends, strict=True)):
        if begin <= day < end:
            return at - 0.5 + (day - begin).days / (end - begin).days
    return float(len(days))


def figure(looked: Looked, rows: DataFrame, strip: DataFrame, colours: Palette) -> tuple[Figure, str]:
    """The chart, and what it shows in words."""
    unit = f" ({looked.frame.company.currency})" if looked.metric.unit == "money" else ""
    titles = {"month": _("{metric} by month"), "quarter": _("{metric} by quarter"), "week": _("{metric} by week")}
    shown = titles[looked.run.frequency].format(metric=_(looked.metric.name))
    words = f"{shown}: {looked.name}"
    title = title_with(shown + unit, escape(looked.name))
    return fan(rows, looked.metric, colours, title=title, height=_HEIGHT, events=strip), words
