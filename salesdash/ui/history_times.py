"""Charts of the trend, the years, weekdays and months. Knows no Streamlit."""

import numpy as np
import pandas as pd
from pandas import DataFrame

from salesdash.charts.lines import Line, lines, month_ticks
from salesdash.charts.shares import share_grid
from salesdash.charts.style import Figure, Palette, in_units, plain, title_with
from salesdash.charts.upright import upright_bars
from salesdash.history import Patterns, Trend, Years
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY, Metric

HEIGHT = 250
#: a metric whose values are ratios, for axes of shares
RATIO = REGISTRY["return_rate"]
#: years that are laid over each other; more would be a tangle
_YEARS = 5


def titled(metric: Metric, currency: str, aside: str = "") -> str:
    """The metric's name and its unit, and a remark."""
    return title_with(_(metric.name) + unit(metric, currency), aside)


def unit(metric: Metric, currency: str) -> str:
    """The currency behind the name of an amount."""
    return f" ({currency})" if metric.unit == "money" else ""


def of_trend(answer: Trend, currency: str, colours: Palette) -> dict[str, Figure]:
    """trend, season, rest."""
    if answer.months.empty:
        return {}
    metric = REGISTRY[answer.measure]
    months = answer.months
    names = [formats.month(start) for start in months["start"]]
    parts = months["partial"].astype(bool).tolist()
    values = plain(months["value"])
    words = [
        f"{name}\n{metric.show(value, currency)}" + ("\n" + _("part of the month") if part else "")
        for name, value, part in zip(names, values, parts, strict=True)
    ]
    ticks = month_ticks(months["start"].tolist())
    actual = Line(
        _(metric.name), in_units(metric, months["value"]), words, colours.accent, width=1.8, hollow=parts,
        marked=months["odd"].tolist(),
    )  # fmt: skip
    fitted = [f"{name}\n{_('Trend')}: {metric.show(v, currency)}" for name, v in zip(names, plain(months["trend"]),
              strict=True)]  # fmt: skip
    drawn = [actual]
    if answer.multiplicative is not None:
        drawn = [
            Line(_("Trend"), in_units(metric, months["trend"]), fitted, colours.compare, width=4, dotted=False),
            actual,
        ]
    title = titled(metric, currency, _("grey: trend") if len(drawn) > 1 else "")
    found = {"trend": lines(ticks, drawn, metric, colours, title=title, height=HEIGHT)}
    if answer.multiplicative is None:
        return found
    found["season"] = _season(answer, metric, currency, colours)
    rest = [
        f"{name}\n{metric.show(v, currency, signed=True)}" for name, v in zip(names, plain(months["rest"]), strict=True)
    ]
    found["rest"] = upright_bars(
        ticks, in_units(metric, months["rest"]), rest, metric, colours, warm=months["odd"].tolist(), height=HEIGHT,
        title=title_with(_("What trend and season leave") + unit(metric, currency), _("orange: stands out")),
    )  # fmt: skip
    return found


def _season(answer: Trend, metric: Metric, currency: str, colours: Palette) -> Figure:
    effects = answer.effects["effect"].tolist()
    names = [formats.month_name(n) for n in range(1, 13)]
    shown = [
        formats.percent(e, signed=True) if answer.multiplicative else metric.show(e, currency, signed=True)
        for e in effects
    ]
    return upright_bars(
        [formats.month_name(n, short=True) if n % 2 else "" for n in range(1, 13)],
        effects if answer.multiplicative else in_units(metric, effects),
        [f"{name}\n{word}" for name, word in zip(names, shown, strict=True)],
        RATIO if answer.multiplicative else metric, colours, title=_("Season: against the trend"), height=HEIGHT,
    )  # fmt: skip


def of_years(answer: Years, currency: str, colours: Palette) -> dict[str, Figure]:
    """years, running."""
    if answer.latest is None:
        return {}
    metric = REGISTRY[answer.measure]
    order = _fiscal_months(answer.months)
    ticks = [formats.month_name(n, short=True) if at % 2 == 0 else "" for at, n in enumerate(order)]
    title = titled(metric, currency, _("grey: the years before"))
    found = {"years": lines(ticks, _each_year(answer, "value", currency, colours, order), metric, colours, title=title,
                            height=HEIGHT)}  # fmt: skip
    if answer.additive and answer.months["running"].notna().any():
        title = title_with(_("Year to date") + unit(metric, currency), _("grey: the years before"))
        drawn = _each_year(answer, "running", currency, colours, order)
        found["running"] = lines(ticks, drawn, metric, colours, title=title, height=HEIGHT)
    return found


