"""Charts of customers. Knows no Streamlit."""

import numpy as np

from salesdash.charts.bars import ranked_bars
from salesdash.charts.curve import cumulative
from salesdash.charts.lines import Line, lines
from salesdash.charts.shares import share_grid
from salesdash.charts.style import Figure, Palette, title_with
from salesdash.charts.upright import upright_bars
from salesdash.history import Concentration, Customers
from salesdash.locale import formats
from salesdash.locale import gettext as _
from salesdash.metrics import REGISTRY
from salesdash.ui.history_times import HEIGHT, RATIO, unit

_BARS = 8


def of_customers(answer: Customers, currency: str, colours: Palette) -> dict[str, Figure]:
    """cohorts, average, frequency."""
    found = {}
    if len(answer.retention):
        found["cohorts"] = _cohorts(answer, colours)
    if len(answer.average) > 2:
        later = answer.average.iloc[1:]
        words = [
            f"+{age}\n{formats.percent(share)}\n{_('Customers old enough')}: {formats.number(int(count))}"
            for age, share, count in zip(later["age"], later["share"].tolist(), later["customers"], strict=True)
        ]
        line = Line(_("Buy again"), later["share"].tolist(), words, colours.accent)
        titles = {
            "month": _("Buy again, by months since"),
            "quarter": _("Buy again, by quarters since"),
            "year": _("Buy again, by years since"),
        }
        found["average"] = lines(
            [f"+{age}" for age in later["age"]], [line], RATIO, colours, title=titles[answer.grain], height=HEIGHT
        )
    if answer.buyers:
        counts = [int(count) for count in answer.frequency["customers"]]
        found["frequency"] = upright_bars(
            answer.frequency["purchases"].tolist(), [float(count) for count in counts],
            [f"{days}: {formats.number(n)}" for days, n in zip(answer.frequency["purchases"], counts, strict=True)],
            REGISTRY["customers"], colours, title=_("Customers by days with a purchase"), height=HEIGHT,
            texts=[formats.percent(count / answer.buyers, 0) for count in counts],
        )  # fmt: skip
    return found


def _cohorts(answer: Customers, colours: Palette) -> Figure:
    grid = answer.retention.pivot(index="cohort", columns="age", values="share")
    starts = dict(zip(answer.cohorts["label"], answer.cohorts["start"], strict=True))
    sizes = dict(zip(answer.cohorts["label"], answer.cohorts["customers"], strict=True))
    order = sorted(grid.index, key=starts.__getitem__)
    ages = [age for age in grid.columns if age]
    numbers = grid.reindex(order)[ages].to_numpy(dtype=float)
    values = [[None if np.isnan(v) else float(v) for v in row] for row in numbers]
    names = {label: formats.month(starts[label]) if answer.grain == "month" else label for label in order}
    return share_grid(
        [f"{names[label]} · {formats.number(int(sizes[label]))}" for label in order],
        [f"+{age}" for age in ages],
        values,
        [[formats.number(round(v * 100)) if v is not None else "" for v in row] for row in values],
        [
            [f"{names[label]}, +{age}\n{formats.percent(v)}" if v is not None else "" for age, v in
             zip(ages, row, strict=True)]
            for label, row in zip(order, values, strict=True)
        ],
        colours=colours,
        title=title_with(_("Buy again, %"), _("rows: first purchase · customers")),
    )  # fmt: skip


def of_concentration(answer: Concentration, currency: str, colours: Palette) -> dict[str, Figure]:
    """curve, top."""
    if answer.spread.members < 2:
        return {}
    metric = REGISTRY[answer.measure]
    rows = answer.rows.assign(**{metric.key: answer.rows["value"]})
    aside = ""
    if answer.base:
        rows = rows.assign(**{f"{metric.key}_year": rows["base"], f"{metric.key}_change_year": rows["change"]})
        aside = _("grey: a year before")
    return {
        "curve": cumulative(
            answer.curve["customers"].tolist(), answer.curve["share"].tolist(), colours, height=HEIGHT,
            title=title_with(_("Cumulative share of {metric}").format(metric=_(metric.name).lower()),
                             _("grey: all alike")),
            across=_("Customers, share of all, largest first"),
        ),
        "top": ranked_bars(
            rows, metric, currency, colours, height=HEIGHT, most=_BARS, compared="year" if answer.base else None,
            title=title_with(_("The largest customers") + unit(metric, currency), aside),
        ),
    }  # fmt: skip
