"""How far forecasts were off where they did not know what came, in words people understand, with the measures beside.
Knows no Streamlit."""

from typing import Any

import pandas as pd
from pandas import DataFrame

from salesdash.locale import N_, formats
from salesdash.locale import gettext as _
from salesdash.ui import forecast_words
from salesdash.ui.forecast_frame import Looked, of_cell

#: from which bias on forecasts are called too high or too low
_BIASED = 0.02
#: so many errors at least before anybody speaks of what is usual
_FEW = 6
#: so many periods must have come of earlier forecasts, and so many are looked at
_TRACKED = 3
_YEAR = {"month": 12, "quarter": 4, "week": 52}


def track(looked: Looked, came: DataFrame) -> str:
    """How near the forecasts that were made one period before came, over at most a year; "" while there are few.
    ``came``: period_on, mean, actual, oldest first."""
    both = came[came["actual"].notna()].tail(_YEAR[looked.run.frequency]) if len(came) else came
    whole = sum(abs(int(amount)) for amount in both["actual"]) if len(both) else 0
    if len(both) < _TRACKED or not whole:
        return ""
    off = sum(abs(int(mean) - int(amount)) for mean, amount in zip(both["mean"], both["actual"], strict=True)) / whole
    periods = forecast_words.periods_in_words(looked.run.frequency, len(both))
    return _("Over the last {periods}, the forecast made one period before was usually within {share}.").format(
        periods=periods, share=formats.percent(off, share_digits(off))
    )


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
    if missing(row["wape"]) or row["errors"] < _FEW:
        return _("How good these forecasts are cannot be said yet: there is too little history to test them on.")
    text = _("Tried on {periods} that it did not know, the forecast was usually within {share}.").format(
        periods=_tested(looked), share=formats.percent(row["wape"], share_digits(row["wape"]))
    )
    return f"{text} {_bias(row['bias'])}".strip()


def _tested(looked: Looked) -> str:
    """Over which earlier periods forecasts were tried."""
    return _("earlier periods")


def _bias(bias: float | None) -> str:
    if missing(bias) or bias is None or abs(bias) < _BIASED:
        return ""
    text = (
        N_("It was rather too high, by {share} on average.")
        if bias > 0
        else N_("It was rather too low, by {share} on average.")
    )
    return _(text).format(share=formats.percent(abs(bias), share_digits(bias)))


def missing(value: Any) -> bool:
    """Whether a measure is not there."""
    return value is None or bool(pd.isna(value))


def share_digits(share: float) -> int:
    """Decimals of a share as people say it."""
    return 0 if abs(share) >= 0.02 else 1
