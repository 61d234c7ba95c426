"""The metric dictionary in words: one row per entry of the registry. Knows no Streamlit."""

from pandas import DataFrame

from salesdash.access.permissions import ROLES
from salesdash.downloads import Column
from salesdash.locale import LANGUAGES, N_, formats, in_every_language, language
from salesdash.locale import gettext as _
from salesdash.metrics import RECEIVABLES, REGISTRY, Metric

_UNITS = {
    "money": N_("Amount in the company's currency"),
    "count": N_("Distinct count"),
    "quantity": N_("Quantity in units"),
    "ratio": N_("Ratio, changes in percentage points"),
    "days": N_("Days"),
}
_GOOD = {"up": N_("More is better"), "down": N_("Less is better"), None: N_("Neither")}


def columns() -> list[Column]:
    """The columns of the dictionary, in their order."""
    headings = {
        "name": _("Metric"), "others": _("In the other languages"), "formula": _("Formula"), "unit": _("Unit"),
        "adds_up": _("Adds up over members"), "good": _("Good direction"), "owner": _("Owner"),
        "thresholds": _("Asks to be looked at"), "key": _("Key in files and commands"),
    }  # fmt: skip
    return [Column(key, heading) for key, heading in headings.items()]


def rows() -> DataFrame:
    """One row per metric, in the order of the registry, those of receivables last; columns as ``columns`` names them,
    all text."""
    return DataFrame([_row(metric) for metric in (*REGISTRY.values(), *RECEIVABLES.values())])


def _row(metric: Metric) -> dict[str, str]:
    names = in_every_language(metric.name)
    return {
        "name": names[language()],
        "others": " · ".join(names[code] for code in LANGUAGES if code != language()),
        "formula": _(metric.formula),
        "unit": _(_UNITS[metric.unit]),
        "adds_up": _("yes") if metric.additive else _("no"),
        "good": _(_GOOD[metric.good]),
        "owner": _(ROLES[metric.owner].name),
        "thresholds": _thresholds(metric),
        "key": metric.key,
    }


def _thresholds(metric: Metric) -> str:
    """From which change against the comparison shown, counted in the bad direction."""
    if metric.thresholds is None or metric.good is None:
        return formats.DASH
    sign = -1 if metric.good == "up" else 1
    return _("watch from {watch}, alert from {alert} against the comparison shown").format(
        watch=metric.show_change(sign * metric.thresholds.watch),
        alert=metric.show_change(sign * metric.thresholds.alert),
    )
