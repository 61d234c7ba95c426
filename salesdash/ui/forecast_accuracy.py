"""How far forecasts were off where they did not know what came, in words people understand, with the measures beside.
Knows no Streamlit."""

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
from salesdash.ui.forecast_frame import Looked, below, of_cell
from salesdash.ui.kpi_tables import Table

#: from which bias on forecasts are called too high or too low
_BIASED = 0.02
#: so many errors at least before anybody speaks of what is usual
_FEW = 6
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


def sentence(looked: Looked, rows: DataFrame) -> str:
    """How far off the forecasts of this cell usually were, and whether they erred to one side; a short history is
    told. ``rows``: the accuracy of the whole run."""
    found = of_cell(rows, looked.cell)
    if found.empty:
        return ""
    row = found.iloc[0]
    if row["kind"] == "short":
        known = int(looked.inputs["actual"].notna().sum())
        told = forecast_words.periods_in_words(looked.run.frequency, known)
        return _(
            "Only {periods} are known: too short for a season or a test. This is a simple forecast; take it with care."
        ).format(periods=told)
    if _missing(row["wape"]) or row["errors"] < _FEW:
        return _("How good these forecasts are cannot be said yet: there is too little history to test them on.")
    text = _("Tried on {periods} that it did not know, the forecast was usually within {share}.").format(
        periods=_tested(looked), share=formats.percent(row["wape"], _digits(row["wape"]))
    )
    return f"{text} {_bias(row['bias'])}".strip()


def _tested(looked: Looked) -> str:
    """Over which earlier periods forecasts were tried."""
    return _("earlier periods")


def _bias(bias: float | None) -> str:
    if _missing(bias) or bias is None or abs(bias) < _BIASED:
        return ""
    text = (
        N_("It was rather too high, by {share} on average.")
        if bias > 0
        else N_("It was rather too low, by {share} on average.")
    )
    return _(text).format(share=formats.percent(abs(bias), _digits(bias)))


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
    usual = _("usually within {share}").format(share=formats.percent(middle, _digits(middle)))
    if count < 4:
        return usual
    spread = _("half of them between {low} and {high}").format(
        low=formats.percent(low, _digits(low)), high=formats.percent(high, _digits(high))
    )
    return f"{usual} ({spread})"


_FIGURES = ("mase", "wape", "bias", "coverage80", "coverage95")


def _columns() -> list[Column]:
    return [
        Column("mase", "MASE"), Column("wape", "WAPE", "ratio"), Column("bias", _("Bias"), "ratio"),
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
        mase=[_number(value) for value in found["mase"]],
        method=[str(model or "") for model in found["model"]],
    )
    for name in _FIGURES[1:]:
        shown[name] = pd.array([pd.NA if _missing(v) else float(v) for v in found[name]], dtype="Float64")
    columns = [Column("name", _("Series")), Column("words", _("In words")), *_columns(), Column("method", _("Method"))]
    return Table(_("How far off, by series"), columns, shown)


def _one_below(rows: DataFrame, looked: Looked, name: str) -> DataFrame:
    return below(rows, looked.cell, name)


def _row_words(row: Mapping[Any, Any]) -> str:
    if row["problem"] is not None and not pd.isna(row["problem"]):
        return _("no forecast")
    if row["kind"] != "regular" and row["kind"] in forecast_words.KINDS:
        kind = _(forecast_words.KINDS[row["kind"]])
        return kind if _missing(row["wape"]) else f"{_usual(row['wape'])}; {kind}"
    return formats.DASH if _missing(row["wape"]) else _usual(row["wape"])


def _usual(wape: float) -> str:
    return _("usually within {share}").format(share=formats.percent(wape, _digits(wape)))


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
        "too_short": _("there is no complete period yet"),
        "no_numbers": _("none of its values is a number"),
    }
    return texts.get(str(row["problem"]), str(row["problem"]))


def _median(values: pd.Series) -> Any:
    known = [float(value) for value in values if not _missing(value)]
    middle = float(np.median(known)) if known else None
    return _number(middle) if values.name == "mase" else pd.NA if middle is None else middle


def _number(value: Any) -> str:
    return formats.DASH if _missing(value) else formats.number(round(float(value), 2), 2)


def _missing(value: Any) -> bool:
    return value is None or bool(pd.isna(value))


def _digits(share: float) -> int:
    return 0 if abs(share) >= 0.02 else 1
