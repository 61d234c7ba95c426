"""The tables of how far forecasts were off, by level and by series, with the measures and what they mean. Knows no
Streamlit."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from pandas import DataFrame

from salesdash.dimensions import dimension_name
from salesdash.downloads import Column
from salesdash.locale import N_, formats, ngettext
from salesdash.locale import gettext as _
from salesdash.ui import forecast_words
from salesdash.ui.forecast_accuracy import missing, share_digits
from salesdash.ui.forecast_frame import Looked, below, of_cell
from salesdash.ui.kpi_tables import Table

#: what the measures mean, in the order of the columns
MEANING = (
    (N_("Usually within"), N_("the average distance between forecast and actual, as a share of the actuals (WAPE); "
                              "most periods were nearer")),
    (N_("MASE"), N_("the average distance, measured against that of simply repeating the same period of the year "
                    "before: below 1 the forecast did better")),
    (N_("WAPE"), N_("sum of all distances ÷ sum of the actuals")),
    (N_("Bias"), N_("sum of (forecast − actual) ÷ sum of the actuals: above 0 the forecasts were too high")),
    (N_("In the range"), N_("how often the actual lay inside it; of an 80 % range that should be about 80 %")),
)  # fmt: skip


def by_level(looked: Looked, rows: DataFrame) -> Table:
    """One row per level of the run: how far off its series usually were, and the measures, each the median of its
    series."""
    shown: list[dict[str, Any]] = []
    for level, part in rows[rows["wape"].notna()].groupby("level", sort=False):
        low, middle, high = np.quantile(part["wape"].astype(float), [0.25, 0.5, 0.75])
        shown.append(
            {
                "name": level_name(str(level)), "series": len(part), "words": _within(middle, low, high, len(part)),
                **{name: _median(part[name]) for name in _FIGURES},
            }
        )  # fmt: skip
    columns = [
        Column("name", _("Level")),
        Column("series", _("Series"), "count"),
        Column("words", _("In words")),
        *_columns(),
    ]
    return Table(_("How far off, by level"), columns, DataFrame(shown, columns=[c.key for c in columns]))


def _within(middle: float, low: float, high: float, count: int) -> str:
    usual = _("usually within {share}").format(share=formats.percent(middle, share_digits(middle)))
    if count < 4:
        return usual
    return _("{usual}; half of them {low} to {high}").format(
        usual=usual, low=formats.percent(low, share_digits(low)), high=formats.percent(high, share_digits(high))
    )


_FIGURES = ("mase", "wape", "bias", "coverage80", "coverage95")


def _columns() -> list[Column]:
    return [
        Column("mase", _("MASE"), "decimal"), Column("wape", _("WAPE"), "ratio"), Column("bias", _("Bias"), "ratio"),
        Column("coverage80", _("In the 80 % range"), "ratio"), Column("coverage95", _("In the 95 % range"), "ratio"),
    ]  # fmt: skip


def by_series(looked: Looked, rows: DataFrame) -> Table:
    """The cell and those directly below it, one row each, with the method that was chosen."""
    names = [name for name in looked.run.by if looked.cell.get(name) is None]
    mine = of_cell(rows, looked.cell)
    parts = [mine, *(_one_below(rows, looked, name) for name in names)]
    found = pd.concat(parts, ignore_index=True) if parts else mine
    shown = found.assign(
        name=[series_name(looked, row) for row in found.to_dict("records")],
        words=[_row_words(row) for row in found.to_dict("records")],
        method=[forecast_words.method(model) for model in found["model"]],
    )
    for name in _FIGURES:
        shown[name] = pd.array([pd.NA if missing(v) else float(v) for v in found[name]], dtype="Float64")
    columns = [Column("name", _("Series")), Column("words", _("In words")), *_columns(), Column("method", _("Method"))]
    return Table(_("How far off, by series"), columns, shown)


def _one_below(rows: DataFrame, looked: Looked, name: str) -> DataFrame:
    return below(rows, looked.cell, name)


def _row_words(row: Mapping[Any, Any]) -> str:
    if row["problem"] is not None and not pd.isna(row["problem"]):
        return _("no forecast")
    if (kind := row["kind"]) in forecast_words.KINDS:
        name = _(forecast_words.KINDS[kind])
        return name if missing(row["wape"]) else f"{_usual(row['wape'])}; {name}"
    return formats.DASH if missing(row["wape"]) else _usual(row["wape"])


def _usual(wape: float) -> str:
    return _("usually within {share}").format(share=formats.percent(wape, share_digits(wape)))


def level_name(level: str) -> str:
    """A level of a run in words: what its series name."""
    return " × ".join(dimension_name(name) for name in level.split(",")) if level else _("Total")


def series_name(looked: Looked, row: Mapping[Any, Any]) -> str:
    """A series in words by the members that it names."""
    return forecast_words.cell_name({name: row[f"{name}_name"] for name in looked.run.by})


def problems(looked: Looked, rows: DataFrame) -> list[str]:
    """What stands in the way of a forecast, series by series, each a sentence; the others went on."""
    found = rows[rows["problem"].notna()]
    return [f"{series_name(looked, row)}: {problem_words(row)}" for row in found.to_dict("records")]


def short(rows: DataFrame) -> str:
    """How many series have too short a history for more than a simple forecast; "" where none."""
    count = int((rows["kind"] == "short").sum())
    if not count:
        return ""
    return ngettext(
        "{count} series has a short history and a simple forecast.",
        "{count} series have a short history and simple forecasts.", count,
    ).format(count=formats.number(count))  # fmt: skip


def problem_words(row: Mapping[Any, Any]) -> str:
    """Why a series has no forecast."""
    texts = {
        "empty": _("nothing was ever sold"),
        "one_point": _("only one period is known"),
        "contradictory_dates": _("its dates contradict each other"),
        "ended": _("nothing has been sold for a long time"),
    }
    return texts.get(str(row["problem"]), str(row["problem"]))


def _median(values: pd.Series) -> Any:
    known = [float(value) for value in values if not missing(value)]
    middle = float(np.median(known)) if known else None
    return pd.NA if middle is None else middle