def _fiscal_months(months: DataFrame) -> list[int]:
    """Calendar months in the order of the company's year: where the year's name changes it begins."""
    firsts = [int(m) for m, y, before in zip(months["month"], months["year"], months["year"].shift(), strict=True)
              if not pd.isna(before) and y != before]  # fmt: skip
    first = firsts[0] if firsts else 1
    return [(first - 1 + n) % 12 + 1 for n in range(12)]


def _each_year(answer: Years, column: str, currency: str, colours: Palette, order: list[int]) -> list[Line]:
    metric = REGISTRY[answer.measure]
    found = []
    for year in sorted(set(answer.months["year"]))[-_YEARS:]:
        of_year = answer.months[answer.months["year"] == year].set_index("month").reindex(order)
        values = plain(of_year[column])
        latest = year == answer.latest
        words = [
            f"{formats.month_name(n)} {year}\n{metric.show(v, currency)}" for n, v in zip(order, values, strict=True)
        ]
        if not latest and all(v is None for v in values):
            continue
        last = year == (answer.latest or 0) - 1
        found.append(
            Line(
                str(year),
                in_units(metric, values),
                words,
                colours.accent if latest else colours.compare,
                width=2.8 if latest else 2.0 if last else 1.0,
                named=latest or last,
                hollow=[bool(part) for part in plain(of_year["partial"])],
            )
        )
    return found


def of_patterns(answer: Patterns, currency: str, colours: Palette) -> dict[str, Figure]:
    """weekdays, months, grid."""
    if not answer.days:
        return {}
    metric = REGISTRY[answer.measure]
    week = answer.weekdays
    words = [
        f"{formats.weekday_name(n)}\n{formats.percent(share)}\n{_('Average per day with sales')}: "
        f"{metric.show(average, currency)}"
        for n, share, average in zip(week["weekday"], plain(week["share"]), plain(week["average"]), strict=True)
    ]
    found = {
        "weekdays": upright_bars(
            [formats.weekday_name(n, short=True) for n in range(7)], plain(week["share"]), words, RATIO, colours,
            texts=[formats.percent(s) if s is not None else "" for s in plain(week["share"])], height=HEIGHT,
            title=_("{metric} by weekday, share").format(metric=_(metric.name)),
        )
    }  # fmt: skip
    if not answer.whole:
        return found
    months = answer.months
    average = [
        f"{formats.month_name(n)}\n{metric.show(v, currency)}\n{_('Whole months')}: {formats.number(c)}"
        for n, v, c in zip(months["month"], plain(months["average"]), months["count"], strict=True)
    ]
    found["months"] = upright_bars(
        [formats.month_name(n, short=True) if n % 2 else "" for n in range(1, 13)], in_units(metric, months["average"]),
        average, metric, colours, height=HEIGHT,
        title=_("{metric} by calendar month, average").format(metric=_(metric.name)) + unit(metric, currency),
    )  # fmt: skip
    found["grid"] = _grid(answer, colours)
    return found


def _grid(answer: Patterns, colours: Palette) -> Figure:
    seen = sorted(set(answer.grid["month"]))
    cells = answer.grid.pivot(index="weekday", columns="month", values="share").reindex(range(7), columns=seen)
    numbers = cells.to_numpy(dtype=float, na_value=np.nan)
    values = [[None if np.isnan(v) else float(v) for v in row] for row in numbers]
    return share_grid(
        [formats.weekday_name(n, short=True) for n in range(7)],
        [formats.month_name(n, short=True) for n in seen],
        values,
        [[formats.number(round(v * 100)) if v is not None else "" for v in row] for row in values],
        [
            [f"{formats.weekday_name(day)}, {formats.month_name(month)}\n{formats.percent(v)}"
             for month, v in zip(seen, row, strict=True)]
            for day, row in enumerate(values)
        ],
        colours=colours, title=_("Share of each weekday in the month, %"),
    )  # fmt: skip
